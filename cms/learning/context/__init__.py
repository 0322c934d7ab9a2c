"""What templates, the API and the exporter show of a page."""

from cms.learning.context.furniture import breadcrumbs, furniture
from cms.learning.context.page import page_context
from cms.learning.context.values import page_values

__all__ = ["breadcrumbs", "furniture", "page_context", "page_values"]
