"""Questions: asking, answering, handing over, the reply time, and forgetting who asked.

Each function that writes locks its question, writes the mails in the same transaction, and is safe to be called twice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from akt import post
from akt.fouten import Conflict
from akt.models import Bericht, Gebruiker, Rol
from akt.opmaak import GEEN, aantal, getal
from loodsen.models import Kantorenloods, Vraag, Vraagbericht
from loodsen.werktijd import grens, uiterste_dag, werkdagen, werkuren
from monitoring.models import Gemeente, Pand

VRAAG = post.soort("vraag", "Vragen aan een kantorenloods")
HERINNERING = post.soort("vraag-herinnering", "Vragen die op antwoord wachten")

Status: TypeAlias = Vraag.Status
Soort: TypeAlias = Vraagbericht.Soort
Via: TypeAlias = Vraagbericht.Via
# Over which the reply time is counted.
PERIODE = datetime.timedelta(days=365)


class VraagConflict(Conflict):
    """Something was said or done about this question that the writer had not seen."""


# --- who it is with ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Ontvanger:
    """Someone who is mailed about a question; `kenmerk` tells receivers apart without their address."""

    naam: str
    email: str
    kenmerk: str


def team_van(gemeente: Gemeente) -> list[Kantorenloods]:
    """The kantorenloodsen of today, the first to turn to first."""
    return list(Kantorenloods.objects.huidig().filter(gemeente=gemeente))  # type: ignore[attr-defined]


def wijs_toe(vraag: Vraag) -> None:
    """With the first of the team; with the whole team when nobody is first; with the coachteam when there is none."""
    team = team_van(vraag.gemeente)
    vraag.bij_coachteam = not team
    vraag.loods = team[0] if team and team[0].eerste else None


def coaches() -> list[Ontvanger]:
    """The coachteam; the address of the programme while it has nobody with an account."""
    team = Gebruiker.objects.filter(rol=Rol.KANTORENCOACH, is_active=True).order_by("pk")
    return [Ontvanger(coach.naam, coach.email, f"coach{coach.pk}") for coach in team] or [
        Ontvanger("coachteam", settings.AKT_CONTACT["email"], "programma")
    ]


def ontvangers(vraag: Vraag) -> list[Ontvanger]:
    """Who answers this question: its loods, else the team of the gemeente, else the coachteam."""
    if vraag.bij_coachteam:
        return coaches()
    vandaag = timezone.localdate()
    loods = vraag.loods
    wie = [loods] if loods and (loods.tot is None or loods.tot > vandaag) else team_van(vraag.gemeente)
    return [Ontvanger(loods.naam, loods.email, f"loods{loods.pk}") for loods in wie] or coaches()


def afzender(vraag: Vraag, gebruiker: Gebruiker) -> Ontvanger:
    """Whose name is under an answer, and the address that a reply by mail goes to."""
    loods = Kantorenloods.objects.huidig().filter(gemeente=vraag.gemeente, gebruiker=gebruiker).first()  # type: ignore[attr-defined]
    return Ontvanger(gebruiker.naam, loods.email if loods else gebruiker.email, "")


# --- mail --------------------------------------------------------------------------------------
def _mail(
    vraag: Vraag, aan: Iterable[Ontvanger], onderwerp: str, sjabloon: str, kenmerk: str, *,
    soort: post.Soort = VRAAG, antwoord_aan: str = "", bekend: Collection[str] = (), **gegevens: Any,
) -> int:  # fmt: skip
    """Write to each of them, once for each `kenmerk`; returns how many are new. `bekend` are keys there already."""
    geschreven = 0
    for wie in aan:
        sleutel = f"{mailsleutel(vraag)}{kenmerk}:{wie.kenmerk}"
        if sleutel in bekend:
            continue
        geschreven += bool(
            post.schrijf(
                soort,
                wie.email,
                f"{onderwerp} ({vraag.nummer})",
                f"loodsen/vragen/mail_{sjabloon}.txt",
                {"vraag": vraag, "ontvanger": wie, "norm": settings.AKT_VRAAG_NORM_WERKDAGEN, **gegevens},
                antwoord_aan=antwoord_aan,
                sleutel=sleutel,
            )
        )
    return geschreven


def mailsleutel(vraag: Vraag) -> str:
    """What the keys of all mails about this question begin with."""
    return f"vraag:{vraag.pk}:"


def _vraagsteller(vraag: Vraag) -> list[Ontvanger]:
    return [Ontvanger(vraag.naam, vraag.email, "vraagsteller")]


# --- asking ------------------------------------------------------------------------------------
def stel(
    gegevens: dict[str, Any], gemeente: Gemeente, *, verzending: str, gebruiker: Gebruiker | None = None,
    pand: Pand | None = None,
) -> Vraag:  # fmt: skip
    """Keep a question and mail who answers it and who asked. The same `verzending` again gives the same question."""
    with transaction.atomic():
        nieuw = Vraag(**gegevens, gemeente=gemeente, gebruiker=gebruiker, pand=pand)
        wijs_toe(nieuw)
        velden = ("gemeente", "gebruiker", "pand", "bij_coachteam", "loods", *gegevens)
        vraag, is_nieuw = Vraag.objects.get_or_create(
            verzending=verzending, defaults={veld: getattr(nieuw, veld) for veld in velden}
        )
        if is_nieuw:
            _mail(vraag, ontvangers(vraag), f"Nieuwe vraag: {vraag}", "nieuw", "nieuw", antwoord_aan=vraag.email)
            # Nothing that the asker typed is in it: else anyone could have the portal mail anything to anyone.
            _mail(vraag, _vraagsteller(vraag), "Uw vraag is verstuurd", "ontvangen", "ontvangen")
    return vraag


# --- the conversation --------------------------------------------------------------------------
def _laatste(vraag: Vraag, voor: Soort | None = None) -> Vraagbericht | None:
    gesprek = vraag.berichten.order_by("-pk")
    # What goes on inside is no news to the asker.
    return (
        gesprek.filter(soort__in=[Soort.VRAAGSTELLER, Soort.ANTWOORD]) if voor == Soort.VRAAGSTELLER else gesprek
    ).first()


def laatste(vraag: Vraag, voor: Soort | None = None) -> int:
    """Id of what was said last, 0 for nothing: what a form says that its writer had seen. `voor` is who writes."""
    bericht = _laatste(vraag, voor)
    return bericht.pk if bericht else 0


def _zeg(
    vraag: Vraag, soort: Soort, gezien: int, doe: Callable[[Vraag, Vraagbericht], None], *,
    tekst: str, door: Gebruiker | None = None, via: Via = Via.PORTAAL, naar: str = "",
) -> Vraagbericht:  # fmt: skip
    """Add to the conversation and let `doe` do what goes with it. The same thing said twice in a row is said once.

    Raises `VraagConflict` when there is something that was not seen, or the question was erased.
    """
    with transaction.atomic():
        vraag = Vraag.objects.select_for_update(of=("self",)).select_related("gemeente", "loods").get(pk=vraag.pk)
        if vraag.gewist_op:
            raise VraagConflict("Deze vraag is intussen gewist.")
        nieuwste = _laatste(vraag, soort)
        if nieuwste and nieuwste.pk != gezien:
            zelfde = (nieuwste.soort, nieuwste.tekst, nieuwste.door_id, nieuwste.via, nieuwste.naar)
            if zelfde == (soort, tekst, door.pk if door else None, via, naar):
                return nieuwste
            raise VraagConflict("Intussen is er iets bij gekomen. Lees het gesprek en verstuur daarna opnieuw.")
        bericht = vraag.berichten.create(soort=soort, tekst=tekst, door=door, via=via, naar=naar)
        doe(vraag, bericht)
    return bericht


def _zet(vraag: Vraag, status: Status, op: datetime.datetime) -> None:
    """Change the status; `sinds` stays where it was the same already, so that who waits keeps the place in the row."""
    if vraag.status != status:
        vraag.status, vraag.sinds = status, op
    if status == Status.BEANTWOORD and vraag.beantwoord_op is None:
        vraag.beantwoord_op = op
    vraag.save()


def beantwoord(vraag: Vraag, gebruiker: Gebruiker, tekst: str, gezien: int) -> Vraagbericht:
    """Answer in the portal: by mail to the asker, and on the asker's page."""

    def doe(vraag: Vraag, bericht: Vraagbericht) -> None:
        _zet(vraag, Status.BEANTWOORD, bericht.op)
        wie = afzender(vraag, gebruiker)
        _mail(
            vraag, _vraagsteller(vraag), f"Antwoord op uw vraag: {vraag}", "antwoord", f"antwoord{bericht.pk}",
            antwoord_aan=wie.email, bericht=bericht, afzender=wie,
        )  # fmt: skip

    return _zeg(vraag, Soort.ANTWOORD, gezien, doe, tekst=tekst, door=gebruiker)


