"""A chain of the trail: one more link, and the hash that holds it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django.db import transaction

from speciosa.store.opening import arrived_s
from speciosa.study.server.models import Chain, Link, Participant, Study
from speciosa.study.server.seat import Seat
from speciosa.study.trail_step import BEGINNING, Step

SERVER = "server"
"""The chain of what concerns the whole server: signing in, second factors, accounts."""


class Doing(NamedTuple):
    """What was done. `old`, `new`: plain values, or None. `reason`: in words, or empty where none is asked for."""

    action: str
    subject: str
    old: Any = None
    new: Any = None
    reason: str = ""


def study_chain(study: Study) -> str:
    """The name of a study's chain."""
    return f"study {study.slug}"


def participant_chain(participant: Participant) -> str:
    """The name of a participant's chain."""
    return f"participant {participant.study.slug} {participant.number}"


def add(chain: str, doing: Doing, *, actor: str, role: str) -> Link:
    """One more link, in the same transaction as the change that it tells of.

    Parameters
    ----------
    chain : its name; made where it is new. actor: ``account 3``, ``participant P0007``, ``server``.
    """
    with transaction.atomic(savepoint=False):  # a link stands and falls with its change
        end = Chain.objects.select_for_update().filter(name=chain).first() or _begun(chain)
        link = Link(
            chain=end, number=end.length + 1, at_s=arrived_s(), actor=actor, role=role, action=doing.action,
            subject=doing.subject, old=_written(doing.old), new=_written(doing.new), reason=doing.reason,
            previous=end.head,
        )  # fmt: skip
        link.digest = digest_of(chain, link)
        link.save(force_insert=True)
        end.head, end.length = link.digest, link.number
        end.save(update_fields=["head", "length"])
    return link


def tell(chain: str, doing: Doing, seat: Seat) -> Link:
    """One more link, by whoever sits in this seat."""
    return add(chain, doing, actor=actor_of(seat), role=seat.role)


def actor_of(seat: Seat) -> str:
    """How the trail names them."""
    return f"account {seat.account}"


def step_of(chain: str, link: Link) -> Step:
    """A link as a step of a chain, as it stands in the table."""
    return Step(
        chain, link.number, link.at_s, link.actor, link.role, link.action, link.subject, link.old, link.new,
        link.reason, link.previous, link.digest,
    )  # fmt: skip


def digest_of(chain: str, link: Link) -> str:
    """The hash that a link must have: 64 hexadecimal digits (`trail_step.digest_of`)."""
    return step_of(chain, link).worked_out


def _begun(chain: str) -> Chain:
    """A new chain, held; if two begin it at once, the second waits for the first."""
    Chain.objects.get_or_create(name=chain, defaults={"head": BEGINNING})
    return Chain.objects.select_for_update().get(name=chain)


def _written(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
