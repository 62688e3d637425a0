"""From criteria and answers to a score: what rules a destination out, how well it fits, how sure that is.

Plain calculation without a database. An answer is True (favourable), False or None (not known yet).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scans.models import Aspect, Criterium, Klasse

# By code and variant; one for all variants stands under "".
Antwoorden = Mapping[tuple[str, str], bool | None]

# Below this percentage of the weight a class says little.
GENOEG_BEANTWOORD = 60


@dataclass(frozen=True)
class Deelscore:
    """Score (percents of the answered points, None without any) and share answered (percents), of one aspect."""

    score: Decimal | None
    beantwoord: Decimal | None
    uitgesloten: bool


@dataclass(frozen=True)
class Uitslag:
    """What the answers say about one destination. Percents are exact; round them when shown."""

    variant: str
    vetos: tuple[Criterium, ...]
    score: Decimal | None
    beantwoord: Decimal
    klasse: Klasse | None
    uitzoeken: tuple[Criterium, ...]
    aspecten: Mapping[str, Deelscore]

    @property
    def uitgesloten(self) -> bool:
        return bool(self.vetos)

    @property
    def voorlopig(self) -> bool:
        """Whether too little is answered to rely on the class."""
        return self.beantwoord < GENOEG_BEANTWOORD


def geldt_voor(criterium: Criterium, variant: str) -> bool:
    return not criterium.varianten or variant in criterium.varianten


def antwoord_op(criterium: Criterium, variant: str, antwoorden: Antwoorden) -> bool | None:
    """The answer for this variant; one given for it alone goes before the one for all."""
    eigen = antwoorden.get((criterium.code, variant))
    return antwoorden.get((criterium.code, "")) if eigen is None else eigen


def weeg(criteria: Iterable[Criterium], klassen: Iterable[Klasse], antwoorden: Antwoorden, variant: str) -> Uitslag:
    """The outcome of one destination. Vetoes don't count in the score: they rule out, whatever the score is."""
    eigen = sorted((c for c in criteria if geldt_voor(c, variant)), key=lambda c: (c.volgorde, c.code))
    gegeven = {c.code: antwoord_op(c, variant, antwoorden) for c in eigen}
    vetos = tuple(c for c in eigen if _is_veto(c) and gegeven[c.code] is False)
    score = _score(eigen, gegeven)
    return Uitslag(
        variant=variant,
        vetos=vetos,
        score=score,
        beantwoord=_beantwoord(eigen, gegeven) or Decimal(0),
        klasse=None if vetos or score is None else klasse_van(score, klassen),
        # A veto first: one answer can make all other work needless.
        uitzoeken=tuple(
            sorted((c for c in eigen if gegeven[c.code] is None), key=lambda c: (not _is_veto(c), -c.gewicht))
        ),
        aspecten={aspect: _deel([c for c in eigen if c.aspect == aspect], gegeven) for aspect in Aspect.values},
    )


def vergelijk(
    criteria: Sequence[Criterium], klassen: Sequence[Klasse], antwoorden: Antwoorden, varianten: Iterable[str]
) -> list[Uitslag]:
    """Outcomes of destinations in the order given, to show side by side."""
    return [weeg(criteria, klassen, antwoorden, variant) for variant in varianten]


def klasse_van(score: Decimal, klassen: Iterable[Klasse]) -> Klasse | None:
    """The highest class that begins at or below the score; None when all begin higher."""
    return max((k for k in klassen if k.vanaf <= score), key=lambda k: k.vanaf, default=None)


def _is_veto(criterium: Criterium) -> bool:
    return criterium.soort == Criterium.Soort.VETO


def _score(criteria: Iterable[Criterium], gegeven: Mapping[str, bool | None]) -> Decimal | None:
    gewogen = [c for c in criteria if not _is_veto(c) and gegeven[c.code] is not None]
    return _procent(gewogen, [c for c in gewogen if gegeven[c.code]])


def _beantwoord(criteria: Sequence[Criterium], gegeven: Mapping[str, bool | None]) -> Decimal | None:
    return _procent(criteria, [c for c in criteria if gegeven[c.code] is not None])


def _procent(geheel: Iterable[Criterium], deel: Iterable[Criterium]) -> Decimal | None:
    noemer = sum((Decimal(c.gewicht) for c in geheel), Decimal(0))
    return sum((Decimal(c.gewicht) for c in deel), Decimal(0)) * 100 / noemer if noemer else None


def _deel(criteria: Sequence[Criterium], gegeven: Mapping[str, bool | None]) -> Deelscore:
    uitgesloten = any(_is_veto(c) and gegeven[c.code] is False for c in criteria)
    return Deelscore(_score(criteria, gegeven), _beantwoord(criteria, gegeven), uitgesloten)
