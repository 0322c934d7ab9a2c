"""The endpoint as an application of its own, without Wagtail and without accounts."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, sys
from cms.issuance.wsgi import application
prepared = "cms.issuance.endpoint.views.apply" in sys.modules
from django.core.management import call_command
from django.test import Client
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.models import MailMessage

call_command("migrate", verbosity=0)
call_command("check")
criteria = [{"key": "one", "title": "One", "description": "", "example": ""}]
publish_achievement("empathy", "fi", AchievementContent("Empatia", "", criteria))
client = Client(headers={"Origin": "http://127.0.0.1:8000"})
form = {
    "badge": "empathy", "language": "fi", "name": "Maija", "email": "maija@mail.example", "route": "module",
    "situation-one": "I listened to a learner for a whole evening.", "own_work": "yes", "privacy": "yes",
}
answers = [client.post("/apply/", form), client.post("/apply/", {**form, "name": ""}), client.get("/apply/"),
           client.get("/apply/style.css"), client.get("/elsewhere/")]
print(json.dumps({
    "prepared": prepared,
    "statuses": [answer.status_code for answer in answers],
    "location": answers[0]["Location"],
    "hsts": client.get("/apply/", secure=True).headers.get("Strict-Transport-Security"),
    "mails": MailMessage.objects.filter(sent_at=None).count(),
    "foreign": sorted(name for name in sys.modules if name.startswith(
        ("wagtail", "django.contrib.auth", "django.contrib.sessions", "cms.assessment", "cms.learning"))),
}))
"""


def test_the_endpoint_runs_alone(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {
        "SECRET_KEY": "only for this test",
        "ALLOWED_HOSTS": "testserver",
        "PERENNIAL_VAR_DIR": str(tmp_path),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": "9",
    }
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout.splitlines()[-1])
    assert seen == {
        "prepared": True,
        "hsts": "max-age=31536000; includeSubDomains; preload",
        "statuses": [303, 422, 405, 200, 404],
        "location": "http://127.0.0.1:8000/fi/application-received/",
        "mails": 1,
        "foreign": [],
    }
