"""A site's list: with which level each participant begins, so that beginnings are balanced and can't be foreseen.

Blocks of hidden, randomly chosen lengths hold each possible first level equally often, in random order. All of it
comes from one seed by SHA-256 in counter mode; the seed lies sealed with the server's own secret, and its hash is
shown from day 0.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.allocation import server_seal
from speciosa.study.server.allocation.asking import tell
from speciosa.study.server.models import AllocationList, Site
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.trial.concealment import NONCE_BYTES, commitment
from speciosa.trial.seeded import SeededStream

ALGORITHM = "speciosa-starts-1"
"""Name of the way; a change of any of it gets another name."""


@dataclass(frozen=True, slots=True)
class ListSeed:
    """What a list is drawn with. `said`: the bytes that are hashed; `nonce`: 32 bytes that stand before them."""

    seed: bytes
    said: bytes
    nonce: bytes

    @property
    def commitment(self) -> str:
        """SHA-256(nonce || said)."""
        return commitment(self.said, self.nonce)

    def as_json(self) -> str:
        """As it is kept: sealed before the reveal, open after it."""
        return json.dumps({"said": self.said.decode(), "nonce": self.nonce.hex()})

    @classmethod
    def of_json(cls, text: str) -> ListSeed:
        """The reverse of `as_json`."""
        kept = json.loads(text)
        said = kept["said"].encode()
        return cls(bytes.fromhex(json.loads(said)["seed"]), said, bytes.fromhex(kept["nonce"]))


def start_at(seed: bytes, place: int, levels: tuple[str, ...]) -> str:
    """The level that the participant at a place of the list begins with.

    Parameters
    ----------
    place : from 1 on. levels : those that an order can begin with, in the design's order.

    Examples
    --------
    >>> found = [start_at(b"17", place, ("usual", "-25%")) for place in range(1, 41)]
    >>> abs(found.count("usual") - 20) <= 3
    True
    """
    stream, most = SeededStream(seed, f"starts {len(levels)}"), int(load_knowledge().choice("study_list_repeats_most"))
    before = 0
    while True:
        block = list(levels) * (1 + stream.below(most))
        for at in range(len(block) - 1, 0, -1):
            other = stream.below(at + 1)
            block[at], block[other] = block[other], block[at]
        if place <= before + len(block):
            return block[place - before - 1]
        before += len(block)


def drawn_list(site: Site, seat: Seat) -> AllocationList:
    """The site's list; drawn, sealed and promised now where there is none yet. The caller holds the transaction."""
    Site.objects.select_for_update().get(pk=site.pk)
    kept = AllocationList.objects.select_for_update().filter(site=site).first()
    if kept is not None:
        return kept
    seed = secrets.token_bytes(32)
    said = {"algorithm": ALGORITHM, "study": site.study.slug, "site": site.slug, "seed": seed.hex()}
    made = ListSeed(seed, json.dumps(said, sort_keys=True).encode(), secrets.token_bytes(NONCE_BYTES))
    kept = AllocationList.objects.create(
        study=site.study, site=site, commitment=made.commitment, made_s=arrived_s(),
        seed=server_seal.sealed_here(made.as_json().encode(), _bound(site)),
    )  # fmt: skip
    tell(trail.study_chain(site.study), Doing("list drawn", f"list {site.slug}", None, made.commitment), seat)
    return kept


def seed_of(kept: AllocationList) -> ListSeed:
    """What a list was drawn with.

    Raises
    ------
    EntryError : the server has another secret than when it was drawn.
    """
    return ListSeed.of_json(server_seal.opened_here(kept.seed, _bound(kept.site)).decode())


def _bound(site: Site) -> str:
    return json.dumps([ALGORITHM, site.study.slug, site.slug])
