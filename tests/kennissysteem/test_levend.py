"""Questions, thanks, reads, following, the weekly mail, reviews, and the figures about them."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from akt import post
from akt.models import Bericht, Rol
from kennissysteem import herzien, levend, levendigheid, tasks, weekbericht
from kennissysteem.demo import levend as demo
from kennissysteem.levend import Soort, plaats
from kennissysteem.models import Hielp, Knelpunt, Lezing, Praktijk, Praktijkversie, Reactie, Volgt
from kennissysteem.stamgegevens import laad_stamgegevens
from loodsen.models import Kantorenloods
from monitoring.demo.gebruikers import DOMEIN
from monitoring.models import Transformatie
from tests.factories import BronFactory, GebruikerFactory, GemeenteFactory
from tests.kennissysteem.test_knelpunten import leesbaar
from tests.kennissysteem.test_modellen import maak_praktijk


@pytest.fixture(autouse=True)
def _stamgegevens(db: None) -> None:
    laad_stamgegevens()


@pytest.fixture
def financiering() -> Knelpunt:
    return Knelpunt.objects.get(pk="financiering")


def ingelogd(gebruiker: Any) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def gemaild(soort: str = "") -> list[str]:
    berichten = Bericht.objects.filter(soort=soort) if soort else Bericht.objects.all()
    return sorted(berichten.values_list("aan", flat=True))


# --- questions and reactions -------------------------------------------------------------------
def test_vraag_gaat_naar_contactpersoon_en_auteur_een_keer() -> None:
    praktijk = leesbaar("Praktijk", "financiering")
    vrager = GebruikerFactory(naam="Vera Vraagt")
    merk = uuid.uuid4()
    for _ in range(2):
        plaats(vrager, praktijk, Soort.VRAAG, "Wie betaalde dat?", verzending=merk)
    assert Reactie.objects.count() == 1
    assert gemaild("kennis-vraag") == sorted(["pien@voorbeeld.example", praktijk.auteur.email])
    bericht = Bericht.objects.first()
    assert bericht is not None
    assert bericht.antwoord_aan == vrager.email
    assert "Wie betaalde dat?" in bericht.tekst


def test_antwoord_gaat_naar_de_vraagsteller_en_sluit_de_vraag() -> None:
    praktijk = leesbaar("Praktijk")
    vrager = GebruikerFactory()
    vraag = plaats(vrager, praktijk, Soort.VRAAG, "Hoe?")
    assert list(Reactie.objects.open()) == [vraag]
    Bericht.objects.all().delete()
    antwoord = plaats(praktijk.auteur, praktijk, Soort.ANTWOORD, "Zo.", ouder=vraag)
    assert gemaild("kennis-vraag") == [vrager.email]
    assert gemaild("kennis-reactie") == ["pien@voorbeeld.example"]
    assert not Reactie.objects.open().exists()
    levend.trek_in(antwoord, praktijk.auteur, "Klopte niet")
    assert list(Reactie.objects.open()) == [vraag], "een ingetrokken antwoord is geen antwoord"


def test_vraag_over_een_knelpunt_gaat_naar_wie_het_volgt(financiering: Knelpunt) -> None:
    volger, ander, weg = GebruikerFactory(), GebruikerFactory(), GebruikerFactory()
    levend.volg(volger, knelpunt=financiering)
    levend.volg(ander, knelpunt=Knelpunt.objects.get(pk="bestemming"))
    levend.volg(weg, knelpunt=financiering)
    weg.rol = Rol.MARKTPARTIJ
    weg.save()
    plaats(GebruikerFactory(), financiering, Soort.VRAAG, "Welke bank?")
    assert gemaild() == [volger.email]


def test_wie_zich_afmeldt_krijgt_geen_reacties_maar_wel_vragen() -> None:
    praktijk = leesbaar("Praktijk")
    auteur = praktijk.auteur
    post.meld_af(auteur.email, levend.REACTIE)
    post.meld_af(auteur.email, levend.VRAAG)
    plaats(GebruikerFactory(), praktijk, Soort.REACTIE, "Mooi.")
    plaats(GebruikerFactory(), praktijk, Soort.VRAAG, "Hoe?")
    post.verstuur()
    standen = dict(Bericht.objects.filter(aan=auteur.email).values_list("soort", "status"))
    assert standen == {"kennis-reactie": "afgemeld", "kennis-vraag": "verstuurd"}


def test_buiten_het_netwerk_plaatst_en_leest_niemand(client: Client) -> None:
    praktijk = leesbaar("Praktijk", "financiering")
    plaats(GebruikerFactory(), praktijk, Soort.VRAAG, "Alleen voor ons")
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ)
    with pytest.raises(PermissionDenied):
        plaats(markt, praktijk, Soort.VRAAG, "Mag ik ook?")
    assert (
        ingelogd(markt)
        .post(f"/kennis/{praktijk.pk}/reageren/", {"reactie-soort": "vraag", "reactie-tekst": "x"})
        .status_code
        == 403
    )
    for wie in (AnonymousUser(), markt):
        assert "gesprek" not in levend.bij_praktijk(praktijk, wie)
        assert not levend.zichtbaar_voor(wie).exists()


def test_concept_heeft_geen_gesprek() -> None:
    concept = maak_praktijk()
    ander = GebruikerFactory()
    with pytest.raises(PermissionDenied):
        plaats(ander, concept, Soort.VRAAG, "Hoe?")
    assert ingelogd(ander).get(f"/kennis/{concept.pk}/reageren/").status_code == 404


def test_formulier_op_de_pagina(financiering: Knelpunt) -> None:
    client = ingelogd(GebruikerFactory(naam="Vera Vraagt"))
    adres = "/kennis/knelpunten/financiering/reageren/"
    assert client.post(adres, {"reactie-soort": "vraag", "reactie-tekst": "  "}).status_code == 422
    antwoord = client.post(adres, {"reactie-soort": "vraag", "reactie-tekst": "<script>alert(1)</script>"})
    assert antwoord.headers["Location"] == financiering.get_absolute_url()
    pagina = client.get(financiering.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in pagina
    assert "Wacht op antwoord" in pagina
    vraag = Reactie.objects.get()
    client.post(f"/kennis/reacties/{vraag.pk}/", {"tekst": "Deze bank."})
    pagina = client.get(financiering.get_absolute_url()).content.decode()
    assert "Deze bank." in pagina
    assert "Wacht op antwoord" not in pagina


def test_intrekken_door_schrijver_of_coach_met_reden(financiering: Knelpunt) -> None:
    schrijver, ander = GebruikerFactory(), GebruikerFactory()
    eerste = plaats(schrijver, financiering, Soort.REACTIE, "Eerste tekst")
    tweede = plaats(schrijver, financiering, Soort.REACTIE, "Tweede tekst")
    adres = f"/kennis/reacties/{eerste.pk}/intrekken/"
    assert ingelogd(ander).post(adres, {"reden": "zomaar"}).status_code == 404
    assert ingelogd(schrijver).post(adres, {"reden": " "}).status_code == 422
    assert ingelogd(schrijver).post(adres, {"reden": "Dubbel"}).status_code == 302
    levend.trek_in(tweede, GebruikerFactory(rol=Rol.KANTORENCOACH), "Noemt een persoon")
    pagina = ingelogd(ander).get(financiering.get_absolute_url()).content.decode()
    assert "Eerste tekst" not in pagina
    assert "Tweede tekst" not in pagina
    assert "Dubbel" in pagina
    assert "Noemt een persoon" in pagina


def test_database_weigert_wat_niet_klopt(financiering: Knelpunt) -> None:
    door = GebruikerFactory()
    for mis in (
        {"soort": "vraag"},
        {"soort": "antwoord", "knelpunt": financiering},
        {"soort": "vraag", "knelpunt": financiering, "praktijk": maak_praktijk()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reactie.objects.create(tekst="x", door=door, **mis)


# --- it helped ---------------------------------------------------------------------------------
def test_hielp_een_keer_per_persoon_en_de_auteur_hoort_het_een_keer() -> None:
    praktijk = leesbaar("Praktijk")
    wie = GebruikerFactory(naam="Hanna Helpt")
    client = ingelogd(wie)
    adres = f"/kennis/{praktijk.pk}/hielp/"
    assert client.post(adres, {"hielp-waar": ""}).status_code == 422
    for waar in ("Houten", "Houten, Kokermolen 1"):
        assert client.post(adres, {"hielp-waar": waar, "hielp-toelichting": "De volgorde."}).status_code == 302
    assert Hielp.objects.get().waar == "Houten, Kokermolen 1"
    assert gemaild() == [praktijk.auteur.email]
    assert post.SOORTEN["kennis-hielp"].optioneel
    assert ingelogd(praktijk.auteur).post(adres, {"hielp-waar": "Hier"}).status_code == 404


# --- reads -------------------------------------------------------------------------------------
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def test_lezingen_zonder_robots_en_zonder_de_schrijvers() -> None:
    praktijk = leesbaar("Praktijk")
    mede = GebruikerFactory()
    praktijk.medeauteurs.add(mede)

    def open_pagina(gebruiker: Any, agent: str, **koppen: str) -> None:
        request = RequestFactory().get("/", headers={"User-Agent": agent, **koppen})
        request.user = gebruiker
        levend.lees(praktijk, request)

    for agent in ("", "Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.0", "python-requests/2.32"):
        open_pagina(AnonymousUser(), agent)
    open_pagina(praktijk.auteur, FIREFOX)
    open_pagina(mede, FIREFOX)
    open_pagina(AnonymousUser(), FIREFOX, **{"Sec-Purpose": "prefetch"})
    assert not Lezing.objects.exists()
    open_pagina(AnonymousUser(), FIREFOX)
    open_pagina(GebruikerFactory(), FIREFOX)
    assert Lezing.objects.get().aantal == 2
    assert {veld.name for veld in Lezing._meta.fields} == {"id", "praktijk", "dag", "aantal"}, "niet wie"


# --- following ---------------------------------------------------------------------------------
def test_volgen_met_een_knop_en_met_de_lijst(financiering: Knelpunt) -> None:
    wie, gemeente = GebruikerFactory(), GemeenteFactory()
    client = ingelogd(wie)
    for _ in range(2):
        client.post("/kennis/volgen/", {"knelpunt": "financiering", "actie": "volg"})
    sinds = Volgt.objects.get().gemeld_tot
    client.post("/kennis/volgen/", {"alles": "on", "knelpunten": ["financiering"], "gemeenten": [gemeente.pk]})
    assert Volgt.objects.filter(gebruiker=wie).count() == 3
    assert Volgt.objects.get(knelpunt=financiering).gemeld_tot == sinds
    client.post("/kennis/volgen/", {"knelpunt": "financiering", "actie": "stop"})
    assert not Volgt.objects.filter(knelpunt=financiering).exists()
    client.post("/kennis/volgen/", {})
    assert not Volgt.objects.exists()


# --- the weekly mail ---------------------------------------------------------------------------
MAANDAG = timezone.make_aware(datetime.datetime(2026, 3, 9, 7))
WOENSDAG = MAANDAG - datetime.timedelta(days=5)


def versie(praktijk: Praktijk, nummer: int = 1, op: datetime.datetime = WOENSDAG) -> None:
    rij = Praktijkversie.objects.create(praktijk=praktijk, nummer=nummer, inhoud={}, door=praktijk.auteur)
    Praktijkversie.objects.filter(pk=rij.pk).update(op=op)


def volger(**wat: Any) -> Any:
    wie = GebruikerFactory()
    levend.volg(wie, **wat)
    Volgt.objects.filter(gebruiker=wie).update(gemeld_tot=MAANDAG - datetime.timedelta(days=7))
    return wie


def test_weekbericht_vertelt_wat_nieuw_is_over_wat_u_volgt(financiering: Knelpunt) -> None:
    wie, ander, alles = volger(knelpunt=financiering), volger(knelpunt=Knelpunt.objects.get(pk="labeling")), volger()
    praktijk = leesbaar("Nieuwe praktijk", "financiering")
    versie(praktijk)
    oud = leesbaar("Bijgewerkt verhaal", "financiering")
    versie(oud, 1, MAANDAG - datetime.timedelta(days=90))
    versie(oud, 2)
    versie(leesbaar("Andere praktijk", "bestemming"))
    versie(maak_praktijk(titel="Weer ingetrokken", status="ingetrokken"))
    vraag = plaats(praktijk.auteur, financiering, Soort.VRAAG, "Welke bank?")
    Reactie.objects.filter(pk=vraag.pk).update(op=WOENSDAG)
    Bericht.objects.all().delete()
    assert weekbericht.verstuur(MAANDAG) == 2
    assert gemaild() == sorted([wie.email, alles.email])
    tekst = Bericht.objects.get(aan=wie.email).tekst
    for kop, regel in (
        ("Nieuwe praktijken", "Nieuwe praktijk"),
        ("Bijgewerkte", "Bijgewerkt verhaal"),
        ("Vragen", "Welke bank?"),
    ):
        assert kop in tekst
        assert regel in tekst
    assert "Andere praktijk" not in tekst
    assert "Weer ingetrokken" not in Bericht.objects.get(aan=alles.email).tekst
    assert "Andere praktijk" in Bericht.objects.get(aan=alles.email).tekst
    assert ander.email not in gemaild()


def test_weekbericht_niets_twee_keer_en_een_gemiste_week_komt_later(financiering: Knelpunt) -> None:
    wie = volger(knelpunt=financiering)
    versie(leesbaar("Eerste", "financiering"))
    versie(leesbaar("Van vandaag", "financiering"), op=MAANDAG)
    assert weekbericht.verstuur(MAANDAG) == 1
    assert weekbericht.verstuur(MAANDAG + datetime.timedelta(days=1)) == 0
    assert "Van vandaag" not in Bericht.objects.get(aan=wie.email).tekst
    # Nothing ran for two weeks; what came in the first of them is not lost.
    assert weekbericht.verstuur(MAANDAG + datetime.timedelta(days=14)) == 1
    laatste = Bericht.objects.filter(aan=wie.email).latest("aangemaakt_op").tekst
    assert "Van vandaag" in laatste
    assert "Eerste" not in laatste
    assert weekbericht.verstuur(MAANDAG + datetime.timedelta(days=21)) == 0, "niets nieuws, geen mail"


def test_weekbericht_niet_over_eigen_werk_en_niet_na_afmelden(financiering: Knelpunt) -> None:
    wie, weg = volger(), volger()
    versie(leesbaar("Van mijzelf", "financiering"))
    Praktijkversie.objects.update(door=wie)
    post.meld_af(weg.email, weekbericht.WEEKBERICHT)
    weekbericht.verstuur(MAANDAG)
    assert gemaild() == [weg.email]
    post.verstuur()
    bericht = Bericht.objects.get()
    assert bericht.status == Bericht.Status.AFGEMELD
    assert "/kennis/volgen/" in bericht.tekst


# --- reviews -----------------------------------------------------------------------------------
DAG = datetime.date(2030, 1, 1)


def test_herzien_gaat_naar_de_auteur_een_keer_en_dan_naar_de_coach() -> None:
    coach = GebruikerFactory(rol=Rol.KANTORENCOACH)
    praktijk = leesbaar("Oud")
    auteur = praktijk.auteur
    assert herzien.herzie(DAG - datetime.timedelta(days=1)) == 0
    assert herzien.herzie(DAG) == 1
    praktijk.refresh_from_db()
    assert praktijk.status == Praktijk.Status.TE_HERZIEN
    # As if that was on that day: from then on the author has a month.
    Praktijk.objects.update(gewijzigd_op=timezone.make_aware(datetime.datetime(2030, 1, 1, 6)))
    herzien.herzie(DAG)
    herzien.herzie(DAG + datetime.timedelta(days=29))
    assert gemaild() == [auteur.email]
    for dagen in (30, 31, 60):
        herzien.herzie(DAG + datetime.timedelta(days=dagen))
    assert gemaild() == sorted([auteur.email, coach.email])


@pytest.mark.parametrize("weg", ["geen account", "inactief", "andere rol"])
def test_zonder_auteur_hoort_de_coach_het_meteen(weg: str) -> None:
    coach = GebruikerFactory(rol=Rol.KANTORENCOACH)
    praktijk = leesbaar("Oud")
    if weg == "geen account":
        praktijk.auteur.delete()
    elif weg == "inactief":
        type(praktijk.auteur).objects.filter(pk=praktijk.auteur.pk).update(is_active=False)
    else:
        type(praktijk.auteur).objects.filter(pk=praktijk.auteur.pk).update(rol=Rol.MARKTPARTIJ)
    for _ in range(2):
        herzien.herzie(DAG)
    assert gemaild() == [coach.email]
    assert "geen account meer" in Bericht.objects.get().tekst


# --- a completed transformatie -----------------------------------------------------------------
def maak_transformatie(**velden: Any) -> Transformatie:
    return Transformatie.objects.create(
        **{
            "naam": "De Toren", "gemeente": GemeenteFactory(), "bestemming": "wonen", "vvo_m2": 4000,
            "fase": "gereed", "gereed_op": DAG - datetime.timedelta(days=3), "bron": BronFactory(), **velden,
        }
    )  # fmt: skip


def test_na_een_transformatie_krijgen_de_loodsen_een_keer_de_vraag() -> None:
    transformatie = maak_transformatie()
    assert herzien.vraag_om_praktijken(DAG) == 0, "nog geen loods"
    for nummer in range(2):
        Kantorenloods.objects.create(
            gemeente=transformatie.gemeente, naam=f"Loods {nummer}", email=f"loods{nummer}@houten.example",
            eerste=nummer == 0,
        )  # fmt: skip
    assert herzien.vraag_om_praktijken(DAG) == 2
    bericht = Bericht.objects.first()
    assert bericht is not None
    assert f"/kennis/nieuw/?transformatie={transformatie.pk}" in bericht.tekst
    Bericht.objects.all().delete()
    assert herzien.vraag_om_praktijken(DAG) == 0


@pytest.mark.parametrize(
    "velden", [{"fase": "bouw"}, {"gereed_op": DAG - datetime.timedelta(days=400)}, {"demo": True}, {"praktijk": True}]
)
def test_wanneer_er_niets_te_vragen_is(velden: dict[str, Any]) -> None:
    heeft_praktijk = velden.get("praktijk", False)
    transformatie = maak_transformatie(**{naam: waarde for naam, waarde in velden.items() if naam != "praktijk"})
    Kantorenloods.objects.create(gemeente=transformatie.gemeente, naam="Loods", email="loods@houten.example")
    if heeft_praktijk:
        maak_praktijk(transformatie=transformatie)
    assert herzien.vraag_om_praktijken(DAG) == 0


# --- the figures -------------------------------------------------------------------------------
def test_levendigheid_telt_wat_er_gebeurt(financiering: Knelpunt) -> None:
    nu = timezone.now()
    praktijk = leesbaar("Gelezen", "financiering", "bestemming")
    versie(praktijk, op=nu)
    leesbaar("Nooit gelezen", "financiering", openbaarheid="netwerk")
    maak_praktijk(titel="Concept").knelpunten.add("labeling")
    levend.tel_lezing(praktijk, timezone.localdate(), 7)
    levend.hielp(praktijk, GebruikerFactory(), "Houten")
    wie = GebruikerFactory()
    op_tijd, te_laat, wacht = (plaats(wie, financiering, Soort.VRAAG, f"Vraag {nummer}") for nummer in range(3))
    for vraag, gesteld, na in ((op_tijd, 60, 3), (te_laat, 60, 20)):
        Reactie.objects.filter(pk=vraag.pk).update(op=nu - datetime.timedelta(days=gesteld))
        antwoord = plaats(GebruikerFactory(), financiering, Soort.ANTWOORD, "Zo.", ouder=vraag)
        Reactie.objects.filter(pk=antwoord.pk).update(op=nu - datetime.timedelta(days=gesteld - na))
    cijfers = levendigheid.bereken()
    assert (cijfers.praktijken, cijfers.gelezen, cijfers.hielp, cijfers.open_vragen) == (2, 7, 1, 1)
    assert cijfers.op_tijd_percentage == 50
    assert [rij.titel for rij in cijfers.nooit_gelezen] == ["Nooit gelezen"]
    plekken = {plek.code: plek for plek in cijfers.knelpunten}
    assert (plekken["financiering"].praktijken, plekken["financiering"].open_vragen) == (2, 1)
    assert plekken["financiering"].stand == "Nog dun"
    assert plekken["labeling"].stand == "Witte vlek", "een concept vult niets"
    dit_kwartaal = cijfers.kwartalen[0]
    assert (dit_kwartaal.nieuw, dit_kwartaal.gelezen, dit_kwartaal.hielp) == (1, 7, 1)
    assert sum(kwartaal.vragen for kwartaal in cijfers.kwartalen) == 3
    assert sum(kwartaal.beantwoord for kwartaal in cijfers.kwartalen) == 2
    assert {plek.naam: plek.praktijken for plek in cijfers.gemeenten} == {"Houten": 2}
    levend.trek_in(wacht, wie, "Opgelost")
    assert levendigheid.bereken().open_vragen == 0


def test_kwartaal_heet_zoals_mensen_het_zeggen() -> None:
    kwartalen = levendigheid.kwartalen_tot(datetime.date(2026, 2, 14))
    assert kwartalen[0].naam == "1e kwartaal 2026"
    assert kwartalen[1].naam == "4e kwartaal 2025"
    assert len(kwartalen) == levendigheid.KWARTALEN


def test_csv_en_constant_aantal_vragen_aan_de_database(financiering: Knelpunt) -> None:
    client = ingelogd(GebruikerFactory())

    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert client.get("/kennis/levend/").status_code == 200
        return len(vragen)

    leesbaar("Eerste", "financiering")
    tel()  # what is looked up once in the life of a server
    eerst = tel()
    for nummer in range(5):
        levend.tel_lezing(leesbaar(f"Nog een {nummer}", "financiering", "bestemming"), timezone.localdate())
        plaats(GebruikerFactory(), financiering, Soort.VRAAG, "Hoe?")
    assert tel() == eerst
    regels = b"".join(client.get("/kennis/levend.csv")).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert regels[0] == "soort,naam,code,praktijken,te_herzien,gelezen,hielp,open_vragen,stand"
    assert "Knelpunt,Financiering,financiering,6,0,5,0,5,Gevuld" in regels


def test_demo_werkt_zonder_praktijken_en_gaat_helemaal_weg() -> None:
    for nummer, rol in enumerate((Rol.KANTORENLOODS, Rol.KANTORENLOODS, Rol.KANTORENCOACH)):
        GebruikerFactory(rol=rol, email=f"demo{nummer}@{DOMEIN}")
    assert demo.maak_demo(1)
    assert Reactie.objects.open().count() == 2
    assert Volgt.objects.exists()
    demo.verwijder()
    assert not Reactie.objects.exists()
    assert not Volgt.objects.exists()


def test_taken_draaien() -> None:
    leesbaar("Praktijk")
    for taak in (tasks.herzie_praktijken, tasks.vraag_om_praktijken, tasks.verstuur_weekbericht):
        taak.delay()
        assert any(rij["task"] == taak.name for rij in settings.CELERY_BEAT_SCHEDULE.values())


# --- on the page of a praktijk -----------------------------------------------------------------
def fragment(praktijk: Praktijk, gebruiker: Any) -> str:
    """What the page of a praktijk includes."""
    request = RequestFactory().get("/")
    request.user = gebruiker
    gegevens = {"levend": levend.bij_praktijk(praktijk, gebruiker), "user": gebruiker}
    return render_to_string("kennissysteem/levend/bij_praktijk.html", gegevens, request=request)


def test_fragment_bij_een_praktijk() -> None:
    praktijk = leesbaar("Praktijk")
    wie = GebruikerFactory(naam="Hanna Helpt")
    levend.hielp(praktijk, wie, "Houten")
    plaats(wie, praktijk, Soort.VRAAG, "Hoe duur was de gevel?")
    open_deel = fragment(praktijk, AnonymousUser())
    assert "hielp 1 collega" in " ".join(open_deel.split())
    for geheim in ("Hanna", "Houten", "gevel", "<form"):
        assert geheim not in open_deel
    deel = fragment(praktijk, GebruikerFactory())
    for tekst in ("Hanna Helpt", "Hoe duur was de gevel?", "Wacht op antwoord", "Dit hielp mij"):
        assert tekst in deel
    assert f'action="/kennis/{praktijk.pk}/reageren/"' in deel
    assert f'action="/kennis/{praktijk.pk}/hielp/"' in deel
    assert "/hielp/" not in fragment(praktijk, praktijk.auteur)
