"""Practices."""

from __future__ import annotations

import datetime
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kennissysteem import bijlagen, praktijken
from kennissysteem.models import Knelpunt, Praktijk, Praktijkcontact
from loodsen.models import Contactpersoon, Organisatie
from tests.rechten.rollen import NETWERK, OPEN

MATRIX: dict[str, dict[str, int]] = {
    "kennissysteem:praktijk": OPEN,
    "kennissysteem:praktijk-deelplaat": OPEN,
    "kennissysteem:praktijk-vraag": OPEN,
    "kennissysteem:praktijken-atom": OPEN,
    "sitemap": OPEN,
    "kennissysteem:praktijk-bijlage": OPEN,
    "kennissysteem:praktijk-bijlagen": NETWERK,
    "kennissysteem:praktijk-nieuw": NETWERK,
    "kennissysteem:mijn-praktijken": NETWERK,
    "kennissysteem:praktijk-wijzigen": NETWERK,
    "kennissysteem:praktijk-mensen": NETWERK,
    "kennissysteem:praktijk-publiceren": NETWERK,
    "kennissysteem:praktijk-intrekken": NETWERK,
    "kennissysteem:praktijk-versies": NETWERK,
}


def vul(wereld: Any) -> dict[str, Any]:
    """An open praktijk of the loods, published twice."""
    praktijk: Praktijk = Praktijk.objects.create(
        titel="Van kantoor naar 48 studio's", samenvatting="Een leeg kantoor werd in twee jaar studio's.",
        situatie="Het kantoor stond **acht jaar** leeg.", aanpak="- Eerst een intentieovereenkomst\n- Toen verbouwen",
        resultaat="48 studio's, alle verhuurd.", lessen="Begin met de [parkeernorm](https://voorbeeld.example).",
        naar_gebruik="wonen", vvo_m2=2400, woningen=48, kosten=4_800_000, duur_maanden=26, jaar=2023,
        gemeente=wereld.houten, auteur=wereld.gebruikers["loods"], pand=wereld.pand,
    )  # fmt: skip
    knelpunt, _ = Knelpunt.objects.get_or_create(
        code="proefknelpunt", defaults={"naam": "Parkeren", "groep": "tijdens", "uitleg": "Te weinig plaatsen."}
    )
    praktijk.knelpunten.add(knelpunt)
    praktijk.kostenposten.create(naam="Verbouwing", bedrag=4_200_000)
    praktijk.kostenposten.create(naam="Leges", bedrag=600_000, volgorde=2)
    praktijk.stappen.create(naam="Vergunning", maanden=8)
    organisatie = Organisatie.objects.create(naam="Studiobouwer bv", soort="ontwikkelaar")
    contact = Contactpersoon.objects.create(
        organisatie=organisatie, naam="Stan Studio", email="stan@voorbeeld.example", telefoon="030 000 00 00",
        toestemming_op=datetime.date.today(),
    )  # fmt: skip
    Praktijkcontact.objects.create(praktijk=praktijk, contactpersoon=contact, rol="projectleider")
    coach = wereld.gebruikers["coach"]
    praktijken.publiceer(praktijk, coach)
    praktijk.refresh_from_db()
    praktijk.resultaat = "48 studio's, alle verhuurd binnen een maand."
    praktijk.save()
    praktijken.publiceer(praktijk, coach, "Resultaat aangevuld")
    beeld = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(beeld, "JPEG")
    foto = SimpleUploadedFile("gevel.jpg", beeld.getvalue())
    bijlagen.voeg_toe(praktijk, coach, "foto", titel="De voorgevel met de nieuwe balkons", bestand=foto)
    bestand = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 een plan")
    bijlage = bijlagen.voeg_toe(praktijk, coach, "document", titel="Het plan", bestand=bestand)
    return {"praktijk_id": praktijk.pk, "bijlage_id": bijlage.pk}
