"""The coach team, the coaching of each gemeente, and the log of who spoke whom."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from loodsen.models.netwerk import Kantorenloods, Periode
from monitoring.models import Gemeente
from monitoring.rules import gemeenten_van, ziet_alles


class Onderwerp(models.TextChoices):
    """What coaching is about (report 4.1.2)."""

    AANPAK = "aanpak", "Aanpak"
    PROJECTEN = "projecten", "Projecten"
    GEBIEDEN = "gebieden", "Gebieden"
    BELEID = "beleid", "Beleid"
    PROCESSEN = "processen", "Processen"


class Expertise(models.TextChoices):
    """What a coach knows more of than others: what coaching is about, and the trades beside it."""

    AANPAK = "aanpak", "Aanpak"
    PROJECTEN = "projecten", "Projecten"
    GEBIEDEN = "gebieden", "Gebiedsontwikkeling en CoDesign"
    BELEID = "beleid", "Beleid"
    PROCESSEN = "processen", "Processen en procedures"
    FINANCIERING = "financiering", "Financiering"
    TECHNIEK = "techniek", "Techniek en duurzaamheid"
    JURIDISCH = "juridisch", "Recht en bestemmingsplannen"
    MARKT = "markt", "Markt en gebruikers"


def labels(keuzes: type[models.TextChoices], waarden: list[str]) -> str:
    """Values of a list of choices as people read them, in the order of the choices: 'Aanpak, Beleid'."""
    return ", ".join(str(keuze.label) for keuze in keuzes if keuze.value in waarden)


class KantorencoachQuerySet(models.QuerySet["Kantorencoach"]):
    def huidig(self) -> KantorencoachQuerySet:
        vandaag = datetime.date.today()
        return self.filter(Q(van__lte=vandaag) & (Q(tot__isnull=True) | Q(tot__gt=vandaag)))


class Kantorencoach(models.Model):
    """Someone of the coach team: of the provincie or from the market. A number and address of an office, not a home."""

    class Herkomst(models.TextChoices):
        PROVINCIE = "provincie", "Provincie"
        MARKT = "markt", "Markt"

    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="kantorencoach", help_text="Wie een account als kantorencoach heeft, kan de coaching bijhouden.",
    )  # fmt: skip
    naam = models.CharField("naam", max_length=120)
    herkomst = models.CharField("komt uit", max_length=10, choices=Herkomst)
    expertise = ArrayField(
        models.CharField("expertise", max_length=12, choices=Expertise), verbose_name="expertise", default=list,
        blank=True,
    )  # fmt: skip
    profiel = models.TextField("waarvoor u bij deze coach terechtkunt", blank=True, max_length=1000)
    email = models.EmailField("e-mailadres")
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    openbaar = models.BooleanField(
        "op de openbare pagina",
        default=True,
        help_text="Dan staat deze coach met e-mailadres en telefoon bij het team.",
    )
    van = models.DateField("van", default=datetime.date.today)
    tot = models.DateField("tot", null=True, blank=True, help_text="Leeg: zonder einddatum.")
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])
    objects: ClassVar[models.Manager[Kantorencoach]] = KantorencoachQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "kantorencoach"
        verbose_name_plural = "kantorencoaches"
        ordering = ["-herkomst", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")),
                name="kantorencoach_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum. Controleer de data.",
            ),
            ExclusionConstraint(
                name="kantorencoach_niet_dubbel",
                expressions=[
                    (Func(F("email"), function="LOWER", output_field=models.CharField()), RangeOperators.EQUAL),
                    (Periode("van", "tot"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="In die tijd is er al een kantorencoach met dit e-mailadres.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def expertise_tekst(self) -> str:
        return labels(Expertise, self.expertise)


class CoachtrajectQuerySet(models.QuerySet["Coachtraject"]):
    def op(self, dag: datetime.date) -> CoachtrajectQuerySet:
        """Those that run on this day."""
        return self.filter(Q(begin__lte=dag) & (Q(einde__isnull=True) | Q(einde__gt=dag)))

    def zichtbaar_voor(self, gebruiker: Any) -> CoachtrajectQuerySet:
        """All for the provincie; for a loods those of the own gemeenten, and of what merged into them."""
        if ziet_alles(gebruiker):
            return self
        eigen = gemeenten_van(gebruiker)
        return self.filter(Q(gemeente__in=eigen) | Q(gemeente__opgegaan_in__in=eigen))


class Coachtraject(models.Model):
    """The coaching of a gemeente by one coach: about what, why, and how often they want to speak."""

    class Intensiteit(models.TextChoices):
        LICHT = "licht", "Licht: eens per kwartaal"
        GEWOON = "gewoon", "Gewoon: eens per zes weken"
        INTENSIEF = "intensief", "Intensief: eens per twee weken"

    # The wished time between two contacts, in weeks.
    WEKEN: ClassVar[dict[str, int]] = {Intensiteit.LICHT: 13, Intensiteit.GEWOON: 6, Intensiteit.INTENSIEF: 2}

    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="coachtrajecten"
    )
    loods = models.ForeignKey(
        Kantorenloods, verbose_name="kantorenloods", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="coachtrajecten", help_text="Leeg: met de gemeente als geheel.",
    )  # fmt: skip
    coach = models.ForeignKey(
        Kantorencoach, verbose_name="coach", on_delete=models.PROTECT, related_name="coachtrajecten"
    )
    onderwerpen = ArrayField(
        models.CharField("onderwerp", max_length=10, choices=Onderwerp), verbose_name="coaching op", default=list
    )
    behoefte = models.TextField("behoefte van de gemeente", blank=True, max_length=1000)
    doel = models.TextField("doel", blank=True, max_length=1000)
    intensiteit = models.CharField(
        "intensiteit", max_length=10, choices=Intensiteit, default=Intensiteit.GEWOON,
        help_text="Hoe vaak u elkaar wilt spreken, naar behoefte van de kantorenloods.",
    )  # fmt: skip
    begin = models.DateField("begin", default=datetime.date.today)
    einde = models.DateField("einde", null=True, blank=True, help_text="Leeg: loopt door.")
    uitkomst = models.TextField("uitkomst", blank=True, max_length=2000, help_text="In te vullen bij het einde.")
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()
    objects: ClassVar[models.Manager[Coachtraject]] = CoachtrajectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "coachtraject"
        verbose_name_plural = "coachtrajecten"
        ordering = ["gemeente", "-begin"]
        constraints = [
            models.CheckConstraint(
                condition=Q(einde__isnull=True) | Q(einde__gt=F("begin")),
                name="coachtraject_einde_na_begin",
                violation_error_message="Het einde ligt niet na het begin. Controleer de data.",
            ),
            models.CheckConstraint(
                condition=~Q(onderwerpen=[]),
                name="coachtraject_heeft_onderwerp",
                violation_error_message="Kies ten minste een onderwerp.",
            ),
            ExclusionConstraint(
                name="coachtraject_niet_dubbel",
                expressions=[
                    (F("coach"), RangeOperators.EQUAL),
                    (F("gemeente"), RangeOperators.EQUAL),
                    (Periode("begin", "einde"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze coach heeft in die tijd al een traject met deze gemeente. "
                "Kies een andere coach, of beëindig eerst het andere traject.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} met {self.coach}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:traject", args=[self.pk])

    def loopt_op(self, dag: datetime.date) -> bool:
        return self.begin <= dag and (self.einde is None or self.einde > dag)

    @property
    def weken(self) -> int:
        """The wished time between two contacts, in weeks."""
        return self.WEKEN[self.intensiteit]

    @property
    def loods_of_gemeente(self) -> str:
        """Whom the coach speaks."""
        return self.loods.naam if self.loods else f"de gemeente {self.gemeente}"

    @property
    def onderwerpen_tekst(self) -> str:
        return labels(Onderwerp, self.onderwerpen)


class CoachcontactQuerySet(models.QuerySet["Coachcontact"]):
    def zichtbaar_voor(self, gebruiker: Any) -> CoachcontactQuerySet:
        """All for the provincie; for others not what is confidential. Narrow to visible trajecten first."""
        return self if ziet_alles(gebruiker) else self.filter(vertrouwelijk=False)


class Coachcontact(models.Model):
    """That coach and gemeente spoke, when and about what."""

    class Vorm(models.TextChoices):
        GESPREK = "gesprek", "Gesprek"
        TELEFOON = "telefoon", "Telefoon"
        BEZOEK = "bezoek", "Bezoek"
        MAIL = "mail", "Mail"
        SESSIE = "sessie", "Sessie"

    traject = models.ForeignKey(
        Coachtraject, verbose_name="traject", on_delete=models.CASCADE, related_name="contacten"
    )
    datum = models.DateField("datum", default=datetime.date.today)
    vorm = models.CharField("vorm", max_length=10, choices=Vorm, default=Vorm.GESPREK)
    onderwerp = models.CharField("onderwerp", max_length=160)
    verslag = models.TextField("verslag", blank=True, max_length=4000)
    vertrouwelijk = models.BooleanField(
        "vertrouwelijk: alleen voor het coachteam en de beheerder", default=False,
        help_text="De kantorenloods ziet dit contact dan niet. Afspraken ziet de kantorenloods wel.",
    )  # fmt: skip
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="vastgelegd door", null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()
    objects: ClassVar[models.Manager[Coachcontact]] = CoachcontactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacten"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["traject", "-datum"], name="coachcontact_laatste")]

    def __str__(self) -> str:
        return self.onderwerp
