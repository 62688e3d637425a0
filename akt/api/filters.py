"""Filters of the API: django-filter with lowerCamelCase keys, strict about what it does not know."""

from __future__ import annotations

import datetime
import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError as FormFout
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError

from akt.api.renderers import camel

DATUM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DatumField(forms.DateField):
    """A date as ISO 8601 writes it and nothing else, whatever the language of the site."""

    default_error_messages = {"invalid": "Geef een datum als jjjj-mm-dd."}
    input_formats = ["%Y-%m-%d"]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not DATUM.fullmatch(value):
            raise FormFout(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class TijdstipField(django_filters.fields.IsoDateTimeField):
    """An instant of RFC 3339; without a zone it is Dutch time."""

    default_error_messages = {"invalid": "Geef een tijdstip als 2024-01-31T12:00:00Z."}

    def to_python(self, value: Any) -> Any:
        try:
            tijdstip = super().to_python(value)
            # PostgreSQL knows no zones beyond 16 hours, RFC 3339 does.
            return tijdstip.astimezone(datetime.UTC) if tijdstip else None
        except OverflowError:
            raise FormFout(self.error_messages["invalid"], code="invalid") from None


# `openapi` is the schema of one value, for the OpenAPI document; the form field keeps to the same bounds.


class DatumFilter(django_filters.DateFilter):
    field_class = DatumField
    openapi = {"type": "string", "format": "date"}


class TijdstipFilter(django_filters.IsoDateTimeFilter):
    field_class = TijdstipField
    openapi = {"type": "string", "format": "date-time"}


class TekstFilter(django_filters.CharFilter):
    """A piece of text."""

    openapi = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[^\u0000]*$"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=100, strip=False, **kwargs)


class GetalFilter(django_filters.NumberFilter):
    """A whole number, not negative."""

    field_class = forms.IntegerField
    openapi = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=2**31 - 1, **kwargs)


class CodesFilter(django_filters.BaseInFilter, django_filters.CharFilter):
    """One or more codes, with commas between them."""

    openapi = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        vorm = RegexValidator(r"^[A-Za-z0-9_-]+\Z", "Een code bestaat uit letters, cijfers en streepjes.")
        super().__init__(*args, validators=[vorm], **kwargs)


class JaNeeFilter(django_filters.TypedChoiceFilter):
    """true or false."""

    openapi = {"type": "boolean"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        keuzes = (("true", "ja"), ("false", "nee"))
        super().__init__(*args, choices=keuzes, coerce=lambda waarde: waarde == "true", **kwargs)


class AktFilterSet(django_filters.FilterSet):
    """Filters of a resource, under their Python names; the query keys are the same in lowerCamelCase.

    Sorting is a filter too: `sort = django_filters.OrderingFilter(fields=...)`, over columns that are never null.
    """


class AktFilterBackend(DjangoFilterBackend):
    """Filters a list. Any parameter that is unknown, empty or given twice is an error, on a detail as well."""

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view) if view.detail is False else None
        bekend = {camel(naam) for naam in filterset.filters} if filterset else set()
        if not view.detail and view.paginator:
            bekend |= set(view.paginator.parameters)
        fouten = controleer(request.query_params, bekend)
        if filterset is not None and not filterset.is_valid():
            for naam, redenen in filterset.errors.as_data().items():
                fouten.setdefault(
                    camel(naam), [ErrorDetail(str(tekst), reden.code) for reden in redenen for tekst in reden.messages]
                )
        if fouten:
            raise ValidationError(fouten)
        return queryset if filterset is None else filterset.qs

    def get_filterset_kwargs(self, request: Any, queryset: QuerySet, view: Any) -> dict[str, Any]:
        kwargs = super().get_filterset_kwargs(request, queryset, view)
        vraag = QueryDict(mutable=True)
        for naam in view.filterset_class.base_filters:
            if camel(naam) in request.query_params:
                vraag.setlist(naam, request.query_params.getlist(camel(naam)))
        return {**kwargs, "data": vraag}


def controleer(vraag: QueryDict, bekend: set[str]) -> dict[str, list[ErrorDetail]]:
    """What is wrong with the query as such, by parameter."""
    fouten = {}
    for naam, waarden in vraag.lists():
        if naam not in bekend:
            fouten[naam] = [ErrorDetail("Deze parameter bestaat hier niet.", "unknown")]
        elif len(waarden) > 1:
            fouten[naam] = [ErrorDetail("Geef deze parameter maar één keer.", "duplicate")]
        elif not waarden[0]:
            fouten[naam] = [ErrorDetail("Geef een waarde, of laat de parameter weg.", "blank")]
    return fouten
