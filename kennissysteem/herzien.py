"""Keeping practices true: reviews that are due, and asking for a praktijk when a transformatie is completed."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from akt import post
from kennissysteem.levend import in_netwerk, mag_mail
from kennissysteem.models import Praktijk, Praktijkverzoek
from loodsen.vragen import coaches, team_van
from monitoring.models import Transformatie

HERZIEN = post.soort("kennis-herzien", "Praktijken die u moet herzien")
VERZOEK = post.soort("kennis-verzoek", "Vraag om een praktijk na een transformatie", optioneel=True)

# So long the author has before the coachteam hears of it (days).
WACHT_DAGEN = 30
# A transformatie that was completed longer ago is no news any more (days).
VERS_DAGEN = 365


def herzie(dag: datetime.date | None = None) -> int:
    """Mark what is due for review and write to the author; returns the number of mails.

    Whose author is gone goes to the coachteam at once; what the author leaves lying goes there after `WACHT_DAGEN`.
    Each is told once for each time that a praktijk is due.
    """
    dag = dag or timezone.localdate()
    geschreven = 0
    for praktijk in Praktijk.objects.te_herzien(dag).select_related("auteur"):
        with transaction.atomic():
            praktijk = Praktijk.objects.select_for_update(of=("self",)).select_related("auteur").get(pk=praktijk.pk)
            if not praktijk.is_leesbaar or praktijk.herzien_voor is None or praktijk.herzien_voor > dag:
                continue  # someone was here in between
            if praktijk.status == Praktijk.Status.GEPUBLICEERD:
                praktijk.status = Praktijk.Status.TE_HERZIEN
                praktijk._change_reason = "te herzien"  # type: ignore[attr-defined]
                praktijk.save(update_fields=["status", "gewijzigd_op"])
            if not in_netwerk(praktijk.auteur):
                geschreven += _naar_coaches(praktijk, weg=True)
                continue
            nieuw = _naar_auteur(praktijk)
            geschreven += nieuw
            if not nieuw and dag - timezone.localdate(praktijk.gewijzigd_op) >= datetime.timedelta(days=WACHT_DAGEN):
                geschreven += _naar_coaches(praktijk, weg=False)
    return geschreven


def _naar_auteur(praktijk: Praktijk) -> int:
    auteur = praktijk.auteur
    if auteur is None or not mag_mail(praktijk.demo, auteur.email):
        return 0
    return bool(
        post.schrijf(
            HERZIEN,
            auteur.email,
            f"Klopt dit nog? {praktijk}",
            "kennissysteem/levend/mail_herzien.txt",
            {"praktijk": praktijk, "naam": auteur.naam, "adres": praktijk.get_absolute_url(), "dagen": WACHT_DAGEN},
            sleutel=f"kennis-herzien:{praktijk.pk}:{praktijk.herzien_voor}:auteur{auteur.pk}",
        )
    )


def _naar_coaches(praktijk: Praktijk, *, weg: bool) -> int:
    adres = praktijk.get_absolute_url()
    return sum(
        bool(
            post.schrijf(
                HERZIEN,
                coach.email,
                f"Praktijk zonder onderhoud: {praktijk}",
                "kennissysteem/levend/mail_herzien_coach.txt",
                {"praktijk": praktijk, "naam": coach.naam, "adres": adres, "weg": weg, "dagen": WACHT_DAGEN},
                sleutel=f"kennis-herzien:{praktijk.pk}:{praktijk.herzien_voor}:{coach.kenmerk}",
            )
        )
        for coach in coaches()
        if mag_mail(praktijk.demo, coach.email)
    )


def vraag_om_praktijken(dag: datetime.date | None = None) -> int:
    """Ask the loodsen of the gemeente for a praktijk about what was completed; once, and not when there is one.

    Returns the number of mails. A gemeente without a loods is asked when it has one.
    """
    dag = dag or timezone.localdate()
    gereed = Transformatie.objects.filter(
        fase=Transformatie.Fase.GEREED, gereed_op__lte=dag, gereed_op__gt=dag - datetime.timedelta(days=VERS_DAGEN),
        praktijken__isnull=True, praktijkverzoek__isnull=True,
    ).select_related("gemeente__opgegaan_in").defer("gemeente__grens", "gemeente__opgegaan_in__grens")  # fmt: skip
    geschreven = 0
    for transformatie in gereed:
        team = team_van(transformatie.gemeente.opgegaan_in or transformatie.gemeente)
        wie = [loods for loods in team if mag_mail(transformatie.demo, loods.email)]
        if not wie:
            continue
        with transaction.atomic():
            _, nieuw = Praktijkverzoek.objects.get_or_create(transformatie=transformatie, defaults={"op": dag})
            for loods in wie if nieuw else ():
                geschreven += bool(
                    post.schrijf(
                        VERZOEK,
                        loods.email,
                        f"Wat leerde u van {transformatie}?",
                        "kennissysteem/levend/mail_verzoek.txt",
                        {"transformatie": transformatie, "naam": loods.naam, "adres": schrijfadres(transformatie)},
                        sleutel=f"kennis-verzoek:{transformatie.pk}:{loods.pk}",
                    )
                )
    return geschreven


def schrijfadres(transformatie: Transformatie) -> str:
    """Where a praktijk about it is written, filled in beforehand."""
    return f"{reverse('kennissysteem:praktijk-nieuw')}?transformatie={transformatie.pk}"
