"""What tells search engines, feed readers and other sites of the open practices."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString, mark_safe

from kennissysteem.markdown import naar_html
from kennissysteem.models import Knelpunt, Praktijk
from kennissysteem.praktijken import DELEN

PROGRAMMA = "Aanpak Kantoren Transformatie, provincie Utrecht"
IN_FEED = 30
# What could end the block of data that it stands in.
_VEILIG = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def schema_org(praktijk: Praktijk, knelpunten: list[Knelpunt]) -> SafeString:
    """An open praktijk as a schema.org Article, for in a block of JSON-LD. No people are in it."""
    url = settings.BASIS_URL + praktijk.get_absolute_url()
    organisatie = {"@type": "GovernmentOrganization", "name": PROGRAMMA, "url": settings.BASIS_URL}
    artikel: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": praktijk.titel,
        "description": praktijk.samenvatting,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "datePublished": praktijk.gepubliceerd_op.isoformat() if praktijk.gepubliceerd_op else None,
        "dateModified": praktijk.gewijzigd_op.isoformat(),
        "version": praktijk.versie,
        "author": organisatie,
        "publisher": organisatie,
        "about": [{"@type": "Thing", "name": knelpunt.naam} for knelpunt in knelpunten],
        "contentLocation": {"@type": "Place", "name": praktijk.gemeente.naam} if praktijk.gemeente else None,
    }
    gevuld = {naam: waarde for naam, waarde in artikel.items() if waarde}
    return mark_safe(json.dumps(gevuld, ensure_ascii=False).translate(_VEILIG))  # noqa: S308


class PraktijkSitemap(Sitemap):
    """The open practices."""

    changefreq = "monthly"

    def items(self) -> QuerySet[Praktijk]:
        return Praktijk.objects.open().only("gewijzigd_op").order_by("pk")  # type: ignore[no-any-return]

    def lastmod(self, praktijk: Praktijk) -> datetime.datetime:
        return praktijk.gewijzigd_op


class PraktijkenFeed(Feed):
    """The newest open practices, whole, for who reads along without an account."""

    feed_type = Atom1Feed
    title = "Praktijken uit de Aanpak Kantoren Transformatie"
    subtitle = "Wat er met leegstaande kantoren in de provincie Utrecht is gedaan, en wat dat leerde."
    language = "nl"
    author_name = PROGRAMMA

    def link(self) -> str:
        return reverse("kennissysteem:praktijken-atom")

    def items(self) -> QuerySet[Praktijk]:
        return Praktijk.objects.open().order_by("-gepubliceerd_op")[:IN_FEED]  # type: ignore[no-any-return]

    def item_title(self, praktijk: Praktijk) -> str:  # type: ignore[override]
        return praktijk.titel

    def item_description(self, praktijk: Praktijk) -> str:  # type: ignore[override]
        delen = "".join(
            f"<h2>{label}</h2>{naar_html(tekst)}" for veld, label in DELEN if (tekst := getattr(praktijk, veld).strip())
        )
        return delen

    def item_pubdate(self, praktijk: Praktijk) -> datetime.datetime | None:
        return praktijk.gepubliceerd_op

    def item_updateddate(self, praktijk: Praktijk) -> datetime.datetime:
        return praktijk.gewijzigd_op

    def item_guid(self, praktijk: Praktijk) -> str:
        return settings.BASIS_URL + praktijk.get_absolute_url()