def leg_antwoord_vast(vraag: Vraag, gebruiker: Gebruiker, via: Via, tekst: str, gezien: int) -> Vraagbericht:
    """Record that it was answered elsewhere, so that the clock stops; nothing is mailed."""

    def doe(vraag: Vraag, bericht: Vraagbericht) -> None:
        _zet(vraag, Status.BEANTWOORD, bericht.op)

    return _zeg(vraag, Soort.ANTWOORD, gezien, doe, tekst=tekst, door=gebruiker, via=via)


def noteer(vraag: Vraag, gebruiker: Gebruiker, tekst: str, gezien: int) -> Vraagbericht:
    """A note that the asker doesn't see."""
    return _zeg(vraag, Soort.NOTITIE, gezien, lambda vraag, bericht: None, tekst=tekst, door=gebruiker)


def reageer(vraag: Vraag, tekst: str, gezien: int) -> Vraagbericht:
    """The asker says more: an answer is waited for again."""

    def doe(vraag: Vraag, bericht: Vraagbericht) -> None:
        _zet(vraag, Status.OPEN, bericht.op)
        _mail(
            vraag, ontvangers(vraag), f"Reactie op: {vraag}", "reactie", f"reactie{bericht.pk}",
            antwoord_aan=vraag.email, bericht=bericht,
        )  # fmt: skip

    return _zeg(vraag, Soort.VRAAGSTELLER, gezien, doe, tekst=tekst)


