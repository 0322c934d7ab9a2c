"""Production refuses unsafe settings in words that say what to set."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The demo's key is not encrypted.
NO_KEYS = str(ROOT / "var" / "no-keys")
SAFE = {
    "SECRET_KEY": "0123456789" * 6,
    "ALLOWED_HOSTS": "cms.example",
    "PERENNIAL_PUBLIC_URL": "https://site.example",
    "BEHIND_PROXY": "1",
    "DEFAULT_FROM_EMAIL": "badges@site.example",
}


def check(**variables: str) -> subprocess.CompletedProcess[str]:
    production = {"DJANGO_SETTINGS_MODULE": "cms.settings.production", "PERENNIAL_KEYS_DIR": NO_KEYS}
    environment = {"PATH": os.environ["PATH"], **production, **variables}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_nothing_set_names_everything_to_set() -> None:
    result = check()
    assert result.returncode != 0
    for name in SAFE:
        assert f"- {name}: " in result.stderr


def test_safe_settings_pass_django_s_own_check() -> None:
    result = check(**SAFE)
    assert result.returncode == 0, result.stderr


def test_a_wrong_flag_is_named() -> None:
    result = check(**SAFE, EMAIL_USE_TLS="perhaps")
    assert "EMAIL_USE_TLS='perhaps': write 1 or 0." in result.stderr
