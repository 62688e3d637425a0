"""Every address of the portal, found by walking the URL conf, so that a new page can't be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.wereld import Wereld

# Parts that have their own tests or come from a library with its own.
ELDERS = ("admin", "beheer/", "api/")


@dataclass(frozen=True)
class Pagina:
    naam: str
    route: str
    argumenten: tuple[str, ...]

    def adres(self, wereld: Wereld) -> str:
        """A concrete address of this page in the test world."""
        voorbeelden: dict[str, Any] = {
            "niveau": "gemeente",
            "code": wereld.houten.code,
            "figuur": "ontwikkeling",
            "bag_id": wereld.pand.bag_id,
            "pk": wereld.taak.pk,
            **wereld.argumenten,
        }
        return reverse(self.naam, kwargs={naam: voorbeelden[naam] for naam in self.argumenten})


def alle(patronen: Any = None, voor: str = "", ruimte: str = "") -> Iterator[Pagina]:
    for patroon in get_resolver().url_patterns if patronen is None else patronen:
        route = voor + str(patroon.pattern)
        if route.startswith(ELDERS):
            continue
        if isinstance(patroon, URLResolver):
            binnen = f"{ruimte}{patroon.namespace}:" if patroon.namespace else ruimte
            yield from alle(patroon.url_patterns, route, binnen)
        elif isinstance(patroon, URLPattern) and patroon.name:
            argumenten = tuple(patroon.pattern.converters) or tuple(patroon.pattern.regex.groupindex)
            yield Pagina(f"{ruimte}{patroon.name}", route, argumenten)


def eigen() -> list[Pagina]:
    """Pages of the portal itself, not those of the log-in library."""
    return [pagina for pagina in alle() if not pagina.route.startswith("account/")]


def html() -> list[Pagina]:
    """Pages for people: what a browser shows, not data."""
    data = (
        ".json", ".jpg", ".png", ".mvt", ".csv", ".geojson", ".xlsx", ".ics", ".xml", ".bestand", "gezond", "gereed",
        "adressen", "kies/",
    )  # fmt: skip
    return [pagina for pagina in eigen() if not pagina.route.rstrip("$").endswith(data)]
