"""A spoken version of a module's podcast, one a language."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.models import Locale

from cms.learning.models.skill import SkillPage

AUDIO = frozenset({"mp3", "m4a", "ogg", "opus", "wav"})
CAPTIONS = frozenset({"vtt"})


class Recording(models.Model):
    """The audio of a podcast in one language, with captions. The script on the module's page is its transcript.

    `module` is the module in the source language: a recording belongs to the skill, whatever is translated yet.
    """

    module = models.ForeignKey(SkillPage, models.CASCADE, related_name="recordings", verbose_name=_("module"))
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))
    audio = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("audio file"))
    captions = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("captions (WebVTT)")
    )

    panels = ["module", "locale", "audio", "captions"]

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [models.UniqueConstraint(fields=["module", "locale"], name="one_recording_a_language")]

    def __str__(self) -> str:
        """Return the module's title and the language."""
        return f"{self.module.title} ({self.locale.language_code})"

    def clean(self) -> None:
        """Take the module in the source language; refuse files of other kinds.

        Raises:
            ValidationError: a file is not of a kind that browsers play or read.
        """
        source = Locale.get_default()
        if self.module_id and self.module.locale_id != source.pk:
            self.module = self.module.get_translation(source)
        if self.audio_id and self.audio.file_extension.lower() not in AUDIO:
            raise ValidationError({"audio": _("Choose an audio file: MP3, M4A, OGG, Opus or WAV.")})
        if self.captions and self.captions.file_extension.lower() not in CAPTIONS:
            raise ValidationError({"captions": _("Choose a WebVTT file, which ends in .vtt.")})
