"""The audit of `make lint`: known faults of packages stop it, silence is said, secrets are found."""

from pathlib import Path

from tests.audit import known_faults, secrets_in


def test_faults_are_named_with_what_mends_them_and_silence_is_told() -> None:
    vulns = [{"id": "CVE-2026-0001", "fix_versions": ["1.1"]}]
    report = {
        "dependencies": [
            {"name": "good", "version": "1.0", "vulns": []},
            {"name": "bad", "version": "1.0", "vulns": vulns},
            {"name": "away", "skip_reason": "not found"},
        ]
    }
    assert known_faults(report) == (["bad 1.0: CVE-2026-0001, mended in 1.1"], ["away"])


def test_a_secret_in_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("SECRET_KEY = environment.text('SECRET_KEY')\n")
    (tmp_path / "key.pem").write_text("-----BEGIN " + "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n")
    (tmp_path / "named.py").write_text("api_" + "key = 'q8Zk2vXw91LmPt'\n")
    assert list(secrets_in(["good.py", "key.pem", "named.py"], tmp_path)) == ["key.pem", "named.py"]
