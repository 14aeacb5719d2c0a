"""Invitations: codes that let one person join. They are shown once; only a keyed hash of each is kept."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.models import Invitation, Participant, Site, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S

LETTERS = "ACDEFGHJKMNPQRTUVWXY3479"
"""What codes are made of: nothing that is mistaken for another when read aloud or by hand."""
_SALT = "speciosa study invitation"
_NUMBER = re.compile(r"^P(\d+)$")
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to one person. `code`: in groups of four; it stands nowhere else."""

    number: str
    code: str
    expires_s: int


def plain(code: str) -> str:
    """A code as it was meant: without what people type between the letters.

    Examples
    --------
    >>> plain(" acde-fghj kmnp ")
    'ACDEFGHJKMNP'
    """
    return "".join(each for each in code.upper() if each.isalnum())


def digest_of(code: str) -> str:
    """What is kept of a code: an HMAC-SHA-256 under the server's own secret, 64 hexadecimal digits."""
    return salted_hmac(_SALT, plain(code), algorithm="sha256").hexdigest()


def standing(code: str) -> Invitation | None:
    """The invitation that a code is of, if somebody can still join with it. Lock it before it is used up."""
    found = Invitation.objects.filter(code_digest=digest_of(code), used_s=None, expires_s__gt=arrived_s())
    return found.select_related("study", "site").first()


def make(seat: Seat, site: Site, count: int) -> list[Slip]:
    """New invitations for a site, each with the number that the person will have.

    Raises
    ------
    EntryError : none or too many at once, or the study is over.
    """
    choice = load_knowledge().choice
    most = int(choice("study_invitations_most"))
    if not 1 <= count <= most:
        raise EntryError(f"1 to {most} invitations can be made at once", todo="choose a number within")
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=site.study_id)
        if study.is_over:
            raise EntryError("the study is closed, so nobody new joins", todo="see who took part")
        now_s = arrived_s()
        expires_s = now_s + int(choice("study_invitation_days")) * DAY_S
        first = 1 + _last_number(study)
        slips = [Slip(f"P{first + at:04d}", _code(), expires_s) for at in range(count)]
        Invitation.objects.bulk_create(
            Invitation(study=study, site=site, number=each.number, code_digest=digest_of(each.code), made_s=now_s,
                       expires_s=expires_s)
            for each in slips
        )  # fmt: skip
        new = {"first": slips[0].number, "last": slips[-1].number, "expires_s": expires_s}
        _tell(seat, study, Doing("invitations made", f"site {site.slug}", None, new))
    return slips


def revoke(seat: Seat, invitation: Invitation, *, reason: str) -> None:
    """End an invitation that nobody has used: it opens nothing any more.

    Raises
    ------
    EntryError : it was used, or has ended already, or there is no reason.
    """
    if len(reason.strip()) < load_knowledge().choice("study_reason_letters_least"):
        raise EntryError("ending an invitation needs a reason", todo="say in a sentence why")
    with transaction.atomic():
        kept = Invitation.objects.select_for_update().get(pk=invitation.pk)
        now_s = arrived_s()
        if kept.used_s is not None or kept.expires_s <= now_s:
            raise EntryError("this invitation was used, or has ended already", todo="look at the list again")
        old, kept.expires_s = kept.expires_s, now_s
        kept.save(update_fields=["expires_s"])
        doing = Doing("invitation ended", f"invitation {kept.number}", {"expires_s": old}, {"expires_s": now_s},
                      reason.strip())  # fmt: skip
        _tell(seat, kept.study, doing)


def _code() -> str:
    letters = [secrets.choice(LETTERS) for _ in range(int(load_knowledge().choice("study_invitation_letters")))]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def _last_number(study: Study) -> int:
    """The highest number that anybody has or was promised."""
    given = [table.objects.filter(study=study).values_list("number", flat=True) for table in (Participant, Invitation)]
    found = (_NUMBER.match(each) for rows in given for each in rows)
    return max((int(each[1]) for each in found if each), default=0)


def _tell(seat: Seat, study: Study, doing: Doing) -> None:
    trail.tell(trail.study_chain(study), doing, seat)
