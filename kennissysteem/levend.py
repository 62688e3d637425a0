"""What readers do with the knowledge: ask, answer, say that it helped, read and follow.

Each function that writes puts its mails ready in the same transaction, and is safe to be called twice.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from akt import post
from akt.models import Gebruiker
from akt.rules import is_netwerk
from kennissysteem.models import Hielp, Knelpunt, Lezing, Praktijk, Reactie, Volgt
from loodsen.models import Contactpersoon
from monitoring.demo.gebruikers import DOMEIN
from monitoring.models import Gemeente

VRAAG = post.soort("kennis-vraag", "Vragen over uw praktijk en antwoorden op uw vraag")
REACTIE = post.soort("kennis-reactie", "Reacties in het kennissysteem", optioneel=True)
HIELP = post.soort("kennis-hielp", "Berichten dat uw praktijk iemand hielp", optioneel=True)

Soort = Reactie.Soort
# What calls itself a robot, or fetches a page for a preview.
ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|curl|wget|python-|httpx|headless|facebookexternalhit|scrap|feed",
    re.IGNORECASE,
)


def mag_mail(demo: bool, email: str) -> bool:
    """Nobody outside the demo gets mail about something made up."""
    return not demo or email.lower().endswith(f"@{DOMEIN}")


def in_netwerk(gebruiker: Gebruiker | None) -> bool:
    """Whether someone is still there to write to."""
    return gebruiker is not None and bool(is_netwerk(gebruiker))


# --- questions and reactions -------------------------------------------------------------------
def plaats(
    gebruiker: Gebruiker, over: Praktijk | Knelpunt, soort: str, tekst: str, *, ouder: Reactie | None = None,
    verzending: uuid.UUID | None = None,
) -> Reactie:  # fmt: skip
    """Say something and mail who it concerns. Sent twice (`verzending`) it is one.

    An answer goes to a question about the same; raises `PermissionDenied` for who may not read what it is about.
    """
    mag = gebruiker.has_perm("kennissysteem.add_reactie") and (
        isinstance(over, Knelpunt) or gebruiker.has_perm("kennissysteem.view_praktijk", over)
    )
    if not mag or (ouder is not None and (ouder.over != over or ouder.soort == Soort.ANTWOORD)):
        raise PermissionDenied
    with transaction.atomic():
        reactie, nieuw = Reactie.objects.get_or_create(
            verzending=verzending or uuid.uuid4(),
            defaults={
                "praktijk": over if isinstance(over, Praktijk) else None,
                "knelpunt": over if isinstance(over, Knelpunt) else None,
                "soort": Soort.ANTWOORD if ouder else soort, "ouder": ouder, "tekst": tekst.strip(), "door": gebruiker,
            },
        )  # fmt: skip
        if nieuw:
            _meld(reactie, gebruiker)
    return reactie


def betrokkenen(praktijk: Praktijk) -> list[str]:
    """E-mail addresses of the contactpersonen and the author of a praktijk, each once."""
    adressen = list(
        Contactpersoon.objects.zichtbaar().filter(praktijkcontacten__praktijk=praktijk)
        .order_by("praktijkcontacten__volgorde", "pk").values_list("email", flat=True)
    )  # fmt: skip
    if praktijk.auteur is not None and in_netwerk(praktijk.auteur):
        adressen.append(praktijk.auteur.email)
    return _eenmaal(adressen)


def volgers_van(knelpunt: Knelpunt) -> list[str]:
    """E-mail addresses of who follows it and still belongs to the network."""
    volgers = Volgt.objects.filter(knelpunt=knelpunt).select_related("gebruiker")
    return _eenmaal(volgt.gebruiker.email for volgt in volgers if in_netwerk(volgt.gebruiker))


def _eenmaal(adressen: Iterable[str]) -> list[str]:
    return list({adres.lower(): adres for adres in adressen}.values())


def _meld(reactie: Reactie, schrijver: Gebruiker) -> None:
    """A question goes to who knows the answer, an answer to who asked; the rest may be declined."""
    vraagsteller = reactie.ouder.door if reactie.ouder and in_netwerk(reactie.ouder.door) else None
    voor_mij = [vraagsteller.email] if vraagsteller else []
    anderen: list[str] = []
    if reactie.praktijk is not None:
        anderen = betrokkenen(reactie.praktijk)
        if reactie.soort == Soort.VRAAG:
            voor_mij, anderen = [*voor_mij, *anderen], []
    elif reactie.knelpunt is not None:
        anderen = volgers_van(reactie.knelpunt)
    gehad = {schrijver.email.lower()}
    demo = reactie.demo or (reactie.praktijk is not None and reactie.praktijk.demo)
    for soort, adressen in ((VRAAG, voor_mij), (REACTIE, anderen)):
        for email in adressen:
            if email.lower() in gehad or not mag_mail(demo, email):
                continue
            gehad.add(email.lower())
            post.schrijf(
                soort,
                email,
                f"{reactie.get_soort_display()}: {reactie.over}",
                "kennissysteem/levend/mail_reactie.txt",
                {"reactie": reactie, "adres": reactie.over.get_absolute_url()},
                antwoord_aan=schrijver.email,
                sleutel=f"kennis-reactie:{reactie.pk}:{_kenmerk(email)}",
            )


def _kenmerk(email: str) -> str:
    """Tells receivers apart in a key without their address."""
    return salted_hmac("kennissysteem.levend", email.lower()).hexdigest()[:16]


def trek_in(reactie: Reactie, gebruiker: Gebruiker, reden: str) -> None:
    """Take back what was said, with the reason; the text is no longer shown. Raises `PermissionDenied`."""
    if not gebruiker.has_perm("kennissysteem.trek_reactie_in", reactie):
        raise PermissionDenied
    with transaction.atomic():
        reactie = Reactie.objects.select_for_update().get(pk=reactie.pk)
        if reactie.ingetrokken_op is not None:
            return
        reactie.ingetrokken_op, reactie.ingetrokken_door = timezone.now(), gebruiker
        reactie.ingetrokken_reden = reden.strip()
        reactie.save(update_fields=["ingetrokken_op", "ingetrokken_door", "ingetrokken_reden"])


def zichtbaar_voor(gebruiker: Any) -> QuerySet[Reactie]:
    """What this user may read: of the network everything about a knelpunt, and about practices that it may see."""
    if not is_netwerk(gebruiker):
        return Reactie.objects.none()
    return Reactie.objects.exclude(praktijk__in=Praktijk.objects.exclude(status__in=Praktijk.LEESBAAR))


def gesprek(over: Praktijk | Knelpunt) -> list[Reactie]:
    """Questions and reactions with their answers, newest first; those that wait for an answer on top."""
    antwoorden = Reactie.objects.select_related("door", "ingetrokken_door")
    draden = list(
        over.reacties.filter(ouder__isnull=True)
        .select_related("door", "ingetrokken_door")
        .prefetch_related(Prefetch("antwoorden", queryset=antwoorden, to_attr="alle_antwoorden"))
        .order_by("-op", "-pk")
    )
    for draad in draden:
        draad.is_open = (  # type: ignore[attr-defined]
            draad.soort == Soort.VRAAG
            and draad.ingetrokken_op is None
            and all(antwoord.ingetrokken_op for antwoord in draad.alle_antwoorden)  # type: ignore[attr-defined]
        )
    return sorted(draden, key=lambda draad: not draad.is_open)  # type: ignore[attr-defined]


# --- it helped ---------------------------------------------------------------------------------
def hielp(praktijk: Praktijk, gebruiker: Gebruiker, waar: str, toelichting: str = "") -> Hielp:
    """Say where a praktijk was used, or say it better; the author hears of it once. Not of one's own praktijk."""
    if not mag_hielp(praktijk, gebruiker):
        raise PermissionDenied
    with transaction.atomic():
        dank, nieuw = Hielp.objects.update_or_create(
            praktijk=praktijk, gebruiker=gebruiker, defaults={"waar": waar, "toelichting": toelichting}
        )
        auteur = praktijk.auteur
        if nieuw and auteur is not None and in_netwerk(auteur) and mag_mail(praktijk.demo, auteur.email):
            post.schrijf(
                HIELP,
                auteur.email,
                f"Uw praktijk hielp: {praktijk}",
                "kennissysteem/levend/mail_hielp.txt",
                {"dank": dank, "adres": praktijk.get_absolute_url()},
                sleutel=f"kennis-hielp:{praktijk.pk}:{gebruiker.pk}",
            )
    return dank


