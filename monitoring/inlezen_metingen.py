"""Plancapaciteit, transformaties and transacties from Excel or CSV: read, compare with what is there, and take in.

Nothing is saved until a person has seen the proposal, and then all of it or nothing. The checks are those of the forms.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from akt.fouten import AktFout, Conflict
from akt.opmaak import GEEN, aantal, datum_kort, getal
from monitoring.forms.metingen import (
    BAG_NUMMER,
    Bezwaar,
    bezwaren_plancapaciteit,
    bezwaren_transactie,
    bezwaren_transformatie,
    te_groot,
)
from monitoring.models import (
    Bestemming,
    Bron,
    Gemeente,
    Pand,
    Plancapaciteit,
    Terrein,
    Transactie,
    Transformatie,
)
from monitoring.rules import gemeenten_van, ziet_alles

MAX_BYTES = 3 * 1024 * 1024
MAX_UITGEPAKT = 60 * 1024 * 1024
MAX_RIJEN = 2_000
MAX_TEKENS = 2_000
LEGE_RIJEN = 100  # so many in a row end the sheet: a styled but empty tail can be a million rows long
INTUSSEN = "Intussen zijn deze gegevens ook door iemand anders gewijzigd. Bekijk het voorstel opnieuw."
# Row of a file: its number as the spreadsheet shows it, and the text of its cells by column name.
Rij = tuple[int, dict[str, str]]

_DUIZENDTALLEN = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_DATUMVORMEN = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d-%m-%y")


# --- reading a file -------------------------------------------------------------------------------------------------
def lees_bestand(naam: str, inhoud: bytes, invoer: Invoer) -> list[Rij]:
    """The rows of an Excel or CSV file. Raises `AktFout` that says what is wrong with the file and what helps."""
    if len(inhoud) > MAX_BYTES:
        raise AktFout(f"Het bestand is groter dan {MAX_BYTES // 1024 // 1024} MB. Splits het in kleinere bestanden.")
    if naam.lower().endswith(".csv"):
        regels = _lees_csv(inhoud)
    elif naam.lower().endswith(".xlsx"):
        regels = _lees_xlsx(inhoud, invoer.blad)
    else:
        raise AktFout("Dit is geen Excel- of CSV-bestand. Kies een bestand dat eindigt op .xlsx of .csv.")
    kop = [cel.strip() for cel in next(regels, (1, []))[1]]
    _controleer_kop(kop, invoer)
    rijen: list[Rij] = []
    for nummer, cellen in regels:
        rij = {naam: cel.strip() for naam, cel in zip(kop, cellen, strict=False) if naam}
        if not any(rij.values()):
            continue
        if len(rijen) == MAX_RIJEN:
            raise AktFout(f"Het bestand heeft meer dan {getal(MAX_RIJEN)} rijen. Splits het in kleinere bestanden.")
        rijen.append((nummer, rij))
    if not rijen:
        raise AktFout("Het bestand heeft wel een kopregel, maar geen rijen met gegevens.")
    return rijen


def _controleer_kop(kop: list[str], invoer: Invoer) -> None:
    gevraagd = [veld.kop for veld in invoer.velden]
    weg = [naam for naam in gevraagd if naam not in kop]
    vreemd = [naam for naam in kop if naam and naam not in gevraagd]
    dubbel = {naam for naam in kop if naam and kop.count(naam) > 1}
    fouten = []
    if weg:
        fouten.append(f"Deze kolommen ontbreken: {', '.join(weg)}.")
    if vreemd:
        fouten.append(f"Deze kolommen kennen we niet: {', '.join(vreemd)}.")
    if dubbel:
        fouten.append(f"Deze kolommen staan er dubbel in: {', '.join(sorted(dubbel))}.")
    if fouten:
        raise AktFout(f"{' '.join(fouten)} Gebruik het sjabloon en laat de kopregel zoals hij is.")


def _lees_csv(inhoud: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = inhoud.decode("cp1252", "replace")
    eerste = tekst.partition("\n")[0]
    scheiding = max(";,\t", key=eerste.count)
    try:
        lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
        for cellen in lezer:
            yield lezer.line_num, cellen
    except csv.Error as fout:
        raise AktFout(f"Regel {lezer.line_num} van het CSV-bestand is niet te lezen: {fout}.") from fout


def _lees_xlsx(inhoud: bytes, blad: str) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
            delen = pak.infolist()
            if sum(deel.file_size for deel in delen) > MAX_UITGEPAKT:
                raise AktFout("Het bestand is uitgepakt veel te groot. Kopieer de rijen naar een leeg sjabloon.")
            if any("vbaProject" in deel.filename for deel in delen):
                raise AktFout("Het bestand bevat macro's. Sla het op als gewone Excel-werkmap (.xlsx).")
        boek = load_workbook(io.BytesIO(inhoud), read_only=True)
        if blad in boek.sheetnames:
            werkblad = boek[blad]
        elif len(boek.sheetnames) == 1:
            werkblad = boek.worksheets[0]
        else:
            raise AktFout(f"Het blad '{blad}' ontbreekt. Gebruik het sjabloon en hernoem het blad niet.")
        # What the file says of its own size is not to be trusted.
        werkblad.reset_dimensions()
        leeg = 0
        for nummer, cellen in enumerate(werkblad.iter_rows(values_only=True), start=1):
            teksten = [_celtekst(cel) for cel in islice(cellen, 60)]
            leeg = 0 if any(teksten) else leeg + 1
            if leeg > LEGE_RIJEN:
                return
            yield nummer, teksten
    except AktFout:
        raise
    except Exception as fout:  # openpyxl raises whatever it stumbles on; to the person it is one thing
        raise AktFout("Dit bestand is geen leesbare Excel-werkmap. Open het in Excel en sla het opnieuw op.") from fout


def _celtekst(waarde: Any) -> str:
    """A cell as text in the Dutch way, so that numbers and dates of Excel and those typed as text are read alike."""
    match waarde:
        case None:
            return ""
        case bool():
            return "ja" if waarde else "nee"
        case datetime.datetime():
            return waarde.date().isoformat()
        case datetime.date():
            return waarde.isoformat()
        case float():
            return str(int(waarde)) if waarde.is_integer() else str(Decimal(str(waarde))).replace(".", ",")
        case _:
            return str(waarde)[:MAX_TEKENS]


# --- reading a cell -------------------------------------------------------------------------------------------------
class Stam:
    """What cells refer to, read once for a whole file: gemeenten, terreinen, bronnen and panden by their names."""

    def __init__(self, gebruiker: Any, rijen: Sequence[Rij]) -> None:
        gemeenten = list(Gemeente.objects.huidig().only("code", "naam"))
        alles = ziet_alles(gebruiker)
        self.eigen = {gemeente.pk for gemeente in (gemeenten if alles else gemeenten_van(gebruiker).only("code"))}
        self.gemeenten = {
            sleutel: gemeente for gemeente in gemeenten for sleutel in (plat(gemeente.naam), plat(gemeente.code))
        }
        terreinen = Terrein.objects.filter(gemeente__in=self.eigen).only("code", "naam", "gemeente", "demo")
        self.terreinen = {
            (terrein.gemeente_id, plat(naam)): terrein for terrein in terreinen for naam in (terrein.naam, terrein.code)
        }
        self.bronnen = {plat(bron.naam): bron for bron in Bron.objects.exclude(soort=Bron.Soort.DEMO)}
        nummers = {nummer[0] for _, rij in rijen for cel in rij.values() for nummer in BAG_NUMMER.finditer(cel)}
        panden = Pand.objects.filter(bag_id__in=nummers, gemeente__in=self.eigen).select_related("stand")
        self.panden = {pand.bag_id: pand for pand in panden.defer("omtrek")}


def plat(tekst: str) -> str:
    return " ".join(tekst.casefold().split())


Lezer = Callable[[str, Any, dict[str, Any]], Any]


def _geheel(tekst: str, stam: Stam, rij: dict[str, Any]) -> int:
    getal_ = _decimaal(tekst, stam, rij)
    if getal_ != int(getal_):
        raise ValueError(f"'{tekst}' is geen heel getal. Rond af op hele getallen.")
    if not 0 <= getal_ <= 10_000_000:
        raise ValueError(f"'{tekst}' is geen mogelijk aantal. Vul een getal van 0 of meer in.")
    return int(getal_)


def _decimaal(tekst: str, stam: Stam, rij: dict[str, Any]) -> Decimal:
    kaal = tekst.replace("€", "").replace("m²", "").replace("\u00a0", "").replace(" ", "")
    if _DUIZENDTALLEN.fullmatch(kaal):
        kaal = kaal.replace(".", "")
    try:
        waarde = Decimal(kaal.replace(",", "."))
    except InvalidOperation:
        waarde = Decimal("NaN")
    if not waarde.is_finite() or abs(waarde) >= 10**10:
        raise ValueError(f"'{tekst}' is geen getal. Vul alleen cijfers in.")
    return round(waarde, 2)


def lees_dag(tekst: str, stam: Stam, rij: dict[str, Any]) -> datetime.date:
    for vorm in _DATUMVORMEN:
        try:
            dag = datetime.datetime.strptime(tekst, vorm).date()
        except ValueError:
            continue
        if 1900 <= dag.year <= 2100:
            return dag
    raise ValueError(f"'{tekst}' is geen datum. Schrijf een datum als 31-12-2024.")


def lees_tekst(lengte: int) -> Lezer:
    def lees(tekst: str, stam: Stam, rij: dict[str, Any]) -> str:
        if len(tekst) > lengte:
            raise ValueError(f"De tekst is langer dan {lengte} tekens. Maak hem korter.")
        return tekst

    return lees


def lees_keuze(keuzes: Any) -> Lezer:
    """A choice by its label, its code or the first word of its label ('Hard' for 'Hard (onherroepelijk)')."""
    bekend = {plat(naam): waarde for waarde, label in keuzes.choices for naam in (waarde, label, label.split(" (")[0])}

    def lees(tekst: str, stam: Stam, rij: dict[str, Any]) -> str:
        if plat(tekst) not in bekend:
            raise ValueError(f"'{tekst}' kan hier niet. Kies uit: {', '.join(keuzes.labels)}.")
        return str(bekend[plat(tekst)])

    return lees


def _gemeente(tekst: str, stam: Stam, rij: dict[str, Any]) -> Gemeente:
    gemeente = stam.gemeenten.get(plat(tekst))
    if gemeente is None:
        raise ValueError(f"De gemeente '{tekst}' kennen we niet. Schrijf de naam zoals het CBS.")
    if gemeente.pk not in stam.eigen:
        raise ValueError(f"U legt niet vast voor {gemeente}. Haal de rij weg.")
    return gemeente


def _terrein(tekst: str, stam: Stam, rij: dict[str, Any]) -> Terrein:
    gemeente = rij.get("gemeente")
    if gemeente is None:
        raise ValueError("Het terrein is niet te controleren zonder een goede gemeente.")
    terrein = stam.terreinen.get((gemeente.pk, plat(tekst)))
    if terrein is None:
        raise ValueError(f"In {gemeente} is geen terrein '{tekst}'. Schrijf de naam zoals in de keuzelijst.")
    return terrein


def _bron(tekst: str, stam: Stam, rij: dict[str, Any]) -> Bron:
    if plat(tekst) not in stam.bronnen:
        raise ValueError(f"De bron '{tekst}' kennen we niet. Kies een bron uit de keuzelijst.")
    return stam.bronnen[plat(tekst)]


def _panden(tekst: str, stam: Stam, rij: dict[str, Any]) -> list[Pand]:
    nummers = [nummer.strip() for nummer in re.split(r"[,;\s]+", tekst) if nummer.strip()]
    mis = [nummer for nummer in nummers if nummer not in stam.panden]
    if mis:
        raise ValueError(
            f"Geen pand van uw gemeente: {', '.join(mis[:3])}. Een BAG-pandnummer heeft 16 cijfers; "
            "zet in Excel de cel op tekst, anders verdwijnen de nul vooraan en de laatste cijfers."
        )
    return list({nummer: stam.panden[nummer] for nummer in nummers}.values())


def _pand(tekst: str, stam: Stam, rij: dict[str, Any]) -> Pand:
    panden = _panden(tekst, stam, rij)
    if len(panden) != 1:
        raise ValueError("Een transactie hoort bij een pand. Laat een BAG-pandnummer staan.")
    return panden[0]


# --- what can be taken in -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Veld:
    """A column of the file and the field it fills. `keuzes` names the list that Excel offers."""

    naam: str
    kop: str
    lees: Lezer
    uitleg: str
    verplicht: bool = True
    keuzes: str = ""
    vorm: str = "General"


@dataclass(frozen=True)
class Invoer:
    """A subject that can be taken in. Rows with the same `sleutel` are the same thing."""

    blad: str
    model: type[Any]
    velden: tuple[Veld, ...]
    sleutel: tuple[str, ...]
    bezwaren: Callable[[dict[str, Any]], Iterator[Bezwaar]]
    term: str


_TOELICHTING = Veld("toelichting", "Toelichting", lees_tekst(300), "Een korte opmerking.", verplicht=False)
_BRON = Veld("bron", "Bron", _bron, "Hoe u het weet.", keuzes="bronnen")
_GEMEENTE = Veld("gemeente", "Gemeente", _gemeente, "Naam of CBS-code (GM0344).", keuzes="gemeenten")
_DAG = "dd-mm-yyyy"

INVOER: dict[str, Invoer] = {
    "plancapaciteit": Invoer(
        "Plancapaciteit",
        Plancapaciteit,
        (
            Veld("plan", "Plan", lees_tekst(120), "Naam van het bestemmings- of omgevingsplan."),
            _GEMEENTE,
            Veld("terrein", "Terrein", _terrein, "Leeg als het plan niet op een terrein ligt.", verplicht=False,
                 keuzes="terreinen"),
            Veld("status", "Status", lees_keuze(Plancapaciteit.Status), "Hard of zacht.", keuzes="status"),
            Veld("bvo_m2", "Plancapaciteit (m² BVO)", _geheel, "Wat nog gebouwd mag worden. 0 als het is geschrapt."),
            Veld("peildatum", "Peildatum", lees_dag, "De dag waarop dit zo was.", vorm=_DAG),
            _BRON,
            _TOELICHTING,
        ),
        ("gemeente", "plan", "status", "peildatum"),
        bezwaren_plancapaciteit,
        "plancapaciteit",
    ),
    "transformatie": Invoer(
        "Transformaties",
        Transformatie,
        (
            Veld("naam", "Naam", lees_tekst(120), "Zoals het project bekend is."),
            _GEMEENTE,
            Veld("panden", "BAG-pandnummers", _panden, "Zestien cijfers, meer panden met een komma ertussen.",
                 verplicht=False, vorm="@"),
            Veld("bestemming", "Wordt", lees_keuze(Bestemming), "Wat de kantoorruimte wordt, of sloop.",
                 keuzes="bestemming"),
            Veld("vvo_m2", "Kantoorruimte (m² VVO)", _geheel, "Kantoorruimte die verdwijnt."),
            Veld("woningen", "Woningen", _geheel, "Aantal woningen dat ontstaat; leeg bij sloop.", verplicht=False),
            Veld("fase", "Fase", lees_keuze(Transformatie.Fase), "Hoe ver het project is.", keuzes="fase"),
            Veld("start_op", "Start", lees_dag, "Begin van het onderzoek of de bouw.", verplicht=False, vorm=_DAG),
            Veld("gereed_op", "Gereed op", lees_dag, "Verwacht, of bij fase gereed de dag van oplevering.",
                 verplicht=False, vorm=_DAG),
            _BRON,
            _TOELICHTING,
        ),
        ("gemeente", "naam"),
        bezwaren_transformatie,
        "transformatie",
    ),
    "transactie": Invoer(
        "Transacties",
        Transactie,
        (
            Veld("datum", "Datum", lees_dag, "De dag waarop de transactie is gesloten.", vorm=_DAG),
            _GEMEENTE,
            Veld("pand", "BAG-pandnummer", _pand, "Zestien cijfers; leeg als u het pand niet weet.", verplicht=False,
                 vorm="@"),
            Veld("vvo_m2", "Oppervlakte (m² VVO)", _geheel, "Wat is verhuurd of verkocht."),
            Veld("soort", "Huur of koop", lees_keuze(Transactie.Soort), "Huur of koop.", keuzes="soort"),
            Veld("prijs", "Prijs (euro)", _decimaal, "Huur: per m² per jaar. Koop: de koopsom.", verplicht=False),
            Veld("sector", "Sector", lees_keuze(Transactie.Sector), "Van de huurder of koper.", keuzes="sector"),
            _BRON,
            _TOELICHTING,
        ),
        # Without a number of its own a transactie is known by all that it is.
        ("datum", "gemeente", "pand", "vvo_m2", "soort", "prijs", "sector"),
        bezwaren_transactie,
        "opname",
    ),
}  # fmt: skip
KEUZES: dict[str, Any] = {
    "status": Plancapaciteit.Status, "bestemming": Bestemming, "fase": Transformatie.Fase, "soort": Transactie.Soort,
    "sector": Transactie.Sector,
}  # fmt: skip


# --- the proposal ---------------------------------------------------------------------------------------------------
@dataclass
class Regel:
    """What one row of the file would do. `fouten` are (column, letter of the column, text)."""

    nummer: int
    naam: str
    ding: Any = None
    panden: list[Pand] | None = None
    nieuw: bool = False
    verschillen: list[tuple[str, str, str]] = field(default_factory=list)
    fouten: list[tuple[str, str, str]] = field(default_factory=list)
    let_op: str = ""

    @property
    def soort(self) -> str:
        if self.fouten:
            return "fout"
        return "nieuw" if self.nieuw else "gewijzigd" if self.verschillen else "gelijk"


@dataclass
class Voorstel:
    """What a whole file would do."""

    regels: list[Regel]

    def van(self, soort: str) -> list[Regel]:
        return [regel for regel in self.regels if regel.soort == soort]

    @property
    def fouten(self) -> list[Regel]:
        return self.van("fout")

    @property
    def doet_iets(self) -> bool:
        return bool(self.van("nieuw") or self.van("gewijzigd"))

    @property
    def compleet(self) -> bool:
        """Whether it can be taken in: all rows are right and some change something."""
        return self.doet_iets and not self.fouten

    def samenvatting(self) -> str:
        gelijk = len(self.van("gelijk"))
        delen = [
            aantal(len(self.van("nieuw")), "nieuwe rij", "nieuwe rijen"),
            aantal(len(self.van("gewijzigd")), "gewijzigde rij", "gewijzigde rijen"),
            f"{aantal(gelijk, 'rij', 'rijen')} zonder wijziging",
            aantal(len(self.fouten), "rij met een fout", "rijen met een fout"),
        ]
        return f"{', '.join(delen[:-1])} en {delen[-1]}"

    def vingerafdruk(self) -> str:
        """The same as long as taking the file in would do the same."""
        wat = [
            (regel.nummer, regel.soort, regel.ding.pk if regel.ding else None, regel.verschillen)
            for regel in self.regels
        ]
        return hashlib.sha256(repr(wat).encode()).hexdigest()


def _als_tekst(waarde: Any, keuzes: Any) -> str:
    match waarde:
        case None | "" | []:
            return GEEN
        case list():
            return ", ".join(pand.bag_id for pand in waarde)
        case Pand():
            return waarde.bag_id
        case datetime.date():
            return datum_kort(waarde)
        case Decimal():
            return getal(waarde, 2)
        case int():
            return getal(waarde)
        case str() if keuzes:
            return str(dict(keuzes.choices).get(waarde, waarde))
        case _:
            return str(waarde)


def stel_voor(invoer: Invoer, rijen: Sequence[Rij], gebruiker: Any) -> Voorstel:
    """Check every row and compare it with what is there. The number of queries doesn't grow with the rows."""
    stam = Stam(gebruiker, rijen)
    gelezen = [lees_rij(invoer, nummer, rij, stam) for nummer, rij in rijen]
    bestaand = _bestaand(invoer, {gegevens["gemeente"].pk for _, gegevens in gelezen if gegevens.get("gemeente")})
    eerder: dict[tuple[Any, ...], int] = {}
    for regel, gegevens in gelezen:
        if regel.fouten:
            continue
        sleutel = _sleutel(invoer, gegevens)
        if sleutel in eerder:
            regel.fouten.append(("", "", f"Hetzelfde staat ook op rij {eerder[sleutel]}. Haal een van beide weg."))
            continue
        eerder[sleutel] = regel.nummer
        _vergelijk(invoer, regel, gegevens, bestaand.get(sleutel))
        panden = regel.panden if regel.panden is not None else [gegevens["pand"]] if gegevens.get("pand") else []
        regel.let_op = te_groot(gegevens.get("vvo_m2"), panden)
    return Voorstel([regel for regel, _ in gelezen])


