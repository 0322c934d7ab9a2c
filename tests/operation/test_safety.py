"""What an operator can get wrong is said in words that name the variable; what is right is let alone."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dj_database_url
import pytest
from django.core import checks
from django.core.checks import run_checks

from cms.accounts import policy
from cms.operation import safety
from cms.operation.advice import advice

SITE = "https://site.example"


@pytest.fixture
def good(tmp_path: Path) -> dict[str, Any]:
    """Settings of a production that is as it should be."""
    var = tmp_path / "var"
    (var / "keys").mkdir(parents=True, mode=0o700)
    return {
        **{"SECRET_KEY": "0123456789" * 6, "METRICS_TOKEN": "", "DEBUG": False, "ALLOWED_HOSTS": ["site.example"]},
        **{"PUBLIC_URL": SITE, "ENDPOINT_URL": SITE, "ISSUER_URL": "", "ALLOWED_ORIGINS": [SITE]},
        **{"API_ORIGINS": ["*"], "CSRF_TRUSTED_ORIGINS": [SITE]},
        **{"SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True},
        **{"BEHIND_PROXY": True, "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")},
        **{"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "localhost"},
        **{"EMAIL_HOST_PASSWORD": "", "EMAIL_USE_TLS": False, "DEFAULT_FROM_EMAIL": "Badges <badges@site.example>"},
        **{"SECOND_FACTOR_FOR": ["administrators"], "LOGIN_TRIES": 10, "LOGIN_TRIES_FROM_ADDRESS": 50},
        **{"SESSION_COOKIE_AGE": 43200, "SESSION_IDLE_MINUTES": 0, "CONFIRM_MINUTES": 30},
        "STORAGES": {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}},
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(var / "perennial.sqlite3")}},
        "EVIDENCE_STORAGE": {"OPTIONS": {"location": var / "evidence"}},
        **{"VAR_DIR": var, "KEYS_DIR": var / "keys", "MEDIA_ROOT": var / "media", "STATIC_ROOT": var / "static"},
        **{"ASSETS_DIR": var / "assets", "EXPORT_DIR": var / "site", "CONTENT_DIR": tmp_path / "content"},
        "LEAKED_PASSWORDS": "",
        "DEPLOY_TARGETS": ["/srv/www/site", "s3://bucket/site", "/srv/site.zip"],
    }


def found(good: dict[str, Any], **changed: Any) -> list[str]:
    return safety.problems(SimpleNamespace(**{**good, **changed}))


def test_what_is_right_is_let_alone(good: dict[str, Any]) -> None:
    assert found(good) == []
    below = f"{SITE}/soft/skills"
    assert found(good, PUBLIC_URL=below, ENDPOINT_URL=below, ALLOWED_ORIGINS=[below]) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY: set 50 or more random"),
        ({"SECRET_KEY": "@SECRET_KEY@" * 6}, "SECRET_KEY: set 50 or more random"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY: set 50 or more random"),
        ({"METRICS_TOKEN": "figures"}, "PERENNIAL_METRICS_TOKEN: set 16 or more"),
        ({"DEBUG": True}, "DEBUG: remove it"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS: list the host names"),
        ({"ALLOWED_HOSTS": ["https://site.example"]}, "as a host name only"),
        ({"PUBLIC_URL": "http://site.example"}, "PERENNIAL_PUBLIC_URL: set the https://"),
        ({"ENDPOINT_URL": "http://apply.example"}, "PERENNIAL_ENDPOINT_URL: set the https://"),
        ({"ISSUER_URL": "old.example"}, "PERENNIAL_ISSUER_URL: set the https://"),
        ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE: leave them on"),
        ({"BEHIND_PROXY": False}, "BEHIND_PROXY: set 1 where"),
        ({"SECURE_PROXY_SSL_HEADER": None}, "leave it to BEHIND_PROXY"),
        ({"ALLOWED_ORIGINS": ["https://other.example"]}, f"PERENNIAL_ALLOWED_ORIGINS: add {SITE}"),
        ({"ALLOWED_ORIGINS": [SITE, "https://x.example/"]}, "'https://x.example/' as scheme://host"),
        ({"ALLOWED_ORIGINS": [SITE, "*"]}, "'*' as scheme://host"),
        ({"API_ORIGINS": ["http://app.example"]}, "'http://app.example' must be https://"),
        ({"CSRF_TRUSTED_ORIGINS": ["site.example"]}, "CSRF_TRUSTED_ORIGINS: write 'site.example' as"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "EMAIL_BACKEND: remove it"),
        ({"EMAIL_HOST": "smtp.example", "EMAIL_HOST_PASSWORD": "x"}, "EMAIL_USE_TLS: set 1"),
        ({"DEFAULT_FROM_EMAIL": "badges@localhost"}, "DEFAULT_FROM_EMAIL: set a mailbox"),
        ({"SECOND_FACTOR_FOR": ["admins"]}, "'admins' is none of administrators, assessors"),
        ({"SECOND_FACTOR_FOR": ["nobody", "leads"]}, "nobody stands alone"),
        ({"LEAKED_PASSWORDS": "/no/such/file"}, "PERENNIAL_LEAKED_PASSWORDS: /no/such/file is not there"),
        ({"LOGIN_TRIES": 0}, "PERENNIAL_LOGIN_TRIES: set 1 or more"),
        ({"SESSION_COOKIE_AGE": 0}, "PERENNIAL_SESSION_HOURS"),
        ({"STORAGES": {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}}, "DATABASE_URL: name a PostgreSQL"),
        (
            {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}},
            "and a shared cache is for several",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_to_set(good: dict[str, Any], changed: dict[str, Any], said: str) -> None:
    words = found(good, **changed)
    assert any(said in line for line in words), words


ELSEWHERE = "postgres://perennial:secret@db.example/perennial"
TLS = {"HOST": "db.example", "ENGINE": "django.db.backends.postgresql", "OPTIONS": {"sslmode": "verify-full"}}
QUIET: dict[str, Any] = {
    **{"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}, "REDIS_URL": ""},
    **{"S3_ENDPOINT_URL": "", "EMAIL_HOST": "localhost", "EMAIL_USE_TLS": False, "EVIDENCE_FILES": 0, "CLAMD": ""},
}


def advised(**changed: Any) -> list[tuple[str, str]]:
    return list(advice(SimpleNamespace(**{**QUIET, **changed})))


def database(url: str) -> dict[str, Any]:
    return {"DATABASES": {"default": dict(dj_database_url.parse(url))}}


@pytest.mark.parametrize(
    ("changed", "number", "said"),
    [
        (database(ELSEWHERE), "W001", "DATABASE_URL: add ?sslmode=verify-full"),
        (database(f"{ELSEWHERE}?sslmode=require"), "W001", "pass for the database"),
        ({"EVIDENCE_FILES": 3}, "W002", "PERENNIAL_CLAMD: name clamd's socket"),
        ({"REDIS_URL": "redis://:secret@10.0.0.5:6379/0"}, "W003", "PERENNIAL_REDIS_URL: write rediss://"),
        ({"S3_ENDPOINT_URL": "http://s3.example"}, "W004", "PERENNIAL_S3_ENDPOINT_URL: write https://"),
        ({"EMAIL_HOST": "smtp.example"}, "W005", "EMAIL_USE_TLS: set 1"),
    ],
)
def test_what_could_be_better_is_said_with_what_to_set(changed: dict[str, Any], number: str, said: str) -> None:
    [(found_number, words)] = advised(**changed)
    assert found_number == f"perennial.{number}"
    assert said in words
    assert "secret" not in words


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"DATABASES": {"default": TLS}},
        database(f"{ELSEWHERE}?sslmode=verify-ca&sslrootcert=/etc/ca.crt"),
        database("postgres://perennial:secret@localhost/perennial"),
        database("postgres://perennial@%2Frun%2Fpostgresql/perennial"),
        {"EVIDENCE_FILES": 3, "CLAMD": "/run/clamav/clamd.ctl"},
        {"REDIS_URL": "rediss://10.0.0.5:6379/0"},
        {"REDIS_URL": "redis://127.0.0.1:6379/0"},
        {"S3_ENDPOINT_URL": "https://s3.example"},
        {"EMAIL_HOST": "smtp.example", "EMAIL_USE_TLS": True},
    ],
)
def test_what_is_good_enough_gets_no_advice(changed: dict[str, Any]) -> None:
    assert advised(**changed) == []


def test_advice_is_a_warning_that_can_be_silenced_by_its_number(settings: Any) -> None:
    settings.EVIDENCE_FILES, settings.CLAMD = 3, ""
    before = run_checks(tags=["security"], include_deployment_checks=True)
    [said] = [message for message in before if message.id == "perennial.W002"]
    assert said.level == checks.WARNING
    assert "PERENNIAL_SILENCED_CHECKS" in str(said.hint)
    assert not said.is_silenced()
    settings.SILENCED_SYSTEM_CHECKS = ["perennial.W002"]
    assert said.is_silenced()


def test_folders_in_each_other_are_named(good: dict[str, Any]) -> None:
    var, content = good["VAR_DIR"], good["CONTENT_DIR"]
    cases: list[tuple[dict[str, Any], str]] = [
        ({"EXPORT_DIR": var.parent}, f"PERENNIAL_VAR_DIR: {var} lies in"),
        ({"KEYS_DIR": var / "site" / "keys"}, "PERENNIAL_KEYS_DIR: "),
        ({"EVIDENCE_STORAGE": {"OPTIONS": {"location": var / "media" / "e"}}}, "PERENNIAL_EVIDENCE_DIR: "),
        ({"EXPORT_DIR": content / "dist"}, "PERENNIAL_CONTENT_DIR"),
        ({"DEPLOY_TARGETS": [str(content)]}, f"PERENNIAL_DEPLOY_TARGETS={content}: "),
        ({"MEDIA_ROOT": var / "site" / "media"}, "PERENNIAL_MEDIA_DIR: "),
    ]
    for changed, said in cases:
        assert any(line.startswith(said) or said in line for line in found(good, **changed)), said


def test_keys_that_others_can_read_are_named(good: dict[str, Any]) -> None:
    keys = good["KEYS_DIR"]
    key = keys / "key.pem"
    key.write_text("-----BEGIN PRIVATE KEY-----")
    key.chmod(0o600)
    assert found(good) == []
    key.chmod(0o640)
    assert f"{key} can be read by others" in found(good)[0]
    key.chmod(0o600)
    keys.chmod(0o755)
    assert f"chmod -R go= {keys}" in found(good)[0]


def test_the_demo_is_for_one_s_own_machine(settings: Any) -> None:
    assert not run_checks(tags=["security"], include_deployment_checks=False)
    settings.PUBLIC_URL = SITE
    said = run_checks(tags=["security"], include_deployment_checks=False)
    assert "set cms.settings.production" in str(said[0])


def test_roles_are_those_that_the_login_knows() -> None:
    assert set(policy.ROLES) == safety.ROLES
