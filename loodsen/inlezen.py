"""Organisations and contactpersonen from a list in Excel or CSV: read, compared, shown, and only then taken in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator, validate_email
from django.db import IntegrityError, connection, transaction
from openpyxl.utils import get_column_letter

from akt.fouten import AktFout, Conflict
from akt.opmaak import GEEN, getal
from loodsen import contactpersonen
from loodsen.models import Contactpersoon, Organisatie, Speler
from monitoring.inlezen_metingen import (
    INTUSSEN,
    MAX_BYTES,
    MAX_RIJEN,
    Invoer,
    Regel,
    Rij,
    Veld,
    Voorstel,
    lees_dag,
    lees_keuze,
    lees_rij,
    lees_tekst,
    plat,
    werkmap,
)
from monitoring.models import Gemeente

# So alike a new name is worth a remark (0 to 1, pg_trgm).
LIJKT = 0.55


class Stam:
    """What the rows refer to, read once for a whole file."""

    def __init__(self, rijen: Sequence[Rij]) -> None:
        gemeenten = Gemeente.objects.huidig().only("code", "naam")
        self.gemeenten = {
            sleutel: gemeente for gemeente in gemeenten for sleutel in (plat(gemeente.naam), plat(gemeente.code))
        }
        genoemd = {plat(rij.get("Organisatie", "")) for _, rij in rijen}
        organisaties = Organisatie.objects.select_related("gemeente").defer("gemeente__grens")
        self.organisaties = {
            plat(organisatie.naam): organisatie for organisatie in organisaties if plat(organisatie.naam) in genoemd
        }
        personen = Contactpersoon.objects.bewaard().filter(organisatie__in=list(self.organisaties.values()))
        self.personen = {(persoon.organisatie_id, persoon.email.lower()): persoon for persoon in personen}
        nummers = Organisatie.objects.exclude(kvk_nummer="").values_list("kvk_nummer", "naam")
        self.nummers = {nummer: plat(naam) for nummer, naam in nummers}


def _gemeente(tekst: str, stam: Stam, rij: dict[str, Any]) -> Gemeente:
    gemeente = stam.gemeenten.get(plat(tekst))
    if gemeente is None:
        raise ValueError(f"De gemeente '{tekst}' kennen we niet. Schrijf de naam zoals het CBS.")
    return gemeente


def _email(tekst: str, stam: Stam, rij: dict[str, Any]) -> str:
    try:
        validate_email(tekst)
    except ValidationError:
        raise ValueError(f"'{tekst}' is geen e-mailadres. Schrijf het als naam@organisatie.nl.") from None
    return tekst


def _kvk(tekst: str, stam: Stam, rij: dict[str, Any]) -> str:
    nummer = tekst.replace(" ", "")
    if len(nummer) == 7:
        # Excel dropped the zero in front.
        nummer = f"0{nummer}"
    try:
        RegexValidator(r"^[0-9]{8}$")(nummer)
    except ValidationError:
        raise ValueError(f"'{tekst}' is geen KvK-nummer. Dat heeft 8 cijfers.") from None
    return nummer


def _website(tekst: str, stam: Stam, rij: dict[str, Any]) -> str:
    adres = tekst if "://" in tekst else f"https://{tekst}"
    try:
        URLValidator(["http", "https"])(adres)
    except ValidationError:
        raise ValueError(f"'{tekst}' is geen webadres. Schrijf het als https://www.organisatie.nl.") from None
    return adres


ORGANISATIE = ("naam", "soort", "gemeente", "kvk_nummer", "website")
PERSOON = ("persoon", "functie", "email", "telefoon", "grondslag", "toestemming_op")


def _bezwaren(gegevens: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong between the cells of a row."""
    persoon = [naam for naam in PERSOON if gegevens.get(naam)]
    if persoon and not gegevens.get("persoon"):
        yield "persoon", "Vul de naam in van deze persoon, of maak de andere cellen over de persoon leeg."
    if persoon and not gegevens.get("email"):
        yield "email", "Vul het e-mailadres in: daarmee vraagt het portaal toestemming."