def sluit(vraag: Vraag) -> None:
    """The asker says it is answered, here or elsewhere; that stops the clock too."""
    with transaction.atomic():
        vraag = Vraag.objects.select_for_update().get(pk=vraag.pk)
        if vraag.gewist_op is None and vraag.status != Status.GESLOTEN:
            nu = timezone.now()
            vraag.beantwoord_op = vraag.beantwoord_op or nu
            _zet(vraag, Status.GESLOTEN, nu)


# --- handing over ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Bestemming:
    """Where a question may go: a loods of the team, the coachteam, or another gemeente."""

    waarde: str
    label: str
    groep: str


def bestemmingen(vraag: Vraag) -> list[Bestemming]:
    """Everywhere but where the question is now; of the gemeenten those with a kantorenloods."""
    gemeente = vraag.gemeente
    plekken = [
        Bestemming(f"loods:{loods.pk}", f"{loods.naam}, {loods.functie.lower()}", f"In {gemeente}")
        for loods in team_van(gemeente)
        if loods.pk != vraag.loods_id
    ]
    if not vraag.bij_coachteam:
        plekken.append(Bestemming("coachteam", "Coachteam van de provincie", "Provincie"))
    bezet = Kantorenloods.objects.huidig().values("gemeente")  # type: ignore[attr-defined]
    anderen = Gemeente.objects.huidig().filter(pk__in=bezet).exclude(pk=gemeente.pk).only("code", "naam")
    return [*plekken, *(Bestemming(f"gemeente:{ander.pk}", ander.naam, "Andere gemeente") for ander in anderen)]


def draag_over(vraag: Vraag, gebruiker: Gebruiker, naar: Bestemming, reden: str, gezien: int) -> Vraagbericht:
    """Give the question to someone else, who gets a mail; the asker keeps the place in the row and hears who it is."""

    def doe(vraag: Vraag, bericht: Vraagbericht) -> None:
        soort, _, wie = naar.waarde.partition(":")
        andere = soort == "gemeente"
        if soort == "loods":
            vraag.loods, vraag.bij_coachteam = Kantorenloods.objects.get(pk=wie), False
        elif andere:
            vraag.gemeente = Gemeente.objects.get(pk=wie)
            wijs_toe(vraag)
        else:
            vraag.loods, vraag.bij_coachteam = None, True
        if vraag.status != Status.OPEN:
            vraag.status, vraag.sinds = Status.OPEN, bericht.op
        vraag.save()
        _mail(
            vraag, ontvangers(vraag), f"Vraag doorgegeven: {vraag}", "overdracht", f"overdracht{bericht.pk}",
            antwoord_aan=gebruiker.email, bericht=bericht,
        )  # fmt: skip
        if soort != "loods":
            _mail(
                vraag, _vraagsteller(vraag), "Uw vraag is doorgegeven", "doorgegeven", f"doorgegeven{bericht.pk}",
                naar=naar.label, andere=andere,
            )  # fmt: skip

    label = f"kantorenloods van {naar.label}" if naar.waarde.startswith("gemeente:") else naar.label
    return _zeg(vraag, Soort.OVERDRACHT, gezien, doe, tekst=reden, door=gebruiker, naar=label)


