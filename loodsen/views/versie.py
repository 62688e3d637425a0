"""A page with a form for one thing, new or there already, that tells when someone else changed it meanwhile."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from akt.fouten import AktFout, Conflict
from akt.mixins import MetRecht
from akt.versies import laatste_versie, vergrendel
from monitoring.dossier import wijzigingen
from monitoring.views.metingen import leesbaar


def geschiedenis(ding: Any) -> list[dict[str, Any]]:
    """What changed in something, newest first, in words."""
    return leesbaar(type(ding), wijzigingen(ding))


class VersieView(MetRecht, FormView):
    """`ding` is what the form is about, `bewaar` saves it, and `klaar` says where to go next."""

    # Several forms say the same in their own words.
    melding = "Opgeslagen."

    @property
    def ding(self) -> Any:
        raise NotImplementedError

    def bewaar(self, ding: Any) -> None:
        ding.save()

    def klaar(self, ding: Any) -> str:
        return str(ding.get_absolute_url())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.ding}

    def form_valid(self, form: Any) -> HttpResponse:
        nieuw = form.instance._state.adding
        try:
            with transaction.atomic():
                if not nieuw:
                    vergrendel(form.instance, form.cleaned_data["gezien"] or 0)
                self.bewaar(form.instance)
        except Conflict as conflict:
            return self.toon_conflict(form, conflict)
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.form_invalid(form)
        except IntegrityError:
            form.add_error(None, "Iemand anders heeft hetzelfde intussen vastgelegd. Bekijk wat er nu staat.")
            return self.form_invalid(form)
        messages.success(self.request, self.melding)
        return redirect(self.klaar(form.instance))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        """The person's own input stays; saving again says: mine, knowing theirs."""
        form.data = form.data.copy()
        form.data["gezien"] = str(laatste_versie(form.instance))
        form.add_error(
            None,
            f"{conflict} Onderaan staat wat er veranderde. Uw invoer is nog niet opgeslagen. "
            "Controleer de velden en sla opnieuw op als uw gegevens beter zijn.",
        )
        return self.render_to_response(
            self.get_context_data(form=form, wijzigingen=geschiedenis(form.instance)), status=HTTPStatus.CONFLICT
        )
