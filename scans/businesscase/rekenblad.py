"""A businesscase as a workbook: input with its sources, every line with its formula, scenarios, tornado, quarters."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from akt.export import veilig
from scans.businesscase.invoer import EENHEDEN
from scans.businesscase.onzekerheid import Uitslag
from scans.businesscase.rekenen import Resultaat

BREEDTES = (46, 18, 14, 60, 44)


def rekenblad(
    titel: str,
    resultaat: Resultaat,
    invoer: Iterable[Sequence[Any]],
    scenarios: Mapping[str, Resultaat],
    uitslagen: Iterable[Uitslag],
) -> io.BytesIO:
    """Sheets Invoer, Berekening, Scenario's, Gevoeligheid, Per kwartaal en Toelichting. Amounts are numbers."""
    boek = Workbook(write_only=True)
    _blad(boek, "Invoer", ("Invoer", "Waarde", "Eenheid", "Kengetal"), invoer)
    _blad(
        boek,
        "Berekening",
        ("Regel", "Waarde", "Eenheid", "Formule", "Uitleg"),
        (
            (regel.label, regel.waarde, EENHEDEN[regel.eenheid], regel.formule, regel.uitleg)
            for _, regels in resultaat.delen
            for regel in regels
        ),
    )
    _blad(
        boek,
        "Scenario's",
        ("Regel", *scenarios),
        (
            (regel.label, *(ander.get(regel.code) for ander in scenarios.values()))
            for _, regels in resultaat.delen
            for regel in regels
        ),
    )
    _blad(
        boek,
        "Gevoeligheid",
        ("Invoer", "Lager", "Hoger", "Residuele waarde bij lager", "Residuele waarde bij hoger"),
        ((uit.veld.label, uit.laag, uit.hoog, uit.bij_laag, uit.bij_hoog) for uit in uitslagen),
    )
    _blad(
        boek,
        "Per kwartaal",
        ("Wat", "Kwartaal", "Pand", "Kosten", "Opbrengst", "Rente", "Saldo"),
        ((k.omschrijving, k.nummer, k.pand, k.kosten, k.opbrengst, k.rente, k.saldo) for k in resultaat.kasstroom),
    )
    _blad(
        boek, "Toelichting", (titel,), [("Bedragen in euro zonder btw. Residuele berekening op de dag van aankoop.",)]
    )
    bestand = io.BytesIO()
    boek.save(bestand)
    bestand.seek(0)
    return bestand


def _blad(boek: Any, naam: str, kop: Sequence[str], rijen: Iterable[Sequence[Any]]) -> None:
    blad = boek.create_sheet(naam)
    blad.freeze_panes = "A2"
    for letter, breedte in zip("ABCDE", BREEDTES, strict=True):
        blad.column_dimensions[letter].width = breedte
    koppen = []
    for tekst in kop:
        cel = WriteOnlyCell(blad, value=veilig(tekst))
        cel.font = Font(bold=True)
        koppen.append(cel)
    blad.append(koppen)
    for rij in rijen:
        blad.append([veilig(cel) for cel in rij])
