"""Serializers that take their descriptions from the model, so that a thing is described once."""

from __future__ import annotations

import datetime
import json
from decimal import ROUND_HALF_UP
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class KeuzeField(serializers.ChoiceField):
    """A choice of the model; null where the database has an empty text."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class TijdstipField(serializers.DateTimeField):
    """An instant in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=datetime.UTC, **kwargs)


class PercentageField(serializers.DecimalField):
    """A percentage that the model computes, rounded to two decimals only here."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"read_only": True, "allow_null": True, "min_value": 0, "max_value": 100, **kwargs}
        super().__init__(max_digits=5, decimal_places=2, rounding=ROUND_HALF_UP, coerce_to_string=False, **kwargs)


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"type": "string", "enum": ["Point"]},
            "coordinates": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 2,
                "maxItems": 2,
                "description": "Lengte en breedte in graden, WGS 84.",
            },
        },
    }
)
class PuntField(serializers.Field):
    """A point that PostGIS gave as GeoJSON text."""

    def to_representation(self, value: str) -> Any:
        return json.loads(value)


class AktSerializer(serializers.ModelSerializer):
    """Reads the label, unit and help text of each field from the model, also where `source` renames it."""

    serializer_choice_field = KeuzeField
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: TijdstipField,
    }

    def get_fields(self) -> dict[str, serializers.Field]:
        velden = super().get_fields()
        for naam, veld in velden.items():
            # One text, in the description; a label would come again as its title.
            veld.help_text, veld.label = beschrijving(self.Meta.model, naam, veld), None
        return velden


def beschrijving(model: type[models.Model], naam: str, veld: serializers.Field) -> str:
    """'Voorraad, in m² VVO. Alle kantoorruimte in het pand.'"""
    label, uitleg = veld.label or "", str(veld.help_text or "")
    try:
        modelveld: Any = model._meta.get_field(veld.source or naam)
    except FieldDoesNotExist:
        pass
    else:
        label = label or getattr(modelveld, "verbose_name", "")
        uitleg = uitleg or str(getattr(modelveld, "help_text", ""))
        if modelveld.name.endswith("_m2") and "m²" not in uitleg:
            label = f"{label}, in m² VVO"
    return " ".join(filter(None, (f"{capfirst(label)}." if label else "", uitleg)))
