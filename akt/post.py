"""Mail: written to the database with what gives reason to it, sent by a worker, logged, never twice with one key.

A mail that was decided on is not lost with a queue or a mail server: a job sends every minute whatever still waits.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from akt.models import Afmelding, Bericht
from akt.taken import probeer

log = structlog.get_logger(__name__)

MAX_POGINGEN = 10
PER_KEER = 100


@dataclass(frozen=True)
class Soort:
    """A kind of mail. Who gets an optional one can say no to it, by a link in the mail itself."""

    naam: str
    label: str
    optioneel: bool = False


@dataclass(frozen=True)
class Bijlage:
    """A text file that goes along, such as an invitation for a calendar."""

    naam: str
    type: str
    inhoud: str


SOORTEN: dict[str, Soort] = {}


def soort(naam: str, label: str, *, optioneel: bool = False) -> Soort:
    """Declare a kind of mail, once, where it is written."""
    SOORTEN[naam] = Soort(naam, label, optioneel)
    return SOORTEN[naam]


def schrijf(
    wat: Soort, aan: str, onderwerp: str, sjabloon: str, gegevens: dict[str, Any], *, antwoord_aan: str = "",
    bijlagen: Sequence[Bijlage] = (), sleutel: str | None = None,
) -> Bericht | None:  # fmt: skip
    """Put a mail ready, from a text template that gets `gegevens`, `contact` and `basis_url`; sent after the commit.

    `sleutel` names what may be sent once; None comes back when that mail is there already. Line breaks in the subject
    become spaces, so that no header can be slipped in.
    """
    tekst = render_to_string(
        sjabloon, {"contact": settings.AKT_CONTACT, "basis_url": settings.BASIS_URL, **gegevens}
    ).strip()
    bericht = Bericht(
        soort=wat.naam,
        aan=aan,
        antwoord_aan=antwoord_aan,
        onderwerp=" ".join(onderwerp.split())[:200],
        tekst=tekst,
        bijlagen=[{"naam": bijlage.naam, "type": bijlage.type, "inhoud": bijlage.inhoud} for bijlage in bijlagen],
        sleutel=sleutel,
    )
    nieuw = Bericht.objects.bulk_create([bericht], ignore_conflicts=sleutel is not None)
    if sleutel is not None and not Bericht.objects.filter(pk=bericht.pk).exists():
        return None
    transaction.on_commit(_wek)
    return nieuw[0]


def _wek() -> None:
    from akt.tasks import verstuur_post

    probeer(verstuur_post)


def verstuur() -> int:
    """Send what waits, oldest first, at most PER_KEER; returns how many went.

    One mail a transaction, its row locked, so that two workers don't send the same. A mail server that refuses costs
    a later attempt, after two minutes and then longer, up to MAX_POGINGEN.
    """
    verstuurd = 0
    overgeslagen: set[Any] = set()
    with get_connection() as verbinding:
        for _ in range(PER_KEER):
            with transaction.atomic():
                bericht = (
                    Bericht.objects.filter(status=Bericht.Status.WACHT, probeer_na__lte=timezone.now())
                    .exclude(pk__in=overgeslagen)
                    .order_by("aangemaakt_op")
                    .select_for_update(skip_locked=True)
                    .first()
                )
                if bericht is None:
                    break
                overgeslagen.add(bericht.pk)
                verstuurd += _verstuur(bericht, verbinding)
    return verstuurd


def _verstuur(bericht: Bericht, verbinding: Any) -> bool:
    bericht.pogingen += 1
    if is_afgemeld(bericht.aan, bericht.soort):
        bericht.status = Bericht.Status.AFGEMELD
        bericht.save(update_fields=["status", "pogingen"])
        return False
    try:
        _als_mail(bericht, verbinding).send()
    except (OSError, ValueError) as fout:
        log.warning("post_mislukt", bericht=str(bericht.pk), soort=bericht.soort, fout=str(fout))
        bericht.fout = str(fout)[:300]
        if bericht.pogingen >= MAX_POGINGEN or isinstance(fout, ValueError):
            bericht.status = Bericht.Status.MISLUKT
        bericht.probeer_na = timezone.now() + datetime.timedelta(seconds=min(3600, 60 * 2**bericht.pogingen))
        bericht.save(update_fields=["status", "pogingen", "fout", "probeer_na"])
        return False
    bericht.status, bericht.verstuurd_op, bericht.fout = Bericht.Status.VERSTUURD, timezone.now(), ""
    bericht.save(update_fields=["status", "pogingen", "verstuurd_op", "fout"])
    return True


def _als_mail(bericht: Bericht, verbinding: Any) -> EmailMultiAlternatives:
    """Plain text with the same in HTML. The message id is that of the row, so that a receiver sees a repeat as one."""
    afmelden = afmeldadres(bericht) if SOORTEN.get(bericht.soort, Soort("", "")).optioneel else ""
    domein = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    koppen = {"Message-ID": f"<{bericht.pk}@{domein}>", "Auto-Submitted": "auto-generated"}
    if afmelden:
        koppen |= {"List-Unsubscribe": f"<{afmelden}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    gegevens = {"bericht": bericht, "afmelden": afmelden, "contact": settings.AKT_CONTACT}
    mail = EmailMultiAlternatives(
        subject=bericht.onderwerp,
        body=render_to_string("akt/post/bericht.txt", gegevens),
        to=[bericht.aan],
        reply_to=[bericht.antwoord_aan] if bericht.antwoord_aan else None,
        headers=koppen,
        connection=verbinding,
    )
    mail.attach_alternative(render_to_string("akt/post/bericht.html", gegevens), "text/html")
    for bijlage in bericht.bijlagen:
        mail.attach(bijlage["naam"], bijlage["inhoud"], bijlage["type"])
    return mail


# --- saying no ---------------------------------------------------------------------------------
def is_afgemeld(email: str, naam: str) -> bool:
    return (
        SOORTEN.get(naam, Soort("", "")).optioneel
        and Afmelding.objects.filter(email__iexact=email, soort=naam).exists()
    )


def afmeldadres(bericht: Bericht) -> str:
    """Address where the receiver says no to this kind of mail, without logging in."""
    sleutel = signing.dumps([bericht.aan.lower(), bericht.soort], salt="akt.post", compress=True)
    return settings.BASIS_URL + reverse("post-afmelden", args=[sleutel])


def lees_afmelding(sleutel: str) -> tuple[str, Soort] | None:
    """E-mail address and kind of mail of an unsubscribe link; None for a link that isn't ours."""
    try:
        email, naam = signing.loads(sleutel, salt="akt.post")
    except (signing.BadSignature, ValueError):
        return None
    return (email, SOORTEN[naam]) if naam in SOORTEN else None


def meld_af(email: str, wat: Soort) -> None:
    Afmelding.objects.get_or_create(email=email.lower(), soort=wat.naam)


# --- keeping -----------------------------------------------------------------------------------
def ruim_op() -> tuple[int, int]:
    """Forget texts and then rows that were kept long enough; returns the numbers of both."""
    nu = timezone.now()
    oud = Bericht.objects.exclude(status=Bericht.Status.WACHT)
    teksten = oud.filter(aangemaakt_op__lt=nu - datetime.timedelta(days=settings.AKT_POST_TEKST_DAGEN)).exclude(
        Q(tekst="") & Q(bijlagen=[])
    )
    leeg = teksten.update(tekst="", bijlagen=[])
    weg, _ = oud.filter(aangemaakt_op__lt=nu - datetime.timedelta(days=settings.AKT_POST_DAGEN)).delete()
    return leeg, weg
