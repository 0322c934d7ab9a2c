"""What must stand before pages can: the languages, the site, and room for our home page."""

from urllib.parse import urlsplit

from wagtail.models import Locale, Page, Site

from cms import projects
from cms.learning.models import HomePage, LearningPage, ProjectSettings


def make_locales() -> None:
    """Make the languages of the project that Wagtail does not know yet."""
    known = set(Locale.objects.values_list("language_code", flat=True))
    for code in projects.current().codes:
        if code not in known:
            Locale.objects.create(language_code=code)


def free_home_slug(slug: str) -> None:
    """Take the slug from the page that a fresh Wagtail has; `make_site_root` removes that page."""
    welcome = Page.objects.filter(depth=2, slug=slug, content_type__model="page")
    welcome.update(slug="welcome", url_path="/welcome/")


def make_site_root(home: LearningPage) -> None:
    """Make `home` the root of the project's site; of the default one, in place of the page of a fresh Wagtail."""
    hostname, port = _place_on_the_web()
    values = {"hostname": hostname, "port": port, "root_page": home, "site_name": home.title}
    site = project_site()
    welcome = site.root_page.specific
    for name, value in values.items():
        setattr(site, name, value)
    site.save()
    if not isinstance(welcome, HomePage) and welcome.depth > 1 and not welcome.get_children().exists():
        welcome.delete()


def project_site() -> Site:
    """Return the site of the project that is meant here, made where there is none: of the first, the default one."""
    key = projects.current().key
    if not key:
        found = Site.objects.filter(is_default_site=True).first()
        return found or Site.objects.create(
            hostname="localhost", root_page=Page.get_first_root_node(), is_default_site=True
        )
    row = ProjectSettings.objects.filter(key=key).select_related("site").first()
    if row is not None:
        return row.site
    hostname, port = _place_on_the_web()
    site = Site.objects.create(hostname=hostname, port=port, root_page=Page.get_first_root_node())
    ProjectSettings.objects.create(site=site, key=key, facts=dict(projects.current().facts))
    return site


def _place_on_the_web() -> tuple[str, int]:
    """Return host and port by which Wagtail knows the project: two sites on one host need two names there."""
    project = projects.current()
    address, first = urlsplit(project.public_url), urlsplit(projects.FIRST.public_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    host = address.hostname or "localhost"
    return (f"{project.key}.{host}" if project.key and address.netloc == first.netloc else host), port