def mag_hielp(praktijk: Praktijk, gebruiker: Any) -> bool:
    return bool(is_netwerk(gebruiker)) and praktijk.is_leesbaar and praktijk.auteur_id != gebruiker.pk


# --- reads -------------------------------------------------------------------------------------
def lees(praktijk: Praktijk, request: HttpRequest) -> None:
    """Count that someone opened a praktijk; not a robot, not who wrote it, not a browser that fetches ahead."""
    agent = request.headers.get("User-Agent", "")
    vooruit = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if request.method != "GET" or not agent or ROBOT.search(agent) or vooruit or not praktijk.is_leesbaar:
        return
    gebruiker = request.user
    if gebruiker.is_authenticated and (
        praktijk.auteur_id == gebruiker.pk or praktijk.medeauteurs.filter(pk=gebruiker.pk).exists()
    ):
        return
    tel_lezing(praktijk, timezone.localdate())


def tel_lezing(praktijk: Praktijk, dag: datetime.date, aantal: int = 1) -> None:
    """Add to the count of that day; two at once both count."""
    lezing, nieuw = Lezing.objects.get_or_create(praktijk=praktijk, dag=dag, defaults={"aantal": aantal})
    if not nieuw:
        Lezing.objects.filter(pk=lezing.pk).update(aantal=F("aantal") + aantal)


