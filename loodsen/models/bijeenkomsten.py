"""Bijeenkomsten: when the network meets, who is asked and comes, what is on the agenda and what came out of it.

The database guards what people rely on, by constraints here and triggers in the migration: the agenda of a PAKT needs
its whole agendacommissie, the period of an invitation follows its bijeenkomst, and fixed minutes stay as they are.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from loodsen.models.organisaties import Contactpersoon, nieuwe_sleutel
from monitoring.models import Gemeente, Regio, Terrein


class Tijdvak(Func):
    """The moments from `begin` up to, not including, `einde`."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class BijeenkomstQuerySet(models.QuerySet["Bijeenkomst"]):
    def zichtbaar_voor(self, gebruiker: Any) -> BijeenkomstQuerySet:
        """All for the network; for others what is open to all, and what they are invited to."""
        from akt.rules import is_netwerk

        if is_netwerk(gebruiker):
            return self
        if not gebruiker.is_authenticated:
            return self.filter(openbaar=True)
        return self.filter(
            Q(openbaar=True) | Q(pk__in=Uitnodiging.objects.filter(gebruiker=gebruiker).values("bijeenkomst"))
        )

    def doorgaand(self) -> BijeenkomstQuerySet:
        return self.exclude(status=Bijeenkomst.Status.AFGELAST)


