"""The lists of the sites as they are kept: what is still to come under the server's secret, the first seed for later.

The first seed is sealed to the statistician's key, for the proof at the reveal: the server itself can't open it.
Whoever has both the database and the secret foresees the places that are still to come, and no place before them but
for what the block that runs gives away: it holds each level equally often.
"""

from __future__ import annotations

import json
import secrets

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.allocation import sealing_to, server_seal
from speciosa.study.server.allocation.starts import ALGORITHM, Ahead, ListSeed, level_of
from speciosa.study.server.models import AllocationList, PackKey, Site
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.trial.concealment import NONCE_BYTES


def drawn(site: Site, seat: Seat, key: PackKey) -> AllocationList:
    """The site's list; drawn, sealed and promised now where there is none yet. The caller holds the transaction.

    Parameters
    ----------
    key : the statistician's, which a new list's first seed is sealed to; the caller checks that it was made here.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    kept = AllocationList.objects.select_for_update().filter(site=site).first()
    if kept is not None:
        return kept
    seed = secrets.token_bytes(32)
    said = {"algorithm": ALGORITHM, "study": site.study.slug, "site": site.slug, "seed": seed.hex()}
    made = ListSeed(seed, json.dumps(said, sort_keys=True).encode(), secrets.token_bytes(NONCE_BYTES))
    kept = AllocationList(study=site.study, site=site, commitment=made.commitment, made_s=arrived_s(), key=key)
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(key.public))
    kept.first = sealing_to.sealed(public, made.as_json().encode(), _bound_to_key(kept))
    kept.ahead = server_seal.sealed_here(Ahead(seed).as_json().encode(), _bound(site))
    kept.save(force_insert=True)
    trail.tell(trail.study_chain(site.study), Doing("list drawn", f"list {site.slug}", None, made.commitment), seat)
    return kept


def next_place(kept: AllocationList, levels: tuple[str, ...]) -> tuple[int, str]:
    """Give out the next place and its level; what it came from is overwritten. The caller holds the row.

    Parameters
    ----------
    levels : those that an order can begin with, in the design's order.

    Raises
    ------
    EntryError : the server has another secret than when it was drawn.
    """
    numbers, ahead = ahead_of(kept).given()
    kept.ahead = server_seal.sealed_here(ahead.as_json().encode(), _bound(kept.site))
    kept.drawn += 1
    kept.save(update_fields=["ahead", "drawn"])
    return kept.drawn, level_of(numbers, levels)


def ahead_of(kept: AllocationList) -> Ahead:
    """What is still to come of a list.

    Raises
    ------
    EntryError : the server has another secret than when it was drawn.
    """
    return Ahead.of_json(server_seal.opened_here(kept.ahead, _bound(kept.site)).decode())


def first_of(kept: AllocationList, private: X25519PrivateKey) -> ListSeed:
    """What a list began with.

    Parameters
    ----------
    private : of the key that it was sealed to.

    Raises
    ------
    EntryError : it was changed, or the key is another one.
    """
    return ListSeed.of_json(sealing_to.opened(private, kept.first, _bound_to_key(kept)).decode())


def _bound(site: Site) -> str:
    return json.dumps([ALGORITHM, site.study.slug, site.slug])


def _bound_to_key(kept: AllocationList) -> bytes:
    said = [ALGORITHM, kept.study.slug, kept.site.slug, kept.commitment, kept.key.pk, kept.key.public]
    return json.dumps(said).encode()