def lees_rij(invoer: Invoer, nummer: int, rij: dict[str, str], stam: Any) -> tuple[Regel, dict[str, Any]]:
    """The values of a row by field name, and what is wrong with its cells. `stam` is what the readers look into."""
    regel = Regel(nummer, rij.get(invoer.velden[0].kop, ""))
    gegevens: dict[str, Any] = {}
    letters = {veld.naam: (veld.kop, get_column_letter(i)) for i, veld in enumerate(invoer.velden, start=1)}
    for veld in invoer.velden:
        tekst = rij.get(veld.kop, "")
        try:
            if tekst.startswith("="):
                raise ValueError("Hier staat een formule. Plak de uitkomst als waarde.")
            if tekst:
                gegevens[veld.naam] = veld.lees(tekst, stam, gegevens)
            elif veld.verplicht:
                raise ValueError("Vul deze cel in.")
            else:
                gegevens[veld.naam] = [] if veld.naam == "panden" else "" if veld.naam == "toelichting" else None
        except ValueError as fout:
            regel.fouten.append((*letters[veld.naam], str(fout)))
    if not regel.fouten:
        regel.fouten = [(*letters.get(naam, ("", "")), tekst) for naam, tekst in invoer.bezwaren(gegevens)]
    return regel, gegevens


