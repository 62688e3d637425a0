"""The columns of the sheet that goes out and comes back: one list for writing and reading."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Kolom:
    """A column. `invul` columns are for people to fill in; the others identify or explain the pand."""

    veld: str
    kop: str
    breedte: int
    invul: bool = False
    verplicht: bool = False
    verborgen: bool = False
    ook: tuple[str, ...] = ()


KOLOMMEN = (
    Kolom("bag_id", "BAG-pandnummer", 19, verplicht=True, ook=("bagid", "pandnummer", "pandid", "bagpandid")),
    Kolom("adres", "Adres", 34),
    Kolom("plaats", "Postcode en plaats", 24),
    Kolom("bag_m2", "Kantoor volgens de BAG (m² GO)", 15),
    Kolom("vorige", "Laatst vastgelegd", 14),
    Kolom("voorraad_m2", "Voorraad (m²)", 13, invul=True, verplicht=True),
    Kolom("aanbod_m2", "Aanbod (m²)", 13, invul=True, verplicht=True),
    Kolom("leegstand_m2", "Leegstand (m²)", 13, invul=True, verplicht=True),
    Kolom("leeg_sinds", "Leeg sinds", 13, invul=True, verplicht=True),
    Kolom("opgegeven_in", "Maat", 8, invul=True, ook=("opgegevenin",)),
    Kolom("gebruik", "Gebruik", 26, invul=True),
    Kolom("vraaghuur", "Vraaghuur (€ per m² per jaar)", 15, invul=True, ook=("vraaghuureurperm2perjaar",)),
    Kolom("bron", "Bron", 32, invul=True),
    Kolom("toelichting", "Toelichting", 40, invul=True),
    Kolom("ronde", "Ronde", 12, verborgen=True),
    Kolom("gemeente", "Gemeente", 10, verborgen=True),
    Kolom("gezien", "Versie", 12, verborgen=True),
)
PER_VELD = {kolom.veld: kolom for kolom in KOLOMMEN}
INVUL = tuple(kolom.veld for kolom in KOLOMMEN if kolom.invul)
OPMERKINGEN = "Opmerkingen"


def sleutel(kop: str) -> str:
    """A heading without what people change in it: case, spaces, and what stands between brackets."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\(.*?\)", "", kop.lower()))


VELD_BIJ_KOP = {sleutel(kolom.kop): kolom.veld for kolom in KOLOMMEN} | {
    ander: kolom.veld for kolom in KOLOMMEN for ander in kolom.ook
}