class Bijeenkomst(models.Model):
    """A meeting of the network. Without a regio, gemeente or terrein it is for the whole provincie.

    `volgnummer` grows with each change that a calendar must hear of (SEQUENCE of RFC 5545).
    """

    class Soort(models.TextChoices):
        LOODSENSESSIE = "loodsensessie", "Loodsensessie"
        PAKT = "pakt", "PAKT"
        CODESIGN = "codesign", "CoDesign"
        GEBIEDSSESSIE = "gebiedssessie", "Gebiedssessie"
        REGIO = "regio-overleg", "Regio-overleg"

    class Status(models.TextChoices):
        GEPLAND = "gepland", "Gepland"
        GEHOUDEN = "gehouden", "Gehouden"
        AFGELAST = "afgelast", "Afgelast"

    soort = models.CharField("soort", max_length=16, choices=Soort)
    titel = models.CharField("titel", max_length=120)
    regio = models.ForeignKey(
        Regio, verbose_name="regio", null=True, blank=True, on_delete=models.PROTECT, related_name="bijeenkomsten",
        help_text="Leeg: voor de hele provincie.",
    )  # fmt: skip
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT,
        related_name="bijeenkomsten", help_text="Voor een bijeenkomst over één gemeente.",
    )  # fmt: skip
    terrein = models.ForeignKey(
        Terrein, verbose_name="terrein", null=True, blank=True, on_delete=models.PROTECT,
        related_name="bijeenkomsten", help_text="Voor een bijeenkomst over één gebied.",
    )  # fmt: skip
    begin = models.DateTimeField("begin")
    einde = models.DateTimeField("einde")
    locatie = models.CharField("locatie", max_length=200, blank=True)
    online_url = models.URLField("link voor wie online meedoet", blank=True)
    plaatsen = models.PositiveSmallIntegerField(
        "aantal plaatsen", null=True, blank=True,
        help_text="Leeg: onbeperkt. Is het vol, dan komt wie ja zegt op de wachtlijst.",
    )  # fmt: skip
    toelichting = models.TextField("toelichting", blank=True, max_length=4000)
    openbaar = models.BooleanField(
        "iedereen mag deze bijeenkomst zien", default=False,
        help_text="Namen van deelnemers, notulen en documenten blijven binnen het netwerk.",
    )  # fmt: skip
    organisator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="organisator", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="georganiseerde_bijeenkomsten",
    )  # fmt: skip
    status = models.CharField("status", max_length=10, choices=Status, default=Status.GEPLAND, editable=False)
    reden = models.CharField("reden van afgelasten", max_length=300, blank=True, editable=False)
    agenda_vastgesteld_op = models.DateTimeField("agenda vastgesteld op", null=True, blank=True, editable=False)
    agenda_vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="agenda vastgesteld door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    notulen = models.TextField("notulen", blank=True, max_length=50_000, editable=False)
    notulen_vastgesteld_op = models.DateTimeField("notulen vastgesteld op", null=True, blank=True, editable=False)
    notulen_vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="notulen vastgesteld door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    volgnummer = models.PositiveIntegerField("volgnummer", default=0, editable=False)
    reeks = models.UUIDField("reeks", null=True, blank=True, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])
    objects: ClassVar[models.Manager[Bijeenkomst]] = BijeenkomstQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        ordering = ["begin", "pk"]
        indexes = [models.Index(fields=["begin"], name="bijeenkomst_begin")]
        constraints = [
            models.CheckConstraint(
                condition=Q(einde__gt=F("begin")),
                name="bijeenkomst_einde_na_begin",
                violation_error_message="Het einde ligt voor het begin. Controleer de tijden.",
            ),
            models.CheckConstraint(
                condition=Q(plaatsen__isnull=True) | Q(plaatsen__gte=1),
                name="bijeenkomst_plaatsen_mogelijk",
                violation_error_message="Kies ten minste 1 plaats, of laat het veld leeg.",
            ),
            models.CheckConstraint(
                condition=~Q(soort="regio-overleg") | Q(regio__isnull=False),
                name="bijeenkomst_regio_overleg_heeft_regio",
                violation_error_message="Kies van welke regio het overleg is.",
            ),
            models.CheckConstraint(
                condition=~Q(soort="gebiedssessie") | Q(gemeente__isnull=False),
                name="bijeenkomst_gebiedssessie_heeft_gemeente",
                violation_error_message="Kies in welke gemeente het gebied ligt.",
            ),
            models.CheckConstraint(
                condition=Q(notulen_vastgesteld_op__isnull=True) | ~Q(notulen=""),
                name="bijeenkomst_notulen_niet_leeg",
                violation_error_message="Schrijf eerst de notulen.",
            ),
            models.CheckConstraint(
                condition=~Q(status="afgelast") | ~Q(reden=""),
                name="bijeenkomst_afgelast_heeft_reden",
                violation_error_message="Zeg kort waarom de bijeenkomst niet doorgaat.",
            ),
            ExclusionConstraint(
                name="bijeenkomst_niet_tegelijk",
                expressions=[
                    (F("soort"), RangeOperators.EQUAL),
                    (Coalesce(F("regio"), Value(""), output_field=models.CharField()), RangeOperators.EQUAL),
                    (Coalesce(F("gemeente"), Value(""), output_field=models.CharField()), RangeOperators.EQUAL),
                    (Tijdvak("begin", "einde"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="afgelast"),
                violation_error_message="Op dat moment is er al zo'n bijeenkomst in dit gebied. Kies een ander moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titel}, {timezone.localtime(self.begin):%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:bijeenkomst", args=[self.pk])

    @property
    def maand(self) -> datetime.date:
        """First day of the month in which it begins."""
        return timezone.localtime(self.begin).date().replace(day=1)

    @property
    def begonnen(self) -> bool:
        return self.begin <= timezone.now()

    @property
    def gebied(self) -> str:
        """For where it is, in words."""
        delen = [str(deel) for deel in (self.terrein, self.gemeente, self.regio) if deel is not None]
        return ", ".join(delen) or "hele provincie"

    @property
    def plek(self) -> str:
        """Where it is, in words."""
        if self.locatie and self.online_url:
            return f"{self.locatie}, of online"
        return self.locatie or ("online" if self.online_url else "")


class Agendapunt(models.Model):
    bijeenkomst = models.ForeignKey(
        Bijeenkomst, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="agendapunten"
    )
    volgorde = models.PositiveSmallIntegerField("volgorde", default=1)
    onderwerp = models.CharField("onderwerp", max_length=200)
    inleider = models.CharField("wie leidt het in", max_length=120, blank=True)
    minuten = models.PositiveSmallIntegerField("minuten", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bijeenkomst", "volgorde"], name="agendapunt_volgorde_uniek",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.onderwerp


class Agendacommissielid(models.Model):
    """Who prepares the agenda: of a PAKT one from the market, one kantorenloods and one kantorencoach at least."""

    class Hoedanigheid(models.TextChoices):
        MARKTPARTIJ = "marktpartij", "Marktpartij"
        KANTORENLOODS = "kantorenloods", "Kantorenloods"
        KANTORENCOACH = "kantorencoach", "Kantorencoach"

    bijeenkomst = models.ForeignKey(
        Bijeenkomst, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="commissie"
    )
    hoedanigheid = models.CharField("namens", max_length=14, choices=Hoedanigheid)
    naam = models.CharField("naam", max_length=120)
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        verbose_name = "lid van de agendacommissie"
        verbose_name_plural = "leden van de agendacommissie"
        ordering = ["hoedanigheid", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hoedanigheid__in=["marktpartij", "kantorenloods", "kantorencoach"]),
                name="agendacommissielid_hoedanigheid_bestaat",
            ),
            models.UniqueConstraint(
                F("bijeenkomst"), Lower("naam"), name="agendacommissielid_eenmaal",
                violation_error_message="Deze persoon zit al in de agendacommissie.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.naam} ({self.get_hoedanigheid_display()})"


class Uitnodiging(models.Model):
    """Someone who is asked to come, and what they answered. `sleutel` opens the answer page without an account.

    `periode` is that of the bijeenkomst, kept right by the database; empty once the bijeenkomst is off, so that it
    no longer stands in the way of another one.
    """

    class Hoedanigheid(models.TextChoices):
        GEDEPUTEERDE = "gedeputeerde", "Gedeputeerde"
        WETHOUDER = "wethouder", "Wethouder"
        KANTORENLOODS = "kantorenloods", "Kantorenloods"
        COACH = "coach", "Kantorencoach"
        MARKTPARTIJ = "marktpartij", "Marktpartij"
        OVERIG = "overig", "Overig"

    class Stand(models.TextChoices):
        UITGENODIGD = "uitgenodigd", "Nog geen antwoord"
        OPNIEUW = "opnieuw", "Opnieuw gevraagd"
        KOMT = "komt", "Komt"
        WACHTLIJST = "wachtlijst", "Wachtlijst"
        KOMT_NIET = "komt niet", "Komt niet"

    bijeenkomst = models.ForeignKey(
        Bijeenkomst, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="uitnodigingen"
    )
    naam = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="uitnodigingen",
    )  # fmt: skip
    # Who has themselves erased is erased here too.
    contactpersoon = models.ForeignKey(
        Contactpersoon, verbose_name="contactpersoon", null=True, blank=True, on_delete=models.CASCADE,
        related_name="uitnodigingen",
    )  # fmt: skip
    hoedanigheid = models.CharField("namens", max_length=14, choices=Hoedanigheid, default=Hoedanigheid.OVERIG)
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sleutel = models.CharField("sleutel", max_length=40, unique=True, default=nieuwe_sleutel, editable=False)
    stand = models.CharField("antwoord", max_length=12, choices=Stand, default=Stand.UITGENODIGD)
    opmerking = models.CharField("opmerking", max_length=300, blank=True)
    gevraagd_op = models.DateTimeField("gevraagd op", default=timezone.now, editable=False)
    geantwoord_op = models.DateTimeField("geantwoord op", null=True, blank=True, editable=False)
    wacht_sinds = models.DateTimeField("op de wachtlijst sinds", null=True, blank=True, editable=False)
    aanwezig = models.BooleanField("aanwezig", null=True, blank=True)
    periode = DateTimeRangeField("periode", null=True, editable=False)

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["naam", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("bijeenkomst"), Lower("email"), name="uitnodiging_eenmaal",
                violation_error_message="Deze persoon is al uitgenodigd.",
            ),
            models.CheckConstraint(
                condition=Q(stand="wachtlijst", wacht_sinds__isnull=False)
                | (~Q(stand="wachtlijst") & Q(wacht_sinds__isnull=True)),
                name="uitnodiging_wachtlijst_heeft_moment",
            ),
            ExclusionConstraint(
                name="uitnodiging_niet_tegelijk",
                expressions=[
                    (Func(F("email"), function="LOWER", output_field=models.CharField()), RangeOperators.EQUAL),
                    (F("periode"), RangeOperators.OVERLAPS),
                ],
                condition=Q(stand="komt"),
                violation_error_message="Deze persoon komt op dat moment al naar een andere bijeenkomst.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.naam} bij {self.bijeenkomst}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:bijeenkomst-antwoord", args=[self.sleutel])


class Besluit(models.Model):
    """A decision, part of the minutes and fixed with them."""

    bijeenkomst = models.ForeignKey(
        Bijeenkomst, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="besluiten"
    )
    nummer = models.PositiveSmallIntegerField("nummer", editable=False)
    tekst = models.CharField("besluit", max_length=500)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["nummer"]
        constraints = [models.UniqueConstraint(fields=["bijeenkomst", "nummer"], name="besluit_nummer_uniek")]

    def __str__(self) -> str:
        return f"{self.nummer}. {self.tekst}"


def pad_van(document: Document, naam: str) -> str:
    """Where a file is kept: under a name that says nothing and that nobody can guess."""
    return f"bijeenkomsten/{uuid.uuid4().hex}"


class Document(models.Model):
    """A file with a bijeenkomst, given out by a view that asks for rights and never from a public folder."""

    bijeenkomst = models.ForeignKey(
        Bijeenkomst, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="documenten"
    )
    naam = models.CharField("naam", max_length=120)
    bestand = models.FileField("bestand", upload_to=pad_van, max_length=120)
    soort = models.CharField("soort bestand", max_length=100, editable=False, help_text="MIME-type, naar de inhoud.")
    grootte = models.PositiveIntegerField("grootte in bytes", editable=False)
    toegevoegd_op = models.DateTimeField("toegevoegd op", auto_now_add=True)
    toegevoegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="toegevoegd door", null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["toegevoegd_op", "pk"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("loodsen:bijeenkomst-document", args=[self.bijeenkomst_id, self.pk])


class Agendafeed(models.Model):
    """The secret address at which someone's calendar reads the bijeenkomsten they are invited to."""

    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="account", on_delete=models.CASCADE, related_name="agendafeed"
    )
    sleutel = models.CharField("sleutel", max_length=40, unique=True, default=nieuwe_sleutel, editable=False)
    gemaakt_op = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        verbose_name = "persoonlijke agenda"
        verbose_name_plural = "persoonlijke agenda's"

    def __str__(self) -> str:
        return f"agenda van {self.gebruiker}"