# --- reminding ---------------------------------------------------------------------------------
def te_laat_voor(nu: datetime.datetime | None = None) -> datetime.datetime:
    """A question that waits since before this moment waits longer than the norm."""
    return grens(nu or timezone.now(), settings.AKT_VRAAG_NORM_WERKDAGEN)


def herinner(nu: datetime.datetime | None = None) -> int:
    """Remind who has a question that waits, and tell the coachteam what waits too long. Returns the number of mails.

    Once for each time that a question began to wait and for each who has it: `sinds` is in the key.
    """
    nu = nu or timezone.now()
    bijna = grens(nu, settings.AKT_VRAAG_HERINNER_WERKDAGEN - 1)
    laat = te_laat_voor(nu)
    geschreven = 0
    # Every hour the same questions are looked at, and most of them were reminded of.
    bekend = set(Bericht.objects.filter(soort=HERINNERING.naam).values_list("sleutel", flat=True))
    coachteam = coaches()
    wachtend = Vraag.objects.open().filter(sinds__lt=max(bijna, laat)).select_related("gemeente", "loods")
    for vraag in wachtend.defer("gemeente__grens"):
        gegevens: dict[str, Any] = {
            "bekend": bekend,
            "dagen": aantal(werkdagen(vraag.sinds, nu), "werkdag", "werkdagen"),
            "uiterlijk": uiterste_dag(vraag.sinds, settings.AKT_VRAAG_NORM_WERKDAGEN),
        }
        wanneer = f"{vraag.sinds.timestamp():.0f}"
        with transaction.atomic():
            if vraag.sinds < bijna:
                geschreven += _mail(
                    vraag, ontvangers(vraag), f"Wacht op antwoord: {vraag}", "herinnering", f"herinnering{wanneer}",
                    soort=HERINNERING, antwoord_aan=vraag.email, **gegevens,
                )  # fmt: skip
            if vraag.sinds < laat and not vraag.bij_coachteam:
                geschreven += _mail(
                    vraag, coachteam, f"Vraag in {vraag.gemeente} wacht te lang", "te_laat", f"te-laat{wanneer}",
                    soort=HERINNERING, **gegevens,
                )  # fmt: skip
    return geschreven


# --- figures -----------------------------------------------------------------------------------
def tel(vragen: QuerySet[Vraag]) -> dict[str, int]:
    """How many are open, too late, with the coachteam, and answered in the past year; in one query."""
    nu = timezone.now()
    wacht = Q(status=Status.OPEN)
    return vragen.order_by().aggregate(
        open=Count("pk", filter=wacht),
        te_laat=Count("pk", filter=wacht & Q(sinds__lt=te_laat_voor(nu))),
        bij_coachteam=Count("pk", filter=wacht & Q(bij_coachteam=True)),
        beantwoord=Count("pk", filter=Q(beantwoord_op__gte=nu - PERIODE)),
    )


@dataclass(frozen=True)
class Reactie:
    """How a gemeente answers. `dagen` and `uren` are medians, `op_tijd` percents; None where nothing was answered."""

    naam: str
    code: str
    open: int
    te_laat: int
    gesteld: int
    beantwoord: int
    dagen: float | None
    uren: float | None
    op_tijd: float | None

    @property
    def in_dagen(self) -> str:
        """1.5 -> '1,5 werkdagen'."""
        if self.dagen is None:
            return GEEN
        return f"{getal(self.dagen, 0 if self.dagen % 1 == 0 else 1)} {'werkdag' if self.dagen == 1 else 'werkdagen'}"

    @property
    def in_uren(self) -> str:
        return GEEN if self.uren is None else f"{getal(self.uren)} uur"


