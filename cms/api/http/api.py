"""The headless API as one description: its addresses, its documentation, its errors."""

from typing import Any

from ninja import NinjaAPI

from cms.api.http import work, writes  # noqa: F401  they register their operations
from cms.api.http.bodies import PlainParser
from cms.api.http.description import describe
from cms.api.http.limits import PerMinute
from cms.api.http.problems import handle_problems
from cms.api.http.reads import add_services
from cms.api.http.router import pages_last, router


class DescribedApi(NinjaAPI):
    """A ninja API whose description holds examples and errors."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the OpenAPI 3.1 description."""
        return describe(super().get_openapi_schema(**options))


api = DescribedApi(
    title="Perennial",
    version="1.0.0",
    description="Pages, translations and badges as JSON, in the manner of Plone's REST API.",
    urls_namespace="perennial-api",
    docs_url="/@docs",
    openapi_url="/@openapi",
    parser=PlainParser(),
    throttle=[PerMinute("requests", "API_REQUESTS_PER_MINUTE")],
)
handle_problems(api)
add_services()
pages_last()
api.add_router("", router)
