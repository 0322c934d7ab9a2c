"""Count every page's children anew: loads before this one saved home pages with too few, and Wagtail then refused new
pages below them.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STEP = 4


def count_children(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    page_model = apps.get_model("wagtailcore", "Page")
    counts: dict[str, int] = {}
    for path in page_model.objects.values_list("path", flat=True):
        counts[path[:-STEP]] = counts.get(path[:-STEP], 0) + 1
    for page in page_model.objects.only("pk", "path", "numchild"):
        if page.numchild != counts.get(page.path, 0):
            page_model.objects.filter(pk=page.pk).update(numchild=counts.get(page.path, 0))


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(count_children, migrations.RunPython.noop)]
