"""How fast badges are awarded, and what a certificate costs: python benchmarks/awards.py [--count N].

Everything a real award does: criteria, signing, the check of the signature, both baked pictures, the row in the ledger,
in a transaction of its own. The certificate is typeset in a process of its own, as in production.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 5


def main() -> None:
    """Prepare an empty issuer in a temporary folder, measure, print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=200)
    count = options.parse_args().count
    with tempfile.TemporaryDirectory(prefix="bench-awards-") as folder:
        os.environ |= {
            "PERENNIAL_VAR_DIR": folder,
            "PERENNIAL_ASSETS_DIR": os.environ.get("PERENNIAL_ASSETS_DIR", str(ROOT / "var" / "assets")),
            "DJANGO_SETTINGS_MODULE": "cms.settings.issuance",
            "SECRET_KEY": "only for this measurement, and nothing else",
            "ALLOWED_HOSTS": "localhost",
        }
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        measure(count)


def measure(count: int) -> None:
    """Award `count` badges one by one, then typeset ten certificates."""
    import django

    django.setup()
    from django.core.management import call_command

    from cms.issuance.achievements import AchievementContent, publish_achievement
    from cms.issuance.awards.direct import issue_directly
    from cms.issuance.certificate.make import certificate
    from cms.issuance.credentials.keys import make_signing_key
    from cms.issuance.models import Award
    from cms.issuance.steps import SYSTEM

    call_command("migrate", verbosity=0)
    make_signing_key()
    words = "Kuuntelee äänettömyyttäkin ja hyväksyy epävarmuuden. " * 3
    criteria = [{"key": f"c{n}", "title": words[:40], "description": words, "example": words} for n in range(5)]
    publish_achievement("empathy", "fi", AchievementContent("Empaattisuus", words, criteria))

    def award(number: int) -> float:
        start = time.perf_counter()
        made.append(issue_directly("empathy", "fi", (f"Person {number}", f"p{number}@mail.example"), SYSTEM)[0])
        return time.perf_counter() - start

    made: list[Award] = []
    for number in range(WARM_UP):
        award(-number - 1)
    before = resident()
    processor = time.process_time()
    seconds = [award(number) for number in range(count)]
    processor = time.process_time() - processor
    typesetting = []
    for item in made[:10]:
        start = time.perf_counter()
        certificate(item)
        typesetting.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    load = os.getloadavg()[0]
    print("| what | figure |\n|---|---|")
    print(f"| awards a second, one process, SQLite | {count / sum(seconds):.0f} |")
    print(f"| the same by processor time alone | {count / processor:.0f} |")
    print(f"| one award, median and 99th percentile | {ms(statistics.median(seconds))}, {ms(ranked(seconds, 0.99))} |")
    print(f"| memory before, after {count} awards and 10 certificates | {before:.0f}, {resident():.0f} MB |")
    print(f"| one certificate, median | {ms(statistics.median(typesetting))} |")
    print(f"| peak memory of the process that typesets it | {peak:.0f} MB |")
    print(f"| load of the machine meanwhile | {load:.1f} on {os.cpu_count()} processors |")


def ranked(values: list[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def ms(seconds: float) -> str:
    """Return a duration in milliseconds."""
    return f"{seconds * 1000:.0f} ms"


def resident() -> float:
    """Return the resident memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1024**2


if __name__ == "__main__":
    main()
