"""From a cell as people type it to a value: Dutch numbers, dates in many spellings, choices by their label.

Every reader takes what Excel, CSV or the grid gives and returns the value, None for an empty cell, or raises `CelFout`
with what is wrong and how to mend it. Whether the value is *right* is for the checks of the form.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from akt.export import FORMULETEKENS

GROOTSTE_M2 = 9_999_999
MAANDEN = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_GETAL = re.compile(r"(\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
_PUNT = re.compile(r"(\d+)\.(\d{1,2}|\d{4,})", re.ASCII)
_DAG = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_WOORDEN = re.compile(r"(?:(\d{1,2})[ -])?([a-zé]{3,9})\.?[ -](\d{4})", re.ASCII | re.IGNORECASE)
# Day 0 of Excel's calendar, and the span in which a bare number can be a date of ours (1930 to 2100).
_EXCEL = datetime.date(1899, 12, 30)
_EXCEL_DAGEN = range(10_960, 73_051)


class CelFout(ValueError):
    """A cell that cannot be read; the text says what is wrong and what to do."""


def lees_tekst(waarde: Any) -> str:
    """Trimmed text; the apostrophe with which an export disarms a formula is taken off again."""
    if waarde is None:
        return ""
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    tekst = str(waarde).replace("\0", "").strip()
    return tekst[1:] if tekst[:1] == "'" and tekst[1:].startswith(FORMULETEKENS) else tekst


def lees_getal(waarde: Any) -> Decimal | None:
    """A number of zero or more: 1250, '1.250', '1 250', '1.250,5', '1250 m²', '€ 139,50'."""
    if waarde is None or waarde == "":
        return None
    if isinstance(waarde, bool):
        raise CelFout("Hier hoort een getal. Vul bijvoorbeeld 1250 in.")
    if isinstance(waarde, (int, float, Decimal)):
        getal = Decimal(str(waarde))
        if not getal.is_finite():
            raise CelFout("Dit is geen getal. Vul bijvoorbeeld 1250 in.")
    elif isinstance(waarde, (datetime.date, datetime.time, datetime.timedelta)):
        raise CelFout("Dit is een datum en geen getal. Zet de celopmaak op 'Getal' en vul bijvoorbeeld 1250 in.")
    else:
        getal_of_niets = _getal_uit_tekst(str(waarde))
        if getal_of_niets is None:
            return None
        getal = getal_of_niets
    if getal < 0:
        raise CelFout("Een getal onder 0 kan hier niet. Vul 0 of meer in.")
    if getal > GROOTSTE_M2:
        raise CelFout("Dit getal is te groot. Controleer of er een cijfer te veel staat.")
    return getal


def _getal_uit_tekst(tekst: str) -> Decimal | None:
    kaal = re.sub(r"(?i)^€\s*|\s*(m2|m²|vvo|bvo)+$", "", tekst.replace("\0", "").strip()).strip()
    if not kaal:
        return None
    if kaal[0] in "-−" and _GETAL.fullmatch(kaal[1:].strip()):
        raise CelFout("Een getal onder 0 kan hier niet. Vul 0 of meer in.")
    if re.fullmatch(r"\d{1,3},\d{3}", kaal, re.ASCII):
        zonder = kaal.replace(",", "")
        raise CelFout(f"Is '{kaal}' bedoeld als {zonder}? Schrijf {zonder} zonder komma; een komma is voor decimalen.")
    if treffer := _GETAL.fullmatch(kaal):
        heel, deel = re.sub(r"\D", "", treffer[1]), treffer[2] or "0"
    elif treffer := _PUNT.fullmatch(kaal):
        heel, deel = treffer[1], treffer[2]
    else:
        raise CelFout("Dit is geen getal. Vul alleen cijfers in, bijvoorbeeld 1250.")
    if len(heel) > 12 or len(deel) > 20:
        raise CelFout("Dit getal is te lang. Controleer of er een cijfer te veel staat.")
    return Decimal(f"{heel}.{deel}")


def lees_m2(waarde: Any) -> int | None:
    """Whole m²; a fraction is rounded half up."""
    getal = lees_getal(waarde)
    return None if getal is None else int(getal.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def lees_bedrag(waarde: Any) -> Decimal | None:
    """Euros and cents."""
    getal = lees_getal(waarde)
    if getal is None:
        return None
    if getal >= 100_000:
        raise CelFout("Dit bedrag is te hoog. Vul euro per m² per jaar in, bijvoorbeeld 139,50.")
    return getal.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def lees_datum(waarde: Any) -> datetime.date | None:
    """1-2-2024, 01/02/2024, 2024-02-01, '1 februari 2024', 'feb 2024' (the first day), or Excel's day number."""
    if waarde is None or waarde == "":
        return None
    if isinstance(waarde, datetime.datetime):
        return waarde.date()
    if isinstance(waarde, datetime.date):
        return waarde
    if isinstance(waarde, (int, float)) and not isinstance(waarde, bool):
        if waarde in _EXCEL_DAGEN:
            return _EXCEL + datetime.timedelta(days=int(waarde))
        raise CelFout(_GEEN_DATUM)
    if not isinstance(waarde, str):
        raise CelFout(_GEEN_DATUM)
    tekst = waarde.replace("\0", "").strip()
    if not tekst:
        return None
    try:
        if treffer := _ISO.fullmatch(tekst):
            return datetime.date(*(int(deel) for deel in treffer.groups()))
        if treffer := _DAG.fullmatch(tekst):
            dag, maand, jaar = (int(deel) for deel in treffer.groups())
            if len(treffer[3]) == 2:
                jaar += 2000 if jaar <= datetime.date.today().year % 100 else 1900
            return datetime.date(jaar, maand, dag)
        if (treffer := _WOORDEN.fullmatch(tekst)) and (maand := _maand(treffer[2])):
            return datetime.date(int(treffer[3]), maand, int(treffer[1] or 1))
    except ValueError:
        raise CelFout("Deze dag bestaat niet. Controleer de dag en de maand; schrijf bijvoorbeeld 31-1-2024.") from None
    raise CelFout(_GEEN_DATUM)