def reactietijden(vragen: QuerySet[Vraag]) -> tuple[Reactie, list[Reactie]]:
    """The whole and each gemeente, of the questions asked in the past year and all that are open; in one query.

    Working days and hours without weekends, from asking to the first answer. For the share within the norm count those
    that were answered and those that were not while the norm has passed.
    """
    nu = timezone.now()
    laat = te_laat_voor(nu)
    per_gemeente: dict[tuple[str, str], list[_Meting]] = {}
    for naam, code, status, sinds, gesteld, antwoord in (
        vragen.filter(Q(gesteld_op__gte=nu - PERIODE) | Q(status=Status.OPEN))
        .order_by("gemeente__naam")
        .values_list("gemeente__naam", "gemeente_id", "status", "sinds", "gesteld_op", "beantwoord_op")
    ):
        wacht = status == Status.OPEN
        meting = _Meting(
            wacht=wacht,
            te_laat=wacht and sinds < laat,
            telt=gesteld >= nu - PERIODE,
            gemist=wacht and antwoord is None and gesteld < laat,
            dagen=werkdagen(gesteld, antwoord) if antwoord else None,
            uren=werkuren(gesteld, antwoord) if antwoord else None,
        )
        per_gemeente.setdefault((naam, code), []).append(meting)
    alle = [meting for metingen in per_gemeente.values() for meting in metingen]
    return _reactie("Alle gemeenten", "", alle), [_reactie(*wie, eigen) for wie, eigen in per_gemeente.items()]


@dataclass(frozen=True, slots=True)
class _Meting:
    """One question: whether it waits, counts for the past year, missed the norm, and how long its answer took."""

    wacht: bool
    te_laat: bool
    telt: bool
    gemist: bool
    dagen: int | None
    uren: float | None


def _reactie(naam: str, code: str, metingen: list[_Meting]) -> Reactie:
    jaar = [meting for meting in metingen if meting.telt]
    dagen = [meting.dagen for meting in jaar if meting.dagen is not None]
    uren = [meting.uren for meting in jaar if meting.uren is not None]
    gemist = sum(meting.gemist for meting in jaar)
    op_tijd = sum(dag <= settings.AKT_VRAAG_NORM_WERKDAGEN for dag in dagen)
    return Reactie(
        naam=naam,
        code=code,
        open=sum(meting.wacht for meting in metingen),
        te_laat=sum(meting.te_laat for meting in metingen),
        gesteld=len(jaar),
        beantwoord=len(dagen),
        dagen=median(dagen) if dagen else None,
        uren=median(uren) if uren else None,
        op_tijd=100 * op_tijd / (len(dagen) + gemist) if dagen or gemist else None,
    )


# --- knowledge ---------------------------------------------------------------------------------
def als_bouwstenen(vraag: Vraag, gebruiker: Any) -> dict[str, str]:
    """Title, situation and answer for a practice or knelpunt, without names, addresses and numbers of people.

    Raises `PermissionDenied` for who may not see the question. A person still reads it before it is published.
    """
    if not gebruiker.has_perm("loodsen.view_vraag", vraag):
        raise PermissionDenied
    schoon = _schoonmaker(vraag)
    antwoorden = vraag.berichten.filter(soort=Soort.ANTWOORD).exclude(tekst="").values_list("tekst", flat=True)
    return {
        "titel": schoon(vraag.onderwerp),
        "situatie": schoon(vraag.tekst),
        "antwoord": "\n\n".join(schoon(tekst) for tekst in antwoorden),
        "gemeente": vraag.gemeente_id,
    }


def werd_kennis(vraag: Vraag) -> None:
    """Say that a practice or knelpunt was made of it: its texts, cleaned of persons, are kept when it is erased."""
    with transaction.atomic():
        vraag = Vraag.objects.select_for_update().get(pk=vraag.pk)
        if vraag.kennis_op is None:
            vraag.kennis_op = timezone.now()
            vraag.save(update_fields=["kennis_op"])


