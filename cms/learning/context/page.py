"""A picture of the site -> what one page's template shows. Plain values only: nothing here or later queries."""

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text.rewriters import LinkRewriter

from cms.issuance.credentials.verify_messages import verify_messages
from cms.learning.models import HomePage
from cms.learning.models.skill import FAMILIES
from cms.learning.picture import Node, Picture, address_of
from cms.learning.plain import PlainWriter

GLOSSARY_PATH = "glossary"
TERM_ANCHOR = "#term-"


def page_context(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return the context of the page at `node`, shown in the furniture of `language`.

    Where the node's own language is another one, the page is a fallback: the template marks its words with
    `page.language` and shows a notice.
    """
    return {
        **furniture(picture, language, node.path),
        "page": page_values(picture, node, language),
        "is_fallback": node.language != language,
        "content_language": picture.language(node.language),
        "breadcrumbs": breadcrumbs(picture, node, language),
        **_extras(picture, node, language),
    }


def furniture(picture: Picture, language: str, path: str = "") -> dict[str, Any]:
    """Return what stands around every page of a language: menus, and links to the page at `path` in the others."""
    return {
        "language": picture.language(language),
        "content_language": picture.language(language),
        "is_fallback": False,
        "languages": picture.languages,
        "site": site_values(picture, language),
        "translations": _translations(picture, path, language),
        "header": _menu(picture, language, "header", path),
        "footer": _menu(picture, language, "footer", path),
    }


def page_values(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return the page's own fields with rich text as HTML, and its address in `language`."""
    fields = html_writer(picture, language).page_fields(node.page)
    return {
        "type": node.page.document_type,
        "path": node.path,
        "slug": node.path.rsplit("/", 1)[-1],
        "address": address_of(language, node.path),
        "language": node.language,
        **fields,
    }


def html_writer(picture: Picture, language: str) -> PlainWriter:
    """Return the writer that turns stored rich text into HTML with addresses of `language`."""
    rewriter = LinkRewriter(
        rules={
            "page": lambda attrs: _link(_page_address(picture, language, attrs.get("id"))),
            "anchor": lambda attrs: _link(_anchor_address(language, attrs["href"]), attrs["href"]),
            "external": lambda attrs: f'<a href="{attrs["href"]}" rel="external">',
        }
    )

    def rich(html: str) -> SafeString:
        # Stored rich text was reduced to the allowed tags by Draftail or by the content loader.
        return mark_safe(rewriter(html))  # noqa: S308

    def image(raw: dict[str, Any]) -> dict[str, Any] | None:
        found = picture.images.get(raw["image"])
        if found is None:
            return None
        alt = "" if raw.get("decorative") else raw.get("alt_text", "")
        return {"image": found, "alt": alt}

    return PlainWriter(
        keys=picture.keys,
        rich=rich,
        page=lambda page_id: _page_address(picture, language, page_id),
        image=image,
    )


def _link(address: str | None, original: str = "") -> str:
    if address is None:
        return "<a>"
    if original.startswith(TERM_ANCHOR):
        return f'<a class="term" href="{address}">'
    return f'<a href="{address}">'


def _page_address(picture: Picture, language: str, page_id: Any) -> str | None:
    path = picture.paths_by_page_id.get(int(page_id or 0))
    if path is None or picture.find(language, path) is None:
        return None
    return address_of(language, path)


def _anchor_address(language: str, href: str) -> str:
    if href.startswith(TERM_ANCHOR):
        return address_of(language, GLOSSARY_PATH) + href
    return href


def site_values(picture: Picture, language: str) -> dict[str, Any]:
    """Return what the furniture of every page of a language shows: name, funding, licence, contact."""
    home = picture.find(language, "")
    page: Any = home.page if home else HomePage()
    return {
        "name": page.title or picture.facts.get("name", ""),
        "language": home.language if home else language,
        "home": address_of(language, ""),
        "tagline": page.tagline,
        "funding": page.funding,
        "disclaimer": page.disclaimer,
        "facts": picture.facts,
        "public_url": settings.PUBLIC_URL,
    }


def _translations(picture: Picture, path: str, language: str) -> list[dict[str, Any]]:
    """Return a link to the same page in every language; `is_fallback` where it is not translated there."""
    return [
        {
            "code": other.code,
            "name": other.name,
            "direction": other.direction,
            "address": address_of(other.code, path),
            "current": other.code == language,
            "is_fallback": (other.code, path) not in picture.nodes,
        }
        for other in picture.languages
    ]


def _entry(node: Node, language: str, current: str = "") -> dict[str, Any]:
    return {
        "path": node.path,
        "slug": node.path.rsplit("/", 1)[-1],
        "title": node.page.title,
        "menu_title": node.page.menu_title or node.page.title,
        "address": address_of(language, node.path),
        "language": node.language,
        "is_fallback": node.language != language,
        "current": node.path == current,
        "within": bool(node.path) and current.startswith(f"{node.path}/"),
    }


def _menu(picture: Picture, language: str, name: str, here: str) -> list[dict[str, Any]]:
    nodes = (picture.find(language, path) for path in picture.menus.get(name, []))
    return [_entry(node, language, here) for node in nodes if node]


def breadcrumbs(picture: Picture, node: Node, language: str) -> list[dict[str, Any]]:
    """Return the pages above this one, the home page first."""
    if not node.path:
        return []
    parts = node.path.split("/")
    paths = ["", *("/".join(parts[:depth]) for depth in range(1, len(parts)))]
    return [_entry(found, language) for path in paths if (found := picture.find(language, path))]


def skill_cards(picture: Picture, language: str) -> list[dict[str, Any]]:
    """Return the skills in the order of their numbers, each with promise, family and badge address."""
    cards = []
    for node in picture.children(language, "skills"):
        page: Any = node.page
        cards.append(
            {
                **_entry(node, language),
                "number": page.number,
                "family": page.family,
                "promise": page.promise,
                "complete": bool(page.theory),
                "badge_address": address_of(language, f"badges/{node.page.slug}"),
            }
        )
    return sorted(cards, key=lambda card: card["number"])


def badge_cards(picture: Picture, language: str) -> list[dict[str, Any]]:
    """Return the badges in the order of their skills."""
    skills = {card["slug"]: card for card in skill_cards(picture, language)}
    cards = []
    for node in picture.children(language, "badges"):
        skill = skills.get(node.page.slug, {})
        cards.append(
            {
                **_entry(node, language),
                "summary": node.page.summary,
                "family": skill.get("family", ""),
                "number": skill.get("number", 0),
            }
        )
    return sorted(cards, key=lambda card: card["number"])


def _extras(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return what single page types show beyond their own fields."""
    kind = node.page.document_type
    if kind in {"home", "skills"}:
        return {"families": _families(skill_cards(picture, language))}
    if kind == "badges":
        return {"badges": badge_cards(picture, language)}
    if kind == "skill":
        return _skill_extras(picture, node, language)
    if kind == "badge":
        skill = picture.find(language, f"skills/{node.page.slug}")
        return {
            "skill": skill and {**_entry(skill, language), "family": getattr(skill.page, "family", "")},
            "endpoint": f"{settings.ENDPOINT_URL}/apply/",
        }
    if kind == "tool":
        return _tool_extras(picture, node, language)
    return {}


def _families(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": name, "skills": [card for card in cards if card["family"] == key]}
        for key, name in FAMILIES
    ]


def _skill_extras(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    cards = skill_cards(picture, language)
    position = next((place for place, card in enumerate(cards) if card["path"] == node.path), 0)
    badge = picture.find(language, f"badges/{node.page.slug}")
    page: Any = node.page
    writer = html_writer(picture, language)
    used = {item["value"] for item in page.terms.get_prep_value()}
    glossary = picture.find(language, GLOSSARY_PATH)
    terms = writer.page_fields(glossary.page)["terms"] if glossary else []
    return {
        "badge": badge and {**_entry(badge, language), **writer.page_fields(badge.page)},
        "glossary": [term for term in terms if term["key"] in used],
        "glossary_address": address_of(language, GLOSSARY_PATH),
        "previous": cards[position - 1] if position else None,
        "next": cards[position + 1] if position + 1 < len(cards) else None,
        "minutes": total_minutes(writer.page_fields(page)),
    }


def total_minutes(fields: dict[str, Any]) -> dict[str, int]:
    """Return the minutes of each part of a module, and their sum as `total`."""
    parts = {
        "reflect": fields["reflect"]["minutes"] or 0,
        "theory": sum(section["minutes"] for section in fields["theory"]),
        "activities": sum(activity["minutes"] for activity in fields["activities"]),
        "scenario": fields["scenario"]["minutes"] if fields["scenario"] else 0,
        "podcast": fields["podcast"]["minutes"] if fields["podcast"] else 0,
        "quiz": 2 * len(fields["quiz"]),
    }
    return {**parts, "total": sum(parts.values())}


def _tool_extras(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    tool = getattr(node.page, "tool", "")
    if tool == "reflect":
        return {"families": _families(skill_cards(picture, language))}
    if tool == "search":
        paths = [path for path in picture.paths() if path != node.path]
        found = (picture.find(language, path) for path in paths)
        return {"pages": [_entry(page, language) for page in found if page]}
    if tool == "verify":
        return {"verify_messages": verify_messages()}
    return {}
