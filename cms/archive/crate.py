"""A packaged site -> its description: RO-Crate 1.3 (https://w3id.org/ro/crate/1.3), and records for deposits.

Organisations only: nobody is named.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from xml.sax.saxutils import escape

from cms.archive.editions import ExportedSite
from cms.export.write.media_types import media_type

# Zenodo names languages by three letters.
ISO_639_3 = {"en": "eng", "fi": "fin", "es": "spa", "it": "ita", "pl": "pol", "ro": "ron"}
CONTEXT = "https://w3id.org/ro/crate/1.3/context"
METADATA = "ro-crate-metadata.json"


def crate(site: ExportedSite, names: Iterable[str], made: date) -> dict[str, Any]:
    """Return the crate's metadata document.

    Args:
        site: the site on the web, whose words it takes.
        names: the files at the top of the payload, folders with a slash at the end.
        made: the day of the package.
    """
    licence = {"@id": site.facts["licence"]["url"]}
    source = site.languages[0]
    parts = list(names)
    lessons = list(_lessons(site, set(parts)))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": site.name(source),
        "description": site.page(f"{source}/")["description"],
        "datePublished": made.isoformat(),
        "license": licence,
        "inLanguage": list(site.languages),
        "publisher": {"@id": "#issuer"},
        "url": f"{site.base_url}/",
        "funder": {"@id": "#funding"},
        "hasPart": [{"@id": name} for name in parts],
        "mentions": [{"@id": lesson["@id"]} for lesson in lessons],
    }
    return {
        "@context": CONTEXT,
        "@graph": [
            {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": CONTEXT.removesuffix("/context")},
             "about": {"@id": "./"}},
            root,
            {"@id": "#issuer", "@type": "Organization", "name": site.facts["issuer"]["name"]},
            {"@id": "#funding", "@type": "Organization", "name": site.facts.get("funding", {}).get("programme", "")},
            {"@id": licence["@id"], "@type": "CreativeWork", "name": site.facts["licence"]["code"]},
            *(_file(name, licence) for name in parts),
            *lessons,
        ],
    }  # fmt: skip


def _file(name: str, licence: dict[str, str]) -> dict[str, Any]:
    if name.endswith("/"):
        return {"@id": name, "@type": "Dataset", "name": name.rstrip("/"), "license": licence}
    mime = "application/warc" if name.endswith(".warc.gz") else media_type(name).partition(";")[0]
    entity = {"@id": name, "@type": "File", "name": PurePosixPath(name).name, "license": licence}
    return {**entity, "encodingFormat": mime}


def _lessons(site: ExportedSite, names: set[str]) -> Iterable[dict[str, Any]]:
    """Yield each module in each language; translations name the module they were made of."""
    for slug in site.skills():
        for language in site.languages:
            address = f"{language}/skills/{slug}/"
            page = site.page(address)
            if page.get("is_fallback"):
                continue
            lesson = {
                "@id": f"#{language}-{slug}",
                "@type": ["CreativeWork", "LearningResource"],
                "name": page["title"],
                "description": page["description"],
                "inLanguage": language,
                "url": f"{site.base_url}/{address}",
                "license": {"@id": site.facts["licence"]["url"]},
                "encoding": [{"@id": name} for name in sorted(names) if name.startswith(f"modules/{slug}.{language}.")],
            }
            if language != site.languages[0]:
                lesson["translationOfWork"] = {"@id": f"#{site.languages[0]}-{slug}"}
            yield lesson


def zenodo(site: ExportedSite, made: date) -> dict[str, Any]:
    """Return the metadata of a Zenodo deposit (.zenodo.json; https://developers.zenodo.org/#representation)."""
    source = site.languages[0]
    return {
        "title": site.name(source),
        "description": f"<p>{escape(site.page(f'{source}/')['description'])}</p>",
        "upload_type": "lesson",
        "publication_date": made.isoformat(),
        "creators": [{"name": site.facts["issuer"]["name"]}],
        "access_right": "open",
        "license": site.facts["licence"]["code"].replace(" ", "-").lower(),
        "language": ISO_639_3.get(source, source),
        "keywords": [site.page(f"{source}/skills/{slug}/")["title"] for slug in site.skills()],
        "related_identifiers": [{"identifier": f"{site.base_url}/", "relation": "isDerivedFrom"}],
        "notes": " ".join(site.funding(source)),
    }


def datacite(site: ExportedSite, made: date) -> dict[str, Any]:
    """Return the record as DataCite metadata 4.5 has it (https://schema.datacite.org/), without a DOI as yet."""
    source, licence = site.languages[0], site.facts["licence"]
    return {
        "types": {"resourceTypeGeneral": "InteractiveResource", "resourceType": "Learning materials"},
        "creators": [{"name": site.facts["issuer"]["name"], "nameType": "Organizational"}],
        "titles": [
            {"title": site.name(language), "lang": language}
            | ({} if language == source else {"titleType": "TranslatedTitle"})
            for language in site.languages
        ],
        "publisher": {"name": site.facts["issuer"]["name"]},
        "publicationYear": made.year,
        "dates": [{"date": made.isoformat(), "dateType": "Created"}],
        "language": source,
        "rightsList": [{"rights": licence["code"], "rightsUri": licence["url"]}],
        "descriptions": [
            {"description": site.page(f"{language}/")["description"], "descriptionType": "Abstract", "lang": language}
            for language in site.languages
        ],
        "fundingReferences": [
            {"funderName": "European Union", "awardTitle": site.facts.get("funding", {}).get("programme", "")}
        ],
        "relatedIdentifiers": [
            {"relatedIdentifier": f"{site.base_url}/", "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def dublin_core(site: ExportedSite, made: date) -> str:
    """Return the record as simple Dublin Core (oai_dc), which libraries harvest."""
    fields: list[tuple[str, str, str]] = []
    for language in site.languages:
        fields.append(("title", site.name(language), language))
        fields.append(("description", site.page(f"{language}/")["description"], language))
    plain = {
        "creator": [site.facts["issuer"]["name"]],
        "publisher": [site.facts["issuer"]["name"]],
        "date": [made.isoformat()],
        "type": ["InteractiveResource"],
        "format": ["text/html", "application/epub+zip"],
        "identifier": [f"{site.base_url}/"],
        "language": list(site.languages),
        "rights": [site.facts["licence"]["code"], site.facts["licence"]["url"]],
    }
    lines = [f'  <dc:{name} xml:lang="{code}">{escape(value)}</dc:{name}>' for name, value, code in fields]
    lines += [f"  <dc:{name}>{escape(value)}</dc:{name}>" for name, values in plain.items() for value in values]
    spaces = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<oai_dc:dc {spaces}>", *lines, "</oai_dc:dc>", ""])


def as_json(data: object) -> bytes:
    """Return a record as a file."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
