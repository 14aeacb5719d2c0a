"""The pages of an account: signing in and out, the password, the second factor.

Of the library's addresses only those below are there. It has more: making an account, e-mail, resetting a password by
e-mail. None of them is routed.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as keys
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path

from speciosa.study.server import trail
from speciosa.study.server.accounts.second_factor import StudySecondFactor
from speciosa.study.server.pages.first_password import first_password
from speciosa.study.server.roles import Right
from speciosa.study.server.trail.chain import SERVER, Doing
from speciosa.study.server.who import guard
from speciosa.values.errors import EntryError


def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a security key, unless nothing else would be left.

    Raises
    ------
    EntryError : it is the only second factor.
    """
    key = get_object_or_404(Authenticator, user=request.user.pk, type=Authenticator.Type.WEBAUTHN, pk=pk)
    if not StudySecondFactor().can_delete_authenticator(key):
        raise EntryError("this is your only second factor", todo="add another one first")
    answer: HttpResponse = keys.remove_webauthn(request, pk=pk)
    return answer


def rename_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a security key another name."""
    rows = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.WEBAUTHN, pk=pk)
    old = rows.select_for_update().first()
    answer: HttpResponse = keys.edit_webauthn(request, pk=pk)
    new = rows.first()
    if old is not None and new is not None and old.data.get("name") != new.data.get("name"):
        who = f"account {request.user.pk}"
        doing = Doing("second factor renamed", who, old.data.get("name"), new.data.get("name"))
        trail.add(SERVER, doing, actor=who, role="")
    return answer


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes, where there are some; else where they are made."""
    if not is_mfa_enabled(request.user, [Authenticator.Type.RECOVERY_CODES]):
        return HttpResponseRedirect("/accounts/2fa/")
    answer: HttpResponse = codes.view_recovery_codes(request)
    return answer


def _whole(view: Any) -> Any:
    """A change of a second factor and its link in the trail: both or neither."""
    return transaction.atomic(view)


paths = [
    *guard(Right.ANYBODY, [
        path("accounts/login/", account.login, name="account_login"),
        path("accounts/logout/", account.logout, name="account_logout"),
        path("accounts/2fa/authenticate/", factor.authenticate, name="mfa_authenticate"),
        path("accounts/first/<str:token>/", first_password, name="first_password"),
    ]),
    *guard(Right.ACCOUNT, [
        path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
        path("accounts/password/change/", _whole(account.password_change), name="account_change_password"),
        path("accounts/2fa/", factor.index, name="mfa_index"),
        path("accounts/2fa/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
        path("accounts/2fa/totp/activate/", _whole(totp.activate_totp), name="mfa_activate_totp"),
        path("accounts/2fa/totp/deactivate/", _whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
        path("accounts/2fa/recovery-codes/", recovery_codes, name="mfa_view_recovery_codes"),
        path(
            "accounts/2fa/recovery-codes/generate/", _whole(codes.generate_recovery_codes),
            name="mfa_generate_recovery_codes",
        ),
        path("accounts/2fa/webauthn/", keys.list_webauthn, name="mfa_list_webauthn"),
        path("accounts/2fa/webauthn/add/", _whole(keys.add_webauthn), name="mfa_add_webauthn"),
        path("accounts/2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
        path("accounts/2fa/webauthn/keys/<int:pk>/edit/", _whole(rename_key), name="mfa_edit_webauthn"),
        path("accounts/2fa/webauthn/keys/<int:pk>/remove/", _whole(remove_key), name="mfa_remove_webauthn"),
    ]),
]  # fmt: skip