def _sleutel(invoer: Invoer, gegevens: dict[str, Any]) -> tuple[Any, ...]:
    """Names count as the same whatever their capitals and spaces."""
    return tuple(
        plat(waarde) if isinstance(waarde, str) else getattr(waarde, "pk", waarde)
        for waarde in (gegevens.get(naam) for naam in invoer.sleutel)
    )


def _bestaand(invoer: Invoer, gemeenten: set[str]) -> dict[tuple[Any, ...], Any]:
    dingen = (
        invoer.model.objects.filter(gemeente__in=gemeenten).select_related("gemeente", "bron").defer("gemeente__grens")
    )
    if invoer.model is Plancapaciteit:
        dingen = dingen.select_related("terrein").defer("gemeente__grens", "terrein__grens")
    if invoer.model is Transactie:
        dingen = dingen.select_related("pand").defer("gemeente__grens", "pand__omtrek")
    if invoer.model is Transformatie:
        dingen = dingen.prefetch_related("panden")
    return {_sleutel(invoer, {naam: getattr(ding, naam) for naam in invoer.sleutel}): ding for ding in dingen}


def _vergelijk(invoer: Invoer, regel: Regel, gegevens: dict[str, Any], ding: Any) -> None:
    """Fill in the row what it would make or change; `ding` gets the new values but is not saved."""
    panden = gegevens.pop("panden", None)
    if ding is None:
        regel.nieuw, regel.panden = True, panden
        demo = [gegevens.get("terrein"), gegevens.get("pand"), *(panden or [])]
        regel.ding = invoer.model(**gegevens, demo=any(plek.demo for plek in demo if plek))
        return
    regel.ding = ding
    for veld in invoer.velden:
        keuzes = KEUZES.get(veld.keuzes)
        if veld.naam == "panden":
            oud, nieuw = sorted(ding.panden.all(), key=lambda pand: pand.bag_id), panden or []
            if {pand.pk for pand in oud} != {pand.pk for pand in nieuw}:
                regel.panden = nieuw
                regel.verschillen.append((veld.kop, _als_tekst(oud, None), _als_tekst(nieuw, None)))
            continue
        oud, nieuw = getattr(ding, veld.naam), gegevens[veld.naam]
        if veld.naam not in invoer.sleutel and oud != nieuw:
            regel.verschillen.append((veld.kop, _als_tekst(oud, keuzes), _als_tekst(nieuw, keuzes)))
            setattr(ding, veld.naam, nieuw)


