"""What anybody can check: the promises of day 0, and after the reveal what was behind each of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from speciosa.study.server.allocation import drawing, starts
from speciosa.study.server.models import Allocated, AllocationList, Site
from speciosa.study.server.seat import Seat
from speciosa.trial import Allocation
from speciosa.trial.concealment import matches

_Places = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ListProof:
    """A site's list. `is_right`: seed and nonce give the hash; None before the reveal, or where it did not open."""

    site: Site
    commitment: str
    drawn: int
    is_right: bool | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A participant's schedule.

    Parameters
    ----------
    number : the participant's. commitment : the hash that stands in their diary from day 0.
    is_right : schedule and nonce give the hash; None before the reveal, or where it did not open.
    begins_right : it begins as the site's list says; None where either of them did not open.
    why_shut : why it did not open, or was not written into the diary; empty where nothing is wrong.
    """

    number: str
    commitment: str
    is_right: bool | None
    begins_right: bool | None
    why_shut: str


def of_lists(seat: Seat) -> list[ListProof]:
    """The lists of the sites that this seat may know of."""
    rows = AllocationList.objects.filter(site__in=seat.own_sites()).select_related("site").order_by("site__slug")
    return [ListProof(each.site, each.commitment, each.drawn, _list_is_right(each)) for each in rows]


def of_participants(seat: Seat) -> list[Proof]:
    """Of those whom this seat may know of, by number."""
    opened = AllocationList.objects.filter(site__in=seat.own_sites()).exclude(opened="")
    lists = {each.site_id: _places(each) for each in opened}
    return [_proof(each, lists.get(each.participant.site_id)) for each in _allocated(seat)]


def document(seat: Seat) -> dict[str, Any]:
    """All that is needed to check every promise without this program: hashes, nonces, the bytes that were hashed."""
    lists = AllocationList.objects.filter(site__in=seat.own_sites()).select_related("site").order_by("site__slug")
    return {
        "schema": 1, "what": "sha256(nonce || said) has to be the commitment",
        "lists": [
            {"site": each.site.slug, "commitment": each.commitment, **_open(each.opened, "said")} for each in lists
        ],
        "participants": [
            {
                "number": each.participant.number, "place": each.place, "commitment": each.commitment,
                "why_not": each.why_shut, **_open(each.opened, "schedule"),
            }
            for each in _allocated(seat)
        ],
    }  # fmt: skip


def _allocated(seat: Seat) -> Iterable[Allocated]:
    rows = Allocated.objects.filter(participant__in=seat.participants()).select_related("participant")
    return rows.order_by("participant__number")


def _proof(allocated: Allocated, places: _Places | None) -> Proof:
    right, begins = None, None
    if allocated.opened:
        said = json.loads(allocated.opened)
        schedule = said["schedule"].encode()
        right = matches(allocated.commitment, schedule, bytes.fromhex(said["nonce"]))
        if places is not None:
            begins = _begins_right(Allocation.of_schedule(schedule), allocated.place, places)
    return Proof(allocated.participant.number, allocated.commitment, right, begins, allocated.why_shut)


def _places(kept: AllocationList) -> _Places:
    """Every place that was given out, from the first seed."""
    return tuple(islice(starts.places(starts.ListSeed.of_json(kept.opened).seed), kept.drawn))


def _begins_right(allocation: Allocation, place: int, places: _Places) -> bool:
    if not 1 <= place <= len(places):
        return False
    return allocation.arms[0] == starts.level_of(places[place - 1], drawing.first_levels(allocation.design))


def _list_is_right(kept: AllocationList) -> bool | None:
    return starts.ListSeed.of_json(kept.opened).commitment == kept.commitment if kept.opened else None


def _open(opened: str, said: str) -> dict[str, str | None]:
    found = json.loads(opened) if opened else {}
    return {"said": found.get(said), "nonce": found.get("nonce")}
