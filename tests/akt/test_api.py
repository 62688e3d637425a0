"""The conventions of the API: contract with the OpenAPI document, the design rules, problems, limits and caching."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as proeven
from rest_framework.throttling import UserRateThrottle

from akt.api.paginering import volgorde
from akt.settings import redis_url
from monitoring import api
from monitoring.api import PandViewSet
from monitoring.models import Pand
from tests.factories import PandFactory, WaarnemingFactory
from tests.wereld import Wereld, maak_wereld

V1 = "/api/v1"
PROBLEEM = "application/problem+json"
CAMEL = re.compile(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*")
# Addresses that are no resource of the document.
GEEN_BRON = {"docs", "openapi.json", "openapi.yaml", "^(?P<pad>.*)$"}


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    antwoord = client.get(f"{V1}/openapi.json")
    assert antwoord.status_code == 200
    return antwoord.json()


def operaties(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for pad, methoden in document["paths"].items():
        for operatie in methoden.values():
            yield pad, operatie


def routes(patronen: Any = None, voor: str = "") -> Iterator[str]:
    """Every route below /api/v1/, by walking the URL conf."""
    if patronen is None:
        patronen = next(
            patroon.url_patterns for patroon in get_resolver().url_patterns if str(patroon.pattern) == "api/v1/"
        )
    for patroon in patronen:
        if isinstance(patroon, URLResolver):
            yield from routes(patroon.url_patterns, voor + str(patroon.pattern))
        elif isinstance(patroon, URLPattern):
            yield voor + str(patroon.pattern)


def sleutels(waarde: Any) -> Iterator[str]:
    """All keys of an answer, however deep."""
    if isinstance(waarde, dict):
        for naam, deel in waarde.items():
            yield naam
            yield from sleutels(deel)
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from sleutels(deel)


def adressen(wereld: Wereld) -> list[str]:
    return [
        "gemeenten", "gemeenten/GM0344", "panden", f"panden/{wereld.pand.bag_id}", "kerncijfers",
        "kerncijfers/gemeente.GM0321.2024-01-01", "definities", "definities/leegstand",
    ]  # fmt: skip


# --- contract -----------------------------------------------------------------------------------


def laad_schema() -> Any:
    """The document as served, without the cursor: only the portal makes valid ones, and it has tests of its own."""
    document = Client().get(f"{V1}/openapi.json").json()
    for _, operatie in operaties(document):
        operatie["parameters"] = [deel for deel in operatie["parameters"] if deel["name"] != "cursor"]
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    return schema


# The document needs no database, so the operations are known when tests are collected.
schema = laad_schema()


@pytest.fixture
def wsgi(wereld: Wereld, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A WSGI server in this process that keeps the connection of the test, without a limit on requests."""
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": None})
    pand = PandFactory(bag_id=PandViewSet.voorbeeld["bagId"], gemeente=wereld.utrecht)
    WaarnemingFactory(pand=pand)
    for sein in (request_started, request_finished):
        sein.disconnect(close_old_connections)
    yield
    for sein in (request_started, request_finished):
        sein.connect(close_old_connections)


