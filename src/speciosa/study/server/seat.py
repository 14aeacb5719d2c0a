"""The place that somebody of the staff asks from: an account, a study, the sites where the right holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from speciosa.study.server.models import Member, Participant, Site, Study
from speciosa.study.server.roles import Right, Role, may


@dataclass(frozen=True, slots=True)
class Seat:
    """The place that somebody of the staff asks from, as far as the right goes that the page needs.

    Parameters
    ----------
    account : the key of the account. study: None for what concerns the whole server.
    roles : those of theirs that have the right. sites: where it holds; None: at all of them.
    """

    account: int
    study: Study | None
    roles: frozenset[Role]
    sites: frozenset[int] | None = None

    @property
    def role(self) -> Role:
        """The role that they act in: the first one of the table that has the right."""
        return next(each for each in Role if each in self.roles)

    def participants(self) -> QuerySet[Participant]:
        """The participants that this seat may know of."""
        found = Participant.objects.filter(study=self.study)
        return found if self.sites is None else found.filter(site__in=self.sites)

    def own_sites(self) -> QuerySet[Site]:
        """The sites that this seat may know of."""
        found = Site.objects.filter(study=self.study)
        return found if self.sites is None else found.filter(pk__in=self.sites)


def seat_for(account: Any, study: Study, right: Right) -> Seat | None:
    """The seat of an account in a study for one right; None where it has none."""
    rows = Member.objects.filter(person=account, study=study, ended_s=None).only("role", "site_id")
    held = [each for each in rows if may(Role(each.role), right)]
    if not held:
        return None
    everywhere = any(each.site_id is None for each in held)
    sites = None if everywhere else frozenset(each.site_id for each in held if each.site_id is not None)
    return Seat(account.pk, study, frozenset(Role(each.role) for each in held), sites)
