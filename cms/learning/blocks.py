"""The blocks a module is made of. Words are translatable; facts (minutes, answers, sources) are not."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.recognition.vocabulary import RELATIONS

KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
GROUPINGS = [("alone", _("alone")), ("pair", _("in pairs")), ("group", _("in a group"))]


class FactBlock(blocks.CharBlock):
    """A line of text that is the same in every language: an author's name, the title of a work, a code.

    wagtail-localize asks a block for its segments by these two methods; a fact has none.
    """

    def get_translatable_segments(self, value: str) -> list[Any]:
        """Return no segment: there is nothing to translate."""
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        """Return the value as it is."""
        return value


def rich(**options: Any) -> blocks.RichTextBlock:
    """Return a rich-text block with the features that content files can hold, and no others."""
    return blocks.RichTextBlock(features=RICH_TEXT_FEATURES, **options)


def minutes(**options: Any) -> blocks.IntegerBlock:
    """Return a block for a duration in whole minutes, 1 to 600."""
    return blocks.IntegerBlock(min_value=1, max_value=600, label=_("Minutes"), **options)


class TheoryBlock(blocks.StructBlock):
    """One idea, with the sentence to remember and a concrete example."""

    minutes = minutes()
    heading = blocks.CharBlock(label=_("Heading"))
    body = rich(label=_("Text"))
    image = ImageBlock(required=False, label=_("Picture"))
    remember = blocks.TextBlock(required=False, rows=2, label=_("Worth remembering"))
    example = rich(required=False, label=_("Example"))

    class Meta:
        icon = "openquote"
        label = _("Section")


class ActivityBlock(blocks.StructBlock):
    """Something to do, alone or together, with a note for the person who leads it."""

    title = blocks.CharBlock(label=_("Title"))
    purpose = blocks.TextBlock(rows=2, label=_("Purpose"))
    minutes = minutes()
    grouping = blocks.ChoiceBlock(choices=GROUPINGS, label=_("Grouping"))
    materials = blocks.TextBlock(required=False, rows=2, label=_("Materials"))
    steps = blocks.ListBlock(blocks.TextBlock(rows=2), min_num=1, label=_("Steps"))
    facilitator = rich(required=False, label=_("Note for the facilitator"))
    feedback = rich(required=False, label=_("What people notice"))

    class Meta:
        icon = "group"
        label = _("Activity")


class LineBlock(blocks.StructBlock):
    """One line of a dialogue."""

    speaker = blocks.CharBlock(label=_("Speaker"))
    text = blocks.TextBlock(rows=2, label=_("Words"))

    class Meta:
        icon = "comment"
        label = _("Line")


class ChoiceConsequenceBlock(blocks.StructBlock):
    """One thing the reader may decide, and what follows from it."""

    text = blocks.TextBlock(rows=2, label=_("What you do"))
    consequence = blocks.TextBlock(rows=3, label=_("What follows"))
    recommended = blocks.BooleanBlock(required=False, label=_("The choice we recommend"))

    class Meta:
        icon = "arrow-right"
        label = _("Choice")


class ScenarioBlock(blocks.StructBlock):
    """A dialogue that ends in a decision."""

    minutes = minutes()
    title = blocks.CharBlock(label=_("Title"))
    setting = blocks.TextBlock(rows=3, label=_("Setting"))
    lines = blocks.ListBlock(LineBlock(), min_num=1, label=_("Dialogue"))
    question = blocks.CharBlock(label=_("Question"))
    choices = blocks.ListBlock(ChoiceConsequenceBlock(), min_num=2, label=_("Choices"))

    class Meta:
        icon = "user"
        label = _("Scenario")


class PodcastBlock(blocks.StructBlock):
    """An episode in two voices: the script is the transcript; a recording may be added later."""

    minutes = minutes()
    title = blocks.CharBlock(label=_("Title"))
    summary = blocks.TextBlock(rows=2, label=_("Summary"))
    lines = blocks.ListBlock(LineBlock(), min_num=1, label=_("Script"))

    class Meta:
        icon = "media"
        label = _("Podcast")


class OptionBlock(blocks.StructBlock):
    """One answer a reader may choose, with the reason why it is right or wrong."""

    text = blocks.TextBlock(rows=2, label=_("Answer"))
    correct = blocks.BooleanBlock(required=False, label=_("Correct"))
    feedback = blocks.TextBlock(rows=2, label=_("Feedback"))

    class Meta:
        icon = "tick"
        label = _("Option")


class ChoiceQuestionBlock(blocks.StructBlock):
    """A question with options."""

    question = blocks.TextBlock(rows=2, label=_("Question"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, label=_("Options"))

    class Meta:
        icon = "help"


class OrderQuestionBlock(blocks.StructBlock):
    """Items to be put in order; they are entered in the right order."""

    question = blocks.TextBlock(rows=2, label=_("Question"))
    items = blocks.ListBlock(blocks.TextBlock(rows=1), min_num=3, label=_("Items, in the right order"))
    feedback = blocks.TextBlock(rows=2, label=_("Feedback"))

    class Meta:
        icon = "list-ol"


class PairBlock(blocks.StructBlock):
    """Two halves that belong together."""

    left = blocks.TextBlock(rows=1, label=_("One half"))
    right = blocks.TextBlock(rows=1, label=_("The other half"))

    class Meta:
        icon = "link"
        label = _("Pair")


class MatchQuestionBlock(blocks.StructBlock):
    """Pairs to be found."""

    question = blocks.TextBlock(rows=2, label=_("Question"))
    pairs = blocks.ListBlock(PairBlock(), min_num=3, label=_("Pairs"))
    feedback = blocks.TextBlock(rows=2, label=_("Feedback"))

    class Meta:
        icon = "link"


class WorkBlock(blocks.StructBlock):
    """A work for further reading. Only the note is translated."""

    author = FactBlock(label=_("Author"))
    work = FactBlock(label=_("Title of the work"))
    year = blocks.IntegerBlock(min_value=1400, max_value=2100, label=_("Year"))
    publisher = FactBlock(required=False, label=_("Publisher"))
    language = FactBlock(label=_("Language code of the work"))
    url = blocks.RegexBlock(r"^https?://\S+$", required=False, label=_("Address"))
    note = blocks.TextBlock(rows=2, label=_("What one finds there"))

    class Meta:
        icon = "doc-full"
        label = _("Work")


class CriterionBlock(blocks.StructBlock):
    """One thing a badge stands for, with an example of good evidence."""

    title = blocks.CharBlock(label=_("Short name"))
    description = blocks.TextBlock(rows=2, label=_("What the applicant shows"))
    example = blocks.TextBlock(rows=3, label=_("Example of good evidence"))

    class Meta:
        icon = "tick-inverse"
        label = _("Criterion")


class AlignmentBlock(blocks.StructBlock):
    """A place in a public framework of competences."""

    framework = FactBlock(label=_("Framework"))
    name = FactBlock(label=_("Name there"))
    code = FactBlock(label=_("Code there"))
    url = blocks.RegexBlock(r"^https?://\S+$", label=_("Address"))

    class Meta:
        icon = "site"
        label = _("Alignment")


class ProofBlock(blocks.StructBlock):
    """Something that shows how a practice works: a report, a web page, a recording."""

    title = blocks.CharBlock(label=_("What it is"))
    url = blocks.RegexBlock(r"^https?://\S+$", required=False, label=_("Address"))

    class Meta:
        icon = "doc-full"
        label = _("Evidence")


class LogoBlock(blocks.StructBlock):
    """The sign of an organisation, and on which terms it may be shown."""

    image = ImageBlock(label=_("Picture"))
    licence = FactBlock(label=_("Licence"))
    licence_url = blocks.RegexBlock(r"^https?://\S+$", required=False, label=_("Address of the licence"))

    class Meta:
        icon = "image"
        label = _("Logo")


class RelatedBadgeBlock(blocks.StructBlock):
    """A badge of another issuer, and how it stands to one of ours."""

    title = FactBlock(label=_("Name of the badge"))
    url = blocks.RegexBlock(r"^https?://\S+$", label=_("Address"))
    relation = blocks.ChoiceBlock(choices=RELATIONS, label=_("Relation"))
    page = blocks.PageChooserBlock(page_type="learning.BadgePage", label=_("Our badge"))
    text = blocks.TextBlock(required=False, rows=2, label=_("How it relates"))

    class Meta:
        icon = "tag"
        label = _("Badge")


class SectionBlock(blocks.StructBlock):
    """A part of a page with a heading."""

    heading = blocks.CharBlock(label=_("Heading"))
    body = rich(label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Section")


class WayBlock(blocks.StructBlock):
    """One of the steps the home page leads to."""

    heading = blocks.CharBlock(label=_("Heading"))
    text = blocks.TextBlock(rows=2, label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepBlock(blocks.StructBlock):
    """One module of a path, and why it is there."""

    page = blocks.PageChooserBlock(label=_("Page"))
    reason = blocks.TextBlock(rows=2, label=_("Why this one"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class PathBlock(blocks.StructBlock):
    """A way through some of the modules for one kind of reader."""

    heading = blocks.CharBlock(label=_("For whom"))
    text = blocks.TextBlock(rows=3, label=_("Text"))
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Path")


class TermBlock(blocks.StructBlock):
    """A word and what we mean by it."""

    term = blocks.CharBlock(label=_("Term"))
    definition = blocks.TextBlock(rows=2, label=_("Definition"))

    class Meta:
        icon = "info-circle"
        label = _("Term")
