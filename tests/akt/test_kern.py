"""The kernel: health, problem pages, security headers, users and tasks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
import redis
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory, override_settings
from kombu.exceptions import OperationalError

from akt.cache import KalmeRedisCache
from akt.export import veilig
from akt.forms import BedragField, GeheelGetalField
from akt.fouten import Conflict
from akt.middleware import ConflictMiddleware
from akt.models import Gebruiker, Rol, Taak
from akt.taken import start_taak
from tests.factories import WACHTWOORD, GebruikerFactory


def test_gezond_vraagt_niets_aan_de_database(client: Client) -> None:
    assert client.get("/gezond").json() == {"status": "gezond"}


def test_gereed_als_database_en_redis_er_zijn(client: Client, db: None) -> None:
    antwoord = client.get("/gereed")
    assert antwoord.status_code == 200
    assert antwoord.json() == {"status": "gereed", "database": "goed", "redis": "goed"}


def test_niet_gereed_zonder_redis(client: Client, db: None, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nergens/redis.sock"}}
    antwoord = client.get("/gereed")
    assert antwoord.status_code == 503
    assert antwoord.json()["redis"] == "niet bereikbaar"


def test_niet_gereed_met_open_migraties(client: Client, db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'monitoring')"
        )
        antwoord = client.get("/gereed")
        transaction.set_rollback(True)
    assert antwoord.status_code == 503
    assert "1 migratie" in antwoord.json()["database"]


def test_veiligheid_staat_op_elke_pagina(client: Client, stamgegevens: None) -> None:
    for adres in ("/", "/bestaat-niet/", "/gezond", "/account/login/"):
        antwoord = client.get(adres)
        beleid = antwoord["Content-Security-Policy"]
        assert "default-src 'none'" in beleid
        assert "script-src 'self'" in beleid
        assert "unsafe" not in beleid
        assert antwoord["X-Content-Type-Options"] == "nosniff"
        assert antwoord["X-Frame-Options"] == "DENY"
        assert antwoord["X-Request-ID"]


def test_pagina_bevat_geen_inline_script_of_stijl(client: Client, stamgegevens: None) -> None:
    for adres in ("/", "/infographics/", "/definities/", "/account/login/"):
        inhoud = client.get(adres).content.decode()
        assert " style=" not in inhoud, adres
        assert "<style" not in inhoud, adres
        assert "<script>" not in inhoud, adres
        assert " onclick=" not in inhoud, adres
        # In a tag; the code to embed a figure shows one as text.
        assert not re.search(r'<[^>]*\ssrc="http', inhoud), adres


def test_404_is_een_nederlandse_pagina(client: Client, db: None) -> None:
    antwoord = client.get("/bestaat-niet/")
    assert antwoord.status_code == 404
    assert "Deze pagina bestaat niet" in antwoord.content.decode()


def test_403_zonder_csrf(db: None) -> None:
    streng = Client(enforce_csrf_checks=True)
    antwoord = streng.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert antwoord.status_code == 403
    inhoud = antwoord.content.decode()
    assert "Uw formulier kwam niet aan" in inhoud
    assert "laad de pagina opnieuw" in inhoud
    # Another site can send anything; it does not come back on a page of ours.
    assert "a@b.example" not in inhoud


def test_400_bij_een_vreemde_host(client: Client, db: None) -> None:
    antwoord = client.get("/", headers={"host": "kwaad.example"})
    assert antwoord.status_code == 400
    assert "Dit verzoek klopt niet" in antwoord.content.decode()


def test_409_toont_wat_er_botst(rf: RequestFactory, db: None) -> None:
    verzoek = rf.get("/")
    antwoord = ConflictMiddleware(lambda v: None).process_exception(verzoek, Conflict("Jan was u voor."))  # type: ignore[arg-type, return-value]
    assert antwoord is not None
    assert antwoord.status_code == 409
    assert "Jan was u voor." in antwoord.content.decode()


def test_500_werkt_zonder_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuk(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("stuk")

    monkeypatch.setattr("akt.views.ToegankelijkheidView.get", stuk)
    client.raise_request_exception = False
    antwoord = client.get("/toegankelijkheid/")
    assert antwoord.status_code == 500
    inhoud = antwoord.content.decode()
    assert "Er ging iets mis bij ons" in inhoud
    assert antwoord["X-Request-ID"] in inhoud


def test_inloggen_met_email(client: Client, stamgegevens: None) -> None:
    GebruikerFactory(email="loes@voorbeeld.example")
    antwoord = client.post("/account/login/", {"login": "LOES@voorbeeld.example", "password": WACHTWOORD})
    assert antwoord.status_code == 302
    assert client.get("/").context["user"].email == "loes@voorbeeld.example"


def test_fout_wachtwoord_zegt_niet_of_het_account_bestaat(client: Client, stamgegevens: None) -> None:
    GebruikerFactory(email="loes@voorbeeld.example")
    antwoorden = [
        client.post("/account/login/", {"login": email, "password": "fout-wachtwoord"}).context["form"].errors.as_text()
        for email in ("loes@voorbeeld.example", "niemand@voorbeeld.example")
    ]
    assert antwoorden[0] == antwoorden[1]


def test_te_vaak_fout_sluit_even_uit(client: Client, stamgegevens: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    GebruikerFactory(email="loes@voorbeeld.example")
    for _ in range(3):
        client.post("/account/login/", {"login": "loes@voorbeeld.example", "password": "fout-wachtwoord"})
    antwoord = client.post("/account/login/", {"login": "loes@voorbeeld.example", "password": WACHTWOORD})
    assert antwoord.status_code != 302


def test_niemand_maakt_zelf_een_account(client: Client, stamgegevens: None) -> None:
    client.post("/account/signup/", {"email": "x@y.example", "password1": WACHTWOORD, "password2": WACHTWOORD})
    assert not Gebruiker.objects.exists()


def test_email_is_uniek_en_rol_bestaat(db: None) -> None:
    GebruikerFactory(email="a@b.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        GebruikerFactory(email="A@B.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        GebruikerFactory(rol="koning")


def test_geschiedenis_van_een_gebruiker_bevat_geen_wachtwoord(db: None) -> None:
    gebruiker = GebruikerFactory(naam="Oud")
    gebruiker.naam = "Nieuw"
    gebruiker.save()
    assert [rij.naam for rij in gebruiker.history.all()] == ["Nieuw", "Oud"]
    assert "password" not in {veld.name for veld in gebruiker.history.model._meta.fields}


def test_taak_meldt_voortgang_en_einde(db: None) -> None:
    taak = Taak.objects.create(naam="Iets lang")
    taak.meld(3, 10, "Bezig met gemeente 3")
    taak.refresh_from_db()
    assert (taak.procent, taak.loopt, taak.melding) == (30, True, "Bezig met gemeente 3")
    taak.sluit("Gedaan.")
    taak.refresh_from_db()
    assert (taak.procent, taak.loopt, taak.status) == (100, False, Taak.Status.KLAAR)


def test_taak_zonder_wachtrij_zegt_dat_en_kan_opnieuw(db: None, django_capture_on_commit_callbacks: Any) -> None:
    class Weg:
        def delay(self, **gegevens: Any) -> None:
            raise OperationalError("weg")

    with django_capture_on_commit_callbacks(execute=True):
        taak = start_taak("Iets", Weg(), GebruikerFactory(rol=Rol.BEHEERDER))  # type: ignore[arg-type]
    taak.refresh_from_db()
    assert taak.status == Taak.Status.MISLUKT
    assert "opnieuw" in taak.melding


def test_cache_zonder_redis_is_een_misser_en_geen_fout() -> None:
    weg = KalmeRedisCache("unix:///nergens/redis.sock", {})
    weg.set("a", 1)
    assert weg.get("a", "niets") == "niets"
    assert weg.delete("a") is False
    with pytest.raises(redis.RedisError):
        redis.Redis.from_url("unix:///nergens/redis.sock").ping()


def test_portaal_werkt_zonder_redis(client: Client, stamgegevens: None, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "akt.cache.KalmeRedisCache", "LOCATION": "unix:///nergens/redis.sock"}}
    assert client.get("/infographics/").status_code == 200
    assert cache.get("iets") is None


@pytest.mark.parametrize("waarde", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx"])
def test_formules_worden_tekst(waarde: str) -> None:
    assert veilig(waarde) == f"'{waarde}"


@pytest.mark.parametrize("waarde", ["Houten", 5, None, -3, ""])
def test_gewone_waarden_blijven(waarde: Any) -> None:
    assert veilig(waarde) == waarde


@override_settings(SECURE_SSL_REDIRECT=True)
def test_https_wordt_afgedwongen_behalve_voor_de_gezondheid(client: Client) -> None:
    assert client.get("/privacy/").status_code == 301
    assert client.get("/gezond").status_code == 200


@pytest.mark.parametrize("adres", ["/infographics/kies/?gebied=gemeente:%00", "/panden/%00/", "/?peildatum=%00"])
def test_nulteken_geeft_een_gewone_foutpagina(client: Client, db: None, adres: str) -> None:
    antwoord = client.get(adres)
    assert antwoord.status_code == 400
    assert "Dit verzoek klopt niet" in antwoord.content.decode()
    assert "default-src 'none'" in antwoord["Content-Security-Policy"]


@pytest.mark.parametrize("rol", ["kantorenloods", "kantorencoach", "beheerder"])
def test_wie_schrijft_stelt_eerst_een_tweede_stap_in(client: Client, db: None, rol: str) -> None:
    gebruiker = GebruikerFactory(rol=rol)
    client.force_login(gebruiker)
    with override_settings(MFA_VERPLICHT=True):
        assert client.get("/definities/")["Location"] == "/account/tweestaps/totp/activate/"
        assert client.get("/account/tweestaps/").status_code == 200
        Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.TOTP, data={"secret": "x"})
        assert client.get("/definities/").status_code == 200


def test_marktpartij_en_bezoeker_hoeven_geen_tweede_stap(client: Client, db: None) -> None:
    with override_settings(MFA_VERPLICHT=True):
        assert client.get("/definities/").status_code == 200
        client.force_login(GebruikerFactory(rol=Rol.MARKTPARTIJ))
        assert client.get("/definities/").status_code == 200


@pytest.mark.parametrize(
    ("getypt", "getal"), [("1234", 1234), ("1.234", 1234), ("1 234", 1234), ("1.234.567 m²", 1234567), ("500 m2", 500)]
)
def test_getal_zoals_mensen_het_schrijven(getypt: str, getal: int) -> None:
    assert GeheelGetalField().clean(getypt) == getal


@pytest.mark.parametrize("getypt", ["1234,5", "1.23", "1_000", "٣", "1e3", "12a", "1234.0", "--3"])
def test_wat_geen_geheel_getal_is_wordt_geweigerd(getypt: str) -> None:
    with pytest.raises(ValidationError, match="heel getal"):
        GeheelGetalField().clean(getypt)


@pytest.mark.parametrize(
    ("getypt", "bedrag"), [("139,50", "139.50"), ("139.5", "139.5"), ("€ 1.250,00", "1250"), ("95", "95")]
)
def test_bedrag_zoals_mensen_het_schrijven(getypt: str, bedrag: str) -> None:
    assert BedragField().clean(getypt) == Decimal(bedrag)


def test_bedrag_met_drie_decimalen_wordt_geweigerd() -> None:
    with pytest.raises(ValidationError, match="bedrag"):
        BedragField().clean("1,234")
