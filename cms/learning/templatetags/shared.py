"""`{% shared %}`: an include whose result is kept, for what is the same on many pages of a language."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.template.loader_tags import IncludeNode, do_include
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# The export gives this variable to its templates: what was rendered, by what it was rendered of. A preview has none.
STORE = "shared"
# Values of these types count by what they are; all others by which object they are.
_PLAIN = (str, int, type(None))

# What was rendered, with the values it was rendered of: as long as they are kept, no other object has their identity.
Store = dict[tuple[Any, ...], tuple[SafeString, list[Any]]]


class SharedNode(IncludeNode):
    """An include that is rendered once for the same values in the same language."""

    def render(self, context: Context) -> SafeString:
        """Return what is kept, or render and keep it."""
        store: Store | None = context.get(STORE)
        if store is None:
            return super().render(context)
        values = [value.resolve(context) for value in self.extra_context.values()]
        names = [(type(value), value if isinstance(value, _PLAIN) else id(value)) for value in values]
        key = (self, get_language(), context.autoescape, *names)
        if key not in store:
            store[key] = super().render(context), values
        return store[key][0]


@register.tag
def shared(parser: Parser, token: Token) -> SharedNode:
    """`{% shared "components/menu.html" with entries=header only %}`: as `include`, but rendered once for many pages.

    Write it where a part shows nothing of the page itself. The part knows only what is given to it, so that whatever
    it shows is part of what it is found by, in the preview as well as in an export.

    Raises:
        TemplateSyntaxError: `only` is missing.
    """
    node = do_include(parser, token)
    if not node.isolated_context:
        raise TemplateSyntaxError("a shared part must know nothing else: end its tag with `only`")
    return SharedNode(node.template, extra_context=node.extra_context, isolated_context=True)
