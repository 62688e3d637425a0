"""Bijeenkomsten: planning them, asking people, answers, agenda, minutes, and whether they come often enough.

What changes a bijeenkomst or its invitations locks the bijeenkomst first, so that two people at once come after
each other. `AktFout` says in words what cannot be.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min, Q, QuerySet
from django.utils import timezone

from akt import post
from akt.fouten import AktFout, Conflict
from akt.models import Gebruiker, Rol
from akt.opmaak import aantal, datum
from loodsen import ics
from loodsen.models import (
    Actie,
    Agendacommissielid,
    Agendafeed,
    Agendapunt,
    Besluit,
    Bijeenkomst,
    Contactpersoon,
    Document,
    Kantorenloods,
    Speler,
    Uitnodiging,
    nieuwe_sleutel,
)

UITNODIGING = post.soort("bijeenkomst-uitnodiging", "Uitnodiging voor een bijeenkomst")
WIJZIGING = post.soort("bijeenkomst-wijziging", "Wijziging van een bijeenkomst")
PLAATS_VRIJ = post.soort("bijeenkomst-plaats", "Plaats vrij bij een bijeenkomst")
HERINNERING = post.soort("bijeenkomst-herinnering", "Herinnering aan een bijeenkomst", optioneel=True)
NOTULEN = post.soort("bijeenkomst-notulen", "Notulen van een bijeenkomst")

Soort, Status, Stand = Bijeenkomst.Soort, Bijeenkomst.Status, Uitnodiging.Stand
Rang = Uitnodiging.Hoedanigheid

# How often the network promised to meet (report 4.1), in months.
CADANS = {Soort.LOODSENSESSIE: 3, Soort.PAKT: 6}
# "Circa 20 mensen vanuit de markt", from these kinds in turn.
MARKT_BIJ_PAKT = 20
MARKTSOORTEN = (
    Speler.Soort.BELEGGER,
    Speler.Soort.FINANCIER,
    Speler.Soort.ONTWIKKELAAR,
    Speler.Soort.EIGENAAR,
    Speler.Soort.CORPORATIE,
    Speler.Soort.BOUWER,
    Speler.Soort.MAKELAAR,
)
# Who hasn't answered is reminded so many days before, but not right after being asked.
DAGEN_HERINNERING = 7
NIET_METEEN = datetime.timedelta(days=2)
# So long the portal knows who was asked and came.
BEWAREN = datetime.timedelta(days=730)
# A change in one of these is something that a guest must know.
VOOR_GASTEN = ("titel", "begin", "einde", "locatie", "online_url")


# --- planning ----------------------------------------------------------------------------------
def vergrendel(bijeenkomst: Bijeenkomst) -> Bijeenkomst:
    """The row as it is now, held until the end of the transaction."""
    return Bijeenkomst.objects.select_for_update(of=("self",)).get(pk=bijeenkomst.pk)


def eis_gepland(bijeenkomst: Bijeenkomst) -> None:
    """Raises `AktFout` for one that is off or has begun."""
    if bijeenkomst.status == Status.AFGELAST:
        raise AktFout("Deze bijeenkomst is afgelast.")
    if bijeenkomst.begonnen:
        raise AktFout("Deze bijeenkomst is al begonnen of geweest.")


def reeksdata(eerste: datetime.date, maanden: int) -> list[datetime.date]:
    """Days from the first on, every so many months, within a year; one in a weekend moves to the Monday after."""
    dagen = []
    for stap in range(0, 12, maanden):
        dag = plus_maanden(eerste, stap)
        dagen.append(dag + datetime.timedelta(7 - dag.weekday()) if dag.weekday() > 4 else dag)
    return dagen


def op_tijd(dag: datetime.date, tijd: datetime.time) -> datetime.datetime:
    """That time on that day as the clock says it here, in summer and in winter."""
    return timezone.make_aware(datetime.datetime.combine(dag, tijd))


def bewaar(bijeenkomst: Bijeenkomst) -> Bijeenkomst:
    """Save it. Raises `AktFout` when one of its kind is at that moment already."""
    try:
        with transaction.atomic():
            bijeenkomst.save()
    except IntegrityError as fout:
        if "bijeenkomst_niet_tegelijk" not in str(fout):
            raise
        dag = datum(timezone.localtime(bijeenkomst.begin))
        raise AktFout(f"Op {dag} is er dan al zo'n bijeenkomst in dit gebied. Kies een ander moment.") from fout
    return bijeenkomst


def plan_reeks(
    dagen: Iterable[datetime.date], begintijd: datetime.time, eindtijd: datetime.time, gebruiker: Gebruiker,
    **velden: Any,
) -> list[Bijeenkomst]:  # fmt: skip
    """A bijeenkomst on each of these days, all or none. Raises `AktFout` naming the day that cannot be."""
    reeks = uuid.uuid4()
    with transaction.atomic():
        return [
            bewaar(
                Bijeenkomst(
                    begin=op_tijd(dag, begintijd), einde=op_tijd(dag, eindtijd), organisator=gebruiker, reeks=reeks,
                    **velden,
                )
            )
            for dag in dagen
        ]  # fmt: skip


def wijzig(bijeenkomst: Bijeenkomst, velden: dict[str, Any], gezien: int) -> int:
    """Change these fields; guests to whom it matters get a mail. Returns how many.

    Another moment turns each yes into a question again. More places go to the waiting list. Raises `Conflict` when
    someone else changed it after the version `gezien` of the history.
    """
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_gepland(bijeenkomst)
        eis_gezien(bijeenkomst, gezien)
        oud = vergrendel(bijeenkomst)
        for naam, waarde in velden.items():
            setattr(bijeenkomst, naam, waarde)
        anders = any(getattr(oud, veld) != getattr(bijeenkomst, veld) for veld in VOOR_GASTEN)
        verzet = (oud.begin, oud.einde) != (bijeenkomst.begin, bijeenkomst.einde)
        if anders:
            bijeenkomst.volgnummer += 1
        bewaar(bijeenkomst)
        if verzet:
            bijeenkomst.uitnodigingen.filter(stand=Stand.OPNIEUW).update(gevraagd_op=timezone.now(), geantwoord_op=None)
        gasten = _te_berichten(bijeenkomst) if anders else []
        for uitnodiging in gasten:
            _schrijf(
                WIJZIGING, uitnodiging, f"Gewijzigd: {bijeenkomst.titel}", "mail_wijziging",
                {"oud": oud, "verzet": verzet}, methode=ics.UITNODIGEN,
            )  # fmt: skip
        schuif_door(bijeenkomst)
    return len(gasten)


def gelast_af(bijeenkomst: Bijeenkomst, reden: str) -> int:
    """Call it off and tell who was asked; returns how many."""
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_gepland(bijeenkomst)
        bijeenkomst.status, bijeenkomst.reden = Status.AFGELAST, reden
        bijeenkomst.volgnummer += 1
        bijeenkomst.save()
        gasten = _te_berichten(bijeenkomst)
        for uitnodiging in gasten:
            _schrijf(
                WIJZIGING, uitnodiging, f"Afgelast: {bijeenkomst.titel}", "mail_afgelast", methode=ics.AFZEGGEN
            )  # fmt: skip
    return len(gasten)


def _te_berichten(bijeenkomst: Bijeenkomst) -> list[Uitnodiging]:
    """Guests in whose calendar it may be."""
    gasten = list(bijeenkomst.uitnodigingen.exclude(stand=Stand.KOMT_NIET))
    for gast in gasten:
        gast.bijeenkomst = bijeenkomst
    return gasten


def _schrijf(
    soort: post.Soort, uitnodiging: Uitnodiging, onderwerp: str, sjabloon: str, gegevens: dict[str, Any] | None = None,
    *, methode: str | None = None, sleutel: str | None = None,
) -> bool:  # fmt: skip
    bericht = post.schrijf(
        soort,
        uitnodiging.email,
        onderwerp,
        f"loodsen/bijeenkomsten/{sjabloon}.txt",
        {
            "uitnodiging": uitnodiging,
            "bijeenkomst": uitnodiging.bijeenkomst,
            "antwoord_url": settings.BASIS_URL + uitnodiging.get_absolute_url(),
            **(gegevens or {}),
        },
        antwoord_aan=settings.AKT_CONTACT["email"],
        bijlagen=[ics.als_bijlage(uitnodiging, methode)] if methode else (),
        sleutel=sleutel,
    )
    return bericht is not None


# --- who is asked ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Genodigde:
    """Someone who could be asked, with what they are and where from."""

    naam: str
    email: str
    hoedanigheid: str
    waarvan: str = ""
    gemeente_id: str | None = None
    gebruiker_id: int | None = None
    contactpersoon_id: int | None = None

    @property
    def label(self) -> str:
        return str(Rang(self.hoedanigheid).label)


def voorstel(bijeenkomst: Bijeenkomst) -> list[Genodigde]:
    """Who to ask, those already asked left out.

    For a PAKT the loods and wethouder of each gemeente that takes part, the gedeputeerde, the coaches and about twenty
    from the market; for others the loodsen it is about and the coaches.
    """
    loodsen = Kantorenloods.objects.huidig().select_related("gemeente").defer("gemeente__grens")
    if bijeenkomst.gemeente_id:
        loodsen = loodsen.filter(gemeente=bijeenkomst.gemeente_id)
    elif bijeenkomst.regio_id:
        loodsen = loodsen.filter(gemeente__regios=bijeenkomst.regio_id)
    if bijeenkomst.soort == Soort.PAKT:
        loodsen = loodsen.filter(eerste=True)
    wie = [
        Genodigde(
            loods.naam, loods.email, Rang.KANTORENLOODS, str(loods.gemeente), loods.gemeente_id, loods.gebruiker_id
        )
        for loods in loodsen.order_by("gemeente__naam", "-eerste", "naam")
    ]
    if bijeenkomst.soort == Soort.PAKT:
        wie = [*_bestuurders({gast.gemeente_id for gast in wie}), *wie]
    wie += [
        Genodigde(coach.naam, coach.email, Rang.COACH, "Coachteam", gebruiker_id=coach.pk)
        for coach in Gebruiker.objects.filter(rol=Rol.KANTORENCOACH, is_active=True).order_by("naam")
    ]
    if bijeenkomst.soort == Soort.PAKT:
        wie += _markt()
    gezien = {email.lower() for email in bijeenkomst.uitnodigingen.values_list("email", flat=True)}
    nieuw = []
    for gast in wie:
        if gast.email.lower() not in gezien:
            gezien.add(gast.email.lower())
            nieuw.append(gast)
    return nieuw


def _bereikbaar() -> QuerySet[Contactpersoon]:
    """Contactpersonen whom the portal may write to today."""
    return (
        Contactpersoon.objects.filter(organisatie__actief=True, bewaren_tot__gte=timezone.localdate())
        .filter(Q(grondslag=Contactpersoon.Grondslag.TAAK) | Q(toestemming_op__isnull=False))
        .select_related("organisatie__gemeente")
        .defer("organisatie__gemeente__grens")
    )


def _uit_contact(contact: Contactpersoon, hoedanigheid: str) -> Genodigde:
    return Genodigde(
        contact.naam, contact.email, hoedanigheid, contact.organisatie.naam, contact.organisatie.gemeente_id,
        contact.gebruiker_id, contact.pk,
    )  # fmt: skip


def _bestuurders(gemeenten: set[str | None]) -> list[Genodigde]:
    provincie = _bereikbaar().filter(organisatie__soort=Speler.Soort.PROVINCIE, functie__icontains="gedeputeerde")
    wethouders = _bereikbaar().filter(
        organisatie__soort=Speler.Soort.GEMEENTE, organisatie__gemeente__in=gemeenten, functie__icontains="wethouder"
    )
    return [
        *(_uit_contact(contact, Rang.GEDEPUTEERDE) for contact in provincie.order_by("naam")),
        *(
            _uit_contact(contact, Rang.WETHOUDER)
            for contact in wethouders.order_by("organisatie__gemeente__naam", "naam")
        ),
    ]


def _markt() -> list[Genodigde]:
    """About twenty from the market, from each kind in turn; who was asked least often comes first."""
    per_soort: dict[str, list[Contactpersoon]] = {soort: [] for soort in MARKTSOORTEN}
    contacten = _bereikbaar().filter(organisatie__soort__in=MARKTSOORTEN)
    for contact in contacten.alias(laatst=Max("uitnodigingen__gevraagd_op")).order_by(
        F("laatst").asc(nulls_first=True), "naam", "pk"
    ):
        per_soort[contact.organisatie.soort].append(contact)
    beurten = chain.from_iterable(zip_longest(*per_soort.values()))
    return [_uit_contact(contact, Rang.MARKTPARTIJ) for contact in beurten if contact is not None][:MARKT_BIJ_PAKT]


def nodig_uit(bijeenkomst: Bijeenkomst, gasten: Sequence[Genodigde]) -> list[Uitnodiging]:
    """Ask these people by mail; who was asked already is left out. Returns the new invitations."""
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_gepland(bijeenkomst)
        al = {email.lower() for email in bijeenkomst.uitnodigingen.values_list("email", flat=True)}
        nieuw, dag = [], datum(timezone.localtime(bijeenkomst.begin))
        accounts = {
            gebruiker.email.lower(): gebruiker.pk
            for gebruiker in Gebruiker.objects.filter(is_active=True, email__in=[gast.email.lower() for gast in gasten])
        }
        for gast in gasten:
            if gast.email.lower() in al:
                continue
            al.add(gast.email.lower())
            uitnodiging = Uitnodiging.objects.create(
                bijeenkomst=bijeenkomst,
                naam=gast.naam,
                email=gast.email,
                hoedanigheid=gast.hoedanigheid,
                gemeente_id=gast.gemeente_id,
                gebruiker_id=gast.gebruiker_id or accounts.get(gast.email.lower()),
                contactpersoon_id=gast.contactpersoon_id,
            )
            _schrijf(
                UITNODIGING, uitnodiging, f"Uitnodiging: {bijeenkomst.titel}, {dag}", "mail_uitnodiging",
                methode=ics.UITNODIGEN,
            )  # fmt: skip
            nieuw.append(uitnodiging)
    return nieuw


# --- answers -----------------------------------------------------------------------------------
def antwoord(uitnodiging: Uitnodiging, komt: bool, opmerking: str = "") -> Uitnodiging:
    """Record what a guest says. A yes to a full bijeenkomst is a place in the queue; a no gives the place to the next.

    Raises `AktFout` when there is nothing to answer any more, or for a yes while they go elsewhere at that moment.
    """
    with transaction.atomic():
        bijeenkomst = vergrendel(uitnodiging.bijeenkomst)
        eis_gepland(bijeenkomst)
        uitnodiging = Uitnodiging.objects.select_for_update(of=("self",)).get(pk=uitnodiging.pk)
        uitnodiging.bijeenkomst = bijeenkomst
        uitnodiging.opmerking, uitnodiging.geantwoord_op = opmerking, timezone.now()
        if not komt:
            uitnodiging.stand, uitnodiging.wacht_sinds = Stand.KOMT_NIET, None
        elif uitnodiging.stand not in {Stand.KOMT, Stand.WACHTLIJST}:
            if vrije_plaatsen(bijeenkomst) == 0:
                uitnodiging.stand, uitnodiging.wacht_sinds = Stand.WACHTLIJST, timezone.now()
            else:
                uitnodiging.stand = Stand.KOMT
        if not _bewaar(uitnodiging):
            raise AktFout(
                "U hebt al gezegd dat u op dat moment naar een andere bijeenkomst komt. Zeg die eerst af, "
                "met de link in die uitnodiging."
            )
        schuif_door(bijeenkomst)
    return uitnodiging


def _bewaar(uitnodiging: Uitnodiging) -> bool:
    """Whether the database takes it: a yes to two bijeenkomsten at once it refuses."""
    try:
        with transaction.atomic():
            uitnodiging.save()
    except IntegrityError as fout:
        if "uitnodiging_niet_tegelijk" in str(fout):
            return False
        raise
    return True


def vrije_plaatsen(bijeenkomst: Bijeenkomst) -> int | None:
    """How many may still say yes; None without a limit."""
    if bijeenkomst.plaatsen is None:
        return None
    return max(0, bijeenkomst.plaatsen - bijeenkomst.uitnodigingen.filter(stand=Stand.KOMT).count())


def schuif_door(bijeenkomst: Bijeenkomst) -> int:
    """Give free places to who waits longest, and write to them; returns how many. The caller holds the bijeenkomst.

    Who goes elsewhere by now is passed over and keeps waiting.
    """
    vrij = vrije_plaatsen(bijeenkomst)
    doorgeschoven = 0
    for uitnodiging in bijeenkomst.uitnodigingen.filter(stand=Stand.WACHTLIJST).order_by("wacht_sinds", "pk"):
        if vrij is not None and doorgeschoven >= vrij:
            break
        uitnodiging.bijeenkomst = bijeenkomst
        uitnodiging.stand, uitnodiging.wacht_sinds = Stand.KOMT, None
        if _bewaar(uitnodiging):
            doorgeschoven += 1
            _schrijf(
                PLAATS_VRIJ, uitnodiging, f"Er is plaats voor u: {bijeenkomst.titel}", "mail_plaats",
                methode=ics.UITNODIGEN,
            )  # fmt: skip
    return doorgeschoven


def plaats_in_rij(uitnodiging: Uitnodiging) -> int:
    """1 for who is next."""
    eerder = Q(wacht_sinds__lt=uitnodiging.wacht_sinds) | Q(wacht_sinds=uitnodiging.wacht_sinds, pk__lt=uitnodiging.pk)
    return uitnodiging.bijeenkomst.uitnodigingen.filter(eerder, stand=Stand.WACHTLIJST).count() + 1


def herinner(nu: datetime.datetime | None = None) -> int:
    """Remind who hasn't answered a week before, and who comes the day before; once each. Returns how many mails."""
    nu = nu or timezone.now()
    vandaag = timezone.localdate(nu)
    geschreven = 0
    aanstaand = Uitnodiging.objects.filter(
        bijeenkomst__begin__gt=nu, bijeenkomst__status=Status.GEPLAND
    ).select_related("bijeenkomst")
    zwijgt = Q(stand__in=[Stand.UITGENODIGD, Stand.OPNIEUW], gevraagd_op__lte=nu - NIET_METEEN)
    for uitnodiging in aanstaand.filter(
        zwijgt | Q(stand=Stand.KOMT), bijeenkomst__begin__lt=nu + datetime.timedelta(8)
    ):
        dag = timezone.localdate(uitnodiging.bijeenkomst.begin)
        komt = uitnodiging.stand == Stand.KOMT
        if (dag - vandaag).days > (1 if komt else DAGEN_HERINNERING):
            continue
        # The day is in the key: who is asked for another day may be reminded of that too.
        sleutel = f"bijeenkomst-{'morgen' if komt else 'antwoord'}-{uitnodiging.pk}-{dag:%Y%m%d}"
        with transaction.atomic():
            geschreven += _schrijf(
                HERINNERING, uitnodiging,
                f"{'Tot ziens' if komt else 'Komt u?'}: {uitnodiging.bijeenkomst.titel}",
                "mail_morgen" if komt else "mail_herinnering", {"wanneer": "Morgen" if dag > vandaag else "Vandaag"},
                sleutel=sleutel,
            )  # fmt: skip
    return geschreven