def neem_in(invoer: Invoer, rijen: Sequence[Rij], gebruiker: Any, gezien: str, bestand: str) -> Voorstel:
    """Take in the whole file, in one transaction; returns what was done.

    `gezien` is the `vingerafdruk` of the proposal that the person saw. Raises `Conflict` when taking it in would now
    do something else, and `AktFout` when it has errors.
    """
    try:
        with transaction.atomic():
            # The lock makes imports for one gemeente follow each other, so that the second one compares anew.
            eigen = Stam(gebruiker, []).eigen
            list(
                Gemeente.objects.select_for_update(of=("self",), no_key=True)
                .filter(pk__in=eigen)
                .order_by("pk")
                .values_list("pk")
            )
            voorstel = stel_voor(invoer, rijen, gebruiker)
            if voorstel.vingerafdruk() != gezien:
                raise Conflict(
                    "Intussen zijn deze gegevens ook door iemand anders gewijzigd. Bekijk het voorstel opnieuw."
                )
            if not voorstel.compleet:
                raise AktFout("Dit bestand kan niet worden ingelezen. Verbeter de fouten en kies het bestand opnieuw.")
            _bewaar(invoer, voorstel, gebruiker, f"ingelezen uit {bestand}"[:100])
    except IntegrityError as fout:
        raise Conflict(
            "Intussen zijn deze gegevens ook door iemand anders gewijzigd. Bekijk het voorstel opnieuw."
        ) from fout
    return voorstel


