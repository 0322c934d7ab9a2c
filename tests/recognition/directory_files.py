"""The content files of a directory of two organisations, a map and a set badge, to be added to the sample."""

from pathlib import Path

FILES = {
    "pages/organisations/page.yaml": "type: organisations\ntitle: Organisations\nsummary: Who knows the badges.\n",
    "pages/badge-map/page.yaml": "type: tool\ntool: map\ntitle: Map\nsummary: How badges belong together.\n",
    "badges/two-skills/badge.yaml": (
        "title: Two skills\nsummary: For two.\nskills_needed: 2\n"
        "criteria:\n  holds:\n    title: Holds two\n    description: Two badges.\n    example: Any two.\n"
    ),
    "organisations/harbour/organisation.yaml": (
        "kind: company\ncountry: fi\ntitle: The Harbour\nsummary: It hires listeners.\n"
        "website: https://www.harbour.example/\nwhat: |-\n  It loads ships.\n\n  And unloads them.\n"
        "badges:\n  mooring:\n    title: Mooring & more\n    url: https://harbour.example/mooring\n"
        "    relation: theme\n    page: badges/listening\n    text: One listens for the bell.\n"
        "licence:\n  code: CC BY-SA 4.0\n  url: https://creativecommons.org/licenses/by-sa/4.0/\n"
    ),
    "organisations/school/organisation.yaml": (
        "kind: provider\ncountry: ee\ntitle: Evening School\nsummary: It teaches at night.\n"
    ),
}


def add_files(content: Path) -> None:
    """Write them into a folder of content files."""
    for name, text in FILES.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text)
