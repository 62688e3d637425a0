"""Questions, thanks and following in the knowledge base."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kennissysteem.levend import Soort, hielp, plaats, tel_lezing
from kennissysteem.models import Knelpunt, Praktijk, Praktijkcontact
from loodsen.models import Contactpersoon, Organisatie
from tests.rechten.rollen import NETWERK, PROVINCIE

MATRIX: dict[str, dict[str, int]] = {
    "kennissysteem:levend": NETWERK,
    "kennissysteem:levend-csv": NETWERK,
    "kennissysteem:volgen": NETWERK,
    "kennissysteem:knelpunt-reageren": NETWERK,
    "kennissysteem:praktijk-reageren": NETWERK,
    "kennissysteem:praktijk-hielp": NETWERK,
    "kennissysteem:reactie-antwoord": NETWERK,
    # The question is of the coach: a loods can't take it back, and doesn't find the page.
    "kennissysteem:reactie-intrekken": {**PROVINCIE, "loods": 404},
}


def vul(wereld: Any) -> dict[str, Any]:
    """A praktijk that is read and helped, with a question that waits."""
    organisatie, _ = Organisatie.objects.get_or_create(naam="Bouwer van de praktijk", defaults={"soort": "bouwer"})
    persoon = Contactpersoon.objects.create(
        organisatie=organisatie, naam="Pien Praktijk", email="pien@voorbeeld.example",
        bewaren_tot=datetime.date(2100, 1, 1),
    )  # fmt: skip
    praktijk = Praktijk.objects.create(
        titel="Van kantoor naar studio's", situatie="Leeg.", aanpak="Verbouwd.", resultaat="Vol.",
        gemeente=wereld.houten, auteur=None,
    )  # fmt: skip
    Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=persoon)
    praktijk.status, praktijk.versie = Praktijk.Status.GEPUBLICEERD, 1
    praktijk.gepubliceerd_op, praktijk.herzien_voor = timezone.now(), datetime.date(2100, 1, 1)
    praktijk.save()
    praktijk.knelpunten.add(Knelpunt.objects.get(pk="financiering"))
    coach, loods = wereld.gebruikers["coach"], wereld.gebruikers["loods"]
    vraag = plaats(coach, praktijk, Soort.VRAAG, "Wie betaalde de gevel?")
    plaats(coach, Knelpunt.objects.get(pk="financiering"), Soort.VRAAG, "Welke bank doet mee?")
    hielp(praktijk, loods, "Houten", "Wij namen de volgorde over.")
    tel_lezing(praktijk, datetime.date.today())
    return {"levend_praktijk": praktijk.pk, "reactie_id": vraag.pk}