AANHEF = re.compile(r"\A\s*(?:beste|geachte|hallo|hoi|dag|goedemorgen|goedemiddag)\b[^\n]{0,80}\n", re.IGNORECASE)
GROET = re.compile(
    r"\n\s*(?:met (?:vriendelijke|hartelijke) groet|vriendelijke groet|hartelijke groet|groet)[^\n]*(?:\n.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
MAILADRES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEFOON = re.compile(r"(?<![\w.])(?:\+|00?)\d(?:[ ()/.-]{0,2}\d){7,12}(?![\w])")
# Words that stand in names and everywhere else.
TUSSENVOEGSELS = {"van", "der", "den", "het", "ten", "ter", "uit", "op", "de", "en", "la", "le"}


def _schoonmaker(vraag: Vraag) -> Callable[[str], str]:
    """Takes out of a text the salutation, the greeting, and what tells who asked or answered."""
    mensen = [vraag.naam, vraag.organisatie, vraag.telefoon]
    mensen += vraag.berichten.exclude(door=None).values_list("door__naam", flat=True)
    mensen += Kantorenloods.objects.filter(gemeente=vraag.gemeente_id).values_list("naam", flat=True)
    heel = sorted({mens for mens in mensen if len(mens) > 2}, key=len, reverse=True)
    namen = [mens for mens in heel if mens not in {vraag.organisatie, vraag.telefoon}]
    # Parts of a name only as they are written: "Mark" is no "markt".
    delen = {deel for naam in namen for deel in re.findall(r"[^\W\d_]{3,}", naam)}
    delen = {deel for deel in delen if deel[0].isupper() and deel.lower() not in TUSSENVOEGSELS}
    gemeentenaam = set(re.findall(r"[^\W\d_]+", vraag.gemeente.naam))
    patronen = [re.compile(rf"(?<!\w){re.escape(mens)}(?!\w)", re.IGNORECASE) for mens in heel]
    patronen += [re.compile(rf"\b{re.escape(deel)}\b") for deel in sorted(delen - gemeentenaam - {"Kantorenloods"})]

    def schoon(tekst: str) -> str:
        tekst = GROET.sub("", AANHEF.sub("", tekst.replace("\r\n", "\n")))
        tekst = TELEFOON.sub("[telefoonnummer]", MAILADRES.sub("[e-mailadres]", tekst))
        for patroon in patronen:
            tekst = patroon.sub("[naam]", tekst)
        return tekst.strip()

    return schoon


# --- forgetting --------------------------------------------------------------------------------
def wis(vraag: Vraag) -> None:
    """Erase who asked and what was said, here, in the history and in the mail; of knowledge a cleaned text stays."""
    with transaction.atomic():
        vraag = Vraag.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=vraag.pk)
        if vraag.gewist_op:
            return
        nu = timezone.now()
        houd = vraag.kennis_op is not None
        schoon = _schoonmaker(vraag)
        weg = vraag.berichten.exclude(soort=Soort.ANTWOORD) if houd else vraag.berichten.all()
        weg.delete()
        for bericht in vraag.berichten.all():
            bericht.tekst, bericht.door = schoon(bericht.tekst) or "[gewist]", None
            bericht.save(update_fields=["tekst", "door"])
        vraag.onderwerp, vraag.tekst = (schoon(vraag.onderwerp), schoon(vraag.tekst)) if houd else ("", "")
        wie, vraag.gebruiker = vraag.gebruiker, None
        vraag.naam = vraag.email = vraag.organisatie = vraag.telefoon = vraag.plek = ""
        vraag.pand, vraag.verzending, vraag.gewist_op = None, None, nu
        _zet(vraag, Status.GESLOTEN, nu)
        if wie is not None:
            vraag.history.filter(history_user=wie).update(history_user=None)  # type: ignore[attr-defined]
        Bericht.objects.filter(sleutel__startswith=mailsleutel(vraag)).delete()


def vergeet(nu: datetime.datetime | None = None) -> int:
    """Erase what was answered or closed so long ago (`AKT_VRAAG_BEWAREN_DAGEN`); returns how many."""
    tot = (nu or timezone.now()) - datetime.timedelta(days=settings.AKT_VRAAG_BEWAREN_DAGEN)
    oud = Vraag.objects.exclude(status=Status.OPEN).filter(sinds__lt=tot, gewist_op__isnull=True)
    for vraag in oud:
        wis(vraag)
    return len(oud)
