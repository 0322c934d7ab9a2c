"""What editors find in the menu of the Wagtail admin beside the pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.learning.models import Recording


class RecordingViewSet(SnippetViewSet):
    """The recordings of the podcasts, by module and language."""

    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    add_to_admin_menu = True
    list_display = ["module", "locale", "audio", "captions"]
    list_filter = ["locale"]


register_snippet(RecordingViewSet)
