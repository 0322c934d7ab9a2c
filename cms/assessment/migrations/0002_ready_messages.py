"""The ready messages that a new installation begins with. Whoever deletes one does not get it back."""

from pathlib import Path
from typing import Any

import yaml
from django.apps.registry import Apps
from django.db import migrations

FILE = Path(__file__).parent.parent / "fixtures" / "messages.yaml"


def add_messages(apps: Apps, schema_editor: Any) -> None:
    model = apps.get_model("assessment", "CannedMessage")
    for language, messages in yaml.safe_load(FILE.read_text("utf-8")).items():
        for message in messages:
            model.objects.get_or_create(language=language, title=message["title"], defaults=message)


class Migration(migrations.Migration):

    dependencies = [("assessment", "0001_desk")]

    operations = [migrations.RunPython(add_messages, migrations.RunPython.noop)]
