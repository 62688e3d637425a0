"""The page on which developers read about the API and try it."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView


class DocsView(TemplateView):
    """Swagger UI from drf-spectacular's sidecar, in the portal's own page and under its Content-Security-Policy."""

    template_name = "akt/api_docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(api=self.request.build_absolute_uri("/api/v1"), **kwargs)
