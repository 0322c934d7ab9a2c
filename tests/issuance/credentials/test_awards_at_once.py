"""Several processes award at the same moment, over one PostgreSQL: no place is given twice, no set is awarded twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.postgres import Cluster

ROOT = Path(__file__).parents[3]
PROCESSES = 4
SKILLS = 3
START = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from cms.issuance.awards import make as awards
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.awards.sets import award_sets
from cms.issuance.models import Award
from cms.issuance.steps import SYSTEM
from cms.issuance.awards.direct import issue_directly
"""
PREPARE = """
call_command("migrate", verbosity=0)
call_command("make_signing_key", stdout=sys.stderr)
criteria = [{"key": "one", "title": "One", "description": "-", "example": "-"}]
for number in range(3):
    publish_achievement(f"skill-{number}", "en", AchievementContent(f"Skill {number}", "-", criteria))
publish_achievement("set", "en", AchievementContent("Set", "-", criteria, skills_needed=3))
"""
# Few places, so that two processes often want the same one.
WORK = """
import cms.issuance.credentials.issue
awards.STATUS_LIST_LENGTH = 24
print("ready", flush=True)
sys.stdin.readline()
for number in range(3):
    slug = f"skill-{(number + int(sys.argv[1])) % 3}"
    award, _ = issue_directly(slug, "en", ("Aino", "aino@mail.example"), SYSTEM)
    award_sets("aino@mail.example")
"""
COUNT = """
rows = Award.objects.select_related("achievement", "application")
print(json.dumps({
    "skills": rows.exclude(achievement__slug="set").count(),
    "sets": rows.filter(achievement__slug="set").count(),
    "places": len({(row.status_list, row.status_index) for row in rows}),
    "signed": sum(row.credential["id"] == row.credential_id for row in rows),
}))
"""


@pytest.mark.slow
def test_processes_that_award_at_once(postgres: Cluster, tmp_path: Path) -> None:
    pictures = tmp_path / "assets" / "badges"
    pictures.mkdir(parents=True)
    seal = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 6"><circle cx="3" cy="3" r="2"/></svg>'
    for slug in ("set", *(f"skill-{number}" for number in range(SKILLS))):
        (pictures / f"{slug}.svg").write_text(seal)
        Image.new("RGBA", (8, 8)).save(pictures / f"{slug}.png")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.issuance",
        "SECRET_KEY": "only for this test",
        "ALLOWED_HOSTS": "localhost",
        "PERENNIAL_VAR_DIR": str(tmp_path),
        "PERENNIAL_ASSETS_DIR": str(tmp_path / "assets"),
        "DATABASE_URL": postgres.new_database(),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }

    def run(program: str) -> str:
        words = [sys.executable, "-c", START + program]
        return subprocess.run(words, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout

    run(PREPARE)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", START + WORK, str(number)],
            env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0] * PROCESSES
    found = json.loads(run(COUNT))
    skills = PROCESSES * SKILLS
    assert found == {"skills": skills, "sets": 1, "places": skills + 1, "signed": skills + 1}
