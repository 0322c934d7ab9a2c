"""The published JSON schema of Open Badges 3.0: python -m tests.judges.schemas fetches it for `make judge`.

1EdTech's licence lets nobody else publish it, so it is in no file of ours, and tests without a network leave it out.
"""

import sys
from urllib.error import URLError
from urllib.request import urlopen

from tests.judges.packages import MODULES

ADDRESS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SCHEMA = MODULES.parent / "schemas" / ADDRESS.rpartition("/")[2]
MISSING = (
    f"The published JSON schema was not asked. Run `make judge` where {ADDRESS} can be reached, or fetch it there and "
    f"put it at {SCHEMA}."
)


def fetch() -> None:
    """Fetch the schema, unless it is there; where it cannot be had, say what to do."""
    if SCHEMA.exists():
        return
    try:
        with urlopen(ADDRESS, timeout=20) as answer:
            data = answer.read()
    except (URLError, TimeoutError) as problem:
        print(f"{ADDRESS} cannot be fetched: {problem}\n{MISSING}", file=sys.stderr)
        return
    SCHEMA.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA.write_bytes(data)


if __name__ == "__main__":
    fetch()