# --- following ---------------------------------------------------------------------------------
def volg(gebruiker: Gebruiker, *, knelpunt: Knelpunt | None = None, gemeente: Gemeente | None = None) -> None:
    """Follow a knelpunt, a gemeente, or without either everything."""
    Volgt.objects.get_or_create(gebruiker=gebruiker, knelpunt=knelpunt, gemeente=gemeente)


def stop(gebruiker: Gebruiker, *, knelpunt: Knelpunt | None = None, gemeente: Gemeente | None = None) -> None:
    Volgt.objects.filter(gebruiker=gebruiker, knelpunt=knelpunt, gemeente=gemeente).delete()


@transaction.atomic
def zet_volgend(
    gebruiker: Gebruiker, *, alles: bool, knelpunten: Iterable[Knelpunt], gemeenten: Iterable[Gemeente]
) -> None:
    """Follow exactly these; what was followed already keeps the moment up to which it was told about."""
    gewenst: set[tuple[Any, Any]] = {(knelpunt.pk, None) for knelpunt in knelpunten}
    gewenst |= {(None, gemeente.pk) for gemeente in gemeenten}
    if alles:
        gewenst.add((None, None))
    nu = {(volgt.knelpunt_id, volgt.gemeente_id): volgt for volgt in Volgt.objects.filter(gebruiker=gebruiker)}
    Volgt.objects.filter(pk__in=[volgt.pk for ding, volgt in nu.items() if ding not in gewenst]).delete()
    Volgt.objects.bulk_create(
        [
            Volgt(gebruiker=gebruiker, knelpunt_id=knelpunt, gemeente_id=gemeente)
            for knelpunt, gemeente in gewenst - set(nu)
        ],
        ignore_conflicts=True,
    )


# --- what pages show ---------------------------------------------------------------------------
def bij_praktijk(praktijk: Praktijk, gebruiker: Any) -> dict[str, Any]:
    """What kennissysteem/levend/bij_praktijk.html needs: the number it helped, and for the network the rest."""
    from kennissysteem.forms.levend import HielpForm, ReactieForm

    geholpen = list(praktijk.geholpen.select_related("gebruiker"))
    levend: dict[str, Any] = {"mag": bool(is_netwerk(gebruiker)), "aantal_geholpen": len(geholpen)}
    if not levend["mag"]:
        return levend
    mijn = next((dank for dank in geholpen if dank.gebruiker_id == gebruiker.pk), None)
    return levend | {
        "over": praktijk,
        "reageer_url": reverse("kennissysteem:praktijk-reageren", args=[praktijk.pk]),
        "gesprek": gesprek(praktijk),
        "formulier": ReactieForm(prefix="reactie"),
        "geholpen": geholpen,
        "mijn": mijn,
        "mag_hielp": mag_hielp(praktijk, gebruiker),
        "hielp_formulier": HielpForm(instance=mijn, prefix="hielp"),
    }


def bij_knelpunt(knelpunt: Knelpunt, gebruiker: Any) -> dict[str, Any]:
    """The conversation on the page of a knelpunt and whether this user follows it; for the network only."""
    from kennissysteem.forms.levend import ReactieForm

    if not is_netwerk(gebruiker):
        return {"mag": False}
    return {
        "mag": True,
        "over": knelpunt,
        "reageer_url": reverse("kennissysteem:knelpunt-reageren", args=[knelpunt.pk]),
        "gesprek": gesprek(knelpunt),
        "formulier": ReactieForm(prefix="reactie"),
        "volgt": Volgt.objects.filter(gebruiker=gebruiker, knelpunt=knelpunt).exists(),
    }
