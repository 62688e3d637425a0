"""Celery tasks of the monitoring: thin, idempotent and acknowledged late; the work is in monitoring.kerncijfers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from celery import shared_task
from django.db import connection

from akt.fouten import AktFout, Conflict
from akt.models import Gebruiker, Taak
from akt.taken import herhaalbaar
from monitoring import fotos, kerncijfers, publicaties, rondes, signalen, uploads
from monitoring.kerncijfers import Voortgang
from monitoring.models import Publicatie
from monitoring.models.rondes import Upload

MISLUKT = (
    "De kerncijfers zijn niet herberekend; de oude staan er nog. Probeer het opnieuw of vraag de beheerder om hulp."
)


@contextmanager
def _meldt_aan(taak: Taak | None) -> Iterator[Voortgang | None]:
    """Progress on a task while a transaction is open: from a second connection, or nobody would see it."""
    if taak is None or connection.in_atomic_block:
        yield taak.meld if taak else None
        return
    with ThreadPoolExecutor(max_workers=1) as draad:
        try:
            yield lambda gedaan, totaal, melding: draad.submit(taak.meld, gedaan, totaal, melding).result()
        finally:
            # By name inside the thread, because each thread has a connection of its own.
            draad.submit(lambda: connection.close()).result()


@shared_task(name="monitoring.herbouw_kerncijfers")
def herbouw_kerncijfers(taak_id: str | None = None) -> None:
    """Full rebuild, every night and on request; `taak_id` is the Taak that people follow it by."""
    taak = Taak.objects.filter(pk=taak_id).first() if taak_id else None
    try:
        with _meldt_aan(taak) as voortgang:
            uitkomst = kerncijfers.herbouw(voortgang)
    except Exception:
        if taak:
            taak.sluit(MISLUKT, gelukt=False)
        raise
    if taak:
        taak.sluit(uitkomst.samenvatting())


@shared_task(name="monitoring.werk_kerncijfers_bij")
def werk_kerncijfers_bij() -> None:
    """Update what changed; finds nothing to do when another run did it."""
    kerncijfers.werk_bij()


@shared_task(name="monitoring.controleer_kwaliteit")
def controleer_kwaliteit() -> None:
    """All rules over all panden, every night, and e-mail addresses of reporters that were kept long enough go."""
    signalen.controleer()
    signalen.wis_oude_melders()


@shared_task(name="monitoring.controleer_panden")
def controleer_panden(panden: list[int]) -> None:
    """The rules over some panden, right after entry."""
    signalen.controleer(panden)


# What may be started again from its page, and who may.
herhaalbaar(herbouw_kerncijfers, "monitoring.herbouw_kerncijfers")


# --- rounds ------------------------------------------------------------------------------------
@shared_task(name="monitoring.nodig_uit_voor_rondes")
def nodig_uit_voor_rondes() -> None:
    """Write to the loodsen of new rounds; who has the mail already does not get it again."""
    rondes.nodig_uit()


@shared_task(name="monitoring.herinner_rondes")
def herinner_rondes() -> None:
    """Every day: remind who is late, invite who was missed, and forget old uploads."""
    uploads.ruim_op()
    rondes.nodig_uit()
    rondes.herinner()


@shared_task(name="monitoring.controleer_upload")
def controleer_upload(taak_id: str, upload_id: str) -> None:
    """Read a large sheet and check it; what people see afterwards is the page of the upload."""
    _met_upload(taak_id, upload_id, uploads.lees_upload)


@shared_task(name="monitoring.sla_upload_op")
def sla_upload_op(taak_id: str, upload_id: str, alles_of_niets: bool, ongewijzigd: bool) -> None:
    """Save a large sheet that was confirmed; once, however often it runs."""
    _met_upload(
        taak_id,
        upload_id,
        lambda upload, meld: uploads.sla_upload_op(
            upload, alles_of_niets=alles_of_niets, ongewijzigd=ongewijzigd, meld=meld
        ),
    )


def _met_upload(taak_id: str, upload_id: str, doe: Callable[[Upload, Voortgang], str]) -> None:
    taak = Taak.objects.get(pk=taak_id)
    welke = Upload.objects.filter(pk=upload_id)
    # The page of the upload follows the newest attempt.
    welke.update(taak=taak)
    try:
        upload = welke.select_related("deelname__ronde", "deelname__gemeente", "gebruiker").get()
        with _meldt_aan(taak) as voortgang:
            melding = doe(upload, voortgang or taak.meld)
    except Upload.DoesNotExist:
        taak.sluit("Het bestand is niet meer bewaard. Verstuur het opnieuw.", gelukt=False)
    except AktFout as fout:
        taak.sluit(str(fout), gelukt=False)
    except Exception:
        taak.sluit("Dit is mislukt en er is niets opgeslagen. Verstuur het bestand opnieuw.", gelukt=False)
        raise
    else:
        taak.sluit(melding)


herhaalbaar(controleer_upload, "monitoring.vul_ronde")
herhaalbaar(sla_upload_op, "monitoring.vul_ronde")


# --- fotos --------------------------------------------------------------------------------------
@shared_task(name="monitoring.ruim_fotos_op")
def ruim_fotos_op() -> None:
    """Every night: files of photos that never were, or are no more."""
    fotos.ruim_op()


# --- publicaties --------------------------------------------------------------------------------
@shared_task(name="monitoring.maak_voorbeeld")
def maak_voorbeeld(peildatum: str, taak_id: str) -> None:
    """Compute the preview of a release; the page for a new release shows it."""
    taak = Taak.objects.get(pk=taak_id)
    try:
        with _meldt_aan(taak) as voortgang:
            melding = publicaties.bereken_voorbeeld(datetime.date.fromisoformat(peildatum), voortgang)
    except Exception:
        taak.sluit("Het voorbeeld is niet gemaakt. Probeer het opnieuw.", gelukt=False)
        raise
    taak.sluit(melding)


herhaalbaar(maak_voorbeeld, "monitoring.publiceer")


@shared_task(name="monitoring.publiceer")
def publiceer(toelichting: str, peildatum: str, gezien: str, gebruiker_id: int, taak_id: str | None = None) -> None:
    """Make a release of what was reviewed. Delivered twice it publishes once: `gezien` no longer fits."""
    taak = Taak.objects.filter(pk=taak_id).first() if taak_id else None
    gebruiker = Gebruiker.objects.filter(pk=gebruiker_id).first()
    try:
        with _meldt_aan(taak) as voortgang:
            publicatie = publicaties.publiceer(
                toelichting, gebruiker, peildatum=datetime.date.fromisoformat(peildatum), gezien=gezien,
                voortgang=voortgang,
            )  # fmt: skip
    except Conflict as fout:
        if taak is None:
            return
        eigen = Publicatie.objects.filter(vastgesteld_door=gebruiker, vastgesteld_op__gt=taak.aangemaakt_op)
        gedaan = eigen.laatste() if gebruiker else None
        taak.sluit(publicaties.samenvatting(gedaan) if gedaan else str(fout), gelukt=gedaan is not None)
        return
    except Exception:
        if taak:
            taak.sluit("De publicatie is niet gemaakt; er is niets veranderd. Probeer het opnieuw.", gelukt=False)
        raise
    if taak:
        taak.sluit(publicaties.samenvatting(publicatie))
