"""Mail that was sent, and saying no to it."""

from __future__ import annotations

from typing import Any

from akt.models import Bericht
from akt.post import SOORTEN, afmeldadres, soort
from tests.rechten.rollen import OPEN

BEHEER = {"bezoeker": 302, "marktpartij": 403, "loods": 403, "coach": 403, "beheerder": 200}

MATRIX: dict[str, dict[str, int]] = {"post": BEHEER, "bericht": BEHEER, "post-afmelden": OPEN}


def vul(wereld: Any) -> dict[str, Any]:
    proef = SOORTEN.get("proef") or soort("proef", "Een proef", optioneel=True)
    bericht = Bericht.objects.create(
        soort=proef.naam, aan="markt@voorbeeld.example", onderwerp="Een proef", tekst="Beste Mark,\n\nEen proef.",
        bijlagen=[{"naam": "afspraak.ics", "type": "text/calendar", "inhoud": "BEGIN:VCALENDAR"}],
    )  # fmt: skip
    return {"bericht_id": bericht.pk, "sleutel": afmeldadres(bericht).rstrip("/").rpartition("/")[2]}
