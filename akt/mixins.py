"""What pages for some people only share."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers

from akt.problemen import niet_meer_ingelogd

# How a browser sends a form by itself.
FORMULIER = {"application/x-www-form-urlencoded", "multipart/form-data"}


class MetRecht(LoginRequiredMixin):
    """A page for who has the permission `recht`; others get 403, and a stranger the log-in page."""

    recht: str

    def handle_no_permission(self) -> HttpResponseRedirect:
        # Sent on to the log-in page, what someone just typed would be gone. A script keeps its own (see rondes.js).
        request: Any = self.request  # type: ignore[attr-defined]
        if request.method == "POST" and request.content_type in FORMULIER and not request.htmx:
            return niet_meer_ingelogd(request)  # type: ignore[return-value]
        return super().handle_no_permission()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_perm(self.recht):
            raise PermissionDenied
        antwoord = super().dispatch(request, *args, **kwargs)
        # On a shared computer the next person must not find it back with the back button.
        add_never_cache_headers(antwoord)
        return antwoord
