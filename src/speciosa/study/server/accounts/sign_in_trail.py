"""Signing in and out, and second factors, as links of the trail: the server's chain, a participant's own for theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from speciosa.study.server import trail
from speciosa.study.server.accounts import sessions
from speciosa.study.server.accounts.marks import SHOWN
from speciosa.study.server.accounts.one_time_link import account_of
from speciosa.study.server.models import Participant
from speciosa.study.server.trail.chain import SERVER, Doing

_KINDS = {"totp": "codes of an app", "webauthn": "security key", "recovery_codes": "recovery codes"}


def connect() -> None:
    """Listen from now on: called once, when the server starts."""
    for signal, heard in (
        (user_logged_in, _signed_in), (user_logged_out, _signed_out), (user_login_failed, _wrong_password),
        (authentication_failed, _wrong_code), (password_changed, _password_changed),
    ):  # fmt: skip
        signal.connect(heard, dispatch_uid=f"study {heard.__name__}")
    post_save.connect(_factor_added, sender=Authenticator, dispatch_uid="study factor added")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid="study factor removed")


def _signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    sessions.begin(request, user)
    _add(user, Doing("signed in", f"account {user.pk}"))


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        _add(user, Doing("signed out", f"account {user.pk}"))


def _wrong_password(credentials: dict[str, Any], **_: Any) -> None:
    """What was typed is never kept: it may be a password in the wrong field."""
    account = account_of(str(credentials.get("email") or credentials.get("username") or ""))
    _refused("a password that did not fit", account)


def _wrong_code(user: Any, **_: Any) -> None:
    _refused("a second factor that did not fit", user)


def _password_changed(user: Any, **_: Any) -> None:
    _add(user, Doing("password changed", f"account {user.pk}"))


def _factor_added(instance: Any, created: bool, **_: Any) -> None:
    """Whoever sets one up for themselves holds it: their session goes on."""
    if not created:
        return
    _factor("second factor added", instance)
    asked = context.request
    if asked is not None and asked.user.pk == instance.user_id:
        asked.session[SHOWN] = True


def _factor_removed(instance: Any, **_: Any) -> None:
    _factor("second factor removed", instance)


def _factor(action: str, factor: Any) -> None:
    asked = context.request
    by = asked.user if asked is not None and asked.user.is_authenticated else None
    kind = _KINDS.get(factor.type, factor.type)
    actor = SERVER if by is None else f"account {by.pk}"
    trail.add(SERVER, Doing(action, f"account {factor.user_id}", new=kind), actor=actor, role="")


def _refused(action: str, account: Any) -> None:
    subject = "an address that no account has" if account is None else f"account {account.pk}"
    trail.add(SERVER, Doing(action, subject), actor=SERVER, role="")


def _add(account: Any, doing: Doing) -> None:
    taking_part = Participant.objects.filter(person=account.pk).select_related("study").first()
    if taking_part is None:
        trail.add(SERVER, doing, actor=f"account {account.pk}", role="")
    else:
        number = f"participant {taking_part.number}"
        doing = doing._replace(subject=number)
        trail.add(trail.participant_chain(taking_part), doing, actor=number, role="participant")