# --- the agenda --------------------------------------------------------------------------------
def ontbreekt_in_commissie(bijeenkomst: Bijeenkomst) -> list[str]:
    """For whom nobody is in the agendacommissie of a PAKT yet, in words; nothing for other kinds."""
    if bijeenkomst.soort != Soort.PAKT:
        return []
    aanwezig = set(bijeenkomst.commissie.values_list("hoedanigheid", flat=True))
    return [
        f"een {label.lower()}" for waarde, label in Agendacommissielid.Hoedanigheid.choices if waarde not in aanwezig
    ]


def stel_agenda_vast(bijeenkomst: Bijeenkomst, gebruiker: Gebruiker) -> None:
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_gepland(bijeenkomst)
        if not bijeenkomst.agendapunten.exists():
            raise AktFout("Er staat nog niets op de agenda. Voeg eerst agendapunten toe.")
        if ontbreekt := ontbreekt_in_commissie(bijeenkomst):
            raise AktFout(
                f"In de agendacommissie {'ontbreekt' if len(ontbreekt) == 1 else 'ontbreken'} nog "
                f"{' en '.join(ontbreekt)}. Daarna kan de agenda worden vastgesteld."
            )
        bijeenkomst.agenda_vastgesteld_op, bijeenkomst.agenda_vastgesteld_door = timezone.now(), gebruiker
        bijeenkomst.save()


