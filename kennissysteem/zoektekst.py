"""Text of documents with a praktijk: put in the search index, and taken out."""

from __future__ import annotations

from pathlib import PurePath

from kennissysteem.models import Bijlage, Praktijk, Zoektekst
from kennissysteem.tekst import MAX_TEKENS, lees_tekst, schoon


def bewaar(praktijk: Praktijk, bron: str, titel: str, tekst: str) -> None:
    """Make a document found: `bron` names it ("bijlage:12"), an older text of it goes. Empty text: only its title."""
    Zoektekst.objects.update_or_create(
        praktijk=praktijk, bron=bron, defaults={"titel": schoon(titel)[:200], "tekst": schoon(tekst)[:MAX_TEKENS]}
    )


def verwijder(praktijk: Praktijk, bron: str) -> None:
    Zoektekst.objects.filter(praktijk=praktijk, bron=bron).delete()


def lees_documenten() -> int:
    """Put the text of documents in the index that it lacks; returns how many. Repeatable: each is read once."""
    bekend = set(Zoektekst.objects.values_list("praktijk_id", "bron"))
    gelezen = 0
    for bijlage in Bijlage.objects.filter(soort=Bijlage.Soort.DOCUMENT).select_related("praktijk"):
        if (bijlage.praktijk_id, bijlage.zoekbron) in bekend:
            continue
        try:
            with bijlage.bestand.open("rb") as bestand:
                tekst = lees_tekst(bestand, PurePath(bijlage.naam).suffix.lstrip(".").lower())
        except FileNotFoundError:
            continue  # removed in between
        bewaar(bijlage.praktijk, bijlage.zoekbron, bijlage.titel, tekst)
        gelezen += 1
    return gelezen
