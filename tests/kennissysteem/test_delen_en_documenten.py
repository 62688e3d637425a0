"""What comes together of writing and searching: text of documents is found, and a shared praktijk has a picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kennissysteem import bijlagen, zoektekst
from kennissysteem.models import Praktijk, Zoektekst
from kennissysteem.zoeken import Opdracht, zoek
from tests.factories import GebruikerFactory
from tests.kennissysteem.test_knelpunten import leesbaar
from tests.kennissysteem.test_zoeken_tekst import pdf


def titels(q: str) -> list[str]:
    return [treffer.praktijk.titel for treffer in zoek(Opdracht(q=q), netwerk=False).treffers]


def test_tekst_van_een_document_wordt_gevonden_tot_het_weg_is(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    praktijk = leesbaar("Wonen boven de winkel")
    assert titels("zwaluwstaart") == []
    document = SimpleUploadedFile("vloer.pdf", pdf("De zwaluwstaartvloer bleef liggen").read())
    bijlage = bijlagen.voeg_toe(praktijk, GebruikerFactory(), "document", titel="De vloer", bestand=document)
    assert (zoektekst.lees_documenten(), zoektekst.lees_documenten()) == (1, 0), "elk document een keer"
    assert titels("zwaluwstaartvloer") == ["Wonen boven de winkel"]
    bijlage.delete()
    assert not Zoektekst.objects.exists() and titels("zwaluwstaartvloer") == []


def test_deelplaatje_alleen_van_wat_iedereen_mag_lezen(db: None, client: Client) -> None:
    praktijk = leesbaar("Wonen boven de winkel")
    adres = f"{praktijk.get_absolute_url()}deel.png"
    assert f'{adres}"' in client.get(praktijk.get_absolute_url()).content.decode()
    assert Image.open(io.BytesIO(client.get(adres).content)).size == (1200, 630)
    Praktijk.objects.update(openbaarheid=Praktijk.Openbaarheid.NETWERK)
    client.force_login(GebruikerFactory(rol="beheerder", is_superuser=True))
    assert client.get(adres).status_code == 404, "een plaatje gaat verder dan wie het vraagt"
