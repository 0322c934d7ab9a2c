"""Groups of the CMS: who may change which language."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale

from cms.learning.models import HomePage

SOURCE_EDITORS = "Source editors"


def translator_group_name(language: str) -> str:
    """Return the name of the group that translates into a language."""
    return f"Translators ({language})"


def make_groups() -> list[Group]:
    """Make, or bring up to date, the source editors' group and one of translators a language.

    A translator may change and publish what is below the home page of the own language, and upload recordings of
    podcasts; nothing else: no other language, no pictures, no settings. Source editors work on the source language,
    manage pictures and recordings, and hand pages over for translation.
    """
    groups = []
    for locale in Locale.objects.all():
        home = HomePage.objects.filter(locale=locale).first()
        if home is None:
            continue
        is_source = locale.language_code == settings.LANGUAGE_CODE
        name = SOURCE_EDITORS if is_source else translator_group_name(locale.language_code)
        group, _ = Group.objects.get_or_create(name=name)
        kinds = ["add_page", "change_page", "publish_page"] if is_source else ["change_page", "publish_page"]
        _grant_pages(group, home, kinds)
        group.permissions.set(_permissions(is_source))
        _grant_files(group, "wagtaildocs", "document")
        if is_source:
            _grant_files(group, "wagtailimages", "image")
        groups.append(group)
    return groups


def _permissions(is_source: bool) -> list[Permission]:
    wanted = [("wagtailadmin", "access_admin")]
    wanted += [("learning", f"{action}_recording") for action in ("add", "change", "view")]
    if is_source:
        wanted.append(("wagtail_localize", "submit_translation"))
    return [
        permission
        for label, codename in wanted
        for permission in Permission.objects.filter(content_type__app_label=label, codename=codename)
    ]


def _grant_pages(group: Group, home: HomePage, kinds: list[str]) -> None:
    GroupPagePermission.objects.filter(group=group).delete()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=kinds):
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)


def _grant_files(group: Group, app: str, kind: str) -> None:
    """Let the group upload, change and choose files of one kind in every collection."""
    root = Collection.get_first_root_node()
    codenames = [f"{action}_{kind}" for action in ("add", "change", "choose")]
    for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
