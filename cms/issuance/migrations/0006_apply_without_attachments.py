from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("issuance", "0005_apply_badge_files")]

    operations = [migrations.RemoveField(model_name="mailmessage", name="attachments")]
