"""Opens files of translations with translate-toolkit, as a translator's tool does. Run in its own process: GPL.

python toolkit.py read FILE ...       prints what it understands as JSON
python toolkit.py fill WORDS FILE ... gives each unit without a target "WORDS source", and saves
python toolkit.py save FILE ...       saves unchanged, in the tool's own hand
"""

import json
import sys
from pathlib import Path

from translate.storage import po, xliff, xliff2


def opened(path: Path):  # type: ignore[no-untyped-def]
    content = path.read_bytes()
    if path.suffix == ".po":
        return po.pofile.parsestring(content)
    kind = xliff2.Xliff2File if b"document:2.0" in content else xliff.xlifffile
    return kind.parsestring(content)


def main(action: str, *rest: str) -> None:
    words, names = (rest[0], rest[1:]) if action == "fill" else ("", rest)
    found = {}
    for path in map(Path, names):
        store = opened(path)
        units = [unit for unit in store.units if unit.istranslatable()]
        found[path.name] = [
            {
                "source": unit.source,
                "target": unit.target or "",
                "fuzzy": unit.isfuzzy(),
                "context": unit.getcontext(),
                "notes": unit.getnotes("developer"),
            }
            for unit in units
        ]
        for unit in units:
            if action == "fill" and not unit.target:
                unit.target = f"{words} {unit.source}"
        if action != "read":
            path.write_bytes(bytes(store))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
