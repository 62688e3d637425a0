"""Sheets that people send in: read, checked, shown, and only then saved."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from akt.fouten import AktFout
from akt.models import Gebruiker
from akt.opmaak import aantal, datum
from akt.taken import start_taak
from monitoring import inlezen
from monitoring.inlezen import BestandFout, Blad
from monitoring.models import Deelname
from monitoring.models.rondes import Upload
from monitoring.rondeinvoer import Soort, Uitslag, Voortgang, als_rijen, beoordeel, sla_op, stil
from monitoring.rondes import eis_open

# From so many bytes the check is left to a worker: about a thousand rows of ours.
GROOT_XLSX, GROOT_CSV = 70_000, 140_000
VEEL_RIJEN = 1000
DAGEN_BEWAARD = 7


def is_groot(inhoud: bytes) -> bool:
    """Whether a file holds so many rows, a thousand or so, that people should see progress."""
    return len(inhoud) > (GROOT_XLSX if inhoud.startswith(b"PK") else GROOT_CSV)


def neem_aan(deelname: Deelname, gebruiker: Gebruiker, naam: str, inhoud: bytes) -> Upload:
    """Keep a file. A small one is read at once (raises `BestandFout`, and nothing is kept); else a worker reads it."""
    eis_open(deelname)
    ruim_op()
    upload = Upload(deelname=deelname, gebruiker=gebruiker, bestandsnaam=naam[-120:].replace("\0", "") or "bestand")
    if is_groot(inhoud):
        from monitoring.tasks import controleer_upload

        upload.bestand = inhoud
        with transaction.atomic():
            upload.save()
            _start(upload, f"Controle van {upload.bestandsnaam}", controleer_upload)
        return upload
    upload.rijen = lees_voor(deelname, inhoud, naam)
    upload.gelezen_op = timezone.now()
    upload.save()
    return upload


def _start(upload: Upload, naam: str, werk: Any, **gegevens: Any) -> None:
    """Have a worker do this; the page of the upload shows how far it is."""
    with transaction.atomic():
        upload.taak = start_taak(naam, werk, upload.gebruiker, upload_id=str(upload.pk), **gegevens)
        upload.save(update_fields=["taak"])


def lees_voor(deelname: Deelname, inhoud: bytes, naam: str = "") -> list[dict[str, Any]]:
    """The rows of a file, if it belongs to this deelname. Raises `BestandFout`."""
    blad = inlezen.lees(inhoud, naam)
    eis_herkomst(blad, deelname)
    # The columns go along, so that a remark can name the cell.
    return [{**rij, "letters": blad.letters} if i == 0 else rij for i, rij in enumerate(blad.rijen)]


def eis_herkomst(blad: Blad, deelname: Deelname) -> None:
    """A sheet that says to be of another round or gemeente is refused."""
    eigen = (deelname.ronde.peildatum.isoformat(), deelname.gemeente_id)
    ander = blad.herkomst - {eigen}
    if not ander:
        return
    dag, code = min(ander)
    try:
        dag = datum(datetime.date.fromisoformat(dag))
    except ValueError:
        dag = dag[:20]
    raise BestandFout(
        f"Dit bestand hoort bij de ronde van {dag} van gemeente {code[:10]}. U bent bezig met {deelname.gemeente} op "
        f"{datum(deelname.ronde.peildatum)}. Download het sjabloon van deze ronde."
    )


def lees_upload(upload: Upload, meld: Voortgang) -> str:
    """The worker's part: read the kept file and try all rows; returns what to say of it. Raises `BestandFout`."""
    if upload.gelezen_op is None:
        meld(0, 1, "Het bestand wordt gelezen.")
        upload.rijen = lees_voor(upload.deelname, bytes(upload.bestand or b""), upload.bestandsnaam)
        upload.bestand, upload.gelezen_op = None, timezone.now()
        upload.save(update_fields=["rijen", "bestand", "gelezen_op"])
    rijen = als_rijen(upload.rijen)
    fout = sum(uitslag.soort == Soort.FOUT for uitslag in beoordeel(upload.deelname, rijen, upload.gebruiker, meld))
    return (
        f"{aantal(len(rijen), 'rij', 'rijen')} gecontroleerd, {aantal(fout, 'rij', 'rijen')} met een fout. "
        "Er is nog niets opgeslagen."
    )


def uitslagen_van(upload: Upload) -> Iterator[Uitslag]:
    """What the rows of an upload mean now, one after another."""
    return beoordeel(upload.deelname, als_rijen(upload.rijen), upload.gebruiker)


def letters_van(upload: Upload) -> dict[str, str]:
    """The column of each field in the file that came in."""
    letters: dict[str, str] = upload.rijen[0].get("letters", {}) if upload.rijen else {}
    return letters


class NietAllesGoed(AktFout):
    """Someone asked for all or nothing, and there are errors."""


def bevestig(upload: Upload, *, alles_of_niets: bool, ongewijzigd: bool) -> None:
    """Save what someone agreed to: at once, or by a worker when there are many rows. Raises as `pas_toe`."""
    if len(upload.rijen) > VEEL_RIJEN:
        from monitoring.tasks import sla_upload_op as werk

        naam = f"{upload.bestandsnaam} opslaan"
        _start(upload, naam, werk, alles_of_niets=alles_of_niets, ongewijzigd=ongewijzigd)
    else:
        pas_toe(upload, alles_of_niets=alles_of_niets, ongewijzigd=ongewijzigd)


def sla_upload_op(upload: Upload, *, alles_of_niets: bool, ongewijzigd: bool, meld: Voortgang) -> str:
    """The worker's part of `bevestig`; returns what to say of it."""
    uitkomst = pas_toe(upload, alles_of_niets=alles_of_niets, ongewijzigd=ongewijzigd, meld=meld).uitkomst
    return f"{aantal(uitkomst['opgeslagen'], 'pand', 'panden')} opgeslagen."


def pas_toe(upload: Upload, *, alles_of_niets: bool, ongewijzigd: bool, meld: Voortgang = stil) -> Upload:
    """Save what was confirmed, once: a second time finds it done. What is wrong stays, to be downloaded.

    Raises `NietAllesGoed` and `RondeGesloten`.
    """
    with transaction.atomic():
        vast = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if vast.toegepast_op:
            return vast
        uitslagen, nieuw = sla_op(
            upload.deelname, als_rijen(vast.rijen), upload.gebruiker, alles_of_niets=alles_of_niets,
            ongewijzigd=ongewijzigd, meld=meld,
        )  # fmt: skip
        mis = [uitslag for uitslag in uitslagen if uitslag.soort == Soort.FOUT]
        if alles_of_niets and mis:
            raise NietAllesGoed(
                f"Er is niets opgeslagen: {aantal(len(mis), 'rij heeft', 'rijen hebben')} nog een fout. "
                "Verbeter het bestand, of kies 'De goede rijen opslaan'."
            )
        letters = letters_van(vast)
        nummers = {uitslag.rij.nummer for uitslag in mis}
        vast.rijen = [rij for rij in vast.rijen if rij["nr"] in nummers]
        if vast.rijen:
            vast.rijen[0]["letters"] = letters
        vast.toegepast_op = timezone.now()
        vast.uitkomst = {"opgeslagen": len(nieuw), "fout": len(mis)}
        vast.save(update_fields=["rijen", "toegepast_op", "uitkomst"])
    return vast


def ruim_op() -> int:
    """Uploads of long ago are forgotten; returns how many."""
    grens = timezone.now() - datetime.timedelta(days=DAGEN_BEWAARD)
    return Upload.objects.filter(gemaakt_op__lt=grens).delete()[0]
