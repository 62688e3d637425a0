"""What pages share that change one thing: errors at their field, and a conflict instead of a silent overwrite."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from akt.fouten import Conflict
from akt.mixins import MetRecht
from akt.versies import laatste_versie, vergrendel


class WijzigView(MetRecht, FormView):
    """A form for `ding`, which is new or was looked up; `terug(ding)` is where one goes after.

    The form is a `GezienForm`.
    """

    titel = ""
    gelukt = "Opgeslagen."

    @property
    def ding(self) -> Any:
        raise NotImplementedError

    def terug(self, ding: Any) -> str:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.ding}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            titel=self.titel, nieuw=self.ding.pk is None, demo=getattr(self.ding, "demo", False), **kwargs
        )

    def bewaar(self, form: Any) -> Any:
        return form.save()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if self.ding.pk is not None:
                    vergrendel(self.ding, form.cleaned_data["gezien"] or 0)
                ding = self.bewaar(form)
        except Conflict as conflict:
            return self.toon_conflict(form, conflict)
        except IntegrityError:
            form.add_error(None, "Iemand anders legde intussen hetzelfde vast. Zoek het op en wijzig het daar.")
            return self.form_invalid(form)
        messages.success(self.request, self.gelukt)
        return redirect(self.terug(ding))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        """The person's own input stays; saving again says: mine, knowing theirs."""
        form.data = form.data.copy()
        form.data[form.add_prefix("gezien")] = str(laatste_versie(self.ding))
        form.add_error(
            None,
            f"{conflict} Uw invoer is nog niet opgeslagen. Controleer de velden en sla opnieuw op als uw gegevens "
            "beter zijn.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)
