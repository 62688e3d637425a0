"""Addresses of the API. Each app has its resources in its own `api` module; the kernel knows them by name only."""

from django.urls import include, path, re_path

from akt.api.docs import DocsView
from akt.api.fouten import onbekend
from akt.api.schema import openapi

urlpatterns = [
    path("", include("monitoring.api")),
    path("docs", DocsView.as_view(), name="api-docs"),
    path("openapi.json", openapi, {"vorm": "json"}, name="api-openapi-json"),
    path("openapi.yaml", openapi, {"vorm": "yaml"}, name="api-openapi-yaml"),
    re_path(r"^(?P<pad>.*)$", onbekend, name="api-onbekend"),
]
