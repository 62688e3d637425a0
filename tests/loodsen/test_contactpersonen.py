"""People decide over their own data: consent, none, taking along, erasing; and nothing is kept past its term."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from akt import post
from akt.models import Bericht
from loodsen import contactpersonen
from loodsen.models import Contactpersoon, Organisatie
from loodsen.tasks import bewaak_contactpersonen
from tests.loodsen.test_organisaties import organisatie, persoon
from tests.wereld import Wereld, maak_wereld

VANDAAG = datetime.date.today()
DAG = datetime.timedelta(days=1)


@pytest.fixture
def wereld(db: None) -> Wereld:
    wereld = maak_wereld()
    Bericht.objects.all().delete()
    return wereld


@pytest.fixture
def pia(wereld: Wereld) -> Contactpersoon:
    return Contactpersoon.objects.get(naam="Pia Papier")


def pagina(wie: Contactpersoon) -> str:
    return f"/mijn-gegevens/{wie.sleutel}/"


def overal(tekst: str) -> list[str]:
    """The tables of contactpersonen and mail in which a text is left."""
    rijen = {
        "rij": Contactpersoon.objects.values(),
        "geschiedenis": Contactpersoon.history.values(),
        "post": Bericht.objects.values(),
    }
    return [naam for naam, waarden in rijen.items() if tekst.lower() in str(list(waarden)).lower()]


# --- asking and answering ----------------------------------------------------------------------
def test_wie_wordt_toegevoegd_krijgt_de_vraag(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    bij = Organisatie.objects.first()
    assert bij is not None
    invul = {"naam": "Piet", "email": "piet@p.example", "grondslag": "toestemming", "bewaren_tot": VANDAAG + 9 * DAG}
    antwoord = client.post(f"/organisaties/{bij.pk}/contactpersoon/", invul)
    piet = Contactpersoon.objects.get(email="piet@p.example")
    assert antwoord["Location"] == f"/contactpersonen/{piet.pk}/"
    post.verstuur()
    [bericht] = mail.outbox
    assert bericht.to == ["piet@p.example"] and contactpersonen.eigen_adres(piet) in bericht.body
    assert piet.gevraagd_op == VANDAAG
    # Not again on the same day, and not to who is there on another ground.
    client.post(f"/contactpersonen/{piet.pk}/toestemming/")
    client.post(f"/organisaties/{bij.pk}/contactpersoon/", invul | {"email": "w@p.example", "grondslag": "taak"})
    assert post.verstuur() == 0
    dubbel = client.post(f"/organisaties/{bij.pk}/contactpersoon/", invul | {"email": "PIET@p.example"})
    assert dubbel.status_code == 422 and "heeft al een contactpersoon met dit e-mailadres" in dubbel.content.decode()


def test_ander_mailadres_andere_sleutel(wereld: Wereld, client: Client, pia: Contactpersoon) -> None:
    client.force_login(wereld.gebruikers["coach"])
    oud = pagina(pia)
    invul = {"naam": "Pia", "email": "pia@elders.example", "grondslag": "toestemming",
             "bewaren_tot": pia.bewaren_tot, "gezien": pia.history.latest().history_id}  # fmt: skip
    assert client.post(f"/contactpersonen/{pia.pk}/wijzigen/", invul).status_code == 302
    assert client.get(oud).status_code == 404, "wie het oude adres had, komt er niet meer bij"
    pia.refresh_from_db()
    assert Client().get(pagina(pia)).status_code == 200
    assert Bericht.objects.get(aan="pia@elders.example").tekst.count(pia.sleutel) == 1


def test_eigen_pagina_is_geheim_en_zonder_sporen(client: Client, pia: Contactpersoon) -> None:
    antwoord = client.get(pagina(pia))
    tekst = antwoord.content.decode()
    assert "Pia Papier" in tekst and "pia@papierenhuis.example" in tekst and "nog niet gegeven" in tekst
    assert antwoord["Referrer-Policy"] == "no-referrer" and "noindex" in antwoord["X-Robots-Tag"]
    assert "no-store" in antwoord["Cache-Control"]
    assert "no-store" in client.get(pagina(pia) + "mijn-gegevens.json")["Cache-Control"]
    assert client.get("/mijn-gegevens/verkeerde-sleutel/").status_code == 404
    assert "Pier Papier" not in tekst


def test_toestemming_geven_en_intrekken(wereld: Wereld, client: Client, pia: Contactpersoon, settings: Any) -> None:
    client.post(pagina(pia), {"actie": "toestemming"})
    pia.refresh_from_db()
    assert pia.toestemming_op == VANDAAG
    assert pia.bewaren_tot == VANDAAG + datetime.timedelta(settings.AKT_CONTACT_BEWAREN_DAGEN)
    assert pia.history.latest().history_change_reason == contactpersonen.ZELF
    client.post(pagina(pia), {"actie": "intrekken"})
    pia.refresh_from_db()
    assert pia.toestemming_op is None
    # Out of sight of the network at once, but still to be seen by the person.
    coach = Client()
    coach.force_login(wereld.gebruikers["coach"])
    assert coach.get(f"/contactpersonen/{pia.pk}/").status_code == 404
    assert "Pia Papier" not in coach.get(f"/organisaties/{pia.organisatie_id}/").content.decode()
    assert "Pia Papier" in client.get(pagina(pia)).content.decode()
    Contactpersoon.objects.filter(pk=pia.pk).update(bewaren_tot=VANDAAG - DAG)
    bewaak_contactpersonen()
    assert client.get(pagina(pia)).status_code == 404 and overal("pia@papierenhuis") == []


def test_een_browser_zonder_herkomst_mag_antwoorden(pia: Contactpersoon) -> None:
    """What `no-referrer` makes a browser send."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert browser.post(pagina(pia), {"actie": "toestemming"}).status_code == 302
    pia.refresh_from_db()
    assert pia.toestemming_op == VANDAAG


