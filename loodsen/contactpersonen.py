"""Keeping people's data no longer and no wider than there is a ground for: asking, giving, withdrawing, erasing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from akt import post
from akt.models import Bericht
from loodsen.models import Contactpersoon, nieuwe_sleutel
from loodsen.models.organisaties import bewaartermijn
from loodsen.verwijzingen import verwijzingen

TOESTEMMING = post.soort("toestemming", "Vraag om toestemming")
BEWAREN = post.soort("bewaren", "Bewaartermijn loopt af")
# So long before the end of the term the person is told (days).
WAARSCHUW_DAGEN = 30
ZELF = "door de persoon zelf"


def eigen_adres(persoon: Contactpersoon) -> str:
    """Address of the page where the person sees and arranges what is kept."""
    return settings.BASIS_URL + reverse("loodsen:mijn-gegevens", args=[persoon.sleutel])


def rijen_van(persoon: Contactpersoon) -> QuerySet[Contactpersoon]:
    """All that is kept of someone: the same e-mail address may be at several organisations."""
    rijen = Contactpersoon.objects.bewaard().filter(Q(pk=persoon.pk) | Q(email__iexact=persoon.email))
    return rijen.select_related("organisatie").order_by("pk")


@transaction.atomic
def vraag_toestemming(persoon: Contactpersoon) -> bool:
    """Mail the question with the link to answer it; at most once a day. Whether a mail went."""
    vandaag = datetime.date.today()
    bericht = post.schrijf(
        TOESTEMMING,
        persoon.email,
        "Mogen wij uw contactgegevens bewaren?",
        "loodsen/organisaties/mail_toestemming.txt",
        {"persoon": persoon, "adres": eigen_adres(persoon), "dagen": settings.AKT_TOESTEMMING_DAGEN},
        sleutel=f"toestemming-{persoon.pk}-{persoon.email}-{vandaag}"[:120],
    )
    if bericht is None:
        return False
    persoon.gevraagd_op = vandaag
    persoon._change_reason = "toestemming gevraagd"  # type: ignore[attr-defined]
    persoon.save(update_fields=["gevraagd_op"])
    return True


def bewaar(persoon: Contactpersoon) -> None:
    """Save someone who was added or changed, and ask for consent where that is the ground and it is not there yet.

    With another e-mail address comes another key, so that who had the old one can't get in.
    """
    with transaction.atomic():
        oud = Contactpersoon.objects.filter(pk=persoon.pk).values_list("email", flat=True).first()
        ander_adres = oud is not None and oud.lower() != persoon.email.lower()
        if ander_adres:
            persoon.sleutel = nieuwe_sleutel()
        persoon.save()
        if persoon.mist_toestemming and (oud is None or ander_adres):
            vraag_toestemming(persoon)


@transaction.atomic
def geef_toestemming(personen: QuerySet[Contactpersoon]) -> None:
    """Someone agrees, or confirms that the data are still right: kept for another term from today."""
    for persoon in personen.select_for_update(of=("self",)):
        if persoon.grondslag == Contactpersoon.Grondslag.TOESTEMMING:
            persoon.toestemming_op = datetime.date.today()
        persoon.bewaren_tot = bewaartermijn()
        persoon._change_reason = ZELF  # type: ignore[attr-defined]
        persoon.save()


@transaction.atomic
def trek_toestemming_in(personen: QuerySet[Contactpersoon]) -> None:
    """Out of sight at once, and erased by the job of tomorrow; until then it can be given again."""
    for persoon in personen.select_for_update(of=("self",)).filter(grondslag=Contactpersoon.Grondslag.TOESTEMMING):
        persoon.toestemming_op, persoon.bewaren_tot = None, datetime.date.today()
        persoon._change_reason = ZELF  # type: ignore[attr-defined]
        persoon.save()


@transaction.atomic
def wis(personen: QuerySet[Contactpersoon]) -> int:
    """Erase people: the row, its history and the mails to them. Returns how many.

    Where something else points at the person a row stays that tells nothing of who it was.
    """
    gewist = 0
    for persoon in personen.select_for_update(of=("self",)):
        Bericht.objects.filter(soort__in=[TOESTEMMING.naam, BEWAREN.naam], aan__iexact=persoon.email).delete()
        nummer = persoon.pk
        if any(rijen.exists() for _, rijen in verwijzingen(persoon)):
            _maak_naamloos(persoon)
        else:
            persoon.delete()
        # Also what deleting itself just wrote there.
        Contactpersoon.history.filter(id=nummer).delete()
        gewist += 1
    return gewist


def _maak_naamloos(persoon: Contactpersoon) -> None:
    persoon.naam, persoon.email, persoon.functie, persoon.telefoon = Contactpersoon.GEWIST, "", "", ""
    persoon.gebruiker = persoon.toestemming_op = persoon.gevraagd_op = None
    persoon.sleutel, persoon.gewist_op = nieuwe_sleutel(), timezone.now()
    persoon.save()


# --- every night -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Nacht:
    """What the nightly job did."""

    gewaarschuwd: int
    gewist: int


def bewaak() -> Nacht:
    """Erase whose term has ended and who never answered; tell those whose term ends within a month. Repeatable."""
    vandaag = datetime.date.today()
    personen = Contactpersoon.objects.bewaard()
    geen_antwoord = (
        personen.filter(grondslag=Contactpersoon.Grondslag.TOESTEMMING, toestemming_op__isnull=True)
        .annotate(sinds=Coalesce("gevraagd_op", TruncDate("toegevoegd_op")))
        .filter(sinds__lte=vandaag - datetime.timedelta(days=settings.AKT_TOESTEMMING_DAGEN))
    )
    verlopen = list(personen.filter(bewaren_tot__lt=vandaag).values_list("pk", flat=True))
    verlopen += geen_antwoord.values_list("pk", flat=True)
    gewist = wis(Contactpersoon.objects.filter(pk__in=verlopen))
    grens = vandaag + datetime.timedelta(days=WAARSCHUW_DAGEN)
    aflopend = Contactpersoon.objects.zichtbaar().filter(bewaren_tot__lte=grens)
    return Nacht(sum(map(_waarschuw, aflopend.select_related("organisatie"))), gewist)


@transaction.atomic
def _waarschuw(persoon: Contactpersoon) -> bool:
    bericht = post.schrijf(
        BEWAREN,
        persoon.email,
        "Wij wissen binnenkort uw contactgegevens",
        "loodsen/organisaties/mail_bewaren.txt",
        {"persoon": persoon, "adres": eigen_adres(persoon)},
        sleutel=f"bewaren-{persoon.pk}-{persoon.bewaren_tot}",
    )
    return bericht is not None


# --- taking along ------------------------------------------------------------------------------
VELDEN = ("naam", "functie", "email", "telefoon", "grondslag", "toestemming_op", "gevraagd_op", "bewaren_tot")


def als_gegevens(personen: QuerySet[Contactpersoon]) -> list[dict[str, Any]]:
    """All that is kept of someone, for a file to take along: the fields, where one is named, and earlier versions."""
    return [
        {
            "organisatie": persoon.organisatie.naam,
            **_velden(persoon),
            "toegevoegd_op": persoon.toegevoegd_op,
            "genoemd_bij": genoemd_bij(persoon),
            "geschiedenis": [
                {"op": versie.history_date, **_velden(versie)} for versie in persoon.history.order_by("history_id")
            ],
        }
        for persoon in personen
    ]


def _velden(rij: Any) -> dict[str, Any]:
    return {naam: getattr(rij, naam) for naam in VELDEN}


def genoemd_bij(persoon: Contactpersoon) -> list[str]:
    """What else in the portal points at the person, in words."""
    return [str(rij) for _, rijen in verwijzingen(persoon) for rij in rijen[:100]]
