"""Pages by keyset: the link to the next page names the last row, so rows that come or go shift nothing.

It costs the same on the first page as on the thousandth, and never counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

# Signed, so that no value of a client's making reaches the database; without a time, so that links and ETags last.
ondertekenaar = Signer(salt="akt.api.paginering")


def volgorde(queryset: QuerySet) -> list[str]:
    """The columns that a queryset is sorted by, ended by the primary key where two rows could be equal without it."""
    model = queryset.model
    velden = list(queryset.query.order_by or model._meta.ordering)
    namen = {veld.lstrip("-") for veld in velden}
    uniek = any(kolom(model, naam).unique for naam in namen)
    if not uniek and not any(namen.issuperset(regel.fields) for regel in model._meta.total_unique_constraints):
        sleutel = model._meta.pk.name
        velden.append(f"-{sleutel}" if velden[-1].startswith("-") else sleutel)
    return velden


def kolom(model: type[Model], naam: str) -> Any:
    return model._meta.get_field(naam.lstrip("-"))


def omgekeerd(velden: Sequence[str]) -> list[str]:
    return [veld[1:] if veld.startswith("-") else f"-{veld}" for veld in velden]


class Rij(Func):
    """Columns or values compared as one row, which an index answers at any depth."""

    template = "(%(expressions)s)"
    output_field = TextField()  # of the row as such, which is never read


def voorbij(model: type[Model], velden: Sequence[str], waarden: Sequence[Any]) -> Any:
    """Rows after the one with these values, in this order."""
    namen = [veld.lstrip("-") for veld in velden]
    if len({veld.startswith("-") for veld in velden}) == 1:
        vergelijking = LessThan if velden[0].startswith("-") else GreaterThan
        paren = zip(namen, waarden, strict=True)
        rij = [Value(waarde, output_field=kolom(model, naam)) for naam, waarde in paren]
        return vergelijking(Rij(*map(F, namen)), Rij(*rij))
    resultaat = Q()
    for veld, naam, waarde in reversed(list(zip(velden, namen, waarden, strict=True))):
        richting = "lt" if veld.startswith("-") else "gt"
        verder = Q(**{f"{naam}__{richting}": waarde})
        resultaat = verder | (Q(**{naam: waarde}) & resultaat) if resultaat else verder
    return resultaat


class AktPaginering(BasePagination):
    """`next` and `previous` as whole addresses; null where there is no more."""

    parameters = ("cursor", "pageSize")
    standaard, grootste = 100, 1000

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.adres = request.build_absolute_uri()
        self.velden = volgorde(queryset)
        self.model = queryset.model
        grootte = self.lees_grootte(request.query_params.get("pageSize"))
        cursor = self.lees_cursor(request.query_params.get("cursor"))
        terug = cursor is not None and cursor[0]
        velden = omgekeerd(self.velden) if terug else self.velden
        if cursor is not None:
            queryset = queryset.filter(voorbij(self.model, velden, cursor[1]))
        rijen = list(queryset.order_by(*velden)[: grootte + 1])
        meer = len(rijen) > grootte
        rijen = rijen[:grootte]
        if terug:
            rijen.reverse()
        verder, eerder = (True, meer) if terug else (meer, cursor is not None)
        self.next = self.link(rijen[-1], terug=False) if rijen and verder else None
        self.previous = self.link(rijen[0], terug=True) if rijen and eerder else None
        return rijen

    def lees_grootte(self, tekst: str | None) -> int:
        if tekst is None:
            return self.standaard
        if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 6 and 1 <= int(tekst) <= self.grootste):
            reden = f"Geef een geheel getal van 1 tot en met {self.grootste}."
            raise ValidationError({"pageSize": [ErrorDetail(reden, "invalid")]})
        return int(tekst)

    def lees_cursor(self, tekst: str | None) -> tuple[bool, list[Any]] | None:
        """Direction and values of the row that the page starts after."""
        if tekst is None:
            return None
        try:
            velden, terug, waarden = ondertekenaar.unsign_object(tekst)
        except (BadSignature, ValueError):
            velden = None
        if velden != self.kenmerk:
            reden = "Deze cursor hoort niet bij deze vraag. Volg de links `next` en `previous` van een antwoord."
            raise ValidationError({"cursor": [ErrorDetail(reden, "invalid")]})
        return terug, [
            kolom(self.model, veld).to_python(waarde) for veld, waarde in zip(self.velden, waarden, strict=True)
        ]

    @property
    def kenmerk(self) -> str:
        return f"{self.model._meta.label_lower}:{','.join(self.velden)}"

    def link(self, rij: Model, *, terug: bool) -> str:
        waarden = [kolom(self.model, veld).value_to_string(rij) for veld in self.velden]
        cursor = ondertekenaar.sign_object([self.kenmerk, terug, waarden])
        return str(replace_query_param(self.adres, "cursor", cursor))

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        def link(uitleg: str, voorbeeld: str | None) -> dict[str, Any]:
            return {
                "type": "string", "format": "uri", "nullable": True, "description": uitleg, "example": voorbeeld,
            }  # fmt: skip

        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link("Adres van de volgende pagina; null op de laatste.", None),
                "previous": link("Adres van de vorige pagina; null op de eerste.", None),
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Plaats in de lijst. Neem deze over uit `next` of `previous`; stel hem niet zelf samen.",
                "schema": {"type": "string"},
            },
            {
                "name": "pageSize",
                "in": "query",
                "required": False,
                "description": "Aantal rijen per pagina.",
                "schema": {
                    "type": "integer", "minimum": 1, "maximum": self.grootste, "default": self.standaard,
                },
            },
        ]  # fmt: skip