def _bewaar(invoer: Invoer, voorstel: Voorstel, gebruiker: Any, reden: str) -> None:
    nieuw = [regel.ding for regel in voorstel.van("nieuw")]
    gewijzigd = [regel.ding for regel in voorstel.van("gewijzigd")]
    wie = {"default_user": gebruiker, "default_change_reason": reden, "batch_size": 500}
    bulk_create_with_history(nieuw, invoer.model, **wie)
    nu = timezone.now()
    for ding in gewijzigd:
        ding.gewijzigd_op = nu
    velden = [veld.naam for veld in invoer.velden if veld.naam not in (*invoer.sleutel, "panden")]
    if gewijzigd:
        bulk_update_with_history(gewijzigd, invoer.model, [*velden, "gewijzigd_op"], **wie)
    for regel in voorstel.regels:
        if regel.panden is not None:
            regel.ding.panden.set(regel.panden)


# --- the template ---------------------------------------------------------------------------------------------------
def sjabloon(invoer: Invoer, gebruiker: Any, definitie: str) -> bytes:
    """An empty workbook with the columns, drop-down lists of what this person may choose, and an explanation."""
    stam = Stam(gebruiker, [])
    lijsten = {
        "gemeenten": sorted({gemeente.naam for gemeente in stam.gemeenten.values() if gemeente.pk in stam.eigen}),
        "terreinen": sorted({terrein.naam for terrein in stam.terreinen.values()}),
        "bronnen": sorted(bron.naam for bron in stam.bronnen.values()),
        **{naam: keuzes.labels for naam, keuzes in KEUZES.items()},
    }
    return werkmap(
        invoer,
        lijsten,
        [
            definitie,
            "Laat de kopregel zoals hij is. Een rij die al in het portaal staat, wordt bijgewerkt.",
            "Na het kiezen van het bestand ziet u eerst wat er verandert. Pas als u bevestigt, wordt het opgeslagen.",
            f"Hoogstens {getal(MAX_RIJEN)} rijen en {MAX_BYTES // 1024 // 1024} MB per bestand.",
        ],
    )


