"""Components of the pages. Every tag has one template in templates/akt/onderdelen/; the style guide shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.urls import NoReverseMatch, reverse

from akt import opmaak

register = template.Library()


@dataclass(frozen=True)
class Ingang:
    """An entry of the main navigation. `recht` is a permission, "is_staff" or None for everyone."""

    label: str
    naam: str
    recht: str | None = None


@dataclass(frozen=True)
class Groep:
    """Entries that open together under one label; with a single one left, that one stands by itself."""

    label: str
    ingangen: tuple[Ingang, ...]


# The two lists of the navigation: what is open to all, and the desk of those who work here. An entry whose address does
# not exist is left out.
NAVIGATIE: dict[str, tuple[Ingang | Groep, ...]] = {
    "hoofd": (
        Ingang("Infographics", "monitoring:infographics"),
        Ingang("Kantorenloodsen", "loodsen:kantorenloodsen"),
        Groep(
            "Kennis",
            (
                Ingang("Zoeken in kennis", "kennissysteem:kennis"),
                Ingang("Knelpunten", "kennissysteem:knelpunten"),
            ),
        ),
        Groep(
            "Meedoen",
            (
                Ingang("Agenda", "loodsen:agenda"),
                Ingang("Bijeenkomsten", "loodsen:bijeenkomsten"),
                Ingang("Initiatief indienen", "loodsen:initiatief-indienen"),
                Ingang("Kantorencoachteam", "loodsen:coachteam"),
                Ingang("Snelle scan", "scans:snelscan"),
            ),
        ),
        Groep(
            "Open data",
            (
                Ingang("Publicaties", "monitoring:publicaties"),
                Ingang("Definities", "monitoring:definities"),
                Ingang("API", "api-docs"),
            ),
        ),
    ),
    "werk": (
        Ingang("Pand vastleggen", "monitoring:vastleggen", "monitoring.add_waarneming"),
        Groep(
            "Panden",
            (
                Ingang("Lijst van panden", "monitoring:panden", "monitoring.view_pand"),
                Ingang("Kaart", "monitoring:kaart", "monitoring.view_pand"),
                Ingang("Rondes", "monitoring:rondes", "monitoring.view_ronde"),
                Ingang("Signalen", "monitoring:signalen", "monitoring.view_signaal"),
            ),
        ),
        Groep(
            "Cijfers",
            (
                Ingang("Metingen", "monitoring:metingen", "monitoring.view_meting"),
                Ingang("Overeenstemming", "monitoring:overeenstemming", "monitoring.view_meting"),
                Ingang("Kerncijfers", "monitoring:kerncijfers", "monitoring.view_kerncijfers"),
            ),
        ),
        Groep(
            "Netwerk",
            (
                Ingang("Overzicht van het netwerk", "loodsen:netwerk", "loodsen.view_netwerk"),
                Ingang("Vragen", "loodsen:vragen", "loodsen.view_vraag"),
                Ingang("Coaching", "loodsen:coaching", "loodsen.view_coaching"),
                Ingang("Initiatieven", "loodsen:initiatieven", "loodsen.view_initiatief"),
                Ingang("Organisaties", "loodsen:organisaties", "loodsen.view_organisatie"),
                Ingang("Agenda van de gemeenten", "loodsen:gemeenteagendas", "loodsen.view_organisatie"),
                Ingang("Mijn acties", "loodsen:acties", "loodsen.view_organisatie"),
                Ingang("Leeft de kennis?", "kennissysteem:levend", "kennissysteem.view_levend"),
            ),
        ),
        Groep("Scans", (Ingang("Scans", "scans:scans", "scans.view_scan"),)),
        Ingang("Mijn initiatieven", "loodsen:mijn-initiatieven", "loodsen.volg_eigen_initiatieven"),
        Groep(
            "Portaal",
            (
                Ingang("Taken", "taken", "monitoring.view_meting"),
                Ingang("Wat ontbreekt", "kennissysteem:ontbreekt", "kennissysteem.view_zoekvraag"),
                Ingang("Post", "post", "akt.view_bericht"),
                Ingang("Beheer", "admin:index", "is_staff"),
            ),
        ),
    ),
}


def adres(naam: str) -> str:
    """The address by that name, or "" when there is none."""
    try:
        return reverse(naam)
    except NoReverseMatch:
        return ""


def _mag(gebruiker: Any, recht: str | None) -> bool:
    if recht is None:
        return True
    if gebruiker is None:
        return False
    return bool(gebruiker.is_staff) if recht == "is_staff" else gebruiker.has_perm(recht)


@register.simple_tag
def adres_van(naam: str) -> str:
    """`{% adres_van "api-docs" as url %}`: the address, or "" when that part of the portal is not there."""
    return adres(naam)


@register.inclusion_tag("akt/onderdelen/navigatie.html", takes_context=True)
def navigatie(context: template.Context, lijst: str = "hoofd", label: str = "Hoofdmenu") -> dict[str, Any]:
    """The entries of a list that this user may see; the one that the current page belongs to is marked."""
    request = context.get("request")
    gebruiker = getattr(request, "user", None)
    pad = getattr(request, "path", "")

    def zichtbaar(ingangen: Sequence[Ingang]) -> list[dict[str, Any]]:
        paren = [(ingang.label, adres(ingang.naam)) for ingang in ingangen if _mag(gebruiker, ingang.recht)]
        return [{"label": label, "url": url, "hier": url == pad} for label, url in paren if url]

    delen: list[dict[str, Any]] = []
    for ding in NAVIGATIE[lijst]:
        ingangen = zichtbaar(ding.ingangen if isinstance(ding, Groep) else (ding,))
        if len(ingangen) == 1:
            delen.append(ingangen[0])
        elif ingangen:
            delen.append({"label": ding.label, "ingangen": ingangen})
    alle = [ingang for deel in delen for ingang in deel.get("ingangen", [deel])]
    # The longest address that the path starts with: /panden/vastleggen/ belongs to itself, not to /panden/.
    urls = [ingang["url"] for ingang in alle if ingang["url"] != "/" and pad.startswith(ingang["url"])]
    huidig = max(urls, key=len, default="")
    for ingang in alle:
        ingang["huidig"] = ingang["url"] == huidig
    for deel in delen:
        deel.setdefault("huidig", any(ingang["huidig"] for ingang in deel.get("ingangen", [])))
    return {"label": label, "delen": delen}


@register.inclusion_tag("akt/onderdelen/kruimelpad.html")
def kruimelpad(*delen: Any) -> dict[str, Any]:
    """`{% kruimelpad "Panden" url "Stationsplein 1" %}`: label and address in turn; the last label is this page."""
    paren = [(delen[i], delen[i + 1] if i + 1 < len(delen) else "") for i in range(0, len(delen), 2)]
    return {"start": adres("start") or "/", "kruimels": paren}


def sparkline(reeks: Sequence[Any], breedte: int = 120, hoogte: int = 32) -> dict[str, Any] | None:
    """Coordinates of a sparkline in its own viewBox; gaps (None) split the line. None with fewer than two values."""
    waarden = [None if waarde is None else float(waarde) for waarde in reeks]
    gevuld = [waarde for waarde in waarden if waarde is not None]
    if len(gevuld) < 2:
        return None
    laagst, hoogst = min(gevuld), max(gevuld)
    bereik = hoogst - laagst
    marge = 3.0
    lijnen: list[list[str]] = [[]]
    laatste = (0.0, 0.0)
    for nummer, waarde in enumerate(waarden):
        if waarde is None:
            lijnen.append([])
            continue
        x = marge + nummer * (breedte - 2 * marge) / (len(waarden) - 1)
        # A flat series lies in the middle.
        deel = (waarde - laagst) / bereik if bereik else 0.5
        y = hoogte - marge - deel * (hoogte - 2 * marge)
        lijnen[-1].append(f"{x:.1f},{y:.1f}")
        laatste = (x, y)
    return {
        "breedte": breedte,
        "hoogte": hoogte,
        "lijnen": [" ".join(lijn) for lijn in lijnen if len(lijn) > 1],
        "punt_x": f"{laatste[0] - 2.5:.1f}",
        "punt_y": f"{laatste[1] - 2.5:.1f}",
        "van": _kaal(gevuld[0]),
        "tot": _kaal(gevuld[-1]),
    }


def _kaal(waarde: Any) -> str:
    """A number as people write it: whole when it is whole, else one decimal."""
    return opmaak.getal(waarde, 0 if Decimal(str(waarde)) == Decimal(str(waarde)).to_integral_value() else 1)


def _is_getal(waarde: Any) -> bool:
    return isinstance(waarde, (int, float, Decimal)) and not isinstance(waarde, bool)


@register.inclusion_tag("akt/onderdelen/tegel.html")
def tegel(
    label: str,
    waarde: Any,
    toelichting: str = "",
    wijziging: Any = "",
    reeks: Sequence[Any] | None = None,
    url: str | None = None,
    definitie: Any = None,
    goed: bool | None = None,
) -> dict[str, Any]:
    """A figure with its change and its course.

    `waarde` and `wijziging` are text (`{{ cijfer|m2 }}`) or a bare number, shown in whole numbers, the change with
    its sign. `goed` says whether the change is for the better; None leaves it neutral. `reeks` are numbers in order
    of time, None for a gap.
    """
    richting = ""
    if _is_getal(wijziging):
        wijziging = opmaak.verandering(wijziging)
    if wijziging:
        begin = str(wijziging)[0]
        richting = {"+": "omhoog", "−": "omlaag", "-": "omlaag"}.get(begin, "gelijk")
    return {
        "label": label,
        "waarde": _kaal(waarde) if _is_getal(waarde) else waarde or opmaak.GEEN,
        "toelichting": toelichting,
        "wijziging": wijziging,
        "richting": richting,
        "oordeel": {True: "goed", False: "slecht"}.get(goed, "") if goed is not None else "",
        "lijn": sparkline(reeks) if reeks else None,
        "url": url,
        "definitie": definitie,
    }


@register.inclusion_tag("akt/onderdelen/kaart.html")
def kaart(url: str, hoogte: str = "middel", label: str = "Kaart") -> dict[str, Any]:
    """A map of the GeoJSON at `url`. `hoogte` is laag, middel or hoog. What it shows is also in a list or table."""
    return {"url": url, "hoogte": hoogte, "label": label, "tegels": settings.AKT_ACHTERGRONDKAART_URL}


FORMATEN = {
    "getal": opmaak.getal,
    "m2": opmaak.m2,
    "procent": opmaak.procent,
    "datum": opmaak.datum,
    "verandering": opmaak.verandering,
    "kort": opmaak.kort,
}


@register.filter
def opgemaakt(waarde: Any, soort: str) -> str:
    """A raw value in the format that its column asks for; text stays as it is."""
    opmaker = FORMATEN.get(soort)
    if opmaker is None:
        return opmaak.GEEN if waarde is None or waarde == "" else str(waarde)
    return opmaker(waarde)


@register.filter
def percentage_of_tekst(waarde: Any) -> str:
    """A bare number is a percentage; text is shown as given."""
    return opmaak.procent(waarde) if _is_getal(waarde) else str(waarde)


@register.filter
def aria_sort(kolom: Any) -> str:
    """`aria-sort` of a django-tables2 column, or "" when the table is not sorted by it."""
    if not kolom.is_ordered:
        return ""
    return "descending" if kolom.order_by_alias.is_descending else "ascending"


@register.filter
def tabelkop(tabel: Any) -> str:
    """Caption of a django-tables2 table: its attribute `caption`, or "caption" in `Meta.attrs`."""
    return str(getattr(tabel, "caption", "") or tabel.attrs.get("caption", ""))


@register.filter
def tabelattributen(tabel: Any) -> str:
    """Attributes of the <table> element, with the house classes in front."""
    attributen = {naam: waarde for naam, waarde in tabel.attrs.items() if not isinstance(waarde, dict)}
    attributen.pop("caption", None)
    attributen["class"] = f"utrecht-table akt-tabel__tabel {attributen.get('class', '')}".strip()
    return flatatt(attributen)


@register.filter
def foutregels(form: Any) -> list[dict[str, str]]:
    """Lines of the error summary: those of the form as a whole first, then per field with where to go."""
    regels = [{"doel": "", "tekst": str(fout)} for fout in form.non_field_errors()]
    for veld in form.hidden_fields():
        regels += [{"doel": "", "tekst": f"{veld.label}: {fout}"} for fout in veld.errors]
    for veld in form.visible_fields():
        regels += [{"doel": veld.doel, "tekst": f"{veld.label}: {fout}"} for fout in veld.errors]
    return regels


@register.filter
def foutkop(form: Any) -> str:
    """Heading of the error summary, with the right plural."""
    velden = sum(bool(veld.errors) for veld in form.visible_fields())
    if not velden:
        return "Er ging iets mis"
    return f"Er ging iets mis: controleer {opmaak.aantal(velden, 'veld', 'velden')}"