def open_agenda(bijeenkomst: Bijeenkomst) -> None:
    """Make a fixed agenda a draft again."""
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_gepland(bijeenkomst)
        bijeenkomst.agenda_vastgesteld_op = bijeenkomst.agenda_vastgesteld_door = None
        bijeenkomst.save()


def eis_agenda_open(bijeenkomst: Bijeenkomst) -> None:
    if bijeenkomst.agenda_vastgesteld_op:
        raise AktFout("De agenda is vastgesteld. Maak er eerst weer een concept van.")


def met_tijden(
    bijeenkomst: Bijeenkomst, punten: Iterable[Agendapunt]
) -> list[tuple[datetime.datetime | None, Agendapunt]]:
    """The agenda with the moment at which each point begins; without one from where a length is missing."""
    moment: datetime.datetime | None = bijeenkomst.begin
    regels = []
    for punt in punten:
        regels.append((moment, punt))
        moment = moment + datetime.timedelta(minutes=punt.minuten) if moment and punt.minuten else None
    return regels


# --- afterwards --------------------------------------------------------------------------------
def eis_begonnen(bijeenkomst: Bijeenkomst) -> None:
    if bijeenkomst.status == Status.AFGELAST:
        raise AktFout("Deze bijeenkomst is afgelast.")
    if not bijeenkomst.begonnen:
        raise AktFout("Dat kan zodra de bijeenkomst is begonnen.")


