"""The coach team, trajecten with their log, and acties: what is due, who sees what, and what can't happen twice."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from akt.models import Rol
from loodsen import acties, coaching
from loodsen.models import Actie, Coachcontact, Coachtraject, Kantorencoach, Kantorenloods
from monitoring.models import Gemeente
from tests.factories import GebruikerFactory, GemeenteFactory, loods_van
from tests.wereld import Wereld, maak_wereld

VANDAAG = datetime.date.today()


def dagen(aantal: int) -> datetime.date:
    return VANDAAG + datetime.timedelta(days=aantal)


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


@pytest.fixture
def traject(wereld: Wereld) -> Coachtraject:
    """The one of tests/rechten: Houten, contact on 10 January 2024."""
    return Coachtraject.objects.get()


@pytest.fixture
def coach(wereld: Wereld, client: Client) -> Client:
    client.force_login(wereld.gebruikers["coach"])
    return client


@pytest.fixture
def loods(wereld: Wereld) -> Client:
    client = Client()
    client.force_login(wereld.gebruikers["loods"])
    return client


def sprak(traject: Coachtraject, dag: datetime.date, **velden: Any) -> Coachcontact:
    return Coachcontact.objects.create(traject=traject, datum=dag, **{"onderwerp": "Voortgang", **velden})


# --- arithmetic --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("intensiteit", "weken"), [("licht", 13), ("gewoon", 6), ("intensief", 2)])
def test_te_laat_vanaf_de_dag_na_de_gewenste_tijd(intensiteit: str, weken: int) -> None:
    gewenst = Coachtraject(intensiteit=intensiteit).weken
    assert gewenst == weken
    begin, laatste = datetime.date(2020, 1, 1), datetime.date(2024, 3, 1)
    op_de_dag = laatste + datetime.timedelta(weeks=weken)
    verwacht = {
        -8: ("op tijd", "goed", False),
        -7: ("binnen 7 dagen weer spreken", "let-op", False),
        0: ("vandaag weer spreken", "let-op", False),
        1: ("1 dag te laat", "fout", True),
        21: ("3 weken te laat", "fout", True),
    }
    for over, (tekst, klasse, te_laat) in verwacht.items():
        stand = coaching.ritme(gewenst, begin, laatste, op_de_dag + datetime.timedelta(days=over))
        assert (stand.over, stand.tekst, stand.klasse, stand.te_laat) == (over, tekst, klasse, te_laat)


@settings(max_examples=40, deadline=None)
@given(weken=st.integers(1, 20), begin=st.integers(-900, 0), laatste=st.none() | st.integers(-900, 0))
def test_de_klok_loopt_vanaf_het_laatste_contact_of_het_begin(weken: int, begin: int, laatste: int | None) -> None:
    gesproken = None if laatste is None else dagen(laatste)
    stand = coaching.ritme(weken, dagen(begin), gesproken, VANDAAG)
    sinds = min(-begin, -laatste) if laatste is not None else -begin
    assert stand.over == sinds - 7 * weken
    assert stand.te_laat == (sinds > 7 * weken)


@pytest.mark.parametrize(
    ("aantal", "tekst"),
    [(None, "nog nooit"), (0, "vandaag"), (1, "gisteren"), (13, "13 dagen geleden"), (14, "2 weken geleden"),
     (84, "3 maanden geleden"), (729, "24 maanden geleden"), (800, "2 jaar geleden")],
)  # fmt: skip
def test_hoe_lang_geleden_in_woorden(aantal: int | None, tekst: str) -> None:
    assert coaching.geleden(aantal) == tekst


# --- the database ------------------------------------------------------------------------------------
def test_een_coach_heeft_geen_twee_trajecten_tegelijk_met_een_gemeente(wereld: Wereld, traject: Coachtraject) -> None:
    tweede = Coachtraject(
        gemeente=traject.gemeente, coach=traject.coach, onderwerpen=["beleid"], begin=datetime.date(2025, 1, 1)
    )
    with pytest.raises(ValidationError, match="heeft in die tijd al een traject met deze gemeente"):
        tweede.full_clean()
    with pytest.raises(IntegrityError, match="coachtraject_niet_dubbel"), transaction.atomic():
        tweede.save()
    # After the first ended, with another coach, or for another gemeente it may.
    Coachtraject.objects.filter(pk=traject.pk).update(einde=tweede.begin)
    tweede.full_clean()
    tweede.save()
    ander = Kantorencoach.objects.create(naam="Mies", herkomst="markt", email="mies@voorbeeld.example")
    for velden in ({"coach": ander, "gemeente": wereld.houten}, {"coach": traject.coach, "gemeente": wereld.utrecht}):
        Coachtraject.objects.create(onderwerpen=["aanpak"], begin=datetime.date(2025, 2, 1), **velden)


def test_een_traject_gaat_ergens_over_en_eindigt_na_het_begin(traject: Coachtraject) -> None:
    for velden, naam in (
        ({"onderwerpen": []}, "coachtraject_heeft_onderwerp"),
        ({"einde": traject.begin}, "coachtraject_einde_na_begin"),
    ):
        with pytest.raises(IntegrityError, match=naam), transaction.atomic():
            Coachtraject.objects.filter(pk=traject.pk).update(**velden)


def test_formulier_zegt_wat_er_dubbel_is(coach: Client, wereld: Wereld, traject: Coachtraject) -> None:
    invoer = {
        "gemeente": "GM0321", "coach": traject.coach.pk, "onderwerpen": ["beleid"], "intensiteit": "licht",
        "begin": VANDAAG.isoformat(),
    }  # fmt: skip
    antwoord = coach.post(reverse("loodsen:traject-nieuw"), invoer)
    assert antwoord.status_code == 422
    assert "beëindig eerst het andere traject" in antwoord.content.decode()
    assert coach.post(reverse("loodsen:traject-nieuw"), invoer | {"gemeente": "GM0344"}).status_code == 302
    nieuw = Coachtraject.objects.get(gemeente="GM0344")
    assert (nieuw.onderwerpen, nieuw.history.get().history_user) == (["beleid"], wereld.gebruikers["coach"])


def test_loods_van_een_andere_gemeente_hoort_niet_bij_het_traject(coach: Client, wereld: Wereld) -> None:
    elders = Kantorenloods.objects.create(gemeente=wereld.utrecht, naam="Uli", email="uli@voorbeeld.example")
    invoer = {
        "gemeente": "GM0321", "loods": elders.pk, "coach": Kantorencoach.objects.get().pk, "onderwerpen": ["beleid"],
        "intensiteit": "licht", "begin": "2020-01-01", "einde": "2021-01-01",
    }  # fmt: skip
    antwoord = coach.post(reverse("loodsen:traject-nieuw"), invoer)
    assert "Uli is geen kantorenloods van Houten" in antwoord.content.decode()


# --- who is due --------------------------------------------------------------------------------------
def test_wie_het_langst_niet_is_gesproken_staat_bovenaan(coach: Client, wereld: Wereld, traject: Coachtraject) -> None:
    adres = reverse("loodsen:coaching")
    utrecht = Coachtraject.objects.create(
        gemeente=wereld.utrecht, coach=traject.coach, onderwerpen=["aanpak"], begin=dagen(-400), intensiteit="licht"
    )
    sprak(utrecht, dagen(-20))
    sprak(traject, dagen(-30), vertrouwelijk=True)
    inhoud = coach.get(adres)
    rijen = {rij.record["gemeente"]: rij.record for rij in inhoud.context["table"].rows}
    namen = [rij.record["gemeente"] for rij in inhoud.context["table"].rows]
    # The other six of the report were never spoken.
    assert len(namen) == 8
    assert namen[-2:] == ["Houten", "Utrecht"]
    assert (rijen["Houten"]["stand"], rijen["Houten"]["afspraken"]) == ("op tijd", 1)
    assert rijen["Leusden"]["stand"] == "geen coaching"
    assert inhoud.context["tegels"] == {"te_laat": 0, "zonder": 6, "afspraken": 1, "afspraken_te_laat": 1}
    # A contact in an ended traject counts as well: it is about the gemeente.
    Coachcontact.objects.filter(traject=traject).delete()
    eerder = Coachtraject.objects.create(
        gemeente=wereld.houten, coach=traject.coach, onderwerpen=["aanpak"], begin=datetime.date(2020, 1, 1),
        einde=datetime.date(2021, 1, 1),
    )  # fmt: skip
    sprak(eerder, datetime.date(2020, 6, 1))
    stand = next(rij for rij in coaching.standen(wereld.gebruikers["coach"], VANDAAG) if rij.gemeente == wereld.houten)
    assert stand.laatste is not None
    assert stand.laatste.datum == datetime.date(2020, 6, 1)
    assert stand.ritme == coaching.ritme(6, traject.begin, None, VANDAAG)


def test_filters_en_sortering(coach: Client, wereld: Wereld, traject: Coachtraject) -> None:
    adres = reverse("loodsen:coaching")

    def namen(vraag: str) -> list[str]:
        return [rij.record["gemeente"] for rij in coach.get(f"{adres}?{vraag}").context["table"].rows]

    assert namen("stand=te-laat") == ["Houten"]
    assert namen("intensiteit=gewoon") == ["Houten"]
    assert namen("intensiteit=licht") == []
    assert len(namen("stand=geen")) == 7
    assert namen(f"coach={traject.coach_id}") == ["Houten"]
    assert namen("coach=999") == []
    assert namen("sort=gemeente")[0] == "Amersfoort"
    assert namen("sort=stand")[0] == "Houten"


def test_gemeente_die_opging_telt_bij_haar_opvolger(wereld: Wereld, traject: Coachtraject) -> None:
    oud = GemeenteFactory(code="GM9999", einde=datetime.date(2025, 1, 1), opgegaan_in=wereld.houten)
    Coachtraject.objects.filter(pk=traject.pk).update(gemeente=oud)
    stand = next(rij for rij in coaching.standen(wereld.gebruikers["coach"], VANDAAG) if rij.gemeente == wereld.houten)
    assert (stand.trajecten, stand.afspraken) == ([traject], 1)
    assert Coachtraject.objects.zichtbaar_voor(wereld.gebruikers["loods"]).get() == traject  # type: ignore[attr-defined]


def test_vragen_aan_de_database_blijven_gelijk(
    coach: Client, wereld: Wereld, traject: Coachtraject, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for gemeente in Gemeente.objects.huidig():
        if gemeente != wereld.houten:
            nieuw = Coachtraject.objects.create(
                gemeente=gemeente, coach=traject.coach, onderwerpen=["aanpak"], begin=dagen(-100)
            )
            sprak(nieuw, dagen(-10))
            Actie.objects.create(omschrijving="Bellen", eigenaar=wereld.gebruikers["coach"], traject=nieuw)
    for nummer in range(30):
        sprak(traject, dagen(-nummer), door=wereld.gebruikers["coach"])
    # Session and user take two.
    for adres, hoogst in (
        (reverse("loodsen:coaching"), 12), (traject.get_absolute_url(), 12),
        (reverse("loodsen:acties") + "?wie=iedereen", 8), (reverse("loodsen:coachteam"), 5),
    ):  # fmt: skip
        with django_assert_max_num_queries(hoogst):
            assert coach.get(adres).status_code == 200


# --- the log -----------------------------------------------------------------------------------------
def test_ik_sprak_met_een_regel_is_genoeg(coach: Client, wereld: Wereld, traject: Coachtraject) -> None:
    adres = reverse("loodsen:contact-nieuw", args=[traject.pk])
    form = coach.get(adres).context["form"]
    invoer = {"onderwerp": "Vergunning", "vorm": form["vorm"].value(), "datum": form["datum"].value().isoformat()}
    assert invoer["datum"] == VANDAAG.isoformat()
    assert coach.post(adres, invoer).status_code == 302
    contact = traject.contacten.first()  # type: ignore[attr-defined]
    assert (contact.onderwerp, contact.datum, contact.door) == ("Vergunning", VANDAAG, wereld.gebruikers["coach"])
    assert coach.post(adres, invoer | {"datum": dagen(1).isoformat()}).status_code == 422


def test_contact_met_afspraak_gaat_samen_of_niet(coach: Client, wereld: Wereld, traject: Coachtraject) -> None:
    adres = reverse("loodsen:contact-nieuw", args=[traject.pk])
    invoer = {
        "onderwerp": "Eigenaar", "vorm": "telefoon", "datum": VANDAAG.isoformat(), "afspraak-omschrijving": "Bellen",
    }  # fmt: skip
    antwoord = coach.post(adres, invoer)
    assert antwoord.status_code == 422
    assert "Kies wie het doet, of vul een naam in." in antwoord.content.decode()
    assert traject.contacten.count() == 1  # type: ignore[attr-defined]
    # Half an agreement is not dropped in silence.
    half = invoer | {"afspraak-omschrijving": "", "afspraak-voor": VANDAAG.isoformat()}
    assert coach.post(adres, half).context["afspraak"].errors
    invoer["afspraak-eigenaar"] = str(wereld.gebruikers["loods"].pk)
    assert coach.post(adres, invoer).status_code == 302
    actie = Actie.objects.get(omschrijving="Bellen")
    assert (actie.eigenaar_naam, actie.traject) == ("Loes Houten", traject)
    assert traject.contacten.count() == 2  # type: ignore[attr-defined]


def test_loods_leest_mee_maar_niet_wat_vertrouwelijk_is(
    loods: Client, coach: Client, traject: Coachtraject, wereld: Wereld
) -> None:
    sprak(traject, dagen(-1), onderwerp="Over de wethouder", verslag="Onder ons.", vertrouwelijk=True)
    pagina = loods.get(traject.get_absolute_url())
    inhoud = pagina.content.decode()
    assert "Kennismaking" in inhoud
    assert "wethouder" not in inhoud
    assert "Onder ons" not in inhoud
    # Not even when it was.
    assert pagina.context["gesproken"] == datetime.date(2024, 1, 10)
    [rij] = loods.get(reverse("loodsen:coaching")).context["table"].rows
    assert rij.record["contact"] == datetime.date(2024, 1, 10)
    assert "Ik sprak" not in inhoud
    assert "Over de wethouder" in coach.get(traject.get_absolute_url()).content.decode()


@pytest.mark.parametrize("naam", ["traject-nieuw", "traject-wijzigen", "contact-nieuw", "contact", "traject-afspraak"])
def test_loods_schrijft_niet_in_de_coaching(loods: Client, wereld: Wereld, naam: str) -> None:
    kwargs = {
        veld: wereld.argumenten[veld]
        for veld, namen in {
            "traject_id": ("traject-wijzigen", "contact-nieuw", "traject-afspraak"), "contact_id": ("contact",),
        }.items() if naam in namen
    }  # fmt: skip
    assert loods.post(reverse(f"loodsen:{naam}", kwargs=kwargs), {"omschrijving": "x"}).status_code == 403


def test_coaching_van_een_andere_gemeente_bestaat_niet(wereld: Wereld, traject: Coachtraject) -> None:
    elders = Client()
    elders.force_login(loods_van(wereld.utrecht))
    assert elders.get(traject.get_absolute_url()).status_code == 404
    assert elders.post(reverse("loodsen:actie-vink", args=[traject.acties.get().pk])).status_code == 404  # type: ignore[attr-defined]
    assert elders.get(reverse("loodsen:coaching")).context["table"].rows[0].record["gemeente"] == "Utrecht"


def test_tweede_die_een_contact_opslaat_ziet_wie_hem_voor_was(coach: Client, wereld: Wereld) -> None:
    adres = reverse("loodsen:contact", args=[wereld.argumenten["contact_id"]])
    mijn = coach.get(adres).context["form"]
    ander = Client()
    ander.force_login(wereld.gebruikers["beheerder"])
    invoer = {"onderwerp": "Hun tekst", "vorm": "mail", "datum": "2024-01-10"}
    hunne = ander.get(adres).context["form"]["gezien"].value()
    assert ander.post(adres, invoer | {"gezien": hunne}).status_code == 302
    antwoord = coach.post(adres, invoer | {"onderwerp": "Mijn tekst", "gezien": mijn["gezien"].value()})
    assert antwoord.status_code == 409
    assert "Bea Beheer heeft dit intussen ook gewijzigd" in antwoord.content.decode()
    assert "onderwerp van Kennismaking naar Hun tekst" in antwoord.content.decode()
    assert Coachcontact.objects.get().onderwerp == "Hun tekst"
    opnieuw = {"onderwerp": "Mijn tekst", "gezien": antwoord.context["form"]["gezien"].value()}
    assert coach.post(adres, invoer | opnieuw).status_code == 302
    assert Coachcontact.objects.get().onderwerp == "Mijn tekst"


# --- acties ------------------------------------------------------------------------------------------
def test_afvinken_gebeurt_een_keer_en_onthoudt_wie_en_wanneer(loods: Client, coach: Client, wereld: Wereld) -> None:
    actie = Actie.objects.get()
    adres = reverse("loodsen:actie-vink", args=[actie.pk])
    assert loods.post(adres).status_code == 302
    actie.refresh_from_db()
    gedaan_op = actie.gedaan_op
    assert gedaan_op is not None
    assert actie.gedaan_door == wereld.gebruikers["loods"]
    antwoord = coach.post(adres, follow=True)
    assert "was al afgevinkt" in antwoord.content.decode()
    actie.refresh_from_db()
    assert (actie.gedaan_op, actie.gedaan_door) == (gedaan_op, wereld.gebruikers["loods"])
    assert actie.history.first().history_user == wereld.gebruikers["loods"]
    assert coach.post(adres, {"terug_naar": "open"}).status_code == 302
    actie.refresh_from_db()
    assert (actie.gedaan_op, actie.gedaan_door) == (None, None)


def test_htmx_krijgt_de_regel_en_een_formulier_gaat_terug(loods: Client) -> None:
    actie = Actie.objects.get()
    adres = reverse("loodsen:actie-vink", args=[actie.pk])
    regel = loods.post(adres, {"waar": "1"}, headers={"HX-Request": "true"})
    assert regel.status_code == 200
    assert "Loes Houten" in regel.content.decode()
    assert "coaching Houten" in regel.content.decode()
    assert "<html" not in regel.content.decode()
    assert "Wijzigen" not in regel.content.decode()
    terug = {"terug_naar": "open", "terug": "/acties/?stand=gedaan"}
    assert loods.post(adres, terug)["Location"] == "/acties/?stand=gedaan"
    assert loods.post(adres, {"terug": "https://elders.example/"})["Location"] == reverse("loodsen:acties")


def test_mijn_acties_op_datum_en_alleen_de_coach_ziet_die_van_iedereen(
    loods: Client, coach: Client, wereld: Wereld
) -> None:
    mij = wereld.gebruikers["loods"]
    for omschrijving, voor in (("Straks", 20), ("Morgen", 1), ("Ooit", None)):
        Actie.objects.create(omschrijving=omschrijving, eigenaar=mij, voor=None if voor is None else dagen(voor))
    Actie.objects.create(omschrijving="Van de coach", eigenaar=wereld.gebruikers["coach"])
    adres = reverse("loodsen:acties")
    groepen = [(naam, [str(actie) for actie in rijen]) for naam, rijen in loods.get(adres).context["groepen"]]
    assert groepen == [
        ("Te laat", ["Lijst met lege panden sturen"]), ("Deze week", ["Morgen"]), ("Later", ["Straks"]),
        ("Zonder datum", ["Ooit"]),
    ]  # fmt: skip
    assert "Van de coach" not in loods.get(f"{adres}?wie=iedereen").content.decode()
    assert coach.get(f"{adres}?wie=iedereen").context["hoeveel"] == 5
    assert coach.get(adres).context["hoeveel"] == 1


def test_een_ander_vinkt_niet_af_en_de_naam_blijft_als_het_account_gaat(wereld: Wereld, loods: Client) -> None:
    collega = loods_van(wereld.houten)
    client = Client()
    client.force_login(collega)
    actie = Actie.objects.get()
    # A colleague of the same gemeente sees it but does not own it.
    assert client.post(reverse("loodsen:actie-vink", args=[actie.pk])).status_code == 403
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ, naam="Mark")
    van_markt = Actie.objects.create(omschrijving="Cijfers sturen", eigenaar=markt)
    assert acties.zichtbaar_voor(markt).get() == van_markt
    Actie.objects.filter(pk=van_markt.pk).update(eigenaar=None)
    van_markt.refresh_from_db()
    van_markt.save()
    assert van_markt.eigenaar_naam == "Mark"


# --- the team ----------------------------------------------------------------------------------------
def test_team_zegt_wat_ontbreekt_aan_wie_er_iets_aan_kan_doen(coach: Client, wereld: Wereld) -> None:
    adres = reverse("loodsen:coachteam")
    assert "ontbreekt iemand uit de markt" in coach.get(adres).content.decode()
    open_ = Client().get(adres).content.decode()
    assert "Coen Coach" in open_
    assert "ontbreekt iemand" not in open_
    invoer = {
        "naam": "Mies Markt", "herkomst": "markt", "email": "mies@voorbeeld.example", "van": "2020-01-01",
        "expertise": ["financiering", "markt"],
    }  # fmt: skip
    assert coach.post(reverse("loodsen:coach-nieuw"), invoer).status_code == 302
    inhoud = coach.get(adres).content.decode()
    assert "ontbreekt iemand" not in inhoud
    # Without the tick she is on the team, not on the page for all.
    assert "Mies Markt" in inhoud
    assert "Mies Markt" not in Client().get(adres).content.decode()
    mies = Kantorencoach.objects.get(naam="Mies Markt")
    assert mies.expertise_tekst == "Financiering, Markt en gebruikers"
    Kantorencoach.objects.filter(pk=mies.pk).update(tot=VANDAAG)
    assert "ontbreekt iemand uit de markt" in coach.get(adres).content.decode()


def test_coach_staat_niet_twee_keer_in_het_team(coach: Client) -> None:
    invoer = {"naam": "Dubbel", "herkomst": "markt", "email": "COACH@voorbeeld.example", "van": "2021-01-01"}
    antwoord = coach.post(reverse("loodsen:coach-nieuw"), invoer)
    assert antwoord.status_code == 422
    assert "al een kantorencoach met dit e-mailadres" in antwoord.content.decode()
