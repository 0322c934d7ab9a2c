"""Content loaded and dumped as by hand, and a recording to load."""

import io
import wave
from pathlib import Path

from django.core.management import call_command


def load(folder: Path, **options: str) -> str:
    output = io.StringIO()
    call_command("load_content", dir=folder, stdout=output, **options)
    return output.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    call_command("dump_content", dir=folder)
    return folder


def sound(seconds: float) -> bytes:
    """Return silence as a WAV file."""
    content = io.BytesIO()
    with wave.open(content, "wb") as audio:
        audio.setnchannels(1)
        audio.setsampwidth(1)
        audio.setframerate(8000)
        audio.writeframes(b"\x80" * int(8000 * seconds))
    return content.getvalue()