def leg_aanwezigheid_vast(bijeenkomst: Bijeenkomst, aanwezig: Iterable[int]) -> int:
    """Who was there, by id of the invitation; the others were not. Returns how many were."""
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_begonnen(bijeenkomst)
        bijeenkomst.uitnodigingen.exclude(pk__in=list(aanwezig)).update(aanwezig=False)
        hoeveel = bijeenkomst.uitnodigingen.filter(pk__in=list(aanwezig)).update(aanwezig=True)
        _is_gehouden(bijeenkomst)
    return hoeveel


def _is_gehouden(bijeenkomst: Bijeenkomst) -> None:
    if bijeenkomst.status != Status.GEHOUDEN:
        bijeenkomst.status = Status.GEHOUDEN
        bijeenkomst.save()


def eis_concept(bijeenkomst: Bijeenkomst) -> None:
    eis_begonnen(bijeenkomst)
    if bijeenkomst.notulen_vastgesteld_op:
        raise AktFout("De notulen zijn vastgesteld en veranderen niet meer.")


def bewaar_notulen(bijeenkomst: Bijeenkomst, tekst: str, gezien: int) -> None:
    """Save the draft. Raises `Conflict` when someone else saved after the version `gezien` of the history."""
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_concept(bijeenkomst)
        eis_gezien(bijeenkomst, gezien)
        if bijeenkomst.notulen != tekst:
            bijeenkomst.notulen = tekst
            bijeenkomst.save()


