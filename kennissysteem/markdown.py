"""Texts that people write: Markdown in, safe HTML out.

Markdown-it leaves HTML of the writer as text; nh3 then lets through only what is named here, so that neither a fault
in the one nor in the other is enough to get a script in.
"""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "blockquote", "code", "pre", "hr"}
ADRESSEN = {"http", "https", "mailto"}
# Pictures are added as bijlagen: one from elsewhere would tell others who reads.
_LEZER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_KOP = re.compile(r"<(/?)h[1-6]>")


def naar_html(tekst: str) -> SafeString:
    """Markdown as HTML that may be shown; every heading one level under that of the section."""
    html = _KOP.sub(r"<\1h3>", _LEZER.render(tekst))
    schoon = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=ADRESSEN,
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(schoon)  # noqa: S308
