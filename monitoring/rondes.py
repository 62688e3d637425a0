"""Measuring rounds: opening one, how far each gemeente is, confirming what did not change, and the mails."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from akt import post
from akt.fouten import AktFout
from akt.models import Gebruiker, Rol
from akt.opmaak import datum
from akt.taken import probeer
from monitoring.kerncijfers import meld_gemeenten
from monitoring.models import Deelname, Gemeente, Pand, Ronde, Waarneming, Werkgebied
from monitoring.signalen import controleer_na_invoer

BEVESTIGD = "Ongewijzigd bevestigd in de ronde."
# A reminder goes out when the deadline is this near.
DAGEN_HERINNERING = 7


class RondeGesloten(AktFout):
    """The round takes no figures any more."""

    def __init__(self) -> None:
        super().__init__("Deze ronde is gesloten. Vraag de beheerder om haar weer te openen als er nog iets moet.")


@dataclass(frozen=True)
class Voortgang:
    """How far a gemeente is: panden that the round asks for, how many are done, and when the last one was."""

    panden: int = 0
    gedaan: int = 0
    laatst: datetime.datetime | None = None

    @property
    def te_doen(self) -> int:
        return self.panden - self.gedaan

    @property
    def procent(self) -> int:
        """Whole percents, 100 only when nothing is left."""
        return 100 * self.gedaan // self.panden if self.panden else 100


# --- which panden ------------------------------------------------------------------------------
def panden_in(deelnames: QuerySet[Deelname] | Iterable[int]) -> QuerySet[Any]:
    """Panden that these deelnames ask for, each with `deelname_id` and `gedaan_op` (None: still to do).

    Asked are existing panden that count as kantoor: by their last waarneming, else by the BAG. One that was recorded
    on the peildatum stays in, also when it turned out to be no kantoor any more.
    """
    op_peildatum = Waarneming.objects.actueel().filter(pand=OuterRef("pk"), peildatum=OuterRef("ronde_peildatum"))
    drempel = settings.AKT_KANTOOR_DREMPEL_M2
    return (
        Pand.objects.filter(gemeente__deelnames__in=deelnames)
        .bestaand()
        .annotate(
            deelname_id=F("gemeente__deelnames"),
            ronde_peildatum=F("gemeente__deelnames__ronde__peildatum"),
        )
        .annotate(gedaan_op=Subquery(op_peildatum.values("ingevoerd_op")[:1]))
        .filter(
            Q(gedaan_op__isnull=False)
            | Q(stand__voorraad_m2__gte=drempel)
            | Q(stand__isnull=True, go_kantoor_m2__gte=drempel / settings.AKT_FACTOR_GO_NAAR_VVO),
        )
        .filter(Q(bouwjaar__isnull=True) | Q(bouwjaar__lte=F("ronde_peildatum__year")))
    )


def voortgang(deelnames: QuerySet[Deelname] | Iterable[int]) -> dict[int, Voortgang]:
    """How far each of these is, by id of the deelname, in one query."""
    rijen = (
        panden_in(deelnames)
        .order_by()
        .values("deelname_id")
        .annotate(panden=Count("pk"), gedaan=Count("gedaan_op"), laatst=Max("gedaan_op"))
    )
    gevonden = {rij.pop("deelname_id"): Voortgang(**rij) for rij in rijen}
    return defaultdict(Voortgang, gevonden)


# --- the round ---------------------------------------------------------------------------------
def gemeenten_met_kantoren() -> QuerySet[Gemeente]:
    """Gemeenten of today with a pand that counts as kantoor by the BAG or by a waarneming."""
    return Gemeente.objects.huidig().filter(pk__in=Pand.objects.bestaand().kantoren().values("gemeente"))


def open_ronde(ronde: Ronde, gemeenten: Iterable[Gemeente], gebruiker: Gebruiker) -> Ronde:
    """Save a new round with its gemeenten; the invitations go out once it is committed."""
    from monitoring.tasks import nodig_uit_voor_rondes

    with transaction.atomic():
        ronde.geopend_door = gebruiker
        ronde.save()
        for gemeente in gemeenten:
            Deelname.objects.create(ronde=ronde, gemeente=gemeente)
        # Without the queue the daily task finds the same work.
        transaction.on_commit(partial(probeer, nodig_uit_voor_rondes))
    return ronde


def zet_gesloten(ronde: Ronde, gesloten: bool) -> None:
    ronde.gesloten_op = timezone.now() if gesloten else None
    ronde.save(update_fields=["gesloten_op"])


def zet_afgerond(deelname: Deelname, gebruiker: Gebruiker | None) -> None:
    """The loods says that the gemeente is done, or (None) that it is not after all."""
    deelname.afgerond_op = timezone.now() if gebruiker else None
    deelname.afgerond_door = gebruiker
    deelname.save(update_fields=["afgerond_op", "afgerond_door"])


def zet_deadline(deelname: Deelname, deadline: datetime.date | None) -> None:
    """Give a gemeente a deadline of its own, or (None) that of the round. Raises `RondeGesloten`.

    With the new day further off than a reminder goes out, there will be another reminder.
    """
    eis_open(deelname)
    deelname.deadline = deadline if deadline != deelname.ronde.deadline else None
    if deelname.uiterste_dag > timezone.localdate() + datetime.timedelta(DAGEN_HERINNERING):
        deelname.herinnerd_op = None
    deelname.save(update_fields=["deadline", "herinnerd_op"])


# --- confirming in bulk ------------------------------------------------------------------------
@dataclass(frozen=True)
class Bevestiging:
    """What was confirmed. `moment` is when, to the microsecond: with who did it, it names these rows for an undo."""

    aantal: int
    zonder_eerdere: int
    moment: datetime.datetime


KOPIE = "pand_id, voorraad_m2, aanbod_m2, leegstand_m2, leeg_sinds, opgegeven_in, geraamd, vraaghuur, gebruik, bron_id"
# The panden are locked by the caller, so no row can come between the question and the answer.
BEVESTIG = f"""
    INSERT INTO monitoring_waarneming ({KOPIE}, peildatum, toelichting, ingevoerd_door_id, ingevoerd_op)
    SELECT {", ".join(f"l.{kolom}" for kolom in KOPIE.split(", "))}, %(peildatum)s, %(toelichting)s, %(door)s, %(nu)s
    FROM unnest(%(panden)s::bigint[]) AS p (id)
    CROSS JOIN LATERAL (
        SELECT * FROM monitoring_waarneming w
        WHERE w.pand_id = p.id AND w.vervangen_op IS NULL AND w.peildatum <= %(peildatum)s
        ORDER BY w.peildatum DESC LIMIT 1
    ) l
    WHERE l.peildatum < %(peildatum)s