def test_alles_wat_op_een_adres_staat_hoort_bij_elkaar(client: Client, pia: Contactpersoon) -> None:
    persoon(organisatie("Tweede Baan"), "PIA@papierenhuis.example", naam="Pia Tweebaan")
    tekst = client.get(pagina(pia)).content.decode()
    assert "Bij Tweede Baan" in tekst and "Bij Papieren Huis Ontwikkeling" in tekst
    client.post(pagina(pia), {"actie": "wissen", "zeker": "on"})
    assert overal("pia@papierenhuis") == []


# --- taking along and erasing ------------------------------------------------------------------
def test_meenemen_geeft_alles_ook_wat_er_vroeger_stond(client: Client, pia: Contactpersoon) -> None:
    pia.functie = "Directeur"
    pia.save()
    antwoord = client.get(pagina(pia) + "mijn-gegevens.json")
    assert "attachment" in antwoord["Content-Disposition"]
    [gegevens] = json.loads(antwoord.content)["gegevens"]
    assert gegevens["functie"] == "Directeur" and gegevens["organisatie"] == "Papieren Huis Ontwikkeling"
    assert [versie["functie"] for versie in gegevens["geschiedenis"]] == ["Planeconoom", "Directeur"]


def test_wissen_vraagt_om_zekerheid_en_wist_ook_geschiedenis_en_post(client: Client, pia: Contactpersoon) -> None:
    contactpersonen.vraag_toestemming(pia)
    pia.naam = "Pia Andersom"
    pia.save()
    assert set(overal("papier")) == {"rij", "geschiedenis", "post"}
    assert client.post(pagina(pia), {"actie": "wissen"}).status_code == 422
    assert Contactpersoon.objects.filter(pk=pia.pk).exists()
    antwoord = client.post(pagina(pia), {"actie": "wissen", "zeker": "on"})
    assert antwoord["Location"] == "/mijn-gegevens/gewist/"
    assert overal("pia") == [] and not Contactpersoon.history.filter(id=pia.pk).exists()
    assert client.get(pagina(pia)).status_code == 404
    assert "gewist" in client.get(antwoord["Location"]).content.decode()