def eis_gezien(bijeenkomst: Bijeenkomst, gezien: int) -> None:
    nieuwste = bijeenkomst.history.select_related("history_user").order_by("-history_id").first()
    if nieuwste is not None and nieuwste.history_id != gezien:
        wie = nieuwste.history_user.naam if nieuwste.history_user else "Iemand"
        raise Conflict(f"{wie} heeft deze bijeenkomst intussen ook gewijzigd.")


def voeg_besluit_toe(bijeenkomst: Bijeenkomst, tekst: str) -> Besluit:
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_concept(bijeenkomst)
        laatste = bijeenkomst.besluiten.aggregate(hoogst=Max("nummer"))["hoogst"] or 0
        return Besluit.objects.create(bijeenkomst=bijeenkomst, nummer=laatste + 1, tekst=tekst)


def haal_weg(bijeenkomst: Bijeenkomst, ding: Besluit | Actie) -> None:
    """Take a decision or action out of minutes that are a draft."""
    with transaction.atomic():
        eis_concept(vergrendel(bijeenkomst))
        ding.delete()


def stel_notulen_vast(bijeenkomst: Bijeenkomst, gebruiker: Gebruiker, gezien: int, *, mail: bool = True) -> int:
    """Fix the minutes for good, and mail them to who was asked. Returns how many mails."""
    with transaction.atomic():
        bijeenkomst = vergrendel(bijeenkomst)
        eis_concept(bijeenkomst)
        eis_gezien(bijeenkomst, gezien)
        if not bijeenkomst.notulen.strip():
            raise AktFout("Schrijf eerst de notulen.")
        bijeenkomst.status = Status.GEHOUDEN
        bijeenkomst.notulen_vastgesteld_op, bijeenkomst.notulen_vastgesteld_door = timezone.now(), gebruiker
        bijeenkomst.save()
        if not mail:
            return 0
        gegevens = {"besluiten": list(bijeenkomst.besluiten.all()), "acties": list(bijeenkomst.acties.all())}
        geschreven = 0
        for uitnodiging in bijeenkomst.uitnodigingen.all():
            uitnodiging.bijeenkomst = bijeenkomst
            geschreven += _schrijf(
                NOTULEN, uitnodiging, f"Notulen: {bijeenkomst.titel}, {datum(timezone.localtime(bijeenkomst.begin))}",
                "mail_notulen", gegevens, sleutel=f"bijeenkomst-notulen-{uitnodiging.pk}",
            )  # fmt: skip
    return geschreven


