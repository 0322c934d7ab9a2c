"""locale/*/LC_MESSAGES/django.po -> .mo, by polib: no gettext tools needed on the machine."""

from pathlib import Path

import polib

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(folder: Path = LOCALE_DIR) -> list[Path]:
    """Compile every catalogue that is newer than its .mo file; return what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.is_file() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


if __name__ == "__main__":
    compile_messages()
