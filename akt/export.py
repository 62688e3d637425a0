"""Files that people take along: CSV and Excel, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

# A cell that starts with one of these is a formula to a spreadsheet.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r")


def veilig(waarde: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers and dates stay."""
    if isinstance(waarde, str) and waarde.startswith(FORMULETEKENS):
        return f"'{waarde}"
    return waarde


class _Echo:
    """A file that gives back what is written, so that csv can stream."""

    def write(self, tekst: str) -> str:
        return tekst


def csv_antwoord(naam: str, kop: Sequence[str], rijen: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """RFC 4180 in UTF-8: comma, decimal point, ISO dates. Streams, so memory stays flat.

    It begins with a byte order mark: without one Excel takes a double-clicked file for another encoding and spoils m².
    """

    def regels() -> Iterator[str]:
        schrijver = csv.writer(_Echo())
        yield "\ufeff"
        yield schrijver.writerow(kop)
        for rij in rijen:
            yield schrijver.writerow(["" if cel is None else veilig(cel) for cel in rij])

    antwoord = StreamingHttpResponse(regels(), content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}.csv"'
    return antwoord


def xlsx_antwoord(naam: str, kop: Sequence[str], rijen: Iterable[Sequence[Any]], toelichting: str) -> FileResponse:
    """A workbook with one sheet of data and one that says what it is."""
    boek = Workbook(write_only=True)
    blad = boek.create_sheet(naam[:31])
    blad.freeze_panes = "A2"
    koppen = []
    for tekst in kop:
        cel = WriteOnlyCell(blad, value=tekst)
        cel.font = Font(bold=True)
        koppen.append(cel)
    blad.append(koppen)
    for rij in rijen:
        blad.append([veilig(cel) for cel in rij])
    boek.create_sheet("Toelichting").append([toelichting])
    bestand = io.BytesIO()
    boek.save(bestand)
    bestand.seek(0)
    return FileResponse(bestand, as_attachment=True, filename=f"{naam}.xlsx")