"""  # noqa: S608 - put together from constants


def bevestig_ongewijzigd(deelname: Deelname, gebruiker: Gebruiker, panden: QuerySet[Any]) -> Bevestiging:
    """Give each of `panden` (of this deelname) that is still to do a waarneming equal to its last one.

    Panden without an earlier waarneming are left: there is nothing to confirm. Raises `RondeGesloten`.
    """
    eis_open(deelname)
    with transaction.atomic():
        ids = list(panden.filter(gedaan_op__isnull=True).order_by("pk").values_list("pk", flat=True))
        sloten = Pand.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        codes = {code for rij in sloten.values_list("gemeente_id", "gemeente_voorheen_id") for code in rij}
        nu = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(
                BEVESTIG,
                {
                    "panden": ids, "peildatum": deelname.ronde.peildatum, "toelichting": BEVESTIGD,
                    "door": gebruiker.pk, "nu": nu,
                },
            )  # fmt: skip
            aantal = cursor.rowcount
        if aantal:
            meld_gemeenten(codes, deelname.ronde.peildatum, None)
            controleer_na_invoer(ids)
    nooit = Pand.objects.filter(pk__in=ids, stand__isnull=True).count() if aantal < len(ids) else 0
    return Bevestiging(aantal, nooit, nu)


def maak_ongedaan(deelname: Deelname, gebruiker: Gebruiker, moment: datetime.datetime) -> int:
    """Withdraw what this user confirmed at that moment, but for what someone corrected since; returns how many."""
    eis_open(deelname)
    with transaction.atomic():
        rijen = Waarneming.objects.actueel().filter(
            pand__gemeente=deelname.gemeente_id,
            peildatum=deelname.ronde.peildatum,
            ingevoerd_door=gebruiker,
            ingevoerd_op=moment,
            toelichting=BEVESTIGD,
        )
        codes = {code for rij in rijen.values_list("pand__gemeente_id", "pand__gemeente_voorheen_id") for code in rij}
        controleer_na_invoer(rijen.values_list("pand", flat=True))
        aantal = rijen.update(
            vervangen_op=timezone.now(), ingetrokken_door=gebruiker, intrekreden="Bevestiging ongedaan gemaakt."
        )
        meld_gemeenten(codes, deelname.ronde.peildatum, None)
    return aantal


def eis_open(deelname: Deelname) -> None:
    if deelname.ronde.gesloten_op:
        raise RondeGesloten


# --- mail --------------------------------------------------------------------------------------
UITNODIGING = post.soort("ronde-uitnodiging", "Uitnodiging voor een ronde")
HERINNERING = post.soort("ronde-herinnering", "Herinnering aan een ronde")


def nodig_uit() -> int:
    """Invite the loodsen of open rounds who were not yet; see `_schrijf_aan`."""
    wie = Deelname.objects.filter(uitgenodigd_op__isnull=True, ronde__gesloten_op__isnull=True)
    return _schrijf_aan(wie, UITNODIGING, "uitgenodigd_op", "uitnodiging", "Ronde {peildatum}: vul de panden in")


def herinner() -> int:
    """Remind, once, the loodsen of gemeenten with panden left whose deadline is near; see `_schrijf_aan`."""
    vandaag = timezone.localdate()
    bijna = Deelname.objects.filter(
        uitgenodigd_op__isnull=False, herinnerd_op__isnull=True, afgerond_op__isnull=True,
        ronde__gesloten_op__isnull=True,
    ).filter(
        Q(deadline__range=(vandaag, vandaag + datetime.timedelta(DAGEN_HERINNERING)))
        | Q(
            deadline__isnull=True,
            ronde__deadline__range=(vandaag, vandaag + datetime.timedelta(DAGEN_HERINNERING)),
        )
    )  # fmt: skip
    stand = voortgang(bijna)
    wie = Deelname.objects.filter(pk__in=[deelname.pk for deelname in bijna if stand[deelname.pk].te_doen])
    return _schrijf_aan(
        wie, HERINNERING, "herinnerd_op", "herinnering", "Herinnering: ronde {peildatum} loopt bijna af"
    )


def _schrijf_aan(wie: QuerySet[Deelname], soort: post.Soort, veld: str, sjabloon: str, onderwerp: str) -> int:
    """Write one mail to each loods about all its gemeenten in a round; returns how many mails are new.

    A deelname is marked in the same transaction. The rows are locked meanwhile, so that two workers do not write to
    the same people. The key names the first deelname and its deadline: a gemeente that is due later has its own mail.
    """
    geschreven = 0
    with transaction.atomic():
        deelnames = {
            deelname.pk: deelname
            for deelname in wie.select_related("ronde", "gemeente")
            .defer("gemeente__grens")
            .select_for_update(of=("self",), skip_locked=True)
        }
        stand = voortgang(list(deelnames))
        per_loods: dict[tuple[int, int], list[Deelname]] = defaultdict(list)
        loodsen = {}
        for deelname, loods in _loodsen(deelnames.values()):
            loodsen[loods.pk] = loods
            per_loods[deelname.ronde_id, loods.pk].append(deelname)
        for (ronde_pk, wie_pk), eigen in per_loods.items():
            ronde = eigen[0].ronde
            regels = [
                {
                    "gemeente": deelname.gemeente,
                    "te_doen": stand[deelname.pk].te_doen,
                    "panden": stand[deelname.pk].panden,
                    "deadline": deelname.uiterste_dag,
                    "url": settings.BASIS_URL + deelname.get_absolute_url(),
                }
                for deelname in eigen
            ]
            eerste = min(eigen, key=lambda deelname: deelname.pk)
            geschreven += bool(
                post.schrijf(
                    soort,
                    loodsen[wie_pk].email,
                    onderwerp.format(peildatum=datum(ronde.peildatum)),
                    f"monitoring/rondes/mail_{sjabloon}.txt",
                    {"loods": loodsen[wie_pk], "ronde": ronde, "regels": regels},
                    sleutel=f"ronde:{ronde_pk}:{sjabloon}:{wie_pk}:{eerste.pk}:{eerste.uiterste_dag}",
                )
            )
        bereikt = {deelname.pk for eigen in per_loods.values() for deelname in eigen}
        # By hand and not through save(): the history is for what people do.
        Deelname.objects.filter(pk__in=bereikt).update(**{veld: timezone.now()})
    return geschreven


def _loodsen(deelnames: Iterable[Deelname]) -> Iterable[tuple[Deelname, Gebruiker]]:
    """Each deelname with each active loods who works for its gemeente today."""
    vandaag = timezone.localdate()
    per_gemeente: dict[str, dict[int, Gebruiker]] = defaultdict(dict)
    for werk in Werkgebied.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=vandaag),
        gemeente__in={deelname.gemeente_id for deelname in deelnames},
        van__lte=vandaag,
        gebruiker__is_active=True,
        gebruiker__rol=Rol.KANTORENLOODS,
    ).select_related("gebruiker"):
        per_gemeente[werk.gemeente_id][werk.gebruiker_id] = werk.gebruiker
    for deelname in deelnames:
        for loods in per_gemeente[deelname.gemeente_id].values():
            yield deelname, loods