def test_waar_iets_naar_wijst_blijft_een_naamloze_rij(
    client: Client, pia: Contactpersoon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a later app would have it, with an invitation say that may not lose its row."""
    wijst: Any = Contactpersoon.objects.filter(pk=pia.pk)
    monkeypatch.setattr(contactpersonen, "verwijzingen", lambda wie: [(None, wijst)])
    client.post(pagina(pia), {"actie": "wissen", "zeker": "on"})
    rij = Contactpersoon.objects.get(pk=pia.pk)
    assert (rij.naam, rij.email, rij.functie, rij.telefoon, rij.toestemming_op) == ("Gewist", "", "", "", None)
    assert rij.gewist_op and rij.sleutel != pia.sleutel
    assert overal("pia") == [] and not Contactpersoon.history.filter(id=pia.pk).exists()
    assert client.get(pagina(rij)).status_code == 404
    # The same person may be added anew later.
    persoon(rij.organisatie, "pia@papierenhuis.example")


def test_netwerk_wist_op_verzoek(wereld: Wereld, client: Client, pia: Contactpersoon) -> None:
    client.force_login(wereld.gebruikers["loods"])
    adres = f"/contactpersonen/{pia.pk}/wissen/"
    assert client.post(adres).status_code == 422
    assert client.post(adres, {"zeker": "on"})["Location"] == f"/organisaties/{pia.organisatie_id}/"
    assert overal("pia@papierenhuis") == []
    client.force_login(wereld.gebruikers["marktpartij"])
    ander = Contactpersoon.objects.get(naam="Pier Papier")
    assert client.post(f"/contactpersonen/{ander.pk}/wissen/", {"zeker": "on"}).status_code == 403
    assert Contactpersoon.objects.filter(pk=ander.pk).exists()


def test_wie_een_account_heeft_vindt_zichzelf(wereld: Wereld, client: Client, pia: Contactpersoon) -> None:
    client.force_login(wereld.gebruikers["marktpartij"])
    assert "U staat niet als contactpersoon" in client.get("/mijn-gegevens/").content.decode()
    Contactpersoon.objects.filter(pk=pia.pk).update(gebruiker=wereld.gebruikers["marktpartij"])
    assert client.get("/mijn-gegevens/")["Location"] == pagina(pia)


# --- every night -------------------------------------------------------------------------------
def test_nacht_wist_wat_verlopen_is_en_waarschuwt_een_keer(wereld: Wereld, settings: Any) -> None:
    # Only what this test makes runs out.
    Contactpersoon.objects.update(bewaren_tot=datetime.date(2100, 1, 1), toestemming_op=datetime.date.today())
    bij = organisatie("Nachtwerk")
    ja = {"toestemming_op": VANDAAG}
    persoon(bij, "verlopen@n.example", bewaren_tot=VANDAAG - DAG, **ja)
    persoon(bij, "bijna@n.example", bewaren_tot=VANDAAG + 10 * DAG, **ja)
    persoon(bij, "lang@n.example", **ja)
    stil = VANDAAG - datetime.timedelta(settings.AKT_TOESTEMMING_DAGEN)
    persoon(bij, "zwijgt@n.example", gevraagd_op=stil)
    persoon(bij, "nog-even@n.example", gevraagd_op=stil + DAG)
    persoon(bij, "ambtenaar@n.example", grondslag="taak")
    nooit = persoon(bij, "nooit-gevraagd@n.example")
    Contactpersoon.objects.filter(pk=nooit.pk).update(toegevoegd_op=f"{stil - DAG}T12:00:00Z")
    assert contactpersonen.bewaak() == contactpersonen.Nacht(gewaarschuwd=1, gewist=3)
    assert set(bij.contactpersonen.values_list("email", flat=True)) == {
        "bijna@n.example", "lang@n.example", "nog-even@n.example", "ambtenaar@n.example",
    }  # fmt: skip
    assert contactpersonen.bewaak() == contactpersonen.Nacht(gewaarschuwd=0, gewist=0), "herhalen mag"
    post.verstuur()
    [bericht] = mail.outbox
    bijna = Contactpersoon.objects.get(email="bijna@n.example")
    assert bericht.to == ["bijna@n.example"] and contactpersonen.eigen_adres(bijna) in bericht.body
    Client().post(pagina(bijna), {"actie": "toestemming"})
    bijna.refresh_from_db()
    assert bijna.bewaren_tot > VANDAAG + 100 * DAG


def test_de_nacht_staat_in_het_rooster(settings: Any) -> None:
    taken = {regel["task"] for regel in settings.CELERY_BEAT_SCHEDULE.values()}
    assert bewaak_contactpersonen.name in taken
