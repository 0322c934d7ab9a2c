"""The corpus -> the picture of the site that our context functions read."""

from benchmarks.export.corpus.models import CorpusPage
from cms.learning.picture import Node, Picture, take_picture

HOME_DEPTH = 2


def corpus_picture() -> Picture:
    """Return the site in memory, in a constant number of queries.

    `take_picture` reads the page types of the learning site and finds none here; the corpus's pages are added.
    """
    picture = take_picture()
    pages = [page for page in CorpusPage.objects.select_related("locale").order_by("path") if page.live]
    homes = {page.locale.language_code: page.url_path for page in pages if page.depth == HOME_DEPTH}
    for page in pages:
        code = page.locale.language_code
        path = page.url_path.removeprefix(homes[code]).strip("/")
        picture.nodes[(code, path)] = Node(path, code, page)
        picture.paths_by_page_id[page.pk] = path
    return picture
