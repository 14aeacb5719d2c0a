"""The page behind a one-time link: somebody sets their password, and signs in with it."""

from __future__ import annotations

from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from speciosa.study.server import trail
from speciosa.study.server.accounts.one_time_link import account_of_link
from speciosa.study.server.page import render
from speciosa.study.server.trail.chain import SERVER, Doing


@require_http_methods(["GET", "POST"])
@transaction.atomic
def first_password(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a new password, twice; then the link is dead.

    Raises
    ------
    Http404 : the link was used, is too old, or was never made here.
    """
    account = account_of_link(token)
    if account is None:
        raise Http404
    form = SetPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        who = f"account {account.pk}"
        trail.add(SERVER, Doing("password set with a one-time link", who), actor=who, role="")
        return HttpResponseRedirect("/accounts/login/")
    status = 400 if form.errors else 200
    return render(request, "first_password.html.j2", status=status, form=form, name=account.username)
