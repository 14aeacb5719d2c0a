"""Walking the chains of the trail: the first link of each that does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from speciosa.study.server.models import Chain, Link, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import SERVER, step_of, study_chain
from speciosa.study.trail_step import Head, Misfit, Step, heads_digest, misfit_of


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found. `misfits`: one a chain at most, in the order of their names. `digest`: over all ends."""

    chains: int
    steps: int
    misfits: tuple[Misfit, ...]
    digest: str


def chains_of(study: Study) -> Q:
    """Which chains are a study's: its own, and one a participant."""
    return Q(name=study_chain(study)) | Q(name__startswith=f"participant {study.slug} ")


def chains_seen(seat: Seat) -> Q:
    """Which chains of their study somebody may read: at all sites all of them, else those of their participants."""
    if seat.study is None:
        return Q()
    if seat.sites is None:
        return chains_of(seat.study)
    numbers = seat.participants().values_list("number", flat=True)
    return Q(name__in=[f"participant {seat.study.slug} {number}" for number in numbers])


def walk(which: Q, earlier: Iterable[Head] = ()) -> Walked:
    """Walk each of these chains from its first link to its end.

    Parameters
    ----------
    which : of the table of chains; an empty one: all. earlier: ends that were handed out before, which have to be on
        their chains still. Without such a list nobody can see that somebody with the whole database in hand cut the
        end of a chain off and wrote its end down anew.
    """
    known = {each.chain: each for each in earlier}
    misfits: list[Misfit] = []
    heads: list[Head] = []
    for name in Chain.objects.filter(which).order_by("name").values_list("name", flat=True):
        head, found = _walked(name, known.pop(name, None))
        heads.append(head)
        misfits += [found] if found else []
    misfits += [Misfit(each.chain, 0, "the whole chain is gone") for each in known.values()]
    misfits += [Misfit(name, 0, "links without a chain") for name in _strays()]
    return Walked(len(heads), sum(each.length for each in heads), tuple(sorted(misfits)), heads_digest(heads))


def whole_server() -> Walked:
    """All chains of all studies, and the server's own."""
    return walk(Q())


def steps_of(name: str) -> Iterator[Step]:
    """The links of a chain as they stand in the table, in the order of their numbers."""
    links = Link.objects.filter(chain__name=name).order_by("number", "pk")
    return (step_of(name, each) for each in links.iterator())


def server_chain() -> Q:
    """Which chain is the server's own."""
    return Q(name=SERVER)


def _walked(name: str, earlier: Head | None) -> tuple[Head, Misfit | None]:
    """Nobody adds a link meanwhile: the chain's row is held."""
    with transaction.atomic():
        end = Chain.objects.select_for_update().get(name=name)
        head = Head(name, end.length, end.head)
        return head, misfit_of(name, steps_of(name), head, earlier)


def _strays() -> list[str]:
    """Links that name a chain which is not there: only a database that was written to by hand has them."""
    there = Chain.objects.values("pk")
    lost = Link.objects.exclude(chain__in=there).values_list("chain_id", flat=True).distinct()
    return [f"number {each}" for each in lost]