def werkmap(invoer: Invoer, lijsten: Mapping[str, Sequence[str]], uitleg_regels: Sequence[str]) -> bytes:
    """The workbook itself: `lijsten` are the choices by the name that a column's `keuzes` has."""
    boek = Workbook()
    blad = boek.active
    blad.title = invoer.blad
    keuzeblad, uitleg = boek.create_sheet("Keuzes"), boek.create_sheet("Uitleg")
    keuzeblad.sheet_state = "hidden"
    for nummer, veld in enumerate(invoer.velden, start=1):
        letter = get_column_letter(nummer)
        cel = blad.cell(1, nummer, veld.kop)
        cel.font = Font(bold=True)
        blad.column_dimensions[letter].width = max(16, len(veld.kop) + 3)
        if veld.vorm != "General":
            blad.column_dimensions[letter].number_format = veld.vorm
        if lijsten.get(veld.keuzes):
            for rij, keuze in enumerate(lijsten[veld.keuzes], start=1):
                keuzeblad.cell(rij, nummer, keuze)
            regel = DataValidation(
                type="list",
                formula1=f"=Keuzes!${letter}$1:${letter}${len(lijsten[veld.keuzes])}",
                allow_blank=True,
                showErrorMessage=True,
                errorTitle="Kies uit de lijst",
                error=f"Kies bij '{veld.kop}' een waarde uit de lijst.",
            )
            regel.add(f"{letter}2:{letter}{MAX_RIJEN + 1}")
            blad.add_data_validation(regel)
    blad.freeze_panes = "B2"
    uitleg.append(["Kolom", "Verplicht", "Wat u invult"])
    for cel in uitleg[1]:
        cel.font = Font(bold=True)
    for veld in invoer.velden:
        uitleg.append([veld.kop, "ja" if veld.verplicht else "nee", veld.uitleg])
    uitleg.append([])
    for tekst in uitleg_regels:
        uitleg.append([tekst])
    for letter, breedte in (("A", 34), ("B", 12), ("C", 70)):
        uitleg.column_dimensions[letter].width = breedte
    for cel in uitleg["C"]:
        cel.alignment = Alignment(wrap_text=True, vertical="top")
    bestand = io.BytesIO()
    boek.save(bestand)
    return bestand.getvalue()
