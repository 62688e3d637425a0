"""What a figure on a page consists of. Apps build these; templates/akt/onderdelen/figuur.html shows them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kolom:
    """A column of the table under a figure. `soort` picks the format: tekst, getal, m2, procent, datum."""

    naam: str
    kop: str
    soort: str = "getal"


@dataclass
class Figuur:
    """One figure: its title says what it shows, and its table holds the same numbers as the chart.

    `rijen` are dicts by column name with raw values (m² as int, percents as Decimal or float, unrounded). A row with
    "onderdrukt" has no values because they would say too much of too few; one that is "gemarkeerd" gets an asterisk,
    which `noot` explains. `grafiek_url` answers with a Plotly figure
    as JSON; the page works without it. A figure that is `smal` takes half the width where there is room.
    """

    id: str
    titel: str
    uitleg: str
    kolommen: list[Kolom]
    rijen: list[dict[str, Any]]
    peildatum: datetime.date | None
    bron: str
    definities: list[Any] = field(default_factory=list)
    dekking: Any = None
    grafiek_url: str = ""
    kaart_url: str = ""
    legenda: list[tuple[str, str]] = field(default_factory=list)
    csv_url: str = ""
    permalink: str = ""
    geraamd: Any = None
    smal: bool = False
    xlsx_url: str = ""
    # Address of the bare page that others may frame.
    insluit_url: str = ""
    # Days to mark in a series, with what happened then.
    markeringen: list[tuple[datetime.date, str]] = field(default_factory=list)
    # What the asterisk means; "" without one.
    noot: str = ""

    @property
    def onderdrukt(self) -> bool:
        return any(rij.get("onderdrukt") for rij in self.rijen)

    def cellen(self) -> list[list[tuple[Any, str]]]:
        """Rows of (value, format) in the order of the columns, for the template."""
        return [
            [(met_merk(rij, kolom.naam) if nummer == 0 else rij.get(kolom.naam), kolom.soort)
             for nummer, kolom in enumerate(self.kolommen)]
            for rij in self.rijen
        ]  # fmt: skip


def met_merk(rij: dict[str, Any], naam: str) -> Any:
    """A value of a row, with an asterisk behind it when the row is marked."""
    return f"{rij[naam]} *" if rij.get("gemarkeerd") else rij.get(naam)
