"""How accounts come to be: nobody makes one for themselves. And in which words signing in is refused."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from speciosa.store.opening import arrived_s
from speciosa.study.server.accounts.marks import BEGUN

_WAIT = "Too many tries. Wait a few minutes, then try again."


class StudyAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Staff get an account from an administrator, participants with their invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together.",
        "enter_current_password": "Type the password that you have now.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This is not the code that counts now.",
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def add_message(self, request: HttpRequest, level: int, *said: Any, **named: Any) -> None:
        """Only what went wrong: the next page itself shows what went well."""
        if level >= messages.ERROR:
            super().add_message(request, level, *said, **named)

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Not of somebody who signed in a moment ago: that asked for all that they have."""
        asked = context.request
        begun_s = asked.session.get(BEGUN, 0) if asked is not None else 0
        is_fresh = arrived_s() - begun_s < account_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and bool(super().is_reauthentication_required(app=app, **named))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """An account that was switched off is told nothing more than one that is not there."""
        del request, user
        return HttpResponseRedirect("/accounts/login/")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Never: the server sends nothing anywhere."""
