"""What a run asks of every participant, and the seeds and fingerprints that follow from it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from speciosa import __version__
from speciosa.effect.pooling import packet_id
from speciosa.knowledge import Knowledge
from speciosa.values.json_form import fingerprint

_ROW_FORM = 2
"""Counts up where rows are made in another way or have other columns: older ones are made again."""


@dataclass(frozen=True, slots=True)
class CohortQuestion:
    """The same for everybody.

    Parameters
    ----------
    outcome : a word of the outcome table.
    now_s : the instant of asking, UTC seconds; later entries are not looked at.
    seed : of the whole run, 0 or more.
    without : functions that are left out, e.g. ``skin``.

    Examples
    --------
    >>> asked = CohortQuestion("pain", 0, 0)
    >>> asked.seed_of("ada") == asked.seed_of("ada"), asked.seed_of("ada") == asked.seed_of("bob")
    (True, False)
    """

    outcome: str
    now_s: int
    seed: int
    without: tuple[str, ...] = ()

    def seed_of(self, id_: str) -> int:
        """A participant's own seed: no other participant, order or worker changes it."""
        return int.from_bytes(self._hash(id_, b"seed")[:8], "big")

    def packet_id_of(self, id_: str) -> str:
        """The id that a participant's packet carries within this run and nowhere else."""
        return packet_id(self._hash(id_, b"packet"), "cohort")

    def fingerprint_of(self, id_: str, of_record: str, knowledge: Knowledge) -> str:
        """Of all that a participant's row is made of.

        Parameters
        ----------
        of_record : the record's own, `Source.fingerprint`.
        """
        return fingerprint(_ROW_FORM, __version__, knowledge.version, asdict(self), id_, of_record)

    def _hash(self, id_: str, purpose: bytes) -> bytes:
        said = f"{self.seed} {id_}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, digest_size=32, person=purpose).digest()
