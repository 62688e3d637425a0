"""The OpenAPI document: what drf-spectacular finds, and the house rules that hold for every operation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_field

from akt.api.fouten import MEDIATYPE, PROBLEMEN, probleem
from akt.api.renderers import camel

TEKST = {"type": "string"}
PROBLEEM: dict[str, Any] = {
    "type": "object",
    "description": "Wat er misging, volgens RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {**TEKST, "format": "uri", "description": "Soort probleem; about:blank: de status zegt genoeg."},
        "title": {**TEKST, "description": "Het probleem in een paar woorden."},
        "status": {"type": "integer", "description": "De HTTP-status."},
        "detail": {**TEKST, "description": "Uitleg, en wat eraan te doen is."},
    },
}
ONGELDIGE_VRAAG: dict[str, Any] = {
    **PROBLEEM,
    "description": "Een vraag met fouten, met elke fout apart.",
    "properties": {
        **PROBLEEM["properties"],
        "errors": {
            "type": "array",
            "description": "De parameters die niet kloppen.",
            "items": {
                "type": "object",
                "required": ["in", "detail"],
                "properties": {
                    "in": {**TEKST, "enum": ["query", "body"], "description": "Waar de fout staat."},
                    "location": {
                        "type": "object",
                        "properties": {"name": {**TEKST, "description": "Naam van de parameter."}},
                    },
                    "code": {**TEKST, "description": "Soort fout."},
                    "detail": {**TEKST, "description": "Reden, in het Nederlands."},
                },
            },
        },
    },
}
VOORBEELD_FOUT = {
    "in": "query",
    "location": {"name": "bouwjaarMin"},
    "code": "invalid",
    "detail": "Voer een geheel getal in.",
}
STATUSSEN = (400, 404, 406, 429, 500)


def header(uitleg: str, soort: str = "string", **meer: Any) -> dict[str, Any]:
    return {"description": uitleg, "required": True, "schema": {"type": soort, **meer}}


HEADERS = {
    "API-Version": header("Volledige versie van de API."),
    "ETag": header("Kenmerk van deze inhoud; stuur het mee als `If-None-Match` en u krijgt 304 zolang niets wijzigt."),
    "Cache-Control": header("Hoe lang, en door wie, dit antwoord bewaard mag worden."),
    "Retry-After": header("Na zoveel seconden kunt u verder.", "integer", minimum=0),
}


def headers(*namen: str) -> dict[str, Any]:
    return {naam: {"$ref": f"#/components/headers/{naam}"} for naam in ("API-Version", *namen)}


class FilterExtensie(DjangoFilterExtension):
    """Query keys in camel case, and the exact schema of the filters that know it."""

    target_class = "akt.api.filters.AktFilterBackend"
    priority = 1

    def resolve_filter_field(self, auto_schema: Any, model: Any, filterset: Any, naam: str, veld: Any) -> list[Any]:
        waarde = getattr(veld, "openapi", None)
        if waarde:
            extend_schema_field(waarde)(veld)
        parameters = super().resolve_filter_field(auto_schema, model, filterset, naam, veld)
        for parameter in parameters:
            parameter["name"] = camel(parameter["name"])
            if waarde:
                parameter["description"] = veld.extra["help_text"]
            if parameter["schema"]["type"] == "array":
                parameter["schema"]["minItems"] = 1
        return parameters


class AktSchema(AutoSchema):
    """Takes the Dutch texts of an operation from its viewset and model."""

    @property
    def viewset(self) -> Any:
        return self.view

    def get_summary(self) -> str:
        namen = self.viewset.queryset.model._meta
        return f"Lijst van {namen.verbose_name_plural}" if self._is_list_view() else f"Een {namen.verbose_name}"

    def get_description(self) -> str:  # type: ignore[override]
        return str(self.viewset.beschrijving)

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Lijst"

    def get_override_parameters(self) -> list[Any]:
        if not self.viewset.detail:
            return []
        sleutel = self.viewset.lookup_field
        uitleg = self.viewset.sleutel
        if not uitleg:
            veld = self.viewset.queryset.model._meta.get_field(sleutel)
            uitleg = f"{veld.verbose_name}. {veld.help_text}".strip()
        return [
            OpenApiParameter(
                sleutel, str, OpenApiParameter.PATH, description=uitleg, pattern=f"^{self.viewset.lookup_value_regex}$",
                examples=[OpenApiExample("Voorbeeld", value=self.viewset.voorbeeld[camel(sleutel)])],
            )
        ]  # fmt: skip

    def get_examples(self) -> list[OpenApiExample]:
        meer = self.viewset.voorbeeld_detail if self.viewset.detail else {}
        voorbeeld = {**self.viewset.voorbeeld, **meer}
        return [OpenApiExample("Voorbeeld", value=voorbeeld, response_only=True, status_codes=["200"])]

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        schema.pop("description", None)  # the docstring, which is for developers
        return schema


def operaties(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for pad, methoden in document["paths"].items():
        for operatie in methoden.values():
            yield pad, operatie


def probleemantwoord(status: int) -> dict[str, Any]:
    ongeldig = status == 400
    voorbeeld = probleem(status, errors=[VOORBEELD_FOUT]) if ongeldig else probleem(status)
    naam = "OngeldigeVraag" if ongeldig else "Probleem"
    return {
        "description": PROBLEMEN[status][0],
        "headers": headers("Retry-After") if status == 429 else headers(),
        "content": {MEDIATYPE: {"schema": {"$ref": f"#/components/schemas/{naam}"}, "example": voorbeeld}},
    }


def voeg_huisregels_toe(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Camel case keys, problems, headers and tags, on every operation."""
    delen = result["components"]
    delen["schemas"] |= {"Probleem": PROBLEEM, "OngeldigeVraag": ONGELDIGE_VRAAG}
    delen["headers"] = HEADERS
    delen["responses"] = {f"Probleem{status}": probleemantwoord(status) for status in STATUSSEN} | {
        "NietGewijzigd": {
            "description": "Niet gewijzigd sinds het antwoord met deze ETag.",
            "headers": headers("ETag", "Cache-Control"),
        }
    }
    tags = {}
    result["paths"] = {camel(pad): methoden for pad, methoden in result["paths"].items()}
    for pad, operatie in operaties(result):
        for parameter in operatie.get("parameters", ()):
            parameter["name"] = camel(parameter["name"])
        antwoorden = operatie["responses"]
        antwoorden["200"] |= {"description": "De gevraagde gegevens.", "headers": headers("ETag", "Cache-Control")}
        antwoorden["304"] = {"$ref": "#/components/responses/NietGewijzigd"}
        for status in STATUSSEN:
            if status != 404 or "{" in pad:
                antwoorden[str(status)] = {"$ref": f"#/components/responses/Probleem{status}"}
        tags[operatie["tags"][0]] = operatie["description"]
    result["tags"] = [{"name": naam, "description": uitleg} for naam, uitleg in sorted(tags.items())]
    return result


@cache
def document(vorm: str) -> bytes:
    """The document as JSON or YAML. It depends on code and settings only, so a process makes it once."""
    renderer = OpenApiYamlRenderer2() if vorm == "yaml" else OpenApiJsonRenderer2()
    inhoud = SchemaGenerator().get_schema(request=None, public=True)
    return renderer.render(inhoud, renderer_context={})


@require_safe
@conditional_page
def openapi(request: HttpRequest, vorm: str) -> HttpResponse:
    """/api/v1/openapi.json and openapi.yaml."""
    antwoord = HttpResponse(document(vorm), content_type=f"application/{vorm}")
    antwoord["Cache-Control"] = "public, max-age=300"
    return antwoord