_GEEN_DATUM = "Dit is geen volledige datum. Vul dag, maand en jaar in, bijvoorbeeld 1-2-2024."


def _maand(naam: str) -> int:
    """Number of a Dutch month by its name or first letters; 0 when it is none."""
    kort = naam.lower()[:3].replace("mrt", "maa").replace("mar", "maa")
    return MAANDEN.index(kort) + 1 if kort in MAANDEN else 0


def lees_keuze(waarde: Any, keuzes: Mapping[str, Any]) -> Any:
    """The choice whose label is written here; `keuzes` maps labels in small letters to values. None when empty."""
    tekst = lees_tekst(waarde)
    if not tekst:
        return None
    if tekst.lower() in keuzes:
        return keuzes[tekst.lower()]
    raise CelFout("Deze keuze bestaat niet. Kies een waarde uit de keuzelijst in het sjabloon.")


def lees_bag_id(waarde: Any) -> str:
    """16 digits. Excel may have made it a number: leading zeros come back, a lost last digit is refused."""
    if isinstance(waarde, (int, float)) and not isinstance(waarde, bool):
        if not 0 < waarde < 10**15:
            raise CelFout(_BAG_AFGEROND)
        if waarde != int(waarde):
            raise CelFout(_GEEN_BAG)
        return f"{int(waarde):016d}"
    tekst = lees_tekst(waarde)
    if re.fullmatch(r"\d([.,]\d+)?E\+\d+", tekst, re.ASCII | re.IGNORECASE):
        raise CelFout(_BAG_AFGEROND)
    if not re.fullmatch(r"\d{12,16}", tekst, re.ASCII):
        raise CelFout(_GEEN_BAG)
    return tekst.zfill(16)


_BAG_AFGEROND = (
    "Excel heeft dit nummer als getal opgeslagen en kan het laatste cijfer hebben veranderd. "
    "Neem de kolom opnieuw over uit het sjabloon."
)
_GEEN_BAG = "Dit is geen BAG-pandnummer van 16 cijfers. Neem het over uit het sjabloon."