def vink_af(actie: Actie, gebruiker: Gebruiker, gedaan: bool) -> None:
    actie.gedaan_op, actie.gedaan_door = (timezone.now(), gebruiker) if gedaan else (None, None)
    actie.save()


def gooi_weg(document: Document) -> None:
    """Take a document away, its file with it."""
    with transaction.atomic():
        document.delete()
        transaction.on_commit(lambda: document.bestand.delete(save=False))


def wis_oude_gasten() -> int:
    """Forget who was asked for what is two years past; the minutes stay. Returns how many."""
    oud = Uitnodiging.objects.filter(bijeenkomst__einde__lt=timezone.now() - BEWAREN)
    return oud.delete()[0]


# --- often enough ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ritme:
    """When a kind of bijeenkomst was last and is next, and what that means for how often it should be."""

    naam: str
    maanden: int
    vorige: datetime.date | None
    volgende: datetime.date | None
    stand: str
    oordeel: str


def ritmes(nu: datetime.datetime | None = None) -> list[Ritme]:
    """The loodsensessie and the PAKT for the whole provincie, and the PAKT of each regio that has one; in one query."""
    nu = nu or timezone.now()
    rijen = (
        Bijeenkomst.objects.doorgaand()
        .filter(Q(soort=Soort.PAKT) | Q(soort=Soort.LOODSENSESSIE, regio__isnull=True), gemeente__isnull=True)
        .order_by()
        .values("soort", "regio__naam")
        .annotate(vorige=Max("begin", filter=Q(begin__lte=nu)), volgende=Min("begin", filter=Q(begin__gt=nu)))
    )
    gevonden = {(rij["soort"], rij["regio__naam"] or ""): rij for rij in rijen}
    regios = sorted(regio for soort, regio in gevonden if soort == Soort.PAKT and regio)
    uitkomst = []
    for soort, regio in [(Soort.LOODSENSESSIE, ""), (Soort.PAKT, ""), *((Soort.PAKT, regio) for regio in regios)]:
        rij = gevonden.get((soort, regio), {"vorige": None, "volgende": None})
        vorige, volgende = (timezone.localdate(rij[naam]) if rij[naam] else None for naam in ("vorige", "volgende"))
        stand, oordeel = _oordeel(CADANS[soort], vorige, volgende, timezone.localdate(nu))
        uitkomst.append(Ritme(f"{soort.label} {regio}".strip(), CADANS[soort], vorige, volgende, stand, oordeel))
    return uitkomst


