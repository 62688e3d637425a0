"""The sheet that a gemeente fills in: made for one round, prefilled, and the same sheet back with remarks.

Everything but the columns to fill in is locked (without a password: it guards against slips, not against people).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from akt.export import veilig
from akt.opmaak import datum
from monitoring.inlezen.bestand import BLAD
from monitoring.inlezen.kolommen import KOLOMMEN, OPMERKINGEN, Kolom
from monitoring.inlezen.waarden import GROOTSTE_M2
from monitoring.models import Bron, Deelname, Definitie, Gebruik, Maat
from monitoring.rondeinvoer import OPPERVLAKTEN, Pandrij, Uitslag

GRIJS = PatternFill("solid", fgColor="EDF1EF")
ROOD = PatternFill("solid", fgColor="FDEBEC")
KOP = PatternFill("solid", fgColor="0C5464")
OMLOOP = Alignment(vertical="top", wrap_text=True)
UITLEG = (
    "Vul de witte cellen in op het blad 'Panden'. De grijze cellen zeggen om welk pand het gaat; laat die staan.",
    "De cijfers van de vorige keer staan er al. Verandert er niets? Laat de rij dan zoals zij is.",
    "Weet u van een pand nog niets? Laat voorraad, aanbod, leegstand en 'leeg sinds' dan leeg: het pand wordt "
    "overgeslagen.",
    "Oppervlakten zijn hele vierkante meters. 1250, 1.250 en 1250,0 zijn allemaal goed.",
    "Schrijf een datum als 1-2-2024. Weet u alleen de maand, neem dan de eerste dag.",
    "Voeg geen cellen samen en gebruik geen formules. Kolommen en rijen mogen van plaats wisselen.",
    "Verstuur het bestand op de pagina van uw gemeente in het portaal. U ziet eerst wat er verandert en wat er niet "
    "klopt; er wordt niets opgeslagen voordat u dat bevestigt.",
)


def bronnamen() -> list[str]:
    """The sources that people may choose."""
    namen = Bron.objects.exclude(soort__in=[Bron.Soort.ONDERZOEK, Bron.Soort.DEMO]).values_list("naam", flat=True)
    return list(namen.order_by("naam"))


def _vaste_bron() -> str:
    bron = Bron.objects.filter(soort=Bron.Soort.PARATE_KENNIS).first()
    return bron.naam if bron else ""


def sjabloonrijen(deelname: Deelname, rijen: Iterable[Pandrij]) -> list[dict[str, Any]]:
    """Values by field, as they stand in the template."""
    kiesbaar, vast = set(bronnamen()), _vaste_bron()
    uit = []
    for rij in rijen:
        laatste = rij.laatste
        cellen: dict[str, Any] = {
            "bag_id": rij.pand.bag_id,
            "adres": rij.adres,
            "plaats": rij.plaats,
            "bag_m2": rij.pand.go_kantoor_m2,
            "ronde": deelname.ronde.peildatum.isoformat(),
            "gemeente": deelname.gemeente_id,
            "gezien": rij.gezien,
            "opgegeven_in": Maat.VVO.value,
            "gebruik": Gebruik.KANTOOR.label,
            "bron": vast,
        }
        if laatste is not None:
            cellen |= {
                "vorige": laatste.peildatum,
                "voorraad_m2": laatste.voorraad_m2,
                "aanbod_m2": laatste.aanbod_m2,
                "leegstand_m2": laatste.leegstand_m2,
                "leeg_sinds": laatste.leeg_sinds,
                "vraaghuur": laatste.vraaghuur,
                "gebruik": Gebruik(laatste.gebruik).label,
                "bron": laatste.bron.naam if laatste.bron.naam in kiesbaar else vast,
            }
        uit.append(cellen)
    return uit


# --- CSV ---------------------------------------------------------------------------------------
def maak_csv(rijen: Iterable[dict[str, Any]]) -> bytes:
    """For Dutch Excel: semicolons, decimal commas, dates as 1-2-2024, and the mark that says UTF-8."""
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow([kolom.kop for kolom in KOLOMMEN])
    for rij in rijen:
        schrijver.writerow([_csv(rij.get(kolom.veld)) for kolom in KOLOMMEN])
    return uit.getvalue().encode("utf-8-sig")


def _csv(waarde: Any) -> str:
    if waarde is None:
        return ""
    if hasattr(waarde, "strftime"):
        return f"{waarde.day}-{waarde.month}-{waarde.year}"
    return str(veilig(waarde)) if isinstance(waarde, str) else str(waarde).replace(".", ",")


# --- Excel -------------------------------------------------------------------------------------
def maak_xlsx(deelname: Deelname, rijen: Sequence[dict[str, Any]]) -> bytes:
    """The prefilled workbook."""
    boek = Workbook()
    blad = boek.active
    assert isinstance(blad, Worksheet)  # noqa: S101 (narrows the type for mypy)
    _vul_blad(blad, KOLOMMEN, rijen)
    _beperk(blad, len(rijen) + 1, deelname)
    _vul_keuzes(boek)
    _vul_uitleg(boek, deelname)
    return _bytes(boek)


def maak_opmerkingen(deelname: Deelname, uitslagen: Sequence[Uitslag]) -> bytes:
    """The rows that are wrong as they came in, with what is wrong; it can be mended and sent in again."""
    boek = Workbook()
    blad = boek.active
    assert isinstance(blad, Worksheet)  # noqa: S101 (narrows the type for mypy)
    rijen = []
    for uitslag in uitslagen:
        regels = [f"{_kop(veld)}: {fout}" for veld, fout in uitslag.fouten.items()]
        # Who mends a conflict has seen the newest row: it is named in the remark.
        gezien = {"gezien": uitslag.nieuwste} if uitslag.conflict else {}
        rijen.append({**uitslag.rij.cellen, **gezien, "_": "\n".join(regels), "_fout": set(uitslag.fouten)})
    _vul_blad(blad, (*KOLOMMEN, Kolom("_", OPMERKINGEN, 70)), rijen)
    _beperk(blad, len(rijen) + 1, deelname)
    _vul_keuzes(boek)
    _vul_uitleg(boek, deelname)
    return _bytes(boek)


def _kop(veld: str) -> str:
    return next((kolom.kop for kolom in KOLOMMEN if kolom.veld == veld), "Pand")


def _vul_blad(blad: Worksheet, kolommen: Sequence[Kolom], rijen: Sequence[dict[str, Any]]) -> None:
    blad.title = BLAD
    blad.freeze_panes = "C2"
    for i, kolom in enumerate(kolommen, start=1):
        cel = blad.cell(row=1, column=i, value=kolom.kop)
        cel.font, cel.fill, cel.alignment = Font(bold=True, color="FFFFFF"), KOP, OMLOOP
        maten = blad.column_dimensions[get_column_letter(i)]
        maten.width, maten.hidden = kolom.breedte, kolom.verborgen
    open_ = Protection(locked=False)
    for nummer, rij in enumerate(rijen, start=2):
        for i, kolom in enumerate(kolommen, start=1):
            cel = blad.cell(row=nummer, column=i)
            waarde = rij.get(kolom.veld)
            cel.value = veilig(waarde)
            # Also without a format a value of an upload is a value, never a formula.
            if isinstance(waarde, str):
                cel.data_type = "s"
            if kolom.invul:
                cel.protection = open_
            else:
                cel.fill = GRIJS
            if kolom.veld in rij.get("_fout", ()):
                cel.fill = ROOD
            cel.number_format = _opmaak(kolom.veld)
            if kolom.veld == "_":
                cel.alignment = OMLOOP
    blad.auto_filter.ref = f"A1:{get_column_letter(len(kolommen))}{max(2, len(rijen) + 1)}"
    blad.protection.sheet = True
    for mag in ("autoFilter", "sort", "formatCells", "formatColumns", "formatRows"):
        setattr(blad.protection, mag, False)


def _opmaak(veld: str) -> str:
    if veld in OPPERVLAKTEN or veld == "bag_m2":
        return "#,##0"
    if veld in ("leeg_sinds", "vorige"):
        return "d-m-yyyy"
    return "#,##0.00" if veld == "vraaghuur" else "@" if veld in ("bag_id", "ronde", "gemeente") else "General"


def _beperk(blad: Worksheet, laatste: int, deelname: Deelname) -> None:
    """Drop-down lists, and numbers and dates that must be possible."""
    letter = {kolom.veld: get_column_letter(i) for i, kolom in enumerate(KOLOMMEN, start=1)}
    voorraad = letter["voorraad_m2"]
    grenzen = {"voorraad_m2": str(GROOTSTE_M2), "aanbod_m2": f"${voorraad}2", "leegstand_m2": f"${voorraad}2"}
    regels = [
        (
            veld,
            DataValidation(
                type="whole", operator="between", formula1="0", formula2=boven, errorTitle="Controleer het getal",
                error="Vul hele vierkante meters in. Aanbod en leegstand zijn niet groter dan de voorraad.",
            ),
        )
        for veld, boven in grenzen.items()
    ]  # fmt: skip
    peildatum = deelname.ronde.peildatum
    regels += [
        (
            "leeg_sinds",
            DataValidation(
                type="date", operator="between", formula1="DATE(1900,1,1)",
                formula2=f"DATE({peildatum.year},{peildatum.month},{peildatum.day})", errorTitle="Controleer de datum",
                error=f"Vul een dag in tot en met de peildatum, bijvoorbeeld {peildatum.day}-{peildatum.month}-2020.",
            ),
        ),
        (
            "vraaghuur",
            DataValidation(
                type="decimal", operator="between", formula1="0.01", formula2="99999", errorTitle="Controleer de huur",
                error="Vul euro per m² per jaar in, bijvoorbeeld 139,50. Weet u het niet? Laat de cel leeg.",
            ),
        ),
    ]  # fmt: skip
    for kolom, (veld, keuzes) in enumerate(_keuzelijsten(), start=1):
        bereik = f"Keuzes!${get_column_letter(kolom)}$2:${get_column_letter(kolom)}${len(keuzes) + 1}"
        lijst = DataValidation(
            type="list", formula1=bereik, errorTitle="Kies uit de lijst", error="Kies een waarde uit de lijst."
        )
        regels.append((veld, lijst))
    for veld, regel in regels:
        regel.allow_blank, regel.showErrorMessage = True, True
        regel.add(f"{letter[veld]}2:{letter[veld]}{max(2, laatste)}")
        blad.add_data_validation(regel)


def _keuzelijsten() -> list[tuple[str, list[str]]]:
    return [("opgegeven_in", list(Maat.values)), ("gebruik", list(Gebruik.labels)), ("bron", bronnamen())]


def _vul_keuzes(boek: Workbook) -> None:
    blad = boek.create_sheet("Keuzes")
    for kolom, (veld, keuzes) in enumerate(_keuzelijsten(), start=1):
        for rij, tekst in enumerate([_kop(veld), *keuzes], start=1):
            blad.cell(row=rij, column=kolom, value=veilig(tekst))
        blad.column_dimensions[get_column_letter(kolom)].width = 40
    blad.protection.sheet = True
    blad.sheet_state = "hidden"


def _vul_uitleg(boek: Workbook, deelname: Deelname) -> None:
    """How to fill it in, and what the words mean: the definitions that hold on the peildatum."""
    blad = boek.create_sheet("Uitleg en definities")
    blad.column_dimensions["A"].width, blad.column_dimensions["B"].width = 28, 100
    ronde = deelname.ronde
    deadline = datum(deelname.uiterste_dag)
    kop = f"{deelname.gemeente}: kantoren op {datum(ronde.peildatum)}. Inleveren tot en met {deadline}."
    regels: list[tuple[str, str]] = [(kop, ""), *(("", tekst) for tekst in UITLEG), ("", "")]
    definities = Definitie.objects.geldig_op(ronde.peildatum)
    for definitie in definities:
        eenheid = f" ({definitie.eenheid})" if definitie.eenheid else ""
        regels.append((f"{definitie.naam}{eenheid}", f"{definitie.tekst} (versie {definitie.versie})"))
    for links, rechts in regels:
        blad.append([veilig(links), veilig(rechts)])
        for cel in blad[blad.max_row]:
            cel.alignment = OMLOOP if cel.column == 2 else Alignment(vertical="top")
        blad[blad.max_row][0].font = Font(bold=True)
    blad.protection.sheet = True


def _bytes(boek: Workbook) -> bytes:
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()
