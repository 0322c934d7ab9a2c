"""Badges that were mailed are kept with their award; mails that wait get the values of the new texts."""

import base64

from django.db import migrations


def keep_badge_files(apps, schema_editor):
    MailMessage = apps.get_model("issuance", "MailMessage")
    AwardFile = apps.get_model("issuance", "AwardFile")
    Award = apps.get_model("issuance", "Award")
    for mail in MailMessage.objects.exclude(application=None).select_related("application__achievement").iterator():
        application = mail.application
        code = application.id.hex[:8].upper()
        mail.values = {
            "name": application.name,
            "badge": application.achievement.name,
            "reference": f"{code[:4]}-{code[4:]}",
            "message": application.message,
            "words": application.message,
            "criteria": "",
        }
        award = Award.objects.filter(application=application).first() if mail.attachments else None
        mail.attach_badge = award is not None
        mail.due = mail.next_try
        mail.save(update_fields=["values", "attach_badge", "due"])
        if award is None:
            continue
        for item in mail.attachments:
            AwardFile.objects.update_or_create(
                award=award,
                name=item["name"],
                defaults={"media_type": item["type"], "content": base64.b64decode(item["content"])},
            )


class Migration(migrations.Migration):
    dependencies = [("issuance", "0004_apply_endpoint")]

    operations = [migrations.RunPython(keep_badge_files, migrations.RunPython.noop, elidable=True)]
