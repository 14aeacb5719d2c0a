"""A pool for whoever works on it: the contract's document, where people went, and what was left out."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from speciosa.effect.pooling import Pooled, Rejected, pooled_json
from speciosa.effect.pooling.packet import CONTRASTS
from speciosa.knowledge import Knowledge
from speciosa.study.federated.flow import PacketFlow
from speciosa.study.federated.inbox import Inbox, Registry
from speciosa.study.federated.pool_told import PoolTold, pool_told
from speciosa.study.federated.release import pooled_now
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.reading import Reading, Refused

_DOSE = re.compile(r"dose_(1|0\.\d\d?)")
_STRANGER = "Nobody registered under its id. It counts here, and in nothing that is published."


class WholePool(NamedTuple):
    """`document`: for ``--json``. `told`: for a terminal. `flow`: counts that are known. `left`: files and why."""

    document: dict[str, Any]
    told: PoolTold
    flow: dict[str, int]
    left: tuple[tuple[str, str], ...]


def whole_pool(inbox: Inbox, registry: Registry | None, knowledge: Knowledge, *, of: str, seed: int) -> WholePool:
    """Pool all that came in, and say where people went. It has a row for each person, and is not for publishing.

    Raises
    ------
    EntryError : no packet is left that could be pooled.
    """
    found = pooled_now(inbox, knowledge, of=of, seed=seed) if inbox.packets else None
    if not isinstance(found, Pooled):
        held = sorted({name for each in inbox.packets.values() for name in each.numbers})
        if held and of not in held:
            other = "one_step_less" if "one_step_less" in held else held[0]
            why, todo = f"they hold {', '.join(held)}", f"use --of {other}"
            raise EntryError(f"none of these packets holds the number {of}", why=why, todo=todo)
        raise EntryError("no packet is left that could be pooled", why=_first_of([*inbox.rejected], found))
    flow = PacketFlow.of(inbox, registry, found).to_json()
    strangers = sorted(name for name, each in inbox.packets.items() if registry and each.id not in registry.ids)
    refused = tuple(Refused(at, each.why) for at, each in enumerate(found.rejected, start=1))
    document = {"schema": 1, "read": Reading(inbox.files, found.n, refused)}
    document |= pooled_json(found) | {"flow": flow, "unregistered": strangers}
    if registry is not None:
        document |= {"study": registry.study, "registrations_rejected": [each._asdict() for each in registry.rejected]}
    left = (*((each.file, each.why) for each in found.rejected), *((name, _STRANGER) for name in strangers))
    known = {name: count for name, count in flow.items() if count is not None}
    return WholePool(document, pool_told(found, knowledge), known, left)


def refuse_no_number(of: str) -> None:
    """A slip in the name of a number must not pass for packets that lack it.

    Raises
    ------
    EntryError : packets hold no number of that name.

    Examples
    --------
    >>> refuse_no_number("dose_0.5")
    """
    if of not in {"effect", *CONTRASTS} and not _DOSE.fullmatch(of):
        todo = f"use effect, {', '.join(CONTRASTS)}, or a dose like dose_0.5"
        raise EntryError("packets hold no such number", where="--of", todo=todo)


def _first_of(rejected: list[Rejected], gap: NotAssessed | None) -> str:
    if not rejected:
        return gap.why.rstrip(".") if gap else "there is none in these files"
    more = f", and {len(rejected) - 1} more" if len(rejected) > 1 else ""
    return f"{rejected[0].file}: {rejected[0].why.rstrip('.')}{more}"
