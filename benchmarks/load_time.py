"""How long loading takes, against wagtail-localize saving its rows one by one. Run by `make bench`.

Both write the same source and translations of one module into the same database; the medians of five runs are
compared as a ratio. Then the whole of content/ is loaded once into a fresh database.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    os.environ["PERENNIAL_VAR_DIR"] = tempfile.mkdtemp(prefix="perennial-bench-")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    whole = timed(lambda: call_command("load_content", dir=ROOT / "content", verbosity=0, stdout=sys.stderr))
    again = timed(lambda: call_command("load_content", dir=ROOT / "content", verbosity=0, stdout=sys.stderr))
    batched, one_by_one, texts = compare()
    print(f"\n{'what':<58}{'seconds':>9}{'ratio':>8}")
    print(f"{'content/ into a fresh database, six languages':<58}{whole:>9.2f}")
    print(f"{'the same again, nothing changed':<58}{again:>9.2f}{again / whole:>8.3f}")
    print(f"{f'one module, {texts} texts, rows in batches':<58}{batched:>9.3f}{1:>8.3f}")
    print(f"{'the same by wagtail-localize (refresh and import_po)':<58}{one_by_one:>9.3f}{one_by_one / batched:>8.3f}")


def compare() -> tuple[float, float, int]:
    """Return the medians of writing one translated module in batches and one by one, and its number of texts."""
    from wagtail.models import Locale
    from wagtail_localize.models import StringTranslation, Translation, TranslationSource
    from wagtail_localize.segments.extract import extract_segments

    from cms.content.localize_rows import read_translations, write_source, write_translations
    from cms.learning.models import SkillPage

    page = SkillPage.objects.get(slug="empathy", locale__language_code="en")
    finnish = Locale.objects.get(language_code="fi")
    translations = read_translations([page.translation_key])[(page.translation_key, "fi")]
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=finnish)
    catalogue = translation.export_po()

    def clear() -> None:
        StringTranslation.objects.filter(context__object_id=page.translation_key, locale=finnish).delete()
        source = TranslationSource.objects.get(object_id=page.translation_key)
        for rows in (source.stringsegment_set, source.templatesegment_set, source.overridablesegment_set):
            rows.all().delete()

    def in_batches() -> None:
        write_translations(write_source(page, extract_segments(page)), finnish, translations)

    def by_wagtail_localize() -> None:
        TranslationSource.objects.get(object_id=page.translation_key).refresh_segments()
        translation.import_po(catalogue)

    times: dict[str, list[float]] = {"batched": [], "one": []}
    for _run in range(RUNS):
        for name, work in (("batched", in_batches), ("one", by_wagtail_localize)):
            clear()
            times[name].append(timed(work))
    return statistics.median(times["batched"]), statistics.median(times["one"]), len(translations)


if __name__ == "__main__":
    main()
