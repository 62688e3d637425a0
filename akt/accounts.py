"""How people get in: accounts are made by the beheerder, or by single sign-on where a gemeente has it."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest


class AktAccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide.",
        "too_many_login_attempts": "Te vaak een verkeerd wachtwoord. Probeer het over vijf minuten weer.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class InlogForm(LoginForm):  # type: ignore[misc]
    """From address to password is one Tab: nothing stands between the two, and no placeholder repeats a label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autofocus"] = True
        for veld in self.fields.values():
            veld.widget.attrs.pop("placeholder", None)
