"""Praktijken: writing without losing anything, reading along, publishing, versions, and mail to who did it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from akt import post
from akt.fouten import AktFout, Conflict
from akt.models import Bericht, Gebruiker
from akt.opmaak import GEEN, getal
from akt.rules import is_netwerk
from kennissysteem.models import Klad, Praktijk, Praktijkversie
from kennissysteem.verschillen import Stuk, verschil
from loodsen.models import Contactpersoon, Vraag
from loodsen.vragen import als_bouwstenen, werd_kennis
from monitoring.models import Gemeente, Pand, Transformatie
from monitoring.rules import gemeenten_van, ziet_alles

VRAAG = post.soort("praktijkvraag", "Vragen over een praktijk")

Status = Praktijk.Status
# The parts of a praktijk in the order in which one reads them: field, heading.
DELEN = (
    ("situatie", "Situatie"),
    ("aanpak", "Aanpak"),
    ("resultaat", "Resultaat"),
    ("lessen", "Lessen"),
    ("anders", "Wat zouden wij anders doen"),
)


class KladConflict(Conflict):
    """Someone else, or another window, changed this praktijk since the form was opened."""

    def __init__(self, klad: Klad, gebruiker: Gebruiker) -> None:
        wanneer = f"{timezone.localtime(klad.op):%-d-%-m-%Y om %H:%M} uur"
        if klad.door == gebruiker:
            wie = "U hebt deze praktijk intussen zelf ook gewijzigd, in een ander venster,"
        else:
            wie = f"{klad.door.naam if klad.door else 'Iemand'} heeft deze praktijk intussen ook gewijzigd,"
        super().__init__(f"{wie} op {wanneer}. Uw tekst staat nog op dit scherm en is niet opgeslagen.")
        self.klad = klad


class NogNietKlaar(AktFout):
    """Something is missing before it can be published."""


# --- who ---------------------------------------------------------------------------------------
def mijn(gebruiker: Gebruiker) -> QuerySet[Praktijk]:
    """What someone writes or writes along."""
    eigen: QuerySet[Praktijk] = Praktijk.objects.filter(Q(auteur=gebruiker) | Q(medeauteurs=gebruiker)).distinct()
    return eigen.select_related("gemeente").defer("gemeente__grens").order_by("-gewijzigd_op")


def mee_te_lezen(gebruiker: Gebruiker) -> QuerySet[Praktijk]:
    """Concepts of others that someone may read along."""
    concepten = Praktijk.objects.filter(status=Status.CONCEPT).exclude(auteur=gebruiker)
    if not ziet_alles(gebruiker):
        concepten = concepten.filter(medeauteurs=gebruiker)
    gesorteerd: QuerySet[Praktijk] = concepten.select_related("gemeente", "auteur").defer("gemeente__grens")
    return gesorteerd.order_by("-gewijzigd_op")


def mag_meelezen(gebruiker: Any, praktijk: Praktijk) -> bool:
    """Whoever of the network may see the concept, but not who wrote it."""
    return (
        praktijk.status == Status.CONCEPT
        and bool(is_netwerk(gebruiker))
        and praktijk.auteur_id != gebruiker.pk
        and gebruiker.has_perm("kennissysteem.view_praktijk", praktijk)
    )


def transformaties_voor(gebruiker: Gebruiker) -> QuerySet[Transformatie]:
    """Those that a writer may tell of: all for the provincie, else those of the own gemeenten."""
    alle = Transformatie.objects.select_related("gemeente").defer("gemeente__grens")
    return alle if ziet_alles(gebruiker) else alle.filter(gemeente__in=gemeenten_van(gebruiker))


# --- beginning ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Begin:
    """What a new praktijk starts with, and the question that it comes from."""

    velden: dict[str, Any]
    vraag: Vraag | None = None


def begin_met(gebruiker: Gebruiker, *, vraag: str = "", transformatie: str = "", pand: str = "") -> Begin:
    """What is known of a question (number), transformatie (id) or pand (BAG id), as far as someone may see it."""
    if vraag and (gevonden := Vraag.objects.filter(nummer=vraag).select_related("gemeente").first()):
        try:
            stenen = als_bouwstenen(gevonden, gebruiker)
        except PermissionDenied:
            return Begin({})
        velden = {
            "titel": stenen["titel"], "situatie": stenen["situatie"], "aanpak": stenen["antwoord"],
            "gemeente_id": stenen["gemeente"],
        }  # fmt: skip
        return Begin(velden, gevonden)
    if transformatie.isdecimal() and len(transformatie) < 10:
        ding = transformaties_voor(gebruiker).filter(pk=transformatie).first()
        return Begin(_van_transformatie(ding) if ding else {})
    if pand:
        gebouw = Pand.objects.zichtbaar_voor(gebruiker).filter(bag_id=pand).defer("omtrek").first()
        return Begin({"pand": gebouw, "gemeente_id": gebouw.gemeente_id} if gebouw else {})
    return Begin({})


def _van_transformatie(ding: Transformatie) -> dict[str, Any]:
    duur = None
    if ding.start_op and ding.gereed_op:
        duur = (ding.gereed_op.year - ding.start_op.year) * 12 + ding.gereed_op.month - ding.start_op.month
    return {
        "titel": ding.naam, "gemeente_id": ding.gemeente_id, "transformatie": ding, "naar_gebruik": ding.bestemming,
        "vvo_m2": ding.vvo_m2, "woningen": ding.woningen, "duur_maanden": duur or None,
        "jaar": ding.gereed_op.year if ding.gereed_op else None, "situatie": ding.toelichting,
    }  # fmt: skip


@transaction.atomic
def begin(gebruiker: Gebruiker, titel: str, gemeente: Gemeente | None, met: Begin) -> Praktijk:
    """A new concept."""
    velden = {**met.velden, "titel": titel}
    velden.pop("gemeente_id", None)
    praktijk: Praktijk = Praktijk.objects.create(**velden, gemeente=gemeente, auteur=gebruiker)
    Klad.objects.create(praktijk=praktijk, door=gebruiker)
    if met.vraag:
        werd_kennis(met.vraag)
    return praktijk


# --- saving as one goes ------------------------------------------------------------------------
Invoer = dict[str, list[str]]


def klad_van(praktijk: Praktijk) -> Klad:
    """The klad, empty for a praktijk of which nothing waits."""
    return Klad.objects.select_related("door").filter(praktijk=praktijk).first() or Klad(praktijk=praktijk)


def _vergrendel(praktijk: Praktijk, gebruiker: Gebruiker, gezien: int, venster: uuid.UUID) -> Klad:
    """Hold praktijk and klad until the transaction ends. Raises `KladConflict` for what was not seen."""
    if not Praktijk.objects.select_for_update(of=("self",)).filter(pk=praktijk.pk).exists():
        raise Conflict("Iemand heeft deze praktijk intussen verwijderd. Neem uw tekst over en begin opnieuw.")
    klad, _ = Klad.objects.select_related("door").get_or_create(praktijk=praktijk)
    if klad.stand != gezien and klad.venster != venster:
        raise KladConflict(klad, gebruiker)
    return klad


def _ga_verder(klad: Klad, gebruiker: Gebruiker, venster: uuid.UUID, invoer: Invoer | None) -> int:
    klad.invoer, klad.stand, klad.venster, klad.door = invoer, klad.stand + 1, venster, gebruiker
    klad.save()
    return klad.stand


def bewaar_klad(praktijk: Praktijk, gebruiker: Gebruiker, invoer: Invoer, gezien: int, venster: uuid.UUID) -> int:
    """Keep what was typed, right or wrong; returns the new stand. Raises `KladConflict`."""
    with transaction.atomic():
        klad = _vergrendel(praktijk, gebruiker, gezien, venster)
        if klad.invoer == invoer and klad.venster == venster:
            return klad.stand
        return _ga_verder(klad, gebruiker, venster, invoer)


def sla_op(praktijk: Praktijk, gebruiker: Gebruiker, form: Any, invoer: Invoer, gezien: int, venster: uuid.UUID) -> int:
    """Save a form that is right. What people read already changes only at publishing; until then it is in the klad."""
    with transaction.atomic():
        klad = _vergrendel(praktijk, gebruiker, gezien, venster)
        praktijk.refresh_from_db(fields=["status"])
        if praktijk.is_leesbaar:
            return _ga_verder(klad, gebruiker, venster, invoer)
        form.save()
        return _ga_verder(klad, gebruiker, venster, None)


def gooi_klad_weg(praktijk: Praktijk, gebruiker: Gebruiker) -> None:
    """Back to what was saved last; windows that are open with the old text get a conflict."""
    with transaction.atomic():
        klad = Klad.objects.select_for_update().filter(praktijk=praktijk).first()
        if klad and klad.invoer is not None:
            _ga_verder(klad, gebruiker, uuid.uuid4(), None)


# --- reading along, publishing, withdrawing ------------------------------------------------------
@dataclass(frozen=True)
class Mist:
    """What must be done before publishing, and where."""

    tekst: str
    url: str


def wat_mist(praktijk: Praktijk, gebruiker: Gebruiker) -> list[Mist]:
    """What is still needed before this praktijk can be published by this person."""
    schrijf = reverse("kennissysteem:praktijk-wijzigen", args=[praktijk.pk])
    mist = [
        Mist(f"Vul ‘{label}’ in.", f"{schrijf}#id_{veld}")
        for veld, label in (("samenvatting", "In één zin"), *DELEN[:3])
        if not getattr(praktijk, veld).strip()
    ]
    if praktijk.gemeente_id is None:
        mist.append(Mist("Kies de gemeente.", f"{schrijf}#id_gemeente"))
    if not praktijk.contactpersonen.zichtbaar().exists():  # type: ignore[attr-defined]
        mensen = reverse("kennissysteem:praktijk-mensen", args=[praktijk.pk])
        mist.append(Mist("Voeg ten minste één contactpersoon toe die eraan werkte.", f"{mensen}#contactpersonen"))
    if praktijk.meegelezen_op is None and praktijk.versie == 0 and praktijk.auteur_id == gebruiker.pk:
        mist.append(
            Mist("Laat iemand anders van het netwerk meelezen.", f"{praktijk.get_absolute_url()}#meelezen")
        )  # fmt: skip
    return mist


def lees_mee(praktijk: Praktijk, gebruiker: Gebruiker) -> None:
    """Someone else read it and finds it good enough. Raises `PermissionDenied` for who may not."""
    with transaction.atomic():
        vast: Any = Praktijk.objects.select_for_update(of=("self",)).get(pk=praktijk.pk)
        if not mag_meelezen(gebruiker, vast):
            raise PermissionDenied
        vast.status, vast.meegelezen_door, vast.meegelezen_op = Status.MEEGELEZEN, gebruiker, timezone.now()
        vast._change_reason = "meegelezen"
        vast.save()


def publiceer(
    praktijk: Praktijk, gebruiker: Gebruiker, toelichting: str = "",
    lees_klad: Callable[[Praktijk, Invoer], Any] | None = None,
) -> Praktijkversie:  # fmt: skip
    """Make it readable for a year and freeze it as a version; `lees_klad` makes a form of what waits in the klad.

    Raises `NogNietKlaar` with what is missing. Published again without a change there is no new version, only a new
    term.
    """
    with transaction.atomic():
        vast: Any = Praktijk.objects.select_for_update(of=("self",)).get(pk=praktijk.pk)
        klad, _ = Klad.objects.get_or_create(praktijk=vast)
        if lees_klad and klad.invoer is not None:
            form = lees_klad(vast, klad.invoer)
            if not form.is_valid():
                raise NogNietKlaar("Verbeter eerst wat er in het formulier niet klopt.")
            form.save()
        if mist := wat_mist(vast, gebruiker):
            raise NogNietKlaar(" ".join(punt.tekst for punt in mist))
        nu = timezone.now()
        if vast.meegelezen_op is None and vast.versie == 0:
            # Who publishes the work of another has read it.
            vast.meegelezen_door, vast.meegelezen_op = gebruiker, nu
        inhoud = bevries(vast)
        vorige = vast.versies.first()
        versie = vorige if vorige is not None and vorige.inhoud == inhoud else None
        if versie is None:
            versie = Praktijkversie.objects.create(
                praktijk=vast, nummer=vast.versie + 1, inhoud=inhoud, toelichting=toelichting, door=gebruiker
            )
        vast.status, vast.versie, vast.intrekreden = Status.GEPUBLICEERD, versie.nummer, ""
        vast.gepubliceerd_op = vast.gepubliceerd_op or nu
        vast.herzien_voor = herzien_voor()
        vast._change_reason = f"gepubliceerd, versie {versie.nummer}"
        vast.save()
        _ga_verder(klad, gebruiker, uuid.uuid4(), None)
    return versie


def herzien_voor() -> datetime.date:
    """The day before which something published today is looked at again."""
    return timezone.localdate() + datetime.timedelta(days=settings.AKT_PRAKTIJK_HERZIEN_DAGEN)


def trek_in(praktijk: Praktijk, gebruiker: Gebruiker, reden: str) -> None:
    """Nobody but its writers and the provincie reads it any more; the reason stays. Raises `Conflict`."""
    with transaction.atomic():
        vast: Any = Praktijk.objects.select_for_update(of=("self",)).get(pk=praktijk.pk)
        if not vast.is_leesbaar:
            raise Conflict("Deze praktijk is intussen al ingetrokken.")
        vast.status, vast.intrekreden = Status.INGETROKKEN, reden
        vast._change_reason = "ingetrokken"
        vast.save()


# --- versions ----------------------------------------------------------------------------------
# Label of what is frozen, by its name in `Praktijkversie.inhoud`.
FEITEN = {
    "titel": "Titel", "samenvatting": "In één zin", **dict(DELEN), "gebruik": "Van en naar gebruik",
    "vvo_m2": "Oppervlakte", "woningen": "Woningen", "kosten": "Kosten", "kostenposten": "Kostenposten",
    "duur_maanden": "Doorlooptijd in maanden", "stappen": "Stappen", "jaar": "Jaar", "gemeente": "Gemeente",
    "knelpunten": "Knelpunten", "oplossingen": "Instrumenten",
}  # fmt: skip


def bevries(praktijk: Praktijk) -> dict[str, str]:
    """The texts and facts of a praktijk as text. No people: who is erased must not live on in a version."""
    bestemming = praktijk.get_naar_gebruik_display() if praktijk.naar_gebruik else ""
    return {
        **{veld: getattr(praktijk, veld) for veld in ("titel", "samenvatting", *dict(DELEN))},
        "gebruik": " → ".join(filter(None, [praktijk.van_gebruik, bestemming])),
        **{
            veld: "" if getattr(praktijk, veld) is None else str(getattr(praktijk, veld))
            for veld in ("vvo_m2", "woningen", "kosten", "duur_maanden", "jaar")
        },
        "kostenposten": "\n".join(f"{post.naam}: € {getal(post.bedrag, 2)}" for post in praktijk.kostenposten.all()),
        "stappen": "\n".join(f"{stap.naam}: {stap.maanden} mnd" for stap in praktijk.stappen.all()),
        "gemeente": praktijk.gemeente.naam if praktijk.gemeente else "",
        "knelpunten": ", ".join(praktijk.knelpunten.order_by("naam").values_list("naam", flat=True)),
        "oplossingen": ", ".join(praktijk.oplossingen.order_by("naam").values_list("naam", flat=True)),
    }


@dataclass(frozen=True)
class Wijziging:
    """A part of a praktijk that differs between two versions."""

    label: str
    stukken: list[Stuk]


def wijzigingen(oud: Praktijkversie, nieuw: Praktijkversie) -> list[Wijziging]:
    """What changed, in the order of reading; parts that stayed the same are left out."""
    return [
        Wijziging(label, verschil(str(oud.inhoud.get(naam, "")), str(nieuw.inhoud.get(naam, ""))))
        for naam, label in FEITEN.items()
        if oud.inhoud.get(naam, "") != nieuw.inhoud.get(naam, "")
    ]


# --- people ------------------------------------------------------------------------------------
def voeg_contact_toe(praktijk: Praktijk, persoon: Contactpersoon, rol: str = "") -> None:
    """Say that someone worked on it; again with the same person only the role changes."""
    volgorde = praktijk.praktijkcontacten.count() + 1
    praktijk.praktijkcontacten.update_or_create(
        contactpersoon=persoon, defaults={"rol": rol}, create_defaults={"rol": rol, "volgorde": volgorde}
    )


def haal_contact_weg(praktijk: Praktijk, contact_id: int) -> None:
    """Raises `AktFout` for the last one of what people read."""
    try:
        with transaction.atomic():
            praktijk.praktijkcontacten.filter(pk=contact_id).delete()
            # The rule waits for the commit; asked now, there is someone to tell.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS praktijk_houdt_contactpersoon IMMEDIATE")
                cursor.execute("SET CONSTRAINTS praktijk_houdt_contactpersoon DEFERRED")
    except IntegrityError as fout:
        raise AktFout(
            "Wie dit leest, moet iemand kunnen vragen. Voeg eerst een andere contactpersoon toe."
        ) from fout  # fmt: skip


def zoek_contacten(vraag: str, praktijk: Praktijk, hoeveel: int = 10) -> list[Contactpersoon]:
    """People of the network by name or organisation, not those who are there already."""
    gevonden = Contactpersoon.objects.zichtbaar().filter(  # type: ignore[attr-defined]
        Q(naam__icontains=vraag) | Q(organisatie__naam__icontains=vraag)
    )
    al = praktijk.praktijkcontacten.values("contactpersoon")
    return list(gevonden.exclude(pk__in=al).select_related("organisatie").order_by("naam")[:hoeveel])


# --- asking who did it -------------------------------------------------------------------------
def ontvanger(praktijk: Praktijk) -> tuple[str, str]:
    """Name and address of who answers a question from outside: the first contactpersoon, author, or the programme."""
    personen = Contactpersoon.objects.zichtbaar().filter(praktijkcontacten__praktijk=praktijk).exclude(email="")  # type: ignore[attr-defined]
    if persoon := personen.order_by("praktijkcontacten__volgorde", "praktijkcontacten__pk").first():
        return persoon.naam, persoon.email
    if praktijk.auteur and praktijk.auteur.is_active:
        return praktijk.auteur.naam, praktijk.auteur.email
    return settings.AKT_CONTACT["naam"], settings.AKT_CONTACT["email"]


def vragen_vandaag(praktijk: Praktijk) -> int:
    """How many questions about it were mailed in the past day."""
    sinds = timezone.now() - datetime.timedelta(days=1)
    return Bericht.objects.filter(sleutel__startswith=f"praktijkvraag:{praktijk.pk}:", aangemaakt_op__gte=sinds).count()


def stel_vraag(praktijk: Praktijk, gegevens: dict[str, str], sleutel: str) -> bool:
    """Mail a question of anyone to who worked on it; False when the same was mailed already."""
    naam, email = ontvanger(praktijk)
    with transaction.atomic():
        bericht = post.schrijf(
            VRAAG, email, f"Vraag over: {praktijk}", "kennissysteem/praktijken/mail_vraag.txt",
            {"praktijk": praktijk, "ontvanger": naam, **gegevens}, antwoord_aan=gegevens["email"],
            sleutel=f"praktijkvraag:{praktijk.pk}:{sleutel}",
        )  # fmt: skip
    return bericht is not None


def totaal(bedragen: Iterable[Any]) -> str:
    """The sum of a table of costs: '€ 1.250.000'."""
    som = [bedrag for bedrag in bedragen if bedrag is not None]
    return f"€ {getal(sum(som))}" if som else GEEN