gematigd = proeven(
    max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@schema.parametrize()
@gematigd
def test_contract_voor_wie_niet_is_ingelogd(case: Any, wereld: Wereld, wsgi: None) -> None:
    case.call_and_validate()


@schema.parametrize()
@gematigd
def test_contract_voor_een_coach(case: Any, wereld: Wereld, wsgi: None, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    case.call_and_validate(cookies={settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})


# --- the document -------------------------------------------------------------------------------


def json_schema(deel: Any) -> Any:
    """OpenAPI 3.0's `nullable` in the words of JSON Schema."""
    if isinstance(deel, list):
        return [json_schema(lid) for lid in deel]
    if not isinstance(deel, dict):
        return deel
    rest = {naam: json_schema(waarde) for naam, waarde in deel.items() if naam != "nullable"}
    return {"anyOf": [rest, {"type": "null"}]} if deel.get("nullable") is True else rest


def test_document_is_geldig_en_zonder_waarschuwing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True)
    assert yaml.safe_load(capsys.readouterr().out)["openapi"].startswith("3.")


def test_json_en_yaml_zijn_hetzelfde_document(client: Client, document: dict[str, Any]) -> None:
    assert yaml.safe_load(client.get(f"{V1}/openapi.yaml").content) == document


def test_document_noemt_contact_licentie_versie_en_server(document: dict[str, Any]) -> None:
    info = document["info"]
    assert set(info["contact"]) == {"name", "email", "url"}
    assert all(info["contact"].values())
    assert info["license"]["name"] == "CC BY 4.0"
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", info["version"])
    assert all(re.fullmatch(r"https://[^/]+/api/v1", server["url"]) for server in document["servers"])


def test_paden_en_namen_volgen_de_ontwerpregels(document: dict[str, Any]) -> None:
    for pad, operatie in operaties(document):
        assert re.fullmatch(r"(/([a-z0-9-]+|\{[A-Za-z]+\}))+", pad), pad
        for parameter in operatie["parameters"]:
            assert CAMEL.fullmatch(parameter["name"]), parameter["name"]
            assert parameter["description"], f"{pad}: {parameter['name']} heeft geen uitleg"
        assert operatie["summary"]
        assert operatie["description"]
        assert operatie["tags"][0] in {tag["name"] for tag in document["tags"]}
    for naam, deel in document["components"]["schemas"].items():
        assert re.fullmatch(r"([A-Z][a-z0-9]*)+", naam), naam
        for eigenschap, uitleg in deel.get("properties", {}).items():
            assert CAMEL.fullmatch(eigenschap), f"{naam}.{eigenschap}"
            assert uitleg.get("description") or "$ref" in uitleg or eigenschap == "results", f"{naam}.{eigenschap}"


def test_elke_operatie_noemt_versie_en_problemen(document: dict[str, Any]) -> None:
    antwoorden_ = document["components"]["responses"]
    for pad, operatie in operaties(document):
        antwoorden = {
            code: antwoorden_[deel["$ref"].rsplit("/", 1)[-1]] if "$ref" in deel else deel
            for code, deel in operatie["responses"].items()
        }
        verwacht = {"200", "304", "400", "406", "429", "500"} | ({"404"} if "{" in pad else set())
        assert set(antwoorden) == verwacht, pad
        for code, antwoord in antwoorden.items():
            assert "API-Version" in antwoord["headers"]
            if code >= "400":
                naam = antwoord["content"][PROBLEEM]["schema"]["$ref"].rsplit("/", 1)[-1]
                assert {"title", "status", "detail"} <= set(document["components"]["schemas"][naam]["properties"])


def test_voorbeelden_kloppen_met_hun_schema(document: dict[str, Any]) -> None:
    gezien = 0
    omgezet = json_schema(document)
    inhoud = [deel for _, operatie in operaties(omgezet) for deel in operatie["responses"].values()]
    for antwoord in [*inhoud, *omgezet["components"]["responses"].values()]:
        for deel in antwoord.get("content", {}).values():
            for voorbeeld in (
                [deel["example"]] if "example" in deel else [v["value"] for v in deel["examples"].values()]
            ):
                jsonschema.validate(voorbeeld, {**deel["schema"], "components": omgezet["components"]})
                gezien += 1
    assert gezien >= 2 * 4 + 5


def test_elke_route_staat_in_het_document(document: dict[str, Any]) -> None:
    def kaal(route: str) -> str:
        """'^panden/(?P<bag_id>[0-9]{16})$' -> 'panden/*'."""
        return re.sub(r"\(\?P<\w+>.+\)", "*", route.strip("^$"))

    gevonden = {f"/{kaal(route)}" for route in routes() if route not in GEEN_BRON}
    assert gevonden == {re.sub(r"\{\w+\}", "*", pad) for pad in document["paths"]}
    assert set(routes()) >= GEEN_BRON


# --- every answer -------------------------------------------------------------------------------


def test_elk_antwoord_volgt_de_huisregels(wereld: Wereld, client: Client) -> None:
    for adres in adressen(wereld):
        antwoord = client.get(f"{V1}/{adres}")
        assert antwoord.status_code == 200, adres
        assert antwoord["Content-Type"] == "application/json"
        assert antwoord["API-Version"] == settings.API_VERSIE
        assert antwoord["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in antwoord
        assert antwoord["X-Content-Type-Options"] == "nosniff"
        assert antwoord["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in antwoord["Content-Security-Policy"]
        assert all(CAMEL.fullmatch(naam) for naam in sleutels(antwoord.json())), adres
        assert client.head(f"{V1}/{adres}").status_code == 200


def is_probleem(antwoord: Any, status: int) -> dict[str, Any]:
    assert antwoord.status_code == status
    assert antwoord["Content-Type"] == PROBLEEM
    assert antwoord["API-Version"] == settings.API_VERSIE
    assert antwoord["Access-Control-Allow-Origin"] == "*"
    assert antwoord["Cache-Control"] == "no-store"
    assert int(antwoord["Content-Length"]) == len(antwoord.content)
    probleem = antwoord.json()
    assert probleem["status"] == status
    assert probleem["type"] == "about:blank"
    assert probleem["title"]
    assert probleem["detail"]
    return probleem


@pytest.mark.parametrize(
    "pad",
    [
        "/api/v1", "/api/v1/", "/api/v1/onzin", "/api/v1/gemeenten/", "/api/v1/gemeenten/GM0344/", "/api/v2/gemeenten",
        "/api/", "/api/v1/gemeenten/GM9999", "/api/v1/panden/1", "/api/v1/Gemeenten",
        "/api/v1/kerncijfers/gemeente.GM0344.2024-99-99", "/api/v1/kerncijfers/gemeente.GM0344.2024-01-01.onzin",
        "/api/v1/definities/bestaat-niet", "/api/v1/gemeenten.json",
    ],
)  # fmt: skip
def test_onbekend_adres_is_een_probleem_en_geen_pagina(wereld: Wereld, client: Client, pad: str) -> None:
    is_probleem(client.get(pad), 404)


@pytest.mark.parametrize("pad", ["/api/v1/gemeenten/GM0344%00", "/api/v1/panden?gemeente=%00"])
def test_nulteken_is_een_ongeldige_vraag(wereld: Wereld, client: Client, pad: str) -> None:
    is_probleem(client.get(pad), 400)


def test_onbekende_lege_en_dubbele_parameters_worden_alle_genoemd(wereld: Wereld, client: Client) -> None:
    vraag = "bouwjaarMin=oud&bagStatus=Weg&onzin=1&gemeente=&bouwjaarMax=1990&bouwjaarMax=1991&bouwjaar_min=1980"
    probleem = is_probleem(client.get(f"{V1}/panden?{vraag}"), 400)
    fouten = {fout["location"]["name"]: fout for fout in probleem["errors"]}
    assert set(fouten) == {"bouwjaarMin", "bagStatus", "onzin", "gemeente", "bouwjaarMax", "bouwjaar_min"}
    assert all(fout["in"] == "query" for fout in fouten.values())
    assert fouten["onzin"]["detail"] == "Deze parameter bestaat hier niet."
    assert fouten["bouwjaarMin"]["detail"] == "Voer een geheel getal in."


@pytest.mark.parametrize("vraag", ["onzin=1", "format=json", "pageSize=10"])
def test_detail_kent_geen_parameters(wereld: Wereld, client: Client, vraag: str) -> None:
    for adres in adressen(wereld)[1::2]:
        probleem = is_probleem(client.get(f"{V1}/{adres}?{vraag}"), 400)
        assert [fout["location"]["name"] for fout in probleem["errors"]] == [vraag.split("=")[0]]


@pytest.mark.parametrize(
    "vraag", ["pageSize=0", "pageSize=1001", "pageSize=-1", "pageSize=²", "cursor=onzin", "sort=pk"]
)
def test_ongeldig_bladeren_of_sorteren(wereld: Wereld, client: Client, vraag: str) -> None:
    probleem = is_probleem(client.get(f"{V1}/panden", QUERY_STRING=vraag), 400)
    assert probleem["errors"][0]["location"]["name"] == vraag.split("=")[0]


def test_alleen_lezen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    streng = Client(enforce_csrf_checks=True)
    streng.cookies = client.cookies
    for adres in adressen(wereld):
        for methode in ("post", "put", "patch", "delete"):
            antwoord = getattr(streng, methode)(f"{V1}/{adres}")
            is_probleem(antwoord, 405)
            assert antwoord["Allow"] == "GET, HEAD, OPTIONS"
    is_probleem(client.post(f"{V1}/openapi.json"), 405)


def test_ander_formaat_is_406(wereld: Wereld, client: Client) -> None:
    is_probleem(client.get(f"{V1}/gemeenten", headers={"accept": "application/xml"}), 406)
    assert client.get(f"{V1}/gemeenten", headers={"accept": "text/html, */*;q=0.8"}).status_code == 200


def test_fout_in_de_code_toont_niets_van_binnen(
    wereld: Wereld, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def stuk(*args: Any) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr("monitoring.api.GemeenteFilterSet.op_datum", stuk)
    client.raise_request_exception = False
    for debug in (False, True):
        settings.DEBUG = debug
        antwoord = client.get(f"{V1}/gemeenten?geldigOp=2024-01-01")
        probleem = is_probleem(antwoord, 500)
        assert "geheim" not in antwoord.content.decode()
        assert antwoord["X-Request-ID"] in probleem["detail"]


def test_vreemde_host_is_ook_een_probleem(client: Client, db: None) -> None:
    is_probleem(client.get(f"{V1}/gemeenten", headers={"host": "kwaad.example"}), 400)


def test_te_veel_verzoeken(wereld: Wereld, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    # A database of its own: other workers of the suite empty theirs between tests.
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": redis_url(15)}}
    cache.clear()
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    assert [client.get(f"{V1}/gemeenten").status_code for _ in range(2)] == [200, 200]
    antwoord = client.get(f"{V1}/gemeenten", headers={"x-forwarded-for": "203.0.113.9"})
    is_probleem(antwoord, 429)
    assert 0 < int(antwoord["Retry-After"]) <= 60


def test_zonder_redis_werkt_de_api_door(wereld: Wereld, client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "akt.cache.KalmeRedisCache", "LOCATION": "unix:///nergens/redis.sock"}}
    assert client.get(f"{V1}/gemeenten").status_code == 200


def test_preflight_van_een_andere_site(wereld: Wereld, client: Client) -> None:
    antwoord = client.options(
        f"{V1}/gemeenten", headers={"origin": "https://elders.example", "access-control-request-method": "GET"}
    )
    assert antwoord.status_code == 204
    assert antwoord["Access-Control-Allow-Origin"] == "*"
    assert antwoord["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in antwoord["Access-Control-Allow-Headers"]


def test_buiten_de_api_verandert_er_niets(client: Client, db: None) -> None:
    antwoord = client.get("/bestaat-niet/")
    assert antwoord["Content-Type"].startswith("text/html")
    assert "API-Version" not in antwoord
    assert "Access-Control-Allow-Origin" not in antwoord


def test_etag_bespaart_het_antwoord_tot_er_iets_wijzigt(wereld: Wereld, client: Client) -> None:
    for adres in [*adressen(wereld), "openapi.json"]:
        kenmerk = client.get(f"{V1}/{adres}")["ETag"]
        weer = client.get(f"{V1}/{adres}", headers={"if-none-match": kenmerk})
        assert weer.status_code == 304, adres
        assert weer.content == b""
        assert weer["ETag"] == kenmerk
        assert weer["API-Version"] == settings.API_VERSIE
        assert weer["Cache-Control"].startswith("public")
    kenmerk = client.get(f"{V1}/gemeenten")["ETag"]
    wereld.houten.naam = "Houten aan den Rijn"
    wereld.houten.save()
    assert client.get(f"{V1}/gemeenten", headers={"if-none-match": kenmerk}).status_code == 200


# --- paging -------------------------------------------------------------------------------------


def blader(client: Client, adres: str, richting: str = "next") -> Iterator[list[dict[str, Any]]]:
    while adres:
        antwoord = client.get(adres).json()
        yield antwoord["results"]
        adres = antwoord[richting]


@pytest.mark.parametrize("vraag", ["", "&sort=-bagId", "&sort=gewijzigdOp", "&sort=-gewijzigdOp,bagId", "&sort=bagId,"])
def test_bladeren_heen_en_terug_geeft_elke_rij_eenmaal(wereld: Wereld, client: Client, vraag: str) -> None:
    Pand.objects.update(gewijzigd_op=timezone.now())  # all equal: only the key decides
    alle = client.get(f"{V1}/panden?pageSize=1000{vraag}").json()
    assert (alle["next"], alle["previous"], len(alle["results"])) == (None, None, 10)
    paginas = list(blader(client, f"{V1}/panden?pageSize=3{vraag}"))
    assert [len(pagina) for pagina in paginas] == [3, 3, 3, 1]
    assert [pand for pagina in paginas for pand in pagina] == alle["results"]
    laatste = client.get(client.get(client.get(f"{V1}/panden?pageSize=4{vraag}").json()["next"]).json()["next"]).json()
    assert laatste["next"] is None
    terug = list(blader(client, laatste["previous"], "previous"))
    assert [pand for pagina in reversed(terug) for pand in pagina] == alle["results"][:8]


def test_bladeren_blijft_kloppen_als_er_rijen_bijkomen_en_verdwijnen(wereld: Wereld, client: Client) -> None:
    volgorde = [pand["bagId"] for pand in client.get(f"{V1}/panden").json()["results"]]
    eerste = client.get(f"{V1}/panden?pageSize=4").json()
    assert [pand["bagId"] for pand in eerste["results"]] == volgorde[:4]
    PandFactory(bag_id="0" * 16)  # before what has been read
    PandFactory(bag_id="9" * 16)  # behind it
    Pand.objects.filter(bag_id=volgorde[3]).update(bag_id="0" * 15 + "1")  # the row that the cursor names
    rest = [pand["bagId"] for pagina in blader(client, eerste["next"]) for pand in pagina]
    assert rest == [*volgorde[4:], "9" * 16]


def test_cursor_van_een_andere_vraag_wordt_geweigerd(wereld: Wereld, client: Client) -> None:
    cursor = parse_qs(urlsplit(client.get(f"{V1}/panden?pageSize=2").json()["next"]).query)["cursor"][0]
    assert client.get(f"{V1}/panden", {"cursor": cursor}).status_code == 200
    for adres, vraag in (
        ("panden", {"cursor": cursor[:-1] + ("A" if cursor[-1] != "A" else "B")}),
        ("panden", {"cursor": cursor, "sort": "-bagId"}),
        ("definities", {"cursor": cursor}),
    ):
        assert is_probleem(client.get(f"{V1}/{adres}", vraag), 400)["errors"][0]["location"]["name"] == "cursor"


def test_links_behouden_de_vraag_en_zijn_heel(wereld: Wereld, client: Client) -> None:
    adres = client.get(f"{V1}/panden?pageSize=2&gemeente=GM0321&sort=-bagId").json()["next"]
    vraag = parse_qs(urlsplit(adres).query)
    assert adres.startswith("http://testserver/api/v1/panden?")
    assert (vraag["gemeente"], vraag["sort"], vraag["pageSize"]) == (["GM0321"], ["-bagId"], ["2"])


def test_gesorteerd_wordt_alleen_op_kolommen_die_nooit_leeg_zijn() -> None:
    gezien = 0
    for patroon in api.urlpatterns:
        viewset: Any = patroon.callback.cls
        model = viewset.queryset.model
        velden = [veld.lstrip("-") for veld in volgorde(viewset.queryset)]
        velden += list(viewset.filterset_class.base_filters["sort"].param_map.values())
        assert not any(model._meta.get_field(veld).null for veld in velden)
        gezien += len(velden)
    assert gezien > 10


# --- documentation ------------------------------------------------------------------------------


def test_voorbeelden_in_de_documentatie_werken(wereld: Wereld, client: Client) -> None:
    tekst = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    adressen = re.findall(r"curl 'https://akt\.example([^']+)'", tekst)
    assert len(adressen) >= 8
    for adres in adressen:
        antwoord = client.get(adres)
        assert antwoord.status_code == 200, adres
        assert antwoord.json().get("results") != [], adres


def test_documentatie_noemt_elke_bron(document: dict[str, Any]) -> None:
    tekst = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    assert all(f"`/{tag['name']}`" in tekst for tag in document["tags"])


def test_pagina_over_de_api_staat_onder_het_strenge_beleid(client: Client, db: None) -> None:
    antwoord = client.get(f"{V1}/docs")
    assert antwoord.status_code == 200
    assert "unsafe" not in antwoord["Content-Security-Policy"]
    inhoud = antwoord.content.decode()
    assert "<script>" not in inhoud
    assert "<style" not in inhoud
    assert "/api/v1/openapi.json" in inhoud
