"""Bijlagen of a praktijk: what is sent in is told by its content and written safely; its files go with its row."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from akt.fouten import AktFout
from akt.models import Gebruiker
from akt.opmaak import aantal
from akt.taken import probeer
from kennissysteem.models import Bijlage, Praktijk
from kennissysteem.tasks import lees_documenten
from loodsen.bestanden import herken, naam_met_einde
from monitoring.fotos import FotoFout, bewerk

Soort = Bijlage.Soort
MAX_PER_PRAKTIJK = 20
# Endings by which `herken` names what may be a document here.
DOCUMENTEN = {".pdf", ".docx", ".xlsx"}
# The list of parts of an Office file is small; a huge one is a trap.
MAX_LIJST = 1024 * 1024


def voeg_toe(
    praktijk: Praktijk, gebruiker: Gebruiker, soort: str, *, titel: str, url: str = "", bestand: Any = None
) -> Bijlage:  # fmt: skip
    """Keep a bijlage. Raises `AktFout` for a file that is not what it should be, or when there are too many."""
    bijlage = Bijlage(praktijk=praktijk, soort=soort, titel=titel, url=url, toegevoegd_door=gebruiker)
    delen: dict[str, bytes] = {}
    if soort == Soort.FOTO:
        delen = _lees_foto(bijlage, bestand)
    elif soort == Soort.DOCUMENT:
        delen = {"bestand": _lees_document(bijlage, bestand)}
    geschreven: list[str] = []
    try:
        with transaction.atomic():
            # The lock makes two uploads follow each other, so that the second one counts the first.
            Praktijk.objects.select_for_update(of=("self",)).get(pk=praktijk.pk)
            if praktijk.bijlagen.count() >= MAX_PER_PRAKTIJK:
                raise AktFout(f"Er passen {aantal(MAX_PER_PRAKTIJK, 'bijlage', 'bijlagen')} bij een praktijk.")
            for veld, inhoud in delen.items():
                getattr(bijlage, veld).save("", ContentFile(inhoud), save=False)
                geschreven.append(getattr(bijlage, veld).name)
            bijlage.save()
            if soort == Soort.DOCUMENT:
                transaction.on_commit(partial(probeer, lees_documenten))
    except BaseException:
        # A file system knows no transactions.
        for naam in geschreven:
            default_storage.delete(naam)
        raise
    return bijlage


def _lees_foto(bijlage: Bijlage, bestand: Any) -> dict[str, bytes]:
    try:
        beeld = bewerk(bestand, bestand.size)
    except FotoFout as fout:
        raise AktFout(f"Dit bestand {fout}") from fout
    bijlage.naam, bijlage.type, bijlage.grootte = (
        f"foto-praktijk-{bijlage.praktijk_id}.jpg",
        "image/jpeg",
        len(beeld.groot),
    )
    return {"bestand": beeld.groot, "miniatuur": beeld.klein}


def _lees_document(bijlage: Bijlage, bestand: IO[bytes]) -> bytes:
    inhoud = bestand.read()
    soort, einde = herken(inhoud)
    if einde not in DOCUMENTEN:
        raise AktFout("Dit soort bestand kan niet. Kies een PDF, of een Word- of Excelbestand (.docx of .xlsx).")
    if einde != ".pdf":
        _weiger_macros(inhoud)
    bijlage.naam, bijlage.type, bijlage.grootte = naam_met_einde(bestand.name or "", einde), soort, len(inhoud)
    return inhoud


def _weiger_macros(inhoud: bytes) -> None:
    """Macros are named in the list of parts, whatever the part itself is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
            lijst = zip_.getinfo("[Content_Types].xml")
            soorten = zip_.read(lijst).lower() if lijst.file_size <= MAX_LIJST else b"macro"
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as fout:
        raise AktFout("Dit bestand is beschadigd. Open het op uw computer en bewaar het opnieuw.") from fout
    if b"macro" in soorten or b"vbaproject" in soorten:
        raise AktFout("In dit bestand zitten macro's. Bewaar het zonder macro's en voeg het opnieuw toe.")
