"""The base of every resource of the API."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

OPEN = "public, max-age=60"
PERSOONLIJK = "private, no-cache"


# An ETag over the content, and 304 for who already has it.
@method_decorator(conditional_page, name="dispatch")
class AktViewSet(ReadOnlyModelViewSet):
    """List and detail of one resource, read-only.

    A resource sets `queryset`, `serializer_class`, `filterset_class`, its key (`lookup_field`, `lookup_value_regex`),
    and the Dutch texts of the OpenAPI document: `beschrijving` and `voorbeeld`, one object as the API gives it.
    """

    http_method_names = ["get", "head", "options"]
    beschrijving = ""
    voorbeeld: dict[str, Any] = {}
    # What the example of a detail has more than a row of the list.
    voorbeeld_detail: dict[str, Any] = {}
    # What the key in the path means; "" takes it from the model.
    sleutel = ""
    # Whether an answer depends on who asks. If not, nobody logs in here and every answer may be cached by all.
    persoonlijk = False
    # Whether this answer is for one person; known once the log-in has been looked at.
    eigen = False

    def get_authenticators(self) -> list[BaseAuthentication]:
        return super().get_authenticators() if self.persoonlijk else []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before the log-in is looked at: what does not exist needs no permission.
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        self.eigen = self.persoonlijk and request.user.is_authenticated

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        antwoord = super().finalize_response(request, response, *args, **kwargs)
        antwoord["Cache-Control"] = PERSOONLIJK if self.eigen else OPEN
        patch_vary_headers(antwoord, ["Accept", "Cookie"] if self.persoonlijk else ["Accept"])
        return antwoord


def routes(bronnen: dict[str, type[AktViewSet]]) -> list[URLPattern | URLResolver]:
    """URL patterns of resources by their path: plural, kebab-case, without a trailing slash."""
    router = SimpleRouter(trailing_slash=False)
    for pad, viewset in bronnen.items():
        router.register(pad, viewset, basename=f"api-{pad}")
    return router.urls
