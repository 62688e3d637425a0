"""The dossier of a pand: all that is known about it as one timeline, and the course of its figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone

from akt.figuren import Figuur, Kolom
from akt.opmaak import GEEN, aantal, datum, duur, getal, m2
from monitoring.fotos import fotos_van
from monitoring.models import Foto, Pand, Signaal, Transactie, Transformatie, Waarneming
from monitoring.signalen import naam_van

MAX_WIJZIGINGEN = 200


class Soort(TextChoices):
    """Kinds of events, in the order of the filter."""

    WAARNEMING = "waarneming", "Waarnemingen"
    SIGNAAL = "signaal", "Signalen"
    TRANSFORMATIE = "transformatie", "Transformaties"
    TRANSACTIE = "transactie", "Transacties"
    FOTO = "foto", "Foto's"
    WIJZIGING = "wijziging", "Wijzigingen van de pandgegevens"


@dataclass(frozen=True)
class Merk:
    """A word beside an event: replaced, estimated, open. `toon` is a variant of akt-status, or ''."""

    tekst: str
    toon: str = ""


@dataclass
class Gebeurtenis:
    """Something that happened to a pand on a day, in words, with where that is known from."""

    soort: Soort
    dag: datetime.date
    titel: str
    regels: list[str]
    herkomst: str
    merken: list[Merk] = field(default_factory=list)
    url: str = ""
    # The address at which a current waarneming can be withdrawn.
    intrekken: str = ""
    vervallen: bool = False


# --- the timeline ------------------------------------------------------------------------------
def tijdlijn(
    pand: Pand, waarnemingen: list[Waarneming], *, mag_vastleggen: bool, ziet_signalen: bool
) -> list[Gebeurtenis]:
    """Everything about a pand, newest first; in a fixed number of queries.

    `waarnemingen` are those of `lees_waarnemingen`.
    """
    gebeurtenissen = [
        *_waarnemingen(pand, waarnemingen, mag_vastleggen),
        *(_signalen(pand) if ziet_signalen else ()),
        *_transformaties(pand),
        *_transacties(pand),
        *_fotos(pand),
        *_wijzigingen(pand),
    ]
    # Python's sort is stable: on one day the order of kinds above holds.
    return sorted(gebeurtenissen, key=lambda gebeurtenis: gebeurtenis.dag, reverse=True)


def lees_waarnemingen(pand: Pand) -> list[Waarneming]:
    """All waarnemingen of a pand, newest first, also those replaced or withdrawn."""
    return list(
        pand.waarnemingen.select_related("bron", "ingevoerd_door", "ingetrokken_door").order_by("-peildatum", "-id")
    )


def _waarnemingen(pand: Pand, waarnemingen: list[Waarneming], mag_vastleggen: bool) -> Iterator[Gebeurtenis]:
    per_id = {waarneming.pk: waarneming for waarneming in waarnemingen}
    actueel = [waarneming for waarneming in waarnemingen if waarneming.vervangen_op is None]
    eerdere = dict(zip((waarneming.pk for waarneming in actueel), actueel[1:], strict=False))
    for waarneming in waarnemingen:
        regels = [_stand(waarneming)]
        correctie_van = per_id.get(waarneming.vervangt_id or 0)
        if correctie_van:
            regels.append(f"Correctie: {_verschil(waarneming, correctie_van)}.")
        elif waarneming.vervangen_op is None:
            vorige = eerdere.get(waarneming.pk)
            regels.append(
                f"Ten opzichte van {datum(vorige.peildatum)}: {_verschil(waarneming, vorige)}."
                if vorige
                else "De eerste waarneming."
            )
        if waarneming.toelichting:
            regels.append(waarneming.toelichting)
        merken = [Merk("geraamd")] if waarneming.geraamd else []
        if waarneming.ingetrokken_door_id:
            merken.append(Merk("ingetrokken", "let-op"))
        elif waarneming.vervangen_op:
            merken.append(Merk("vervangen"))
        wie = waarneming.ingevoerd_door.naam if waarneming.ingevoerd_door else "een import"
        herkomst = f"Bron: {waarneming.bron}. Ingevoerd door {wie} op {_moment(waarneming.ingevoerd_op)}"
        if waarneming.vervangen_op:
            wanneer = _moment(waarneming.vervangen_op)
            herkomst += (
                f"; ingetrokken door {waarneming.ingetrokken_door.naam} op {wanneer}: {waarneming.intrekreden}"
                if waarneming.ingetrokken_door
                else f"; vervangen op {wanneer}"
            )
        mag_intrekken = mag_vastleggen and waarneming.vervangen_op is None
        yield Gebeurtenis(
            Soort.WAARNEMING, waarneming.peildatum, "Waarneming", regels, f"{herkomst.rstrip('.')}.", merken,
            intrekken=reverse("monitoring:waarneming-intrekken", args=[pand.bag_id, waarneming.pk])
            if mag_intrekken else "",
            vervallen=waarneming.vervangen_op is not None,
        )  # fmt: skip


def _stand(waarneming: Waarneming) -> str:
    tekst = (
        f"Leegstand {m2(waarneming.leegstand_m2)}, aanbod {m2(waarneming.aanbod_m2)}, "
        f"voorraad {m2(waarneming.voorraad_m2)}"
    )
    if waarneming.leeg_sinds:
        tekst += f", leeg sinds {datum(waarneming.leeg_sinds)} ({duur(waarneming.leegstandsduur_maanden())})"
    if waarneming.vraaghuur:
        tekst += f", vraaghuur € {getal(waarneming.vraaghuur, 2)} per m² per jaar"
    return f"{tekst}."


def _verschil(nieuw: Waarneming, oud: Waarneming) -> str:
    """What changed between two waarnemingen, in words."""
    delen = []
    for naam in ("leegstand", "aanbod", "voorraad"):
        verschil = getattr(nieuw, f"{naam}_m2") - getattr(oud, f"{naam}_m2")
        if verschil:
            delen.append(f"{m2(abs(verschil))} {'meer' if verschil > 0 else 'minder'} {naam}")
    if nieuw.leeg_sinds != oud.leeg_sinds and nieuw.leeg_sinds and oud.leeg_sinds:
        delen.append(f"leeg sinds was {datum(oud.leeg_sinds)}")
    if nieuw.gebruik != oud.gebruik:
        delen.append(f"gebruik was “{oud.get_gebruik_display().lower()}”, nu “{nieuw.get_gebruik_display().lower()}”")
    if nieuw.vraaghuur != oud.vraaghuur and oud.vraaghuur:
        delen.append(f"vraaghuur was € {getal(oud.vraaghuur, 2)}")
    return _opsomming(delen) or "geen verschil in de cijfers"


def _opsomming(delen: list[str]) -> str:
    return " en ".join([", ".join(delen[:-1]), delen[-1]]) if len(delen) > 1 else "".join(delen)


def _signalen(pand: Pand) -> Iterator[Gebeurtenis]:
    toon = {Signaal.Ernst.FOUT: "fout", Signaal.Ernst.LET_OP: "let-op"}
    for signaal in pand.signalen.select_related("afgehandeld_door", "bron"):
        if signaal.status == Signaal.Status.OPEN:
            merken = [Merk(signaal.get_ernst_display(), toon.get(Signaal.Ernst(signaal.ernst), "")), Merk("open")]
        else:
            merken = [Merk(signaal.get_status_display().lower(), "goed")]
        regels = [signaal.uitleg]
        if signaal.reden:
            regels.append(f"Afgehandeld: {signaal.reden}")
        herkomst = f"Gevonden op {_moment(signaal.gevonden_op)}"
        if signaal.bron:
            herkomst += f" in gegevens van {signaal.bron}"
        if signaal.afgehandeld_op:
            door = f" door {signaal.afgehandeld_door.naam}" if signaal.afgehandeld_door else ""
            herkomst += f"; afgehandeld op {_moment(signaal.afgehandeld_op)}{door}"
        yield Gebeurtenis(
            Soort.SIGNAAL, timezone.localdate(signaal.gevonden_op), f"Signaal: {naam_van(signaal.regel)}", regels,
            f"{herkomst}.", merken, url=signaal.get_absolute_url(),
        )  # fmt: skip


def _transformaties(pand: Pand) -> Iterator[Gebeurtenis]:
    for project in pand.transformaties.select_related("bron"):
        regels = [f"{project.get_bestemming_display()}, {m2(project.vvo_m2)} kantoorruimte verdwijnt."]
        if project.woningen:
            regels.append(f"{aantal(project.woningen, 'woning', 'woningen')} erbij.")
        if project.gereed_op:
            gereed = project.fase == Transformatie.Fase.GEREED
            regels.append(f"{'Gereed' if gereed else 'Verwacht gereed'} op {datum(project.gereed_op)}.")
        if project.toelichting:
            regels.append(project.toelichting)
        yield Gebeurtenis(
            Soort.TRANSFORMATIE, project.start_op or timezone.localdate(project.gewijzigd_op),
            f"Transformatie: {project.naam}", regels,
            f"Bron: {project.bron}. Bijgewerkt op {_moment(project.gewijzigd_op)}.",
            [Merk(project.get_fase_display().lower())], url=project.get_absolute_url(),
        )  # fmt: skip


def _transacties(pand: Pand) -> Iterator[Gebeurtenis]:
    for transactie in pand.transacties.select_related("bron"):
        regel = f"{transactie.get_soort_display()} van {m2(transactie.vvo_m2)}"
        if transactie.prijs is not None:
            huur = transactie.soort == Transactie.Soort.HUUR
            regel += f", € {getal(transactie.prijs, 2)}{' per m² per jaar' if huur else ''}"
        regels = [f"{regel}. Sector: {transactie.get_sector_display().lower()}."]
        if transactie.toelichting:
            regels.append(transactie.toelichting)
        yield Gebeurtenis(
            Soort.TRANSACTIE, transactie.datum, "Transactie", regels,
            f"Bron: {transactie.bron}. Bijgewerkt op {_moment(transactie.gewijzigd_op)}.",
            url=transactie.get_absolute_url(),
        )  # fmt: skip


def _fotos(pand: Pand) -> Iterator[Gebeurtenis]:
    for foto in fotos_van(pand):
        wie = foto.toegevoegd_door.naam if foto.toegevoegd_door else "een import"
        maker = f"Foto: {foto.maker}. " if foto.maker else ""
        genomen = "Genomen" if foto.genomen_op else "Toegevoegd"
        yield Gebeurtenis(
            Soort.FOTO, foto.dag, f"Foto {genomen.lower()}", [f"{foto.bijschrift.rstrip('.')}."],
            f"{maker}Toegevoegd door {wie} op {_moment(foto.toegevoegd_op)}.", url=foto.get_absolute_url(),
        )  # fmt: skip
    for weg in Foto.history.filter(pand_id=pand.pk, history_type="-").select_related("history_user"):
        wie = weg.history_user.naam if weg.history_user else "een import"
        reden = f": {weg.history_change_reason.rstrip('.')}" if weg.history_change_reason else ""
        yield Gebeurtenis(
            Soort.FOTO, timezone.localdate(weg.history_date), "Foto verwijderd", [f"{weg.bijschrift.rstrip('.')}."],
            f"Verwijderd door {wie} op {_moment(weg.history_date)}{reden}.", vervallen=True,
        )  # fmt: skip


# --- changes of the facts ----------------------------------------------------------------------
def wijzigingen(ding: Any, hoeveel: int = 20) -> list[dict[str, Any]]:
    """The newest changes of something with a history: when, by whom, why, and per field what it was and became."""
    versies = list(ding.history.select_related("history_user")[: hoeveel + 1])
    gevonden = []
    for versie, vorige in zip_longest(versies[:hoeveel], versies[1:]):
        verschil = versie.diff_against(vorige, foreign_keys_are_objs=False).changes if vorige else []
        gevonden.append(
            {
                "wanneer": versie.history_date,
                "wie": versie.history_user.naam if versie.history_user else "een import",
                "reden": versie.history_change_reason,
                "verschillen": [
                    {
                        "veld": ding._meta.get_field(wijziging.field).verbose_name,
                        "oud": GEEN if wijziging.old in (None, "") else wijziging.old,
                        "nieuw": GEEN if wijziging.new in (None, "") else wijziging.new,
                    }
                    for wijziging in verschil
                ],
            }
        )
    return gevonden


def _wijzigingen(pand: Pand) -> Iterator[Gebeurtenis]:
    versies = [versie for versie in wijzigingen(pand, MAX_WIJZIGINGEN) if versie["verschillen"]]
    namen = _namen_van_gebieden(verschil for versie in versies for verschil in versie["verschillen"])
    for versie in versies:
        regels = []
        for verschil in versie["verschillen"]:
            oud, nieuw = (
                namen.get((verschil["veld"], verschil[kant]), _leesbaar(verschil[kant])) for kant in ("oud", "nieuw")
            )
            regels.append(f"{str(verschil['veld']).capitalize()}: van {oud} naar {nieuw}.")
        reden = f" ({versie['reden']})" if versie["reden"] else ""
        yield Gebeurtenis(
            Soort.WIJZIGING, timezone.localdate(versie["wanneer"]), "Pandgegevens gewijzigd", regels,
            f"Door {versie['wie']}{reden} op {_moment(versie['wanneer'])}.",
        )  # fmt: skip


def _namen_van_gebieden(verschillen: Iterable[dict[str, Any]]) -> dict[tuple[str, Any], str]:
    """Names by field and id of the gemeenten, terreinen and percelen that changes speak of; one query per kind."""
    velden = {str(veld.verbose_name): veld for veld in Pand._meta.concrete_fields if veld.is_relation}
    ids: dict[str, set[Any]] = {}
    for verschil in verschillen:
        if verschil["veld"] in velden:
            ids.setdefault(verschil["veld"], set()).update({verschil["oud"], verschil["nieuw"]} - {GEEN})
    namen = {}
    for naam, sleutels in ids.items():
        ander: Any = velden[naam].related_model
        for ding in ander.objects.filter(pk__in=sleutels).defer("grens"):
            namen[(naam, ding.pk)] = str(ding)
        namen |= {(naam, sleutel): "een vervallen gebied" for sleutel in sleutels if (naam, sleutel) not in namen}
    return namen


def _leesbaar(waarde: Any) -> str:
    match waarde:
        case bool():
            return "ja" if waarde else "nee"
        case datetime.date():
            return datum(waarde)
        case _:
            return str(waarde)


def _moment(wanneer: datetime.datetime) -> str:
    return f"{datum(timezone.localdate(wanneer))}, {timezone.localtime(wanneer):%H:%M}"


# --- the course --------------------------------------------------------------------------------
def figuur_verloop(pand: Pand, waarnemingen: list[Waarneming]) -> Figuur | None:
    """Leegstand, aanbod and voorraad over time; None with fewer than two waarnemingen that count."""
    reeks = [waarneming for waarneming in reversed(waarnemingen) if waarneming.vervangen_op is None]
    if len(reeks) < 2:
        return None
    eerste, laatste = reeks[0], reeks[-1]
    verschil = laatste.leegstand_m2 - eerste.leegstand_m2
    richting = f"{m2(abs(verschil))} {'meer' if verschil > 0 else 'minder'}" if verschil else "evenveel leegstand"
    return Figuur(
        id="verloop",
        titel="Verloop van de leegstand",
        uitleg=f"{richting.capitalize()} dan op {datum(eerste.peildatum)}."
        if verschil
        else f"Op {datum(laatste.peildatum)} {richting} als op {datum(eerste.peildatum)}.",
        kolommen=[
            Kolom("peildatum", "Peildatum", "datum"),
            Kolom("leegstand", "Leegstand (m² VVO)"),
            Kolom("aanbod", "Aanbod (m² VVO)"),
            Kolom("voorraad", "Voorraad (m² VVO)"),
        ],
        rijen=[
            {
                "peildatum": waarneming.peildatum,
                "leegstand": waarneming.leegstand_m2,
                "aanbod": waarneming.aanbod_m2,
                "voorraad": waarneming.voorraad_m2,
            }
            for waarneming in reeks
        ],
        peildatum=laatste.peildatum,
        bron=_opsomming(sorted({str(waarneming.bron) for waarneming in reeks})),
        grafiek_url=reverse("monitoring:pand-verloop", args=[pand.bag_id]),
    )


def teken_verloop(figuur: Figuur) -> dict[str, Any]:
    """The Plotly figure of `figuur_verloop`: a waarneming holds until the next one, hence the steps."""
    dagen = [rij["peildatum"].isoformat() for rij in figuur.rijen]
    sporen = (
        ("voorraad", "Voorraad", "var(--akt-voorraad)", "dash"),
        ("leegstand", "Leegstand", "var(--akt-leegstand)", "solid"),
        ("aanbod", "Aanbod", "var(--akt-aanbod)", "dot"),
    )
    return {
        "data": [
            {
                "type": "scatter", "mode": "lines", "name": label, "x": dagen,
                "y": [rij[naam] for rij in figuur.rijen],
                "line": {"shape": "hv", "color": kleur, "dash": streep, "width": 2.5},
                "hovertemplate": "%{y:,.0f} m²",
            }
            for naam, label, kleur, streep in sporen
        ],
        "layout": {
            "height": 380,
            "hovermode": "x unified",
            "yaxis": {"title": {"text": "m² VVO"}, "tickformat": ",.0f", "rangemode": "tozero"},
        },
    }  # fmt: skip
