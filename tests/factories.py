"""Factories that build a believable gemeente, one object at a time."""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from akt.models import Gebruiker, Rol
from monitoring.adressen import zoektekst
from monitoring.models import Adres, AdresPand, Bron, Gemeente, Pand, Provincie, Terrein, Waarneming, Werkgebied

WACHTWOORD = "een-lang-wachtwoord"


def vierkant(x: float, y: float, zijde: float = 40) -> MultiPolygon:
    """A square in RD New, in metres."""
    return MultiPolygon(
        Polygon(((x, y), (x + zijde, y), (x + zijde, y + zijde), (x, y + zijde), (x, y)), srid=28992), srid=28992
    )


class GebruikerFactory(factory.django.DjangoModelFactory[Gebruiker]):
    class Meta:
        model = Gebruiker
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"gebruiker{n}@voorbeeld.example")
    naam = factory.Sequence(lambda n: f"Gebruiker {n}")
    rol = Rol.KANTORENLOODS

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Gebruiker:
        return model_class.objects.create_user(password=kwargs.pop("password", WACHTWOORD), **kwargs)


class ProvincieFactory(factory.django.DjangoModelFactory[Provincie]):
    class Meta:
        model = Provincie
        django_get_or_create = ("code",)

    code = "PV26"
    naam = "Utrecht"


class GemeenteFactory(factory.django.DjangoModelFactory[Gemeente]):
    class Meta:
        model = Gemeente
        django_get_or_create = ("code",)

    code = "GM0321"
    naam = factory.LazyAttribute(lambda o: {"GM0321": "Houten", "GM0344": "Utrecht"}.get(o.code, f"Gemeente {o.code}"))
    provincie = factory.SubFactory(ProvincieFactory)


class TerreinFactory(factory.django.DjangoModelFactory[Terrein]):
    class Meta:
        model = Terrein

    code = factory.Sequence(lambda n: f"T{n:04d}")
    naam = factory.Sequence(lambda n: f"Terrein {n}")
    gemeente = factory.SubFactory(GemeenteFactory)
    soort = Terrein.Soort.KANTORENLOCATIE
    grens = factory.LazyFunction(lambda: vierkant(140000, 450000, 1000))


class PandFactory(factory.django.DjangoModelFactory[Pand]):
    class Meta:
        model = Pand

    bag_id = factory.Sequence(lambda n: f"0321100{n:09d}")
    bouwjaar = 1988
    gemeente = factory.SubFactory(GemeenteFactory)
    omtrek = factory.Sequence(lambda n: vierkant(140000 + 50 * (n % 20), 450000 + 50 * (n // 20 % 20)))
    go_kantoor_m2 = 2000


class AdresFactory(factory.django.DjangoModelFactory[Adres]):
    class Meta:
        model = Adres
        exclude = ("pand",)

    bag_id = factory.Sequence(lambda n: f"0321010{n:09d}")
    straat = "Kokermolen"
    huisnummer = factory.Sequence(lambda n: n + 1)
    postcode = "3994DG"
    woonplaats = "Houten"
    gebruiksdoelen = ["kantoorfunctie"]
    oppervlakte_m2 = 2000
    plek = factory.LazyFunction(lambda: Point(140020, 450020, srid=28992))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Adres:
        adres = model_class(*args, **kwargs)
        adres.zoektekst = zoektekst(adres)
        adres.save()
        return adres


def adres_in(pand: Pand, **velden: Any) -> Adres:
    """An address in a pand."""
    adres = AdresFactory(**velden)
    AdresPand.objects.create(adres=adres, pand=pand)
    return adres


class BronFactory(factory.django.DjangoModelFactory[Bron]):
    class Meta:
        model = Bron
        django_get_or_create = ("naam",)

    naam = "Parate kennis van de kantorenloods"
    soort = Bron.Soort.PARATE_KENNIS


class WaarnemingFactory(factory.django.DjangoModelFactory[Waarneming]):
    class Meta:
        model = Waarneming

    pand = factory.SubFactory(PandFactory)
    peildatum = datetime.date(2024, 1, 1)
    voorraad_m2 = 2000
    aanbod_m2 = 0
    leegstand_m2 = 0
    bron = factory.SubFactory(BronFactory)
    ingevoerd_door = factory.SubFactory(GebruikerFactory)


def loods_van(*gemeenten: Gemeente, **velden: Any) -> Gebruiker:
    """A kantorenloods who may write for these gemeenten."""
    loods = GebruikerFactory(rol=Rol.KANTORENLOODS, **velden)
    for gemeente in gemeenten:
        Werkgebied.objects.create(gebruiker=loods, gemeente=gemeente, van=datetime.date(2014, 1, 1))
    return loods
