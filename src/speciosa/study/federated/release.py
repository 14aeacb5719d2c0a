"""A pool that may be published: enrolled people who agreed, enough of them, no row of a person, few digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from speciosa.effect.pooling import EvidencePacket, Pooled, PopulationPrior, Rejected, pool
from speciosa.effect.pooling.pool import SHARED
from speciosa.knowledge import Knowledge
from speciosa.study.counted import NOT_BY_CHANCE, counted
from speciosa.study.federated.flow import TOOK_BACK
from speciosa.study.federated.inbox import Inbox, Registry
from speciosa.study.federated.ledger import Release, refuse_if_too_close
from speciosa.study.suppression import with_total
from speciosa.values.draws import Draws
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import SCHEMA, fingerprint

STREAM = 9  # of the seed: other rooms draw from others
_NO_CONSENT = "It carries no consent: writing a packet is not giving it."
_STRANGER = "Nobody registered under its id, and a published pool takes enrolled participants only."
_FEW_OF_A_KIND = "Fewer than {least} people gave a number of its kind, so none of that kind is published."
_SOME = "Some packets lie far from the others, or could be taken in only as bell curves; how many is not said."


class Published(NamedTuple):
    """`document`: what may be given out. `release`: for the ledger, never given out. `pooled`: for whoever pools."""

    document: dict[str, Any]
    release: Release
    pooled: Pooled


def pooled_now(
    inbox: Inbox, knowledge: Knowledge, *, of: str, seed: int, left_out: Sequence[Rejected] = ()
) -> Pooled | NotAssessed:
    """Pool what came in, withdrawn packets and those in `left_out` aside; nothing of it may be published as it is."""
    held = inbox.packets.items()
    gone = [Rejected(name, TOOK_BACK) for name, each in held if each.id in inbox.withdrawn]
    diaries = [Rejected(name, NOT_BY_CHANCE) for name, each in held if each.number(of) and not counted(each, of)]
    out = {each.file: each for each in (*diaries, *gone, *left_out)}
    return pool(
        {name: each for name, each in inbox.packets.items() if name not in out},
        np.random.default_rng([seed, STREAM]), prior=PopulationPrior.of(knowledge), of=of,
        rejected=(*inbox.rejected, *out.values()),
    )  # fmt: skip


def publish(
    inbox: Inbox, registry: Registry, knowledge: Knowledge, *, of: str, seed: int, earlier: Sequence[Release]
) -> Published:
    """Pool for publication.

    A mean rests on at least `study_release_people_least` people. Randomised and observational numbers are two cells:
    where one of them is smaller, its packets stay out, for the difference of the two means would tell of them. What was
    published before differs by as many people or by none.

    Parameters
    ----------
    earlier : of the ledger.

    Raises
    ------
    EntryError : too few people, or too close to an earlier release.
    """
    least = int(knowledge.choice("study_release_people_least"))
    out = [
        Rejected(name, why) for name, each in inbox.packets.items() if (why := _why_not(name, each, inbox, registry))
    ]
    staying = {each.file for each in out}
    kept = {
        name: each for name, each in inbox.packets.items() if name not in staying and each.id not in inbox.withdrawn
    }
    kinds = {name: number.grade.randomised for name, each in kept.items() if (number := counted(each, of)) is not None}
    small = {kind for kind in (True, False) if sum(each is kind for each in kinds.values()) < least}
    why_small = _FEW_OF_A_KIND.format(least=least)
    out += [Rejected(name, why_small) for name, kind in kinds.items() if kind in small]
    found = pooled_now(inbox, knowledge, of=of, seed=seed, left_out=out) if len(small) < 2 else None
    if not isinstance(found, Pooled) or any(
        0 < each < least for each in (found.n_randomised, found.n - found.n_randomised)
    ):
        raise EntryError(
            f"this was not published: fewer than {least} enrolled people agreed and have this number",
            why="a mean of fewer would tell too much of each", todo="wait for more people",
        )  # fmt: skip
    by_id = {each.id: each for each in kept.values()}
    release = Release(of, found.outcome, {each.id: _gave(by_id[each.id], of) for each in found.people})
    refuse_if_too_close(release, earlier, int(knowledge.choice("study_release_differs_least")))
    return Published(_document(found, inbox, registry, knowledge), release, found)


def _why_not(name: str, packet: EvidencePacket, inbox: Inbox, registry: Registry) -> str:
    if packet.id not in registry.ids:
        return _STRANGER
    return "" if name in inbox.agreed else _NO_CONSENT


def _gave(packet: EvidencePacket, of: str) -> str:
    number = packet.number(of)
    return "" if number is None else fingerprint(number.grade, number.values)


def _document(found: Pooled, inbox: Inbox, registry: Registry, knowledge: Knowledge) -> dict[str, Any]:
    """What is given out: no id, no file, no row of a person, no count that tells of a few."""
    withdrawn = registry.ids & inbox.withdrawn
    silent = registry.ids - withdrawn - inbox.sent
    parts = {
        "withdrawn": len(withdrawn), "never_sent": len(silent),
        "left_out": len(registry.ids) - len(withdrawn) - len(silent) - found.n,
    }  # fmt: skip
    # the pooled are shown anyway: who has the registered has the sum of all others
    shown, others = with_total(list(parts.values()), int(knowledge.choice("study_cell_least")))
    flow = {
        "registered": None if others.n is None else len(registry.ids),
        **{name: count.n for name, count in zip(parts, shown, strict=True)}, "pooled": found.n,
    }  # fmt: skip
    return {
        "schema": SCHEMA, "kind": "study release", "study": registry.study, "of": found.of, "outcome": found.outcome,
        "unit": found.unit, "better": found.better, "basis": found.basis, "n": found.n,
        "n_randomised": found.n_randomised, "effect": _spread(found.effect),
        "between_person_sd": _spread(found.between_sd), "association": _spread(found.association),
        "bias": _spread(found.bias), "new_person": _spread(found.new_person),
        "share_better": {
            "median": round(found.share_better.median, 2),
            "interval_95": [round(found.share_better.low, 2), round(found.share_better.high, 2)],
        },
        "flow": flow, "hidden": sorted(name for name, count in flow.items() if count is None),
        "says": _says(found),
    }  # fmt: skip


def _says(found: Pooled) -> tuple[str, ...]:
    """What stands beside every such number, and of what counts a few people only that there are some."""
    plain = (found.says[0], *(each for each in found.says[1:] if each == SHARED))
    return plain if len(plain) == len(found.says) else (*plain, _SOME)


def _spread(draws: Draws | None) -> dict[str, Any] | None:
    """A number with one digit more than its uncertainty earns: more would let two releases be subtracted."""
    if draws is None:
        return None
    place = 1 - math.floor(math.log10(draws.sd))
    low, high = draws.interval(0.95)
    return {
        "mean": round(draws.mean, place), "sd": round(draws.sd, place),
        "interval_95": [round(low, place), round(high, place)],
    }  # fmt: skip
