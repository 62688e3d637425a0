"""What changed between two texts, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the space after it, so that a space alone is never a difference.
_WOORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Stuk:
    """Part of a text. `soort` is gelijk, erbij or weg."""

    soort: str
    tekst: str


def verschil(oud: str, nieuw: str) -> list[Stuk]:
    """The new text with what was taken out and what was put in, in order."""
    stukken: list[Stuk] = []
    for stuk in _per_woord(_WOORD.findall(oud), _WOORD.findall(nieuw)):
        if stukken and stukken[-1].soort == stuk.soort:
            stukken[-1] = Stuk(stuk.soort, stukken[-1].tekst + stuk.tekst)
        else:
            stukken.append(stuk)
    return stukken


def _per_woord(oud: list[str], nieuw: list[str]) -> Iterator[Stuk]:
    # Compared without their space: at the end of a line it is a line break.
    kaal_oud, kaal_nieuw = ([woord.strip() for woord in woorden] for woorden in (oud, nieuw))
    for soort, van, tot, vanaf, tm in SequenceMatcher(None, kaal_oud, kaal_nieuw).get_opcodes():
        if soort == "equal":
            yield Stuk("gelijk", "".join(nieuw[vanaf:tm]))
            continue
        if van < tot:
            yield Stuk("weg", "".join(oud[van:tot]))
        if vanaf < tm:
            yield Stuk("erbij", "".join(nieuw[vanaf:tm]))