INVOER = Invoer(
    "Contactpersonen",
    Contactpersoon,
    (
        Veld("naam", "Organisatie", lees_tekst(120), "Naam. Bestaat de organisatie al, dan wordt zij bijgewerkt."),
        Veld("soort", "Soort", lees_keuze(Speler.Soort), "Welke soort organisatie. Nodig als zij nieuw is.",
             verplicht=False, keuzes="soort"),
        Veld("gemeente", "Gemeente", _gemeente, "Waar de organisatie vooral werkt.", verplicht=False,
             keuzes="gemeenten"),
        Veld("kvk_nummer", "KvK-nummer", _kvk, "Acht cijfers.", verplicht=False, vorm="@"),
        Veld("website", "Website", _website, "Begint met https://.", verplicht=False),
        Veld("persoon", "Naam", lees_tekst(120), "Naam van de contactpersoon. Leeg: alleen de organisatie.",
             verplicht=False),
        Veld("functie", "Functie", lees_tekst(120), "Functie van de contactpersoon.", verplicht=False),
        Veld("email", "E-mailadres", _email, "Van het werk. Nodig bij een contactpersoon.", verplicht=False),
        Veld("telefoon", "Telefoon", lees_tekst(20), "Van het werk.", verplicht=False, vorm="@"),
        Veld("grondslag", "Grondslag", lees_keuze(Contactpersoon.Grondslag),
             "Waarom het portaal de persoon mag bewaren. Leeg: toestemming.", verplicht=False, keuzes="grondslag"),
        Veld("toestemming_op", "Toestemming gegeven op", lees_dag, "Leeg: het portaal vraagt er per mail om.",
             verplicht=False, vorm="dd-mm-yyyy"),
    ),
    ("naam", "email"),
    _bezwaren,
    "",
)  # fmt: skip


@dataclass
class Contactregel(Regel):
    """What one row would do, with what is to be saved for it: the organisation first."""

    bewaren: list[Any] = field(default_factory=list)


def stel_voor(rijen: Sequence[Rij]) -> Voorstel:
    """Check every row and compare it with what is there. The number of queries doesn't grow with the rows."""
    stam = Stam(rijen)
    organisaties: dict[str, tuple[int, dict[str, Any]]] = {}
    eerder: dict[tuple[str, str], int] = {}
    regels: list[Regel] = []
    for nummer, rij in rijen:
        gelezen, gegevens = lees_rij(INVOER, nummer, rij, stam)
        regel = Contactregel(**vars(gelezen))
        regels.append(regel)
        if regel.fouten:
            continue
        sleutel = (plat(gegevens["naam"]), (gegevens["email"] or "").lower())
        if sleutel in eerder:
            regel.fouten.append(("", "", f"Hetzelfde staat ook op rij {eerder[sleutel]}. Haal een van beide weg."))
            continue
        eerder[sleutel] = nummer
        organisatie = _organisatie(regel, gegevens, stam, organisaties)
        if organisatie is not None and gegevens["persoon"]:
            _persoon(regel, gegevens, organisatie, stam)
    _merk_gelijkenissen_op(regels)
    return Voorstel(regels)


def _fout(regel: Regel, naam: str, tekst: str) -> None:
    plek = next(i for i, veld in enumerate(INVOER.velden, start=1) if veld.naam == naam)
    regel.fouten.append((INVOER.velden[plek - 1].kop, get_column_letter(plek), tekst))


def _organisatie(
    regel: Contactregel, gegevens: dict[str, Any], stam: Stam, eerder: dict[str, tuple[int, dict[str, Any]]]
) -> Organisatie | None:
    """The organisation of a row with the new values in it, not saved; None when something is wrong with it."""
    naam = plat(gegevens["naam"])
    waarden = {veld: gegevens[veld] for veld in ORGANISATIE if gegevens[veld] and veld != "naam"}
    rij, genoemd = eerder.setdefault(naam, (regel.nummer, {}))
    for veld, waarde in waarden.items():
        if genoemd.setdefault(veld, waarde) != waarde:
            _fout(regel, veld, f"Op rij {rij} heeft deze organisatie een andere waarde. Maak ze gelijk.")
    organisatie = stam.organisaties.get(naam)
    if organisatie is None and "soort" not in waarden:
        _fout(regel, "soort", "Deze organisatie is nieuw. Kies welke soort het is.")
    if stam.nummers.get(waarden.get("kvk_nummer", ""), naam) != naam:
        _fout(regel, "kvk_nummer", "Een andere organisatie heeft dit KvK-nummer al. Controleer het.")
    if regel.fouten:
        return None
    if "kvk_nummer" in waarden:
        stam.nummers[waarden["kvk_nummer"]] = naam
    if organisatie is None:
        organisatie = stam.organisaties[naam] = Organisatie(naam=gegevens["naam"], **waarden)
        regel.nieuw = True
        regel.bewaren.append(organisatie)
    elif organisatie.pk is None:
        for veld, waarde in waarden.items():
            setattr(organisatie, veld, waarde)
    elif _werk_bij(regel, organisatie, waarden):
        regel.bewaren.append(organisatie)
    regel.ding = organisatie
    return organisatie


