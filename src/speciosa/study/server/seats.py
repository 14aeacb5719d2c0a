"""Giving and ending roles, and links for those who hold them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.accounts.one_time_link import account_for, new_link
from speciosa.study.server.models import Member, Participant, Site, Study
from speciosa.study.server.reasons import said
from speciosa.study.server.roles import MASKED, STAFF, Role
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import SERVER, Doing
from speciosa.values.errors import EntryError

EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.STATISTICIAN})
"""Roles that can't be of one site alone: what they do concerns the whole study."""


def give(seat: Seat, email: str, role: Role, site: Site | None) -> tuple[Member, str]:
    """Give somebody a role; where they are new here, with the link that sets their password (else empty).

    Raises
    ------
    EntryError : they may not have it.
    """
    assert seat.study is not None
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
        account, is_new = account_for(email)
        _refuse(seat, study, account, role, site)
        row = Member.objects.create(person=account, study=study, site=site, role=role, since_s=arrived_s())
        actor = f"account {seat.account}"
        if is_new:
            doing = Doing("account made", f"account {account.pk}", new=account.username)
            trail.add(SERVER, doing, actor=actor, role=seat.role)
        new = {"role": role.value, "site": site.slug if site else None, "address": account.username}
        doing = Doing("role given", f"account {account.pk}", new=new)
        trail.add(trail.study_chain(study), doing, actor=actor, role=seat.role)
        return row, new_link(account) if is_new else ""


def end(seat: Seat, row: Member, reason: str) -> None:
    """End a role. Its row stays: who was what, and until when.

    Raises
    ------
    EntryError : it has ended, the study would have no administrator, or there is no reason.
    """
    assert seat.study is not None
    why = said(reason)
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
        held = Member.objects.select_for_update().get(pk=row.pk)
        if held.ended_s is not None:
            raise EntryError("this role has ended already", todo="look at the list again")
        others = Member.objects.filter(study=study, role=Role.ADMINISTRATOR, ended_s=None).exclude(pk=held.pk)
        if held.role == Role.ADMINISTRATOR and not others.exists():
            raise EntryError("the study would have no administrator", todo="give somebody else this role first")
        held.ended_s = arrived_s()
        held.save(update_fields=["ended_s"])
        old = {"role": held.role, "site": held.site.slug if held.site else None}
        doing = Doing("role ended", f"account {held.person_id}", old, None, why)
        trail.tell(trail.study_chain(study), doing, seat)


def link_for(seat: Seat, account: User, reason: str, *, without_factors: bool) -> str:
    """A new link for somebody who forgot their password; the old password and all their sessions end.

    Parameters
    ----------
    without_factors : they lost their second factor, too: they set up another one.

    Raises
    ------
    EntryError : this account is not in the administrator's hands alone, or there is no reason.
    """
    why = said(reason)
    _refuse_link(seat, account)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=account.pk)
        link = new_link(held)
        if without_factors:
            from allauth.mfa.models import Authenticator  # noqa: PLC0415  Django has to be started first

            for each in Authenticator.objects.filter(user=held):
                each.delete()  # one by one: each is a link of the trail
        new = {"second_factors_removed": without_factors}
        doing = Doing("one-time link made", f"account {held.pk}", None, new, why)
        role = seat.role if seat.study else SERVER
        trail.add(SERVER, doing, actor=f"account {seat.account}", role=role)
        if seat.study:
            trail.add(trail.study_chain(seat.study), doing, actor=f"account {seat.account}", role=role)
    return link


def why_not(study: Study, account: User, role: Role) -> str:
    """Why somebody may not have this role beside what they are, or were, in a masked study; empty: they may."""
    if not study.masked or study.state == "revealed":
        return ""
    rows = Member.objects.filter(person=account, study=study)
    now = {Role(each) for each in rows.filter(ended_s=None).values_list("role", flat=True)}
    ever = {Role(each) for each in rows.values_list("role", flat=True)}
    if role in MASKED and (knows := sorted(ever - MASKED)):
        return f"whoever is or was {knows[0]} may know arms, and a {role} must not"
    if role not in MASKED and (blind := sorted(now & MASKED)):
        return f"a {role} learns arms, and this person is {blind[0]}, who must not"
    return ""


def _refuse(seat: Seat, study: Study, account: User, role: Role, site: Site | None) -> None:
    if role not in STAFF:
        raise EntryError("people take part by invitation", todo="make an invitation")
    if seat.sites is not None and (site is None or site.pk not in seat.sites):
        raise EntryError("you give roles at your own site alone", todo="ask an administrator of all sites")
    if account.pk == seat.account:
        raise EntryError("nobody gives a role to themselves", todo="ask another administrator")
    if Participant.objects.filter(person=account).exists():
        raise EntryError("this account takes part in a study", todo="use another address")
    if role in EVERYWHERE and site is not None:
        raise EntryError(f"a {role} is one at all sites", todo="choose all sites")
    same = Member.objects.filter(person=account, study=study, role=role, ended_s=None, site=site)
    if same.exists():
        raise EntryError("this person has that role already", todo="look at the list")
    if why := why_not(study, account, role):
        raise EntryError(why, todo="give this role to somebody else")


def _refuse_link(seat: Seat, account: User) -> None:
    """Who holds a link can become that account: an administrator of one study must not get into another one by it."""
    if account.pk == seat.account:
        raise EntryError("you change your own password yourself", todo="see: your account")
    if seat.study is None:
        return
    if account.is_superuser:
        raise EntryError("this is an administrator of the whole server", todo="speciosa study serve --admin ADDRESS")
    own = Member.objects.filter(person=seat.account, role=Role.ADMINISTRATOR, ended_s=None, site=None)
    elsewhere = Member.objects.filter(person=account, ended_s=None).exclude(study__in=own.values("study"))
    if elsewhere.exists():
        raise EntryError(
            "this person works in another study of this server, too", todo="ask the server's administrator"
        )
