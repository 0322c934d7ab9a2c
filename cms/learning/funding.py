"""Who pays and who is not responsible, for what is printed: as the site says it, with the emblem as a drawing."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.issuance.credentials.baking import built_asset
from cms.learning.models import HomePage


def emblem_drawing(facts: Mapping[str, Any], extension: str) -> bytes:
    """Return the emblem that project.yaml names under funding, as SVG or PNG; empty where it names none.

    Raises:
        ArtworkMissingError: it is not built.
    """
    emblem = facts.get("funding", {}).get("emblem", "")
    return built_asset(f"emblems/{emblem}.{extension}") if emblem else b""


def funding_words(home: HomePage | None, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of the home page and the emblem, in the language that is active; "" for what is missing.

    Raises:
        ArtworkMissingError: the emblem is not built.
    """
    return {
        "funding": home.funding if home else "",
        "disclaimer": home.disclaimer if home else "",
        "emblem": emblem_drawing(facts, "svg").decode(),
        "emblem_alt": _("Emblem of the European Union"),
    }
