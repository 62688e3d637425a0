"""The Dutch formats of `akt.opmaak` as template filters."""

from __future__ import annotations

import json
from typing import Any

from django import template

from akt import opmaak

register = template.Library()

for naam in ("getal", "m2", "procent", "verandering", "kort", "datum", "datum_kort", "kwartaal", "duur"):
    register.filter(naam, getattr(opmaak, naam))


@register.simple_tag
def aantal(hoeveel: int, enkelvoud: str, meervoud: str) -> str:
    return opmaak.aantal(hoeveel, enkelvoud, meervoud)


@register.filter
def als_json(waarde: Any) -> str:
    """For a data attribute; the template engine escapes it."""
    return json.dumps(waarde, ensure_ascii=False, default=str)


@register.simple_tag
def mag(gebruiker: Any, recht: str, ding: Any = None) -> bool:
    """Whether the user has a permission; the rule itself lives in the app's `rules` module."""
    return gebruiker.has_perm(recht, ding)