def _oordeel(
    maanden: int, vorige: datetime.date | None, volgende: datetime.date | None, vandaag: datetime.date
) -> tuple[str, str]:
    """A class (goed, let-op, fout) and the same in words. Two weeks later than promised is still in time."""
    if vorige is None:
        return ("goed", "De eerste is gepland.") if volgende else ("let-op", "Nog nooit gehouden; plan de eerste.")
    uiterlijk = plus_maanden(vorige, maanden)
    if volgende and volgende <= uiterlijk + datetime.timedelta(14):
        return "goed", "Op tijd gepland."
    laat = aantal(max(1, ((volgende or vandaag) - uiterlijk).days // 7), "week", "weken")
    if volgende:
        return "let-op", f"De volgende is {laat} later dan afgesproken."
    if uiterlijk < vandaag:
        return "fout", f"{laat[0].upper()}{laat[1:]} te laat: had uiterlijk {datum(uiterlijk)} moeten zijn."
    return "let-op", f"Nog niet gepland; moet uiterlijk {datum(uiterlijk)}."


def plus_maanden(dag: datetime.date, maanden: int) -> datetime.date:
    """The same day so many months later, or the last of that month."""
    nummer = dag.year * 12 + dag.month - 1 + maanden
    eerste = datetime.date(nummer // 12, nummer % 12 + 1, 1)
    laatste = datetime.date((nummer + 1) // 12, (nummer + 1) % 12 + 1, 1) - datetime.timedelta(1)
    return min(eerste + datetime.timedelta(dag.day - 1), laatste)


# --- one's own calendar ------------------------------------------------------------------------
def nieuwe_feed(gebruiker: Gebruiker) -> Agendafeed:
    """A new secret address; the old one no longer works."""
    feed, _ = Agendafeed.objects.update_or_create(
        gebruiker=gebruiker, defaults={"sleutel": nieuwe_sleutel(), "gemaakt_op": timezone.now()}
    )
    return feed


def voor_agenda_van(gebruiker: Gebruiker) -> QuerySet[Bijeenkomst]:
    """Bijeenkomsten that someone is invited to and has not declined, from half a year back on."""
    mee = Uitnodiging.objects.filter(gebruiker=gebruiker).exclude(stand=Stand.KOMT_NIET)
    return Bijeenkomst.objects.filter(
        pk__in=mee.values("bijeenkomst"), begin__gte=timezone.now() - datetime.timedelta(183)
    ).order_by("begin", "pk")


def open_bijeenkomsten() -> QuerySet[Bijeenkomst]:
    """What is open to all, from half a year back on."""
    return Bijeenkomst.objects.filter(openbaar=True, begin__gte=timezone.now() - datetime.timedelta(183)).order_by(
        "begin", "pk"
    )
