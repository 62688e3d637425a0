"""The coach team, the coaching, acties, the planning and the agenda of a gemeente."""

from __future__ import annotations

import datetime
from typing import Any

from loodsen.models import Actie, Coachcontact, Coachtraject, Kantorencoach, Programmaonderdeel
from loodsen.stamgegevens import laad_stamgegevens
from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE

# Only to post to: a GET goes to the page that it belongs to.
ALLEEN_POST = {"bezoeker": 302, "marktpartij": 403, "loods": 302, "coach": 302, "beheerder": 302}

MATRIX: dict[str, dict[str, int]] = {
    "loodsen:coachteam": OPEN,
    "loodsen:coach-nieuw": PROVINCIE,
    "loodsen:coach": PROVINCIE,
    "loodsen:coaching": NETWERK,
    "loodsen:traject-nieuw": PROVINCIE,
    "loodsen:traject": NETWERK,
    "loodsen:traject-wijzigen": PROVINCIE,
    "loodsen:contact-nieuw": PROVINCIE,
    "loodsen:contact": PROVINCIE,
    "loodsen:traject-afspraak": ALLEEN_POST,
    "loodsen:acties": {"bezoeker": 302, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200},
    "loodsen:actie": PROVINCIE,
    "loodsen:actie-vink": {"bezoeker": 302, "marktpartij": 302, "loods": 302, "coach": 302, "beheerder": 302},
    "loodsen:agenda": OPEN,
    "loodsen:onderdeel-nieuw": PROVINCIE,
    "loodsen:onderdeel": PROVINCIE,
    "loodsen:gemeenteagendas": NETWERK,
    "loodsen:gemeenteagendas-csv": NETWERK,
    "loodsen:gemeenteagendas-xlsx": NETWERK,
    "loodsen:gemeenteagenda-aansluiten": ALLEEN_POST,
    "loodsen:gemeenteagenda": OPEN,
    "loodsen:agendapunt": NETWERK,
}


def vul(wereld: Any) -> dict[str, Any]:
    """A coach with a traject in Houten, one contact and one agreement, and the start set of the agenda."""
    laad_stamgegevens()
    coach = Kantorencoach.objects.create(
        naam="Coen Coach", herkomst="provincie", email="coach@voorbeeld.example", expertise=["aanpak"],
        gebruiker=wereld.gebruikers["coach"], van=datetime.date(2020, 1, 1),
    )  # fmt: skip
    traject = Coachtraject.objects.create(
        gemeente=wereld.houten, coach=coach, onderwerpen=["aanpak"], begin=datetime.date(2024, 1, 1)
    )
    contact = Coachcontact.objects.create(
        traject=traject, onderwerp="Kennismaking", datum=datetime.date(2024, 1, 10), door=wereld.gebruikers["coach"]
    )
    actie = Actie.objects.create(
        omschrijving="Lijst met lege panden sturen", eigenaar=wereld.gebruikers["loods"], traject=traject,
        voor=datetime.date(2024, 2, 1),
    )  # fmt: skip
    return {
        "coach_id": coach.pk,
        "traject_id": traject.pk,
        "contact_id": contact.pk,
        "actie_id": actie.pk,
        "onderdeel_id": Programmaonderdeel.objects.values_list("pk", flat=True)[0],
        "agenda_gemeente": wereld.houten.pk,
        "agenda_punt": 3,
    }
