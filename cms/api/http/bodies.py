"""The bodies of writes."""

import json
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import ConfigDict, JsonValue

BLOCKS = "Blocks by id, each with its `@type` (`@types` has the schemas); a UUID as id is kept, others are replaced."


class PlainParser(Parser):
    """Reads JSON, and refuses text that no database can store."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body.

        Raises:
            HttpError: 400 for what is no JSON, or text with a NUL or half a character in it.
        """
        try:
            data = json.loads(request.body, parse_constant=_refuse)
            text = json.dumps(data, ensure_ascii=False)
            text.encode()
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "The body is no JSON in UTF-8 that can be stored.") from error
        if not isinstance(data, dict):
            raise HttpError(400, "The body is no JSON object.")
        if "\\u0000" in text:
            raise HttpError(400, "The body holds a NUL character, which cannot be stored.")
        return data


def _refuse(constant: str) -> None:
    raise ValueError(constant)


class Layout(Schema):
    """The order of blocks."""

    items: list[str] = Field(max_length=500)


class Ordering(Schema):
    """A page below this one to another place among its siblings."""

    obj_id: str = Field(description="The last part of its address.")
    delta: int | Literal["top", "bottom"] = Field(description="Places down, up where negative.")


class PageChange(Schema):
    """What of a page is changed; a field that is left out stays. Fields of the type stand beside these."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)
    title: str | None = Field(None, max_length=255)
    description: str | None = Field(None, max_length=5000)
    id: str | None = Field(None, max_length=255, description="The last part of the address.")
    blocks: dict[str, JsonValue] | None = Field(None, description=BLOCKS)
    blocks_layout: Layout | list[str] | None = None
    ordering: Ordering | None = None


def fields_of(request: HttpRequest) -> dict[str, Any]:
    """Return what a body of PageChange or NewPage says of the page, the fields of its type included."""
    sent: dict[str, Any] = json.loads(request.body)
    return {name: value for name, value in sent.items() if name != "ordering"}


class NewPage(PageChange):
    """A new page, or the translation of one that there is."""

    type: str = Field(alias="@type", max_length=40)
    translation_of: str | None = Field(None, max_length=500, description="Address or UID of the page to translate.")


class Source(Schema):
    """Pages by address or UID."""

    source: str | list[str] = Field(description="Addresses or UIDs.")

    def names(self) -> list[str]:
        """Return the addresses."""
        return [self.source] if isinstance(self.source, str) else self.source[:100]


class TransitionBody(Schema):
    """A word with a transition."""

    comment: str = Field("", max_length=2000)
    include_children: bool = Field(False, description="The same for all pages below.")


class TranslationBody(Schema):
    """A translation to begin, or to link where `id` names a page."""

    language: str = Field("", max_length=20)
    id: str = Field("", max_length=500, description="Address or UID of an existing page.")


class UnlinkBody(Schema):
    """The translation to unlink."""

    language: str = Field(max_length=20)


class TextBody(Schema):
    """The translation of one text, in Markdown."""

    context: str = Field(max_length=500)
    source: str = Field(max_length=50_000)
    target: str = Field(max_length=50_000)


class TextsBody(Schema):
    """Translations of texts."""

    texts: list[TextBody] = Field(max_length=2000)


class VersionBody(Schema):
    """A version to go back to."""

    version: int = Field(ge=1, le=2**31)


class LoginBody(Schema):
    """Name and password; the code of the authenticator, or a recovery code, for who has a second factor."""

    login: str = Field(max_length=150)
    password: str = Field(max_length=4096)
    code: str = Field("", max_length=40)
