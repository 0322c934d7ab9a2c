"""The path of an address -> the page it names."""

from cms.api.problems import not_found
from cms.api.shapes.place import Place, Viewer
from cms.learning.snapshot import Snapshot


def find_place(snapshot: Snapshot, page_path: str, viewer: Viewer) -> Place:
    """Return the page at a path that begins with its language; "" is the root of the site.

    Raises:
        ApiProblem: 404 for an unknown language or page.
    """
    language, _, path = page_path.strip("/").partition("/")
    if not language:
        return Place(snapshot, snapshot.source_language, None, viewer)
    codes = [known.code for known in snapshot.languages]
    if language not in codes:
        raise not_found(f"There is no language “{language[:100]}”. Known: {', '.join(codes)}.")
    node = snapshot.find(language, path)
    if node is None:
        raise not_found(f"There is no page “{path[:200]}”.")
    return Place(snapshot, language, node, viewer)
