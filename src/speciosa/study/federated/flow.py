"""From registered to pooled: where people went, counted so that silence does not hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from speciosa.effect.pooling import Pooled
from speciosa.study.federated.inbox import Inbox, Registry

TOOK_BACK = "Whoever sent it took it back."


@dataclass(frozen=True, slots=True)
class PacketFlow:
    """People and files.

    Parameters
    ----------
    registered, never_sent : people of day 0, and those of them from whom nothing came that looks like a packet;
        None without registrations.
    sent : those of them who sent something; without registrations: ids that stand on any file.
    withdrawn : people who took their packet back, or their word to take part.
    unregistered : packets whose id nobody registered; None without registrations.
    without_consent : packets that carry none.
    rejected : files that were left out, for whatever reason.
    pooled : people in the pool.
    """

    registered: int | None
    sent: int
    never_sent: int | None
    withdrawn: int
    unregistered: int | None
    without_consent: int
    rejected: int
    pooled: int

    @classmethod
    def of(cls, inbox: Inbox, registry: Registry | None, pooled: Pooled) -> Self:
        """Count."""
        ids = registry.ids if registry else inbox.sent
        strangers = None if registry is None else sum(each.id not in ids for each in inbox.packets.values())
        return cls(
            len(ids) if registry else None, len(ids & inbox.sent), len(ids - inbox.sent) if registry else None,
            len(ids & inbox.withdrawn), strangers, len(inbox.packets) - len(inbox.agreed), len(pooled.rejected),
            pooled.n,
        )  # fmt: skip

    def to_json(self) -> dict[str, int | None]:
        return {
            "registered": self.registered, "sent": self.sent, "never_sent": self.never_sent,
            "withdrawn": self.withdrawn, "unregistered": self.unregistered, "without_consent": self.without_consent,
            "rejected": self.rejected, "pooled": self.pooled,
        }  # fmt: skip
