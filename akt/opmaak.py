"""Dutch formats for what people read: numbers, m², percentages and dates. One place, for pages, exports and mails."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import dateformat

GEEN = "–"


def getal(waarde: Any, decimalen: int = 0) -> str:
    """1234567 -> '1.234.567'; None -> '–'."""
    if waarde is None or waarde == "":
        return GEEN
    afgerond = Decimal(str(waarde)).quantize(Decimal(1).scaleb(-decimalen), rounding=ROUND_HALF_UP)
    return f"{afgerond:,.{decimalen}f}".replace(",", "\0").replace(".", ",").replace("\0", ".").replace("-", "−")


def m2(waarde: Any) -> str:
    """1234567 -> '1.234.567 m²', with a no-break space."""
    return GEEN if waarde is None or waarde == "" else f"{getal(waarde)}\u00a0m²"


def procent(waarde: Any, decimalen: int = 1) -> str:
    """12.34 (percents, not a fraction) -> '12,3%'."""
    return GEEN if waarde is None or waarde == "" else f"{getal(waarde, decimalen)}%"


def verandering(waarde: Any, decimalen: int = 0) -> str:
    """A difference with its sign: 12 -> '+12', -3 -> '−3', 0 -> '0'."""
    if waarde is None or waarde == "":
        return GEEN
    tekst = getal(waarde, decimalen)
    if not tekst.strip("−0,"):
        return tekst.lstrip("−")
    return tekst if tekst.startswith("−") else f"+{tekst}"


def kort(waarde: Any) -> str:
    """Large numbers in words: 6300000 -> '6,3 mln', 980000 -> '980.000'."""
    if waarde is None or waarde == "":
        return GEEN
    if abs(waarde) >= 1_000_000:
        return f"{getal(Decimal(str(waarde)) / 1_000_000, 1)} mln"
    return getal(waarde)


def datum(waarde: datetime.date | None) -> str:
    """2024-01-01 -> '1 januari 2024'."""
    return dateformat.format(waarde, "j F Y") if waarde else GEEN


def datum_kort(waarde: datetime.date | None) -> str:
    """For tables: 2024-01-01 -> '1-1-2024'."""
    return dateformat.format(waarde, "j-n-Y") if waarde else GEEN


def kwartaal(waarde: datetime.date | None) -> str:
    """A peildatum as people say it: 2024-01-01 -> '1 jan. 2024'."""
    return dateformat.format(waarde, "j N Y") if waarde else GEEN


def duur(maanden: int | None) -> str:
    """Months in words: 5 -> '5 maanden', 18 -> '1,5 jaar', 36 -> '3 jaar'."""
    if maanden is None:
        return GEEN
    if maanden < 12:
        return f"{maanden} {'maand' if maanden == 1 else 'maanden'}"
    jaren = Decimal(maanden) / 12
    return f"{getal(jaren, 0 if jaren == jaren.to_integral_value() else 1)} jaar"


def aantal(hoeveel: int, enkelvoud: str, meervoud: str) -> str:
    """A count with the right plural: (1, 'pand', 'panden') -> '1 pand'."""
    return f"{getal(hoeveel)} {enkelvoud if hoeveel == 1 else meervoud}"
