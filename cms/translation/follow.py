"""What happens to a source page in the tree -> the same for its translations: moved, renamed, reordered, unpublished.

Wagtail's own redirects (wagtail.contrib.redirects) note each old address, because the translations move by Wagtail's
own methods.
"""

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.content.load import is_loading
from cms.content.models import WrittenRevision
from cms.learning.models import LearningPage
from cms.translation.live import forget_waiting
from cms.translation.sync import sync_page, target_page


def _is_source(page: Page) -> bool:
    return issubclass(page.specific_class, LearningPage) and page.locale.language_code == settings.LANGUAGE_CODE


@receiver(page_published)
def follow_publication(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Sync the translations of a source page; note that a translation's texts are live."""
    if is_loading() or not isinstance(instance, LearningPage):
        return
    if not _is_source(instance):
        forget_waiting(instance)
    elif settings.TRANSLATION_SYNC:
        sync_page(instance)


@receiver(page_unpublished)
def follow_unpublication(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Unpublish the translations, and remember that they went with their source."""
    if not _is_source(instance):
        return
    for translation in instance.get_translations().live().specific():
        translation.unpublish()
        WrittenRevision.objects.filter(page_id=translation.pk).update(went_with_source=True)


@receiver(page_slug_changed)
def follow_slug(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Give the translations the new slug, live and in their drafts; old addresses redirect."""
    if not _is_source(instance):
        return
    for translation in instance.get_translations().exclude(slug=instance.slug).specific():
        before = translation.specific_class.objects.get(pk=translation.pk)
        translation.slug = instance.slug
        translation.save(clean=False)
        _patch_draft(translation, slug=instance.slug)
        if translation.live:
            page_slug_changed.send(sender=type(translation), instance=translation, instance_before=before)


def _patch_draft(page: Page, **values: Any) -> None:
    """Change facts in the latest revision too, or the next publication would undo them."""
    revision = page.latest_revision
    if revision is not None:
        revision.content.update(values)
        revision.save(update_fields=["content"])


@receiver(post_page_move)
def follow_move(sender: type[Page], instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Move each translation below the translation of the new parent, and put the pages there in the same order."""
    if not _is_source(instance):
        return
    for translation in instance.get_translations():
        parent = target_page(parent_page_after.specific, translation.locale)
        if translation.get_parent().pk != parent.pk:
            translation.specific.move(Page.objects.get(pk=parent.pk), pos="last-child")
        _order_like(parent_page_after, parent)


def _order_like(source_parent: Page, parent: Page) -> None:
    """Put the pages below `parent` into the order of their sources."""
    keys = list(source_parent.get_children().values_list("translation_key", flat=True))
    wanted = sorted(
        (child for child in Page.objects.child_of(parent) if child.translation_key in keys),
        key=lambda child: keys.index(child.translation_key),
    )
    if [child.pk for child in Page.objects.child_of(parent) if child.translation_key in keys] == [
        child.pk for child in wanted
    ]:
        return
    for child in wanted:
        Page.objects.get(pk=child.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
