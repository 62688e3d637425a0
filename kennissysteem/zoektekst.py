"""Text of documents with a praktijk: put in the search index, and taken out."""

from __future__ import annotations

from kennissysteem.models import Praktijk, Zoektekst
from kennissysteem.tekst import MAX_TEKENS, schoon


def bewaar(praktijk: Praktijk, bron: str, titel: str, tekst: str) -> None:
    """Make a document found: `bron` names it ("bijlage:12"), an older text of it goes. Empty text: only its title."""
    Zoektekst.objects.update_or_create(
        praktijk=praktijk, bron=bron, defaults={"titel": schoon(titel)[:200], "tekst": schoon(tekst)[:MAX_TEKENS]}
    )


def verwijder(praktijk: Praktijk, bron: str) -> None:
    Zoektekst.objects.filter(praktijk=praktijk, bron=bron).delete()
