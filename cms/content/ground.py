"""What must stand before pages can: the languages, the site, and room for our home page."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from cms.learning.models import HomePage, LearningPage


def make_locales() -> None:
    """Make the languages of the settings that Wagtail does not know yet."""
    known = set(Locale.objects.values_list("language_code", flat=True))
    for code, _name in settings.LANGUAGES:
        if code not in known:
            Locale.objects.create(language_code=code)


def free_home_slug(slug: str) -> None:
    """Take the slug from the page that a fresh Wagtail has; `make_site_root` removes that page."""
    welcome = Page.objects.filter(depth=2, slug=slug, content_type__model="page")
    welcome.update(slug="welcome", url_path="/welcome/")


def make_site_root(home: LearningPage) -> None:
    """Make `home` the root of the default site, in place of the page that a fresh Wagtail has there."""
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    values = {"hostname": address.hostname or "localhost", "port": port, "root_page": home, "site_name": home.title}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(**values, is_default_site=True)
        return
    welcome = site.root_page.specific
    for name, value in values.items():
        setattr(site, name, value)
    site.save()
    if not isinstance(welcome, HomePage) and welcome.depth > 1 and not welcome.get_children().exists():
        welcome.delete()
