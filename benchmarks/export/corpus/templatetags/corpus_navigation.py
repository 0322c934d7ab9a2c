"""The menu as the Wagtail tutorials and the Wagtail Bakery demo write it: a tag that queries."""

from typing import Any

from django import template
from django.template.context import Context
from wagtail.models import Page, Site

register = template.Library()


@register.simple_tag(takes_context=True)
def get_site_root(context: Context) -> Page:
    """Return the home page in the language of the request."""
    return Site.find_for_request(context["request"]).root_page.localized


@register.inclusion_tag("naive/menu.html", takes_context=True)
def top_menu(context: Context, parent: Page, calling_page: Page) -> dict[str, Any]:
    """Show the pages in the menu; the one that the page is, or is below of, is active."""
    items = parent.get_children().live().in_menu()
    for item in items:
        item.active = calling_page.url_path.startswith(item.url_path)
    return {"menu_items": items, "request": context["request"]}
