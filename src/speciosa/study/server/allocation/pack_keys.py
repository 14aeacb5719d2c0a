"""Keys that opening codes are sealed to: the packer's, the one for emergencies, the statistician's.

The private key is wrapped with a code of 135 bits that is shown once, to be printed; the server keeps nothing that
opens it. A key that is retired still opens what was sealed to it, with its own code. It is not sealed anew to the next.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.db import transaction

from speciosa.store.key_slot import Cost, Slot
from speciosa.store.opening import arrived_s
from speciosa.store.recovery_code import make_recovery_code, plain_code
from speciosa.study.server import reasons, trail
from speciosa.study.server.allocation import server_seal, site_lists
from speciosa.study.server.models import PackKey, Site, Study
from speciosa.study.server.roles import Role
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError

PACKER, EMERGENCY, STATISTICIAN = "packer", "emergency", "statistician"
MADE_BY: Mapping[str, Role] = {
    PACKER: Role.PACKER, EMERGENCY: Role.CLINICIAN, STATISTICIAN: Role.STATISTICIAN,
}  # fmt: skip
"""Whose key each is: only they make it, so that only they ever saw its code."""


def make(seat: Seat, purpose: str, *, reason: str = "") -> tuple[PackKey, str]:
    """A new key pair; the one in use before is retired.

    Parameters
    ----------
    reason : needed where there is one already.

    Returns
    -------
    the key, and the code that opens it: it stands nowhere, so show it now.

    Raises
    ------
    EntryError : it is another role's key, the role holds for one site alone, or there is one and no reason was given.
    """
    study = _may_make(seat, purpose)
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)
        before = in_use(study, purpose)
        reason = reasons.said(reason) if before else ""
        if before:
            PackKey.objects.filter(pk=before.pk).update(retired_s=arrived_s())
        private, code = X25519PrivateKey.generate(), make_recovery_code()
        slot, _ = Slot.made("recovery", plain_code(code).encode(), private.private_bytes_raw(), Cost.chosen())
        public = private.public_key().public_bytes_raw().hex()
        wrapped: dict[str, Any] = slot.as_json() | {"stamp": server_seal.stamp(_stamped(study, purpose, public))}
        made = PackKey.objects.create(
            study=study, purpose=purpose, public=public, wrapped=json.dumps(wrapped), made_s=arrived_s()
        )
        old = fingerprint(before) if before else None
        doing = Doing("key made", f"key {purpose}", old, fingerprint(made), reason)
        trail.tell(trail.study_chain(study), doing, seat)
        for site in Site.objects.filter(study=study).order_by("pk") if purpose == STATISTICIAN else ():
            site_lists.drawn(site, seat, made)  # promised before anybody takes a place of it
    return made, code


def in_use(study: Study, purpose: str) -> PackKey | None:
    """The key that new schedules are sealed to; None where there is none yet."""
    return PackKey.objects.filter(study=study, purpose=purpose, retired_s=None).order_by("-pk").first()


def public_of(key: PackKey) -> X25519PublicKey:
    """What is sealed to this key's owner.

    Raises
    ------
    EntryError : this key was not made here: somebody put it into the database.
    """
    said = json.loads(key.wrapped).get("stamp", "")
    if not server_seal.is_stamped(_stamped(key.study, key.purpose, key.public), said):
        raise EntryError(
            f"the {key.purpose} key in the database is not one that this server made",
            todo="allocate nobody, and show this to whoever watches over the study",
        )
    return X25519PublicKey.from_public_bytes(bytes.fromhex(key.public))


def private_of(key: PackKey, code: str) -> X25519PrivateKey | None:
    """What opens envelopes to this key; None where this is not its code."""
    try:
        slot = Slot.from_json("recovery", json.loads(key.wrapped))
        private = X25519PrivateKey.from_private_bytes(slot.opened(slot.key_of(plain_code(code).encode())))
    except (EntryError, InvalidTag, ValueError, KeyError, TypeError):
        return None
    return private if private.public_key().public_bytes_raw().hex() == key.public else None


def fingerprint(key: PackKey) -> str:
    """Sixteen hexadecimal digits that tell keys apart, as on the printed code.

    Examples
    --------
    >>> fingerprint(PackKey(public="00" * 32))
    '6668 7aad f862 bd77'
    """
    digest = hashlib.sha256(bytes.fromhex(key.public)).hexdigest()[:16]
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def _may_make(seat: Seat, purpose: str) -> Study:
    assert seat.study is not None
    if purpose not in MADE_BY:
        raise EntryError("there is no such key", todo="choose one that the page offers")
    if MADE_BY[purpose] not in seat.roles:
        raise EntryError(f"the {purpose} key is made by a {MADE_BY[purpose]} alone", todo="ask them")
    if seat.sites is not None:
        raise EntryError(
            "a key holds for the whole study, and your role for a part of its sites",
            todo="ask somebody whose role holds for all sites",
        )
    return seat.study


def _stamped(study: Study, purpose: str, public: str) -> str:
    return json.dumps([study.slug, purpose, public])
