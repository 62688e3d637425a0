"""Rows of a round, from the grid or from a sheet: checked together, saved together.

The grid, the upload and the command all come here, so a row is judged by the same rules (`WaarnemingForm`) and a
change made meanwhile by someone else is noticed in the same way.
"""

from __future__ import annotations

import datetime
import enum
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from akt.models import Gebruiker
from akt.opmaak import GEEN, datum_kort, getal, m2
from monitoring.forms.rondes import RijForm
from monitoring.inlezen.kolommen import INVUL, PER_VELD
from monitoring.inlezen.waarden import CelFout, lees_bag_id, lees_bedrag, lees_datum, lees_keuze, lees_m2, lees_tekst
from monitoring.kerncijfers import meld_gemeenten
from monitoring.models import Deelname, Gebruik, Maat, Pand, Waarneming
from monitoring.rondes import BEVESTIGD, eis_open
from monitoring.signalen import controleer_na_invoer
from monitoring.vastleggen import WaarnemingConflict, naar_vvo

# What makes a row differ from the last waarneming; the source alone is judged apart.
MAATVELDEN = ("voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "vraaghuur", "gebruik")
OPPERVLAKTEN = ("voorraad_m2", "aanbod_m2", "leegstand_m2")
# Rows that are looked up together.
PER_KEER = 500


Voortgang = Callable[[int, int, str], None]


def stil(gedaan: int, totaal: int, melding: str) -> None:
    """For who does not follow the progress."""


class Soort(enum.StrEnum):
    GEWIJZIGD = "gewijzigd"
    ONGEWIJZIGD = "ongewijzigd"
    GELIJK = "gelijk"  # recorded on this peildatum already, with the same figures
    LEEG = "leeg"  # nothing filled in
    FOUT = "fout"


@dataclass
class Rij:
    """A row as it came in: raw cells by field. `gezien` is the newest waarneming that its maker knew of."""

    nummer: int
    cellen: Mapping[str, Any]
    formules: Iterable[str] = ()


@dataclass
class Uitslag:
    """What a row means. `fouten` by field; "pand" and "gezien" are about the row as a whole."""

    rij: Rij
    soort: Soort
    pand: Pand | None = None
    laatste: Waarneming | None = None
    fouten: dict[str, str] = field(default_factory=dict)
    nieuw: dict[str, Any] = field(default_factory=dict)
    nieuwste: int = 0
    conflict: bool = False

    def verschillen(self) -> list[tuple[str, str, str]]:
        """(heading, was, becomes) of each field that changes."""
        return [
            (PER_VELD[veld].kop, toon(veld, oud), toon(veld, nieuw))
            for veld in (*MAATVELDEN, "bron")
            if (nieuw := self.nieuw.get(veld)) != (oud := getattr(self.laatste, veld, None))
            and not (veld == "gebruik" and oud is None and nieuw == Gebruik.KANTOOR)
        ]


def toon(veld: str, waarde: Any) -> str:
    """A value as people read it."""
    if waarde is None or waarde == "":
        return GEEN
    if veld in OPPERVLAKTEN:
        return m2(waarde)
    if veld == "vraaghuur":
        return f"€ {getal(waarde, 2)}"
    if isinstance(waarde, datetime.date):
        return datum_kort(waarde)
    return str(Gebruik(waarde).label) if veld == "gebruik" else str(waarde)


def als_rijen(rijen: Iterable[Mapping[str, Any]]) -> list[Rij]:
    """The rows that `monitoring.inlezen` found."""
    return [Rij(rij["nr"], rij["cellen"], rij.get("formules", ())) for rij in rijen]


# --- what is known -----------------------------------------------------------------------------
def laatste_waarnemingen(panden: Iterable[int], peildatum: datetime.date) -> dict[int, Waarneming]:
    """The current waarneming of each pand at or before a peildatum, by id of the pand."""
    rijen = Waarneming.objects.actueel().filter(pand__in=panden).op_peildatum(peildatum).select_related("bron")
    return {rij.pand_id: rij for rij in rijen}


def nieuwste_waarnemingen(panden: Iterable[int]) -> dict[int, Waarneming]:
    """The newest row of each pand, whatever its peildatum, also when it was replaced."""
    nieuwste = Waarneming.objects.filter(pand__in=panden).order_by().values("pand").annotate(nieuwste=Max("pk"))
    rijen = Waarneming.objects.filter(pk__in=nieuwste.values("nieuwste")).select_related("ingevoerd_door")
    return {rij.pand_id: rij for rij in rijen}


# --- checking ----------------------------------------------------------------------------------
def beoordeel(
    deelname: Deelname,
    rijen: list[Rij],
    gebruiker: Gebruiker | None,
    meld: Voortgang = stil,
) -> Iterator[Uitslag]:
    """Judge rows one after another against what is known now; nothing is saved.

    What is known of their panden is asked for `PER_KEER` rows at a time, in a fixed number of queries, so that memory
    does not grow with a sheet for who keeps none of the verdicts.
    """
    nummers = [_bag_id(rij) for rij in rijen]
    hoe_vaak = Counter(nummer for nummer, _ in nummers)
    form: RijForm | None = None
    keuzes: dict[str, Callable[[Any], Any]] = {}
    panden: dict[str, Pand] = {}
    laatste: dict[int, Waarneming] = {}
    nieuwste: dict[int, Waarneming] = {}
    for gedaan, (rij, (nummer, fout)) in enumerate(zip(rijen, nummers, strict=True)):
        if gedaan % PER_KEER == 0:
            deel = [n for n, _ in nummers[gedaan : gedaan + PER_KEER] if n]
            gevraagd = Pand.objects.filter(gemeente=deelname.gemeente_id, bag_id__in=deel)
            panden = {pand.bag_id: pand for pand in gevraagd.select_related("stand").defer("omtrek")}
            ids = [pand.pk for pand in panden.values()]
            laatste = laatste_waarnemingen(ids, deelname.ronde.peildatum)
            nieuwste = nieuwste_waarnemingen(ids)
            if form is None and panden:
                form = RijForm(next(iter(panden.values())))
                keuzes = _keuzes(form)
            if gedaan:
                meld(gedaan, len(rijen), "De rijen worden gecontroleerd.")
        pand = panden.get(nummer)
        uitslag = Uitslag(rij, Soort.FOUT, pand)
        if fout:
            uitslag.fouten["bag_id"] = fout
        elif pand is None or form is None:
            uitslag.fouten["bag_id"] = (
                f"Dit pand staat niet in {deelname.gemeente}. Controleer het nummer, of haal de rij weg."
            )
        elif hoe_vaak[nummer] > 1:
            uitslag.fouten["bag_id"] = "Dit pand staat er meer dan één keer. Laat één rij staan."
        else:
            uitslag.laatste = laatste.get(pand.pk)
            _beoordeel(uitslag, pand, deelname, form, keuzes, nieuwste.get(pand.pk), gebruiker)
        yield uitslag


def controleer(
    deelname: Deelname,
    rijen: list[Rij],
    gebruiker: Gebruiker | None,
    meld: Voortgang = stil,
) -> list[Uitslag]:
    """The verdicts of `beoordeel` on all rows."""
    return list(beoordeel(deelname, rijen, gebruiker, meld))


def _bag_id(rij: Rij) -> tuple[str, str]:
    """The pand's number, or '' and what is wrong with it."""
    try:
        return lees_bag_id(rij.cellen.get("bag_id")), ""
    except CelFout as fout:
        return "", str(fout)


def _keuzes(form: RijForm) -> dict[str, Callable[[Any], Any]]:
    """How each field is read."""
    gebruik = {str(tekst).lower(): waarde for waarde, label in Gebruik.choices for tekst in (waarde, label)}
    maat = {str(tekst).lower(): waarde for waarde, label in Maat.choices for tekst in (waarde, label)}
    bronnen = {bron.naam.lower(): pk for pk, bron in form.bronnen.items()}
    return {
        **dict.fromkeys(OPPERVLAKTEN, lees_m2),
        "leeg_sinds": lees_datum,
        "vraaghuur": lees_bedrag,
        "gebruik": lambda waarde: lees_keuze(waarde, gebruik),
        "opgegeven_in": lambda waarde: lees_keuze(waarde, maat),
        "bron": lambda waarde: lees_keuze(waarde, bronnen),
        "toelichting": lees_tekst,
    }


def _beoordeel(
    uitslag: Uitslag, pand: Pand, deelname: Deelname, form: RijForm, lezers: dict[str, Callable[[Any], Any]],
    nieuwste: Waarneming | None, gebruiker: Gebruiker | None,
) -> None:  # fmt: skip
    """Fill in what the row means: its values, errors and kind."""
    cellen, laatste = uitslag.rij.cellen, uitslag.laatste
    uitslag.nieuwste = nieuwste.pk if nieuwste else 0
    if all(lees_tekst(cellen.get(veld)) == "" for veld in (*OPPERVLAKTEN, "leeg_sinds")):
        uitslag.soort = Soort.LEEG
        return
    eerst = {veld: getattr(laatste, veld, None) for veld in MAATVELDEN}
    # What the row does not speak of stays as it was.
    gegevens: dict[str, Any] = {
        "peildatum": deelname.ronde.peildatum,
        "opgegeven_in": Maat.VVO,
        "gebruik": eerst["gebruik"] or Gebruik.KANTOOR,
        "vraaghuur": eerst["vraaghuur"],
        "bron": form.vaste_bron,
        "toelichting": "",
    }
    fouten: dict[str, str] = {}
    for veld in INVUL:
        if veld not in cellen and veld not in (*OPPERVLAKTEN, "leeg_sinds"):
            continue
        if veld in uitslag.rij.formules:
            fouten[veld] = "Hier staat een formule. Plak alleen de waarde: Plakken speciaal > Waarden."
            continue
        try:
            waarde = lezers[veld](cellen.get(veld))
        except CelFout as fout:
            fouten[veld] = str(fout)
            continue
        if waarde is not None or veld not in ("gebruik", "opgegeven_in", "bron"):
            gegevens[veld] = waarde
    gelezen = {veld: waarde for veld, waarde in gegevens.items() if veld not in fouten}
    uitslag.fouten = form.controleer(pand, gelezen, eerst) | fouten
    if uitslag.fouten:
        return
    nieuw = form.cleaned_data
    for veld in OPPERVLAKTEN:
        nieuw[veld] = naar_vvo(nieuw[veld], nieuw["opgegeven_in"])
    uitslag.nieuw = nieuw
    hier = laatste is not None and laatste.peildatum == deelname.ronde.peildatum
    if laatste is not None and _zelfde(nieuw, laatste, form):
        uitslag.soort = Soort.GELIJK if hier else Soort.ONGEWIJZIGD
        # An area that was converted stays an estimate when it is confirmed.
        nieuw["opgegeven_in"], nieuw["geraamd"] = laatste.opgegeven_in, laatste.geraamd
        return
    nieuw["geraamd"] = nieuw["opgegeven_in"] != Maat.VVO
    uitslag.soort = Soort.GEWIJZIGD
    if nieuwste is not None and _onbekend(nieuwste, cellen.get("gezien"), gebruiker):
        uitslag.soort, uitslag.conflict = Soort.FOUT, True
        conflict = WaarnemingConflict(nieuwste, gebruiker or Gebruiker())
        uitslag.fouten["gezien"] = (
            f"{conflict} Daar staat: voorraad {m2(nieuwste.voorraad_m2)}, leegstand "
            f"{m2(nieuwste.leegstand_m2)}. Neem dat over, of leg het pand opnieuw vast als uw gegevens beter zijn."
        )


def _zelfde(nieuw: Mapping[str, Any], laatste: Waarneming, form: RijForm) -> bool:
    """Whether a row says the same as the last waarneming. A source that nobody may choose is no difference."""
    if any(nieuw[veld] != getattr(laatste, veld) for veld in MAATVELDEN):
        return False
    zelfde_bron = laatste.bron_id not in form.bronnen or nieuw["bron"].pk == laatste.bron_id
    return zelfde_bron and (not nieuw["toelichting"] or nieuw["toelichting"] == laatste.toelichting)


def _onbekend(nieuwste: Waarneming, gezien: Any, gebruiker: Gebruiker | None) -> bool:
    """Whether the newest row came in from someone else after the sheet or grid was made."""
    try:
        bekend = int(gezien)
    except (TypeError, ValueError):
        # A sheet of one's own making does not tell; the check before saving is then the only one.
        return gezien not in (None, "")
    return nieuwste.pk > bekend and (gebruiker is None or nieuwste.ingevoerd_door_id != gebruiker.pk)


# --- saving ------------------------------------------------------------------------------------
def sla_op(
    deelname: Deelname, rijen: list[Rij], gebruiker: Gebruiker | None, *, alles_of_niets: bool = False,
    ongewijzigd: bool = True, meld: Voortgang = stil,
) -> tuple[list[Uitslag], list[Waarneming]]:  # fmt: skip
    """Save the rows that are right, or with `alles_of_niets` none when one is wrong; gives verdicts and new rows.

    `ongewijzigd` says whether rows equal to the last waarneming count as a confirmation. Everything is judged again
    under a lock on the panden, so what was previewed may turn out to have been changed meanwhile. Raises
    `RondeGesloten`.
    """
    eis_open(deelname)
    with transaction.atomic():
        nummers = [nummer for nummer, _ in map(_bag_id, rijen) if nummer]
        # Locked in one order, so that two saves wait for each other and never both.
        list(
            Pand.objects.filter(gemeente=deelname.gemeente_id, bag_id__in=nummers)
            .order_by("pk")
            .select_for_update(of=("self",))
            .values_list("pk")
        )
        uitslagen = controleer(deelname, rijen, gebruiker, meld)
        if alles_of_niets and any(uitslag.soort == Soort.FOUT for uitslag in uitslagen):
            return uitslagen, []
        soorten = {Soort.GEWIJZIGD, Soort.ONGEWIJZIGD} if ongewijzigd else {Soort.GEWIJZIGD}
        return uitslagen, _schrijf(deelname, [u for u in uitslagen if u.soort in soorten], gebruiker)


def _schrijf(deelname: Deelname, uitslagen: list[Uitslag], gebruiker: Gebruiker | None) -> list[Waarneming]:
    """New waarnemingen in sets; what stood on the peildatum is replaced."""
    nu, peildatum = timezone.now(), deelname.ronde.peildatum
    vorige = [u.laatste.pk for u in uitslagen if u.laatste is not None and u.laatste.peildatum == peildatum]
    Waarneming.objects.filter(pk__in=vorige).update(vervangen_op=nu)
    nieuw = []
    for uitslag in uitslagen:
        laatste = uitslag.laatste
        velden = dict(uitslag.nieuw)
        if uitslag.soort == Soort.ONGEWIJZIGD:
            velden["toelichting"] = velden["toelichting"] or BEVESTIGD
        nieuw.append(
            Waarneming(
                pand=uitslag.pand,
                ingevoerd_door=gebruiker,
                ingevoerd_op=nu,
                vervangt=laatste if laatste is not None and laatste.peildatum == peildatum else None,
                **velden,
            )
        )
    Waarneming.objects.bulk_create(nieuw, batch_size=1000)
    for uitslag, waarneming in zip(uitslagen, nieuw, strict=True):
        uitslag.nieuwste = waarneming.pk
    if nieuw:
        codes = {code for u in uitslagen if u.pand for code in (u.pand.gemeente_id, u.pand.gemeente_voorheen_id)}
        meld_gemeenten(codes, peildatum, None)
        controleer_na_invoer(waarneming.pand_id for waarneming in nieuw)
    return nieuw


# --- showing -----------------------------------------------------------------------------------
@dataclass
class Pandrij:
    """A pand of the round as grid and template show it, with what is known now."""

    pand: Pand
    laatste: Waarneming | None
    gezien: int
    gedaan: bool

    @property
    def adres(self) -> str:
        adressen = self.pand.eerste_adressen  # type: ignore[attr-defined]
        return adressen[0].regel if adressen else str(self.pand)

    @property
    def plaats(self) -> str:
        adressen = self.pand.eerste_adressen  # type: ignore[attr-defined]
        return f"{adressen[0].postcode} {adressen[0].woonplaats}".strip() if adressen else ""


def met_nieuwste(panden: QuerySet[Any]) -> QuerySet[Any]:
    """Panden with `nieuwste_id`: their newest row, 0 without one, which a grid or sheet remembers."""
    nieuwste = Waarneming.objects.filter(pand=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    return panden.annotate(nieuwste_id=Coalesce(Subquery(nieuwste), 0))


def pandrijen(deelname: Deelname, panden: Iterable[Any]) -> list[Pandrij]:
    """Panden of `monitoring.rondes.panden_in` and `met_nieuwste` with their figures, in one query more."""
    panden = list(panden)
    laatste = laatste_waarnemingen([pand.pk for pand in panden], deelname.ronde.peildatum)
    return [Pandrij(pand, laatste.get(pand.pk), pand.nieuwste_id, pand.gedaan_op is not None) for pand in panden]
