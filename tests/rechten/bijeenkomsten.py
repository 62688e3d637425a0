"""Bijeenkomsten, the answer of a guest, and calendars."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from loodsen.models import Agendafeed, Bijeenkomst, Document, Uitnodiging
from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE

# A loods plans, but arranges only the gebiedssessies and CoDesign of its own gemeente; this one is of the coach.
ORGANISEER = PROVINCIE
INGELOGD = {"bezoeker": 302, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200}
# The marktpartij is invited.
BINNEN = {"bezoeker": 302, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200}

MATRIX: dict[str, dict[str, int]] = {
    "loodsen:bijeenkomsten": OPEN,
    "loodsen:bijeenkomsten-openbaar": OPEN,
    "loodsen:bijeenkomst-nieuw": NETWERK,
    "loodsen:bijeenkomsten-reeks": PROVINCIE,
    "loodsen:mijn-agenda": INGELOGD,
    "loodsen:bijeenkomst-antwoord": OPEN,
    "loodsen:bijeenkomst": OPEN,
    "loodsen:bijeenkomst-ics": OPEN,
    "loodsen:bijeenkomst-wijzigen": ORGANISEER,
    "loodsen:bijeenkomst-afgelasten": ORGANISEER,
    "loodsen:bijeenkomst-agenda": ORGANISEER,
    "loodsen:bijeenkomst-uitnodigen": ORGANISEER,
    "loodsen:bijeenkomst-aanwezig": ORGANISEER,
    "loodsen:bijeenkomst-notulen": ORGANISEER,
    "loodsen:bijeenkomst-documenten": ORGANISEER,
    "loodsen:bijeenkomst-document": BINNEN,
    "loodsen:agenda-persoonlijk": OPEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    """An open PAKT in two weeks, to which the marktpartij is invited, with a document."""
    begin = timezone.now() + datetime.timedelta(14)
    bijeenkomst = Bijeenkomst.objects.create(
        soort=Bijeenkomst.Soort.PAKT, titel="PAKT voorjaar", begin=begin, einde=begin + datetime.timedelta(hours=2),
        openbaar=True, plaatsen=40, organisator=wereld.gebruikers["coach"], locatie="Provinciehuis",
    )  # fmt: skip
    markt = wereld.gebruikers["marktpartij"]
    uitnodiging = Uitnodiging.objects.create(
        bijeenkomst=bijeenkomst, naam=markt.naam, email=markt.email, gebruiker=markt, hoedanigheid="marktpartij"
    )
    document = Document(bijeenkomst=bijeenkomst, naam="stukken.pdf", soort="application/pdf", grootte=9)
    document.bestand.save("stukken.pdf", ContentFile(b"%PDF-1.7\n"))
    feed = Agendafeed.objects.create(gebruiker=markt)
    return {
        "bijeenkomst_id": bijeenkomst.pk, "antwoord_sleutel": uitnodiging.sleutel, "document_id": document.pk,
        "feed_sleutel": feed.sleutel,
    }  # fmt: skip
