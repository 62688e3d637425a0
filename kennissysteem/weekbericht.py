"""The weekly mail about what one follows: what is new since the last, once, and nothing when there is nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from akt import post
from akt.models import Gebruiker
from akt.opmaak import aantal
from kennissysteem.levend import in_netwerk, mag_mail
from kennissysteem.models import Praktijk, Praktijkversie, Reactie, Volgt

WEEKBERICHT = post.soort("kennis-weekbericht", "Weekbericht van het kennissysteem", optioneel=True)


def maandag(nu: datetime.datetime) -> datetime.datetime:
    """The midnight with which this week began."""
    dag = timezone.localdate(nu)
    return timezone.make_aware(datetime.datetime.combine(dag - datetime.timedelta(days=dag.weekday()), datetime.time()))


def verstuur(nu: datetime.datetime | None = None) -> int:
    """Write to each follower what is new up to Monday; returns the number of mails.

    Each thing that is followed knows up to when it was told, so that a week in which nothing ran comes along later.
    """
    tot = maandag(nu or timezone.now())
    per_persoon: dict[int, list[Volgt]] = {}
    for volgt in Volgt.objects.filter(gemeld_tot__lt=tot).select_related("gebruiker"):
        per_persoon.setdefault(volgt.gebruiker_id, []).append(volgt)
    if not per_persoon:
        return 0
    vanaf = min(volgt.gemeld_tot for rijen in per_persoon.values() for volgt in rijen)
    nieuws = _nieuws(vanaf, tot)
    return sum(_schrijf(rijen[0].gebruiker, rijen, nieuws, tot) for rijen in per_persoon.values())


@dataclass(frozen=True)
class Nieuws:
    """One new thing: by whom, about which knelpunten and gemeente, and its line in the mail."""

    soort: str
    tekst: str
    adres: str
    op: datetime.datetime
    door: int | None
    knelpunten: frozenset[str]
    gemeente: str | None
    demo: bool

    def past_bij(self, volgt: Volgt) -> bool:
        if self.op < volgt.gemeld_tot:
            return False
        if volgt.knelpunt_id:
            return volgt.knelpunt_id in self.knelpunten
        return volgt.gemeente_id is None or volgt.gemeente_id == self.gemeente


def _nieuws(vanaf: datetime.datetime, tot: datetime.datetime) -> list[Nieuws]:
    """All that is new in that time: practices, each once with its newest version, and what was asked and answered."""
    praktijken: dict[int, Nieuws] = {}
    versies = Praktijkversie.objects.filter(op__gte=vanaf, op__lt=tot, praktijk__status__in=Praktijk.LEESBAAR)
    for versie in versies.select_related("praktijk").prefetch_related("praktijk__knelpunten").order_by("nummer"):
        praktijk = versie.praktijk
        eerder = praktijken.get(praktijk.pk)
        praktijken[praktijk.pk] = Nieuws(
            soort="nieuw" if versie.nummer == 1 or (eerder and eerder.soort == "nieuw") else "bijgewerkt",
            tekst=str(praktijk),
            adres=praktijk.get_absolute_url(),
            op=versie.op,
            door=versie.door_id or praktijk.auteur_id,
            knelpunten=frozenset(knelpunt.pk for knelpunt in praktijk.knelpunten.all()),
            gemeente=praktijk.gemeente_id,
            demo=praktijk.demo,
        )
    gezegd = []
    reacties = Reactie.objects.geldig().filter(op__gte=vanaf, op__lt=tot)
    reacties = reacties.filter(Q(praktijk__isnull=True) | Q(praktijk__status__in=Praktijk.LEESBAAR))
    for reactie in reacties.select_related("praktijk", "knelpunt").prefetch_related("praktijk__knelpunten"):
        over = reactie.praktijk
        knelpunten = over.knelpunten.all() if over else [reactie.over]
        gezegd.append(
            Nieuws(
                soort="vraag" if reactie.soort == Reactie.Soort.VRAAG else "reactie",
                tekst=f"{reactie.over}: {' '.join(reactie.tekst.split())[:120]}",
                adres=reactie.over.get_absolute_url(),
                op=reactie.op,
                door=reactie.door_id,
                knelpunten=frozenset(str(knelpunt.pk) for knelpunt in knelpunten),
                gemeente=over.gemeente_id if over else None,
                demo=reactie.demo or bool(over and over.demo),
            )
        )
    return [*praktijken.values(), *gezegd]


KOPPEN = (
    ("nieuw", "Nieuwe praktijken"),
    ("bijgewerkt", "Bijgewerkte praktijken"),
    ("vraag", "Vragen"),
    ("reactie", "Antwoorden en reacties"),
)


def _schrijf(gebruiker: Gebruiker, volgt: list[Volgt], nieuws: list[Nieuws], tot: datetime.datetime) -> int:
    eigen = [
        bericht
        for bericht in nieuws
        if bericht.door != gebruiker.pk
        and any(bericht.past_bij(rij) for rij in volgt)
        and mag_mail(bericht.demo, gebruiker.email)
    ]
    groepen = [
        (kop, rijen)
        for soort, kop in KOPPEN
        if (rijen := sorted((bericht for bericht in eigen if bericht.soort == soort), key=lambda bericht: bericht.op))
    ]
    with transaction.atomic():
        Volgt.objects.filter(pk__in=[rij.pk for rij in volgt]).update(gemeld_tot=tot)
        if not groepen or not in_netwerk(gebruiker):
            return 0
        return bool(
            post.schrijf(
                WEEKBERICHT,
                gebruiker.email,
                f"Nieuw in het kennissysteem: {aantal(len(eigen), 'bericht', 'berichten')}",
                "kennissysteem/levend/mail_weekbericht.txt",
                {"naam": gebruiker.naam, "groepen": groepen, "volgen": reverse("kennissysteem:volgen")},
                sleutel=f"kennis-weekbericht:{gebruiker.pk}:{timezone.localdate(tot)}",
            )
        )
