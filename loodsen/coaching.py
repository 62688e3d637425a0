"""The coaching: when a gemeente is due for contact, and how the coach team is made up."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from akt.opmaak import aantal
from loodsen.models import Actie, Coachcontact, Coachtraject, Gemeenteagenda, Kantorencoach, Kantorenloods
from monitoring.models import Gemeente
from monitoring.rules import gemeenten_van, ziet_alles

# So many days before contact is due it is said.
BINNENKORT = 7
# Sorts gemeenten that nobody ever spoke before all others.
NOOIT = 1_000_000


def tijd(dagen: int) -> str:
    """A number of days as people say it: 3 -> '3 dagen', 17 -> '2 weken', 100 -> '3 maanden', 800 -> '2 jaar'."""
    if dagen < 14:
        return aantal(dagen, "dag", "dagen")
    if dagen < 84:
        return aantal(dagen // 7, "week", "weken")
    if dagen < 730:
        return aantal(round(dagen / 30.44), "maand", "maanden")
    return f"{dagen // 365} jaar"


def geleden(dagen: int | None) -> str:
    """Days since something, in words; None is never."""
    if dagen is None:
        return "nog nooit"
    return {0: "vandaag", 1: "gisteren"}.get(dagen, f"{tijd(dagen)} geleden")


@dataclass(frozen=True)
class Ritme:
    """Whether a gemeente was spoken often enough. `over` is in days past the wished time; below zero: days to go."""

    over: int

    @property
    def te_laat(self) -> bool:
        return self.over > 0

    @property
    def tekst(self) -> str:
        if self.te_laat:
            return f"{tijd(self.over)} te laat"
        if self.over == 0:
            return "vandaag weer spreken"
        return "op tijd" if -self.over > BINNENKORT else f"binnen {tijd(-self.over)} weer spreken"

    @property
    def klasse(self) -> str:
        """Suffix of the status class on the page."""
        return "fout" if self.te_laat else "goed" if -self.over > BINNENKORT else "let-op"


def ritme(weken: int, begin: datetime.date, laatste: datetime.date | None, dag: datetime.date) -> Ritme:
    """With `weken` as the wished time since the last contact, or since the begin of the traject when that is later."""
    vanaf = max(begin, laatste) if laatste else begin
    return Ritme((dag - vanaf).days - 7 * weken)


# --- per gemeente --------------------------------------------------------------------------------
@dataclass
class Stand:
    """The coaching of one gemeente: what runs, when it was last spoken, and what is agreed."""

    gemeente: Gemeente
    trajecten: list[Coachtraject] = field(default_factory=list)
    laatste: Coachcontact | None = None
    dagen: int | None = None
    ritme: Ritme | None = None
    afspraken: int = 0
    te_laat: int = 0

    @property
    def geleden(self) -> str:
        return geleden(self.dagen)

    @property
    def tekst(self) -> str:
        return self.ritme.tekst if self.ritme else "geen coaching"

    @property
    def klasse(self) -> str:
        return self.ritme.klasse if self.ritme else ""


def standen(gebruiker: Any, dag: datetime.date) -> list[Stand]:
    """The gemeenten that take part, the one that was not spoken for longest first; in a fixed number of queries.

    The provincie sees those with a kantorenloods, an agenda or a traject; a loods its own.
    """
    lopend: dict[str, list[Coachtraject]] = defaultdict(list)
    zichtbaar = _nu(Coachtraject.objects.zichtbaar_voor(gebruiker), "gemeente")  # type: ignore[attr-defined]
    for traject in zichtbaar.op(dag).select_related("coach").order_by("begin", "pk"):
        lopend[traject.nu].append(traject)
    laatste = {contact.nu: contact for contact in laatste_contacten(gebruiker, dag)}
    open_acties = _nu(Actie.objects.filter(gedaan_op__isnull=True, traject__in=zichtbaar.values("pk")), _GEMEENTE)
    afspraken = {
        rij["nu"]: rij
        for rij in open_acties.order_by().values("nu").annotate(alle=Count("pk"), laat=Count("pk", Q(voor__lt=dag)))
    }
    gemeenten: QuerySet[Gemeente]
    if ziet_alles(gebruiker):
        codes = (
            Kantorenloods.objects.op(dag)
            .order_by()
            .values("gemeente")
            .union(  # type: ignore[attr-defined]
                Gemeenteagenda.objects.order_by().values("gemeente"), Coachtraject.objects.order_by().values("gemeente")
            )
        )
        gemeenten = Gemeente.objects.huidig().filter(
            pk__in={*codes.values_list("gemeente", flat=True), *lopend, *laatste}
        )
    else:
        gemeenten = gemeenten_van(gebruiker)
    rijen = []
    for gemeente in gemeenten.only("code", "naam").order_by("naam"):
        code = gemeente.pk
        stand = Stand(gemeente, lopend[code], laatste.get(code))
        if stand.laatste:
            stand.dagen = (dag - stand.laatste.datum).days
        gesproken = stand.laatste.datum if stand.laatste else None
        ritmes = [ritme(traject.weken, traject.begin, gesproken, dag) for traject in stand.trajecten]
        stand.ritme = max(ritmes, key=lambda rij: rij.over, default=None)
        if code in afspraken:
            stand.afspraken, stand.te_laat = afspraken[code]["alle"], afspraken[code]["laat"]
        rijen.append(stand)
    return sorted(rijen, key=lambda stand: NOOIT if stand.dagen is None else stand.dagen, reverse=True)


_GEMEENTE = "traject__gemeente"


def _nu(rijen: Any, pad: str) -> Any:
    """Rows with the code of their gemeente of today as `nu`."""
    return rijen.annotate(nu=Coalesce(f"{pad}__opgegaan_in", pad))


def laatste_contacten(gebruiker: Any, dag: datetime.date) -> QuerySet[Any]:
    """The newest contact of each gemeente that this user may see, with the code of the gemeente as `nu`."""
    trajecten = Coachtraject.objects.zichtbaar_voor(gebruiker)  # type: ignore[attr-defined]
    contacten = Coachcontact.objects.zichtbaar_voor(gebruiker)  # type: ignore[attr-defined]
    eigen = contacten.filter(traject__in=trajecten.values("pk"), datum__lte=dag)
    return _nu(eigen, _GEMEENTE).order_by("nu", "-datum", "-pk").distinct("nu")


# --- the team ------------------------------------------------------------------------------------
def ontbreekt(coaches: Iterable[Kantorencoach]) -> list[str]:
    """What the team lacks: it is someone of the provincie and someone from the market (report 4.1.2)."""
    aantallen = Counter(coach.herkomst for coach in coaches)
    return [
        tekst
        for herkomst, tekst in (
            (Kantorencoach.Herkomst.PROVINCIE, "iemand van de provincie"),
            (Kantorencoach.Herkomst.MARKT, "iemand uit de markt"),
        )
        if not aantallen[herkomst]
    ]
