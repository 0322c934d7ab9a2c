"""A page's context -> what other programs read of it: schema.org with LRMI properties, Open Graph.

Everything here is an absolute address or a plain word, because it is read away from the site.
"""

import json
import locale
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cms.learning.models.module import LEVELS

# What a module's parts are called by LRMI's readers; the words are English there.
RESOURCE_TYPES = {
    "reflect": "self-assessment",
    "theory": "lesson",
    "activities": "activity",
    "scenario": "scenario",
    "podcast": "podcast",
    "quiz": "quiz",
}
COLLECTIONS = {"skills", "badges", "practices", "toolkit", "organisations"}


def image_address(language: str, path: str) -> str:
    """Return where the picture for links to a page lies: a skill's own, or with path "" the one of the language."""
    return f"/og/{language}/{path or 'site'}.png"


def page_metadata(context: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a page from its context: JSON-LD as text, and the values of the Open Graph tags."""
    page, base = context["page"], context["site"]["public_url"]
    graph = [_page(context), *_breadcrumbs(context)]
    return {
        "json_ld": as_json_ld(graph),
        "kind": "article" if page["type"] in {"skill", "module", "info", "practice"} else "website",
        "title": page["title"],
        "description": _description(page),
        "address": f"{base}{page['address']}",
        "image": f"{base}{_image(context)}",
        "modified": str(page.get("reviewed") or page.get("mapped") or ""),
        **_locales(context),
    }


def site_metadata(context: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of the page where one chooses a language."""
    site = context["site"]
    return {
        "json_ld": as_json_ld([_website(context)]),
        "kind": "website",
        "title": site["name"],
        "description": site["tagline"],
        "address": f"{site['public_url']}/",
        "image": f"{site['public_url']}{image_address(site['language'], '')}",
        "modified": "",
        **_locales(context),
    }


def as_json_ld(graph: list[dict[str, Any]]) -> SafeString:
    """Return a graph as JSON that may stand in a <script> element: no character of it can end the element."""
    written = [{name: value for name, value in node.items() if value} for node in graph]
    data = {"@context": "https://schema.org", "@graph": written}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308


def og_locale(code: str) -> str:
    """Return a language as Open Graph names it ("fi_FI"), or "" where no country is known for it."""
    found = locale.normalize(code.replace("-", "_")).split(".")[0]
    return found if "_" in found else ""


def _locales(context: dict[str, Any]) -> dict[str, Any]:
    others = [entry["code"] for entry in context["translations"] if not entry["is_fallback"]]
    own = og_locale(context["content_language"].code)
    return {"locale": own, "alternates": [found for code in others if (found := og_locale(code)) and found != own]}


def _description(page: dict[str, Any]) -> str:
    return page.get("summary") or page.get("promise") or ""


def _image(context: dict[str, Any]) -> str:
    """Return the picture of the page: that of its skill, else that of its language."""
    page, site = context["page"], context["site"]
    if page["type"] == "skill":
        return image_address(page["language"], page["path"])
    skill = context.get("skill")
    if skill:
        return image_address(skill["language"], skill["path"])
    return image_address(site["language"], "")


def _page(context: dict[str, Any]) -> dict[str, Any]:
    page, site = context["page"], context["site"]
    if page["type"] == "home":
        return _website(context)
    common = {
        "@id": f"{site['public_url']}{page['address']}",
        "url": f"{site['public_url']}{page['address']}",
        "name": page["title"],
        "description": _description(page),
        "inLanguage": context["content_language"].code,
        "isPartOf": {"@id": f"{site['public_url']}{site['home']}"},
        "license": site["facts"].get("licence", {}).get("url", ""),
        "isAccessibleForFree": True,
        "publisher": _organization(context),
    }
    if page["type"] in {"skill", "module"}:
        return {"@type": "LearningResource", **common, **_learning_resource(context)}
    if page["type"] == "badge":
        return {"@type": "EducationalOccupationalCredential", **common, **_credential(context)}
    if page["type"] == "organisation":
        return {"@type": "ProfilePage", **common, "mainEntity": _profiled(context)}
    if page["type"] == "practice":
        return {"@type": "Article", **common, **_article(context)}
    return {"@type": "CollectionPage" if page["type"] in COLLECTIONS else "WebPage", **common}


def _learning_resource(context: dict[str, Any]) -> dict[str, Any]:
    page = context["page"]
    return {
        "educationalLevel": str(dict(LEVELS)[page["level"]]),
        "learningResourceType": [word for part, word in RESOURCE_TYPES.items() if page.get(part)],
        "timeRequired": f"PT{context['minutes']['total']}M",
        "teaches": [outcome["value"] for outcome in page["outcomes"]],
        "audience": {"@type": "EducationalAudience", "audienceType": page["audience"]} if page["audience"] else None,
        "author": _organization(context),
        "dateModified": str(page["reviewed"]),
        "image": f"{context['site']['public_url']}{_image(context)}",
    }


def _credential(context: dict[str, Any]) -> dict[str, Any]:
    page, base = context["page"], context["site"]["public_url"]
    skill = context.get("skill")
    return {
        "credentialCategory": "Open Badge",
        "competencyRequired": [criterion["title"] for criterion in page["criteria"]],
        "recognizedBy": _organization(context),
        "about": {"@id": f"{base}{skill['address']}"} if skill else None,
        "image": f"{base}{_image(context)}",
    }


def _profiled(context: dict[str, Any]) -> dict[str, Any]:
    page = context["page"]
    address = {"@type": "PostalAddress", "addressCountry": page["country"].upper()}
    profiled = {"@type": "Organization", "name": page["title"], "address": address}
    return {**profiled, "url": page["website"]} if page["website"] else profiled


def _article(context: dict[str, Any]) -> dict[str, Any]:
    page = context["page"]
    site_licence = context["site"]["facts"].get("licence", {}).get("url", "")
    organisation = page["contact"]["organisation"]
    return {
        "headline": page["title"],
        "about": [str(name) for name in (context["sector_name"], *context["theme_names"])],
        "spatialCoverage": [{"@type": "Country", "name": str(name)} for name in context["country_names"]],
        "dateModified": str(page["mapped"]),
        "license": page["licence"]["url"] or site_licence,
        "sourceOrganization": {"@type": "Organization", "name": organisation, "url": page["contact"]["url"]}
        if organisation
        else None,
        "author": _organization(context),
        "image": f"{context['site']['public_url']}{_image(context)}",
    }


def _website(context: dict[str, Any]) -> dict[str, Any]:
    site = context["site"]
    base = site["public_url"]
    return {
        "@type": "WebSite",
        "@id": f"{base}{site['home']}",
        "url": f"{base}{site['home']}",
        "name": site["name"],
        "description": site["tagline"],
        "inLanguage": site["language"],
        "license": site["facts"].get("licence", {}).get("url", ""),
        "isAccessibleForFree": True,
        "publisher": _organization(context),
        "potentialAction": _search(f"{base}{site['search']}") if site["search"] else None,
    }


def _search(address: str) -> dict[str, Any]:
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{address}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }


def _organization(context: dict[str, Any]) -> dict[str, Any]:
    """Return who publishes the site and awards its badges, as project.yaml names them."""
    site = context["site"]
    name = site["facts"].get("issuer", {}).get("name") or site["name"]
    return {"@type": "Organization", "name": name, "url": f"{site['public_url']}/"}


def _breadcrumbs(context: dict[str, Any]) -> list[dict[str, Any]]:
    if not context["breadcrumbs"]:
        return []
    base = context["site"]["public_url"]
    entries = [*context["breadcrumbs"], context["page"]]
    items = [
        {"@type": "ListItem", "position": number, "name": entry["title"], "item": f"{base}{entry['address']}"}
        for number, entry in enumerate(entries, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]
