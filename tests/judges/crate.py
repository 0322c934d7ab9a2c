"""Ask rocrate-validator about a package, with the network shut: a program for the judges' own Python.

python crate.py FOLDER     status 0 where all that is required is there

The validator fetches the context that the crate names, and its offline mode wants a cache filled before. The package
rocrate carries the context; here it is served from there, and anything else asked of the network is an error.
"""

import importlib.resources
import io
import json
import sys
import urllib.request
from typing import Any

import requests
from rocrate_validator import models, services

CONTEXT = "https://w3id.org/ro/crate/1.3/context"


def context() -> bytes:
    """Return the context of RO-Crate as the package rocrate has it.

    Raises:
        SystemExit: it has that of another version than the one that packages name.
    """
    content = importlib.resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()
    if (version := json.loads(content)["@id"]) != CONTEXT:
        raise SystemExit(f"rocrate has {version}, and not {CONTEXT}: pin the version that has it.")
    return content


def answer(self: Any, method: str, url: str, **_more: Any) -> requests.Response:
    """Answer in the place of the network."""
    if url != CONTEXT:
        raise requests.ConnectionError(f"{method} {url}: the network is shut")
    response = requests.Response()
    response.status_code, response.url, response.raw = 200, url, io.BytesIO(context())
    response.headers["Content-Type"] = "application/ld+json"
    return response


def open_address(self: Any, request: Any, *_more: Any, **_others: Any) -> Any:
    """Answer what the RDF library asks for itself."""
    url = request if isinstance(request, str) else request.full_url
    if url != CONTEXT:
        raise OSError(f"{url}: the network is shut")
    headers: Any = {"Content-Type": "application/ld+json"}
    return urllib.request.addinfourl(io.BytesIO(context()), headers, url, 200)


def main() -> int:
    """Print what is missing."""
    requests.Session.request = answer  # type: ignore[assignment,method-assign]
    urllib.request.OpenerDirector.open = open_address  # type: ignore[assignment,method-assign]
    settings = services.ValidationSettings(
        rocrate_uri=models.URI(sys.argv[1]),
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.REQUIRED,
        no_cache=True,
    )
    result = services.validate(settings)
    for issue in result.get_issues():
        print(f"{issue.severity.name}: {issue.check.identifier}: {issue.message}")
    return 1 if result.has_issues() else 0


if __name__ == "__main__":
    raise SystemExit(main())
