"""Asks about what we use and what we have written down: known faults of packages, secrets in files. For `make lint`.

Where the list of known faults cannot be reached nothing is known, and that is said; it is no reason to fail.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
PINNED = ("base.txt", "dev.txt", "node.txt")
# By the form of a secret, and by the name that a value is given; not by how random a word looks: badges are signed, and
# files of sums and pins consist of such words.
PLUGINS = (
    *("PrivateKeyDetector", "AWSKeyDetector", "BasicAuthDetector", "GitHubTokenDetector", "GitLabTokenDetector"),
    *("JwtTokenDetector", "NpmDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "StripeDetector"),
    *("TwilioKeyDetector", "AzureStorageKeyDetector"),
)
# Tests are full of passwords that open nothing.
BY_NAME = "KeywordDetector"
WITHOUT_NAMES = ("tests/", "benchmarks/")
# Made up for examples and the demo: the files that have such words, with their sums. `--update` writes it anew; read
# the difference before it is committed.
MADE_UP = ROOT / "tests" / "made-up-secrets.json"
PASSED_OVER = ("requirements/", "locale/", "content/", "tests/sample/", "site/templates/")


def known_faults(report: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return what is wrong with packages, and the packages about which nothing could be asked."""
    wrong, unknown = [], []
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unknown.append(package["name"])
        for fault in package.get("vulns", []):
            mended = ", ".join(fault["fix_versions"]) or "no version yet"
            wrong.append(f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}")
    return wrong, unknown


def ask_about_packages() -> int:
    """Ask, and say what was answered; return the status."""
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
    ]
    command += ["--progress-spinner", "off", "--timeout", "10"]
    for name in PINNED:
        command += ["--requirement", str(ROOT / "requirements" / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        wrong, unknown = known_faults(json.loads(done.stdout))
    except ValueError:
        print(f"NOT AUDITED: the list of known faults could not be asked. {done.stderr.strip()[-300:]}")
        return 0
    for line in wrong:
        print(f"KNOWN FAULT: {line}")
    if unknown:
        print(f"NOT AUDITED: nothing could be asked about {len(unknown)} packages ({', '.join(unknown[:3])} ...).")
    if not wrong and not unknown:
        print("No known fault in any pinned package.")
    return 1 if wrong else 0


def secrets_in(paths: list[str], root: Path = ROOT) -> dict[str, list[str]]:
    """Return the files that hold what looks like a secret, with the sums of the words."""
    found: dict[str, list[str]] = {}
    for by_name in (True, False):
        plugins = [{"name": name} for name in (*PLUGINS, *([BY_NAME] if by_name else []))]
        with transient_settings({"plugins_used": plugins}):
            for path in paths:
                if path.startswith(WITHOUT_NAMES) is by_name:
                    continue
                secrets = SecretsCollection()
                secrets.scan_file(str(root / path))
                if sums := sorted({secret.secret_hash for _file, secret in secrets}):
                    found[path] = sums
    return dict(sorted(found.items()))


def look_for_secrets() -> int:
    """Look through the files that git keeps; return the status."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    paths = [path for path in listed if path and not path.startswith(PASSED_OVER) and (ROOT / path).is_file()]
    made_up = json.loads(MADE_UP.read_text("utf-8"))
    found = secrets_in(paths)
    if "--update" in sys.argv:
        MADE_UP.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        return 0
    strange = [path for path, sums in found.items() if not set(sums) <= set(made_up.get(path, []))]
    for path in strange:
        print(f"SECRET? {path} holds what looks like one. Take it out, and change it wherever it is used.")
    if not strange:
        print("No secret in any file.")
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(ask_about_packages() | look_for_secrets())