def _persoon(regel: Contactregel, gegevens: dict[str, Any], organisatie: Organisatie, stam: Stam) -> None:
    velden = {
        "naam": gegevens["persoon"], "functie": gegevens["functie"] or "", "telefoon": gegevens["telefoon"] or "",
    }  # fmt: skip
    regel.naam = f"{regel.naam}: {gegevens['persoon']}"
    persoon = stam.personen.get((organisatie.pk, gegevens["email"].lower()))
    if persoon is None:
        regel.nieuw = True
        persoon = Contactpersoon(
            organisatie=organisatie, email=gegevens["email"], toestemming_op=gegevens["toestemming_op"],
            grondslag=gegevens["grondslag"] or Contactpersoon.Grondslag.TOESTEMMING, **velden,
        )  # fmt: skip
        regel.bewaren.append(persoon)
    # What a cell leaves open stays as it is; what the person agreed to is not for a file to change.
    elif _werk_bij(regel, persoon, {veld: waarde for veld, waarde in velden.items() if waarde}):
        regel.bewaren.append(persoon)


def _werk_bij(regel: Regel, ding: Any, velden: dict[str, Any]) -> bool:
    """Set the values and note the differences; whether there were any."""
    voor = len(regel.verschillen)
    for veld, waarde in velden.items():
        oud = getattr(ding, veld)
        if oud != waarde:
            kolom = ding._meta.get_field(veld)
            woorden = dict(kolom.flatchoices)
            naam = f"{str(kolom.verbose_name)[:1].upper()}{str(kolom.verbose_name)[1:]}"
            regel.verschillen.append((naam, str(woorden.get(oud, oud) or GEEN), str(woorden.get(waarde, waarde))))
            setattr(ding, veld, waarde)
    return len(regel.verschillen) > voor


def _merk_gelijkenissen_op(regels: Sequence[Regel]) -> None:
    """Remark on a new organisation whose name is much like one that is there."""
    nieuw = {regel.ding.naam: regel for regel in regels if regel.nieuw and regel.ding and regel.ding.pk is None}
    if not nieuw:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (n.naam) n.naam, o.naam FROM unnest(%s::text[]) AS n(naam) "
            "JOIN loodsen_organisatie o ON o.naam %% n.naam "
            "WHERE similarity(o.naam, n.naam) >= %s ORDER BY n.naam, similarity(o.naam, n.naam) DESC",
            [list(nieuw), LIJKT],
        )
        for naam, bestaand in cursor.fetchall():
            nieuw[naam].let_op = f"Lijkt op {bestaand}, die er al is. Is het dezelfde, schrijf dan die naam."


def neem_in(rijen: Sequence[Rij], gezien: str, bestand: str) -> Voorstel:
    """Take in the whole file, in one transaction; returns what was done. Who has not consented yet gets the question.

    `gezien` is the `vingerafdruk` of the proposal that the person saw. Raises `Conflict` when taking it in would now
    do something else, and `AktFout` when it has errors.
    """
    reden = f"ingelezen uit {bestand}"[:100]
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Imports follow each other, so that the second one compares anew; reading goes on meanwhile.
                cursor.execute("LOCK TABLE loodsen_organisatie IN SHARE ROW EXCLUSIVE MODE")
            voorstel = stel_voor(rijen)
            if voorstel.vingerafdruk() != gezien:
                raise Conflict(INTUSSEN)
            if not voorstel.compleet:
                raise AktFout("Dit bestand kan niet worden ingelezen. Verbeter de fouten en kies het bestand opnieuw.")
            for ding in [ding for regel in voorstel.regels for ding in regel.bewaren]:  # type: ignore[attr-defined]
                ding._change_reason = reden
                if isinstance(ding, Contactpersoon):
                    contactpersonen.bewaar(ding)
                else:
                    ding.save()
    except IntegrityError as fout:
        raise Conflict(INTUSSEN) from fout
    return voorstel


def sjabloon() -> bytes:
    """An empty workbook with the columns, drop-down lists and an explanation."""
    lijsten = {
        "gemeenten": list(Gemeente.objects.huidig().values_list("naam", flat=True)),
        "soort": Speler.Soort.labels,
        "grondslag": Contactpersoon.Grondslag.labels,
    }
    return werkmap(
        INVOER,
        lijsten,
        [
            "Een rij is een contactpersoon bij een organisatie, of alleen een organisatie.",
            "Laat de kopregel zoals hij is. Wat er al staat, wordt bijgewerkt; een lege cel verandert niets.",
            "Na het kiezen van het bestand ziet u eerst wat er verandert. Pas als u bevestigt, wordt het opgeslagen.",
            "Wie nog geen toestemming gaf, krijgt daarna een mail met de vraag.",
            f"Hoogstens {getal(MAX_RIJEN)} rijen en {MAX_BYTES // 1024 // 1024} MB per bestand.",
        ],
    )
