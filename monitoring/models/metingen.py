"""What is measured beside the voorraad: plans, transformaties, transacties and voorzieningen (report 4.2)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from monitoring.models.definities import Bron
from monitoring.models.gebieden import Gemeente, Terrein
from monitoring.models.panden import Pand


class Plancapaciteit(models.Model):
    """Office space that a plan allows and that is not built, in m² BVO, as it stood on a peildatum.

    A plan without a row on a later peildatum carries its last one forward; 0 m² says that it is out of the plans.
    """

    class Status(models.TextChoices):
        HARD = "hard", "Hard (onherroepelijk)"
        ZACHT = "zacht", "Zacht (in procedure)"

    plan = models.CharField("plan", max_length=120, help_text="Naam van het bestemmings- of omgevingsplan.")
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="plancapaciteit"
    )
    terrein = models.ForeignKey(
        Terrein, verbose_name="terrein", null=True, blank=True, on_delete=models.PROTECT, related_name="plancapaciteit"
    )
    status = models.CharField("status", max_length=5, choices=Status)
    bvo_m2 = models.PositiveIntegerField("plancapaciteit", help_text="In m² BVO. 0 als het plan is geschrapt.")
    peildatum = models.DateField("peildatum", help_text="De dag waarop dit zo was.")
    bron = models.ForeignKey(Bron, verbose_name="bron", on_delete=models.PROTECT, related_name="plancapaciteit")
    toelichting = models.CharField("toelichting", max_length=300, blank=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])

    class Meta:
        verbose_name = "plancapaciteit"
        verbose_name_plural = "plancapaciteit"
        ordering = ["gemeente", "plan", "-peildatum"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "plan", "status", "peildatum"],
                name="plancapaciteit_eenmaal",
                violation_error_message="Voor dit plan en deze status is er al een opgave op deze peildatum.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.get_status_display().lower()})"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:plancapaciteit-wijzigen", args=[self.pk])


class Bestemming(models.TextChoices):
    """What office space becomes."""

    WONEN = "wonen", "Wonen"
    WERKEN = "werken", "Anders werken"
    HOTEL = "hotel", "Hotel"
    ONDERWIJS = "onderwijs", "Onderwijs"
    ZORG = "zorg", "Zorg"
    TIJDELIJK = "tijdelijk", "Tijdelijk gebruik"
    ANDERS = "anders", "Anders"
    SLOOP = "sloop", "Sloop"


class Transformatie(models.Model):
    """Office space that goes over to another use, or is demolished (counted apart); followed from idea to done."""

    class Fase(models.TextChoices):
        IDEE = "idee", "Idee"
        ONDERZOEK = "onderzoek", "Onderzoek"
        VERGUNNING = "vergunning", "Vergunning"
        BOUW = "bouw", "Bouw"
        GEREED = "gereed", "Gereed"
        AFGEBLAZEN = "afgeblazen", "Afgeblazen"

    naam = models.CharField("naam", max_length=120, help_text="Zoals het project bekend is.")
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="transformaties"
    )
    panden = models.ManyToManyField(Pand, verbose_name="panden", blank=True, related_name="transformaties")
    bestemming = models.CharField("bestemming", max_length=12, choices=Bestemming)
    vvo_m2 = models.PositiveIntegerField("kantoorruimte", help_text="Kantoorruimte die verdwijnt, in m² VVO.")
    woningen = models.PositiveIntegerField("woningen", null=True, blank=True, help_text="Aantal woningen dat ontstaat.")
    fase = models.CharField("fase", max_length=12, choices=Fase, default=Fase.IDEE)
    start_op = models.DateField("start", null=True, blank=True, help_text="Begin van het onderzoek of de bouw.")
    gereed_op = models.DateField(
        "gereed op", null=True, blank=True, help_text="Verwacht, of bij de fase 'gereed' de dag van oplevering."
    )
    bron = models.ForeignKey(Bron, verbose_name="bron", on_delete=models.PROTECT, related_name="transformaties")
    toelichting = models.CharField("toelichting", max_length=300, blank=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])

    class Meta:
        verbose_name = "transformatie"
        verbose_name_plural = "transformaties"
        ordering = ["gemeente", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "naam"],
                name="transformatie_naam_uniek_in_gemeente",
                violation_error_message="In deze gemeente is er al een transformatie met deze naam.",
            ),
            models.CheckConstraint(
                condition=~Q(fase="gereed") | Q(gereed_op__isnull=False),
                name="transformatie_gereed_heeft_datum",
                violation_error_message="Een transformatie die gereed is, heeft een datum van oplevering nodig.",
            ),
            models.CheckConstraint(
                condition=Q(start_op__isnull=True) | Q(gereed_op__isnull=True) | Q(gereed_op__gte=F("start_op")),
                name="transformatie_gereed_na_start",
                violation_error_message="De oplevering ligt voor de start. Controleer de data.",
            ),
            models.CheckConstraint(
                condition=~Q(bestemming="sloop") | Q(woningen__isnull=True),
                name="transformatie_sloop_zonder_woningen",
                violation_error_message="Bij sloop ontstaan geen woningen. Maak het veld leeg of kies een bestemming.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("monitoring:transformatie-wijzigen", args=[self.pk])


class Transactie(models.Model):
    """Office space let or sold to a user: the opname, with its price where known."""

    class Soort(models.TextChoices):
        HUUR = "huur", "Huur"
        KOOP = "koop", "Koop"

    class Sector(models.TextChoices):
        ZAKELIJK = "zakelijk", "Zakelijke dienstverlening"
        FINANCIEEL = "financieel", "Financiële dienstverlening"
        ICT = "ict", "ICT en media"
        OVERHEID = "overheid", "Overheid"
        ZORG = "zorg", "Zorg en welzijn"
        ONDERWIJS = "onderwijs", "Onderwijs"
        HANDEL = "handel", "Handel en industrie"
        OVERIG = "overig", "Overig of onbekend"

    datum = models.DateField("datum")
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="transacties"
    )
    pand = models.ForeignKey(
        Pand, verbose_name="pand", null=True, blank=True, on_delete=models.PROTECT, related_name="transacties"
    )
    vvo_m2 = models.PositiveIntegerField("oppervlakte", help_text="In m² VVO.")
    soort = models.CharField("soort", max_length=4, choices=Soort)
    prijs = models.DecimalField(
        "prijs", max_digits=12, decimal_places=2, null=True, blank=True,
        help_text="Huur: euro per m² per jaar. Koop: de koopsom in euro.",
    )  # fmt: skip
    sector = models.CharField("sector", max_length=12, choices=Sector, default=Sector.OVERIG)
    bron = models.ForeignKey(Bron, verbose_name="bron", on_delete=models.PROTECT, related_name="transacties")
    toelichting = models.CharField("toelichting", max_length=300, blank=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])

    class Meta:
        verbose_name = "transactie"
        verbose_name_plural = "transacties"
        ordering = ["-datum", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vvo_m2__gt=0),
                name="transactie_oppervlakte_positief",
                violation_error_message="De oppervlakte moet groter zijn dan 0 m².",
            ),
            models.CheckConstraint(
                condition=Q(prijs__isnull=True) | Q(prijs__gt=0),
                name="transactie_prijs_positief",
                violation_error_message="De prijs moet hoger zijn dan 0 euro. Weet u hem niet? Laat het veld leeg.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.vvo_m2} m² op {self.datum}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:transactie-wijzigen", args=[self.pk])


class Voorziening(models.Model):
    """What a terrein offers its users, and how far away it is."""

    class Soort(models.TextChoices):
        TREIN = "trein", "Treinstation"
        OV = "ov", "Bus, tram of metro"
        WINKELS = "winkels", "Winkels"
        HORECA = "horeca", "Horeca"
        KINDEROPVANG = "kinderopvang", "Kinderopvang"
        SPORT = "sport", "Sport"
        GROEN = "groen", "Park of groen"
        PARKEREN = "parkeren", "Parkeergelegenheid"

    terrein = models.ForeignKey(Terrein, verbose_name="terrein", on_delete=models.CASCADE, related_name="voorzieningen")
    soort = models.CharField("voorziening", max_length=12, choices=Soort)
    afstand_m = models.PositiveIntegerField(
        "loopafstand",
        null=True,
        blank=True,
        help_text="In meters vanaf het midden van het terrein; 0 is op het terrein.",
    )
    toelichting = models.CharField("toelichting", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "voorziening"
        verbose_name_plural = "voorzieningen"
        ordering = ["terrein", "soort"]
        constraints = [
            models.UniqueConstraint(
                fields=["terrein", "soort"],
                name="voorziening_eenmaal_per_terrein",
                violation_error_message="Deze voorziening staat al bij dit terrein.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} bij {self.terrein}"
