"""What a person chooses of a trial before it is sealed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from speciosa.knowledge import load_knowledge
from speciosa.values.errors import EntryError
from speciosa.values.timeline import day_name

LEVELS = {25: ("usual", "-25%"), 50: ("-25%", "-50%")}
"""How much less, in percent, and the two amounts that are compared."""
FIRST = 25
"""What can be tried first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen. `less`: percent. `starts`: ISO date. `margin`: points."""

    less: int
    starts: str
    period_d: int
    blocks: int
    margin: float
    outcome: str

    @property
    def said(self) -> dict[str, Any]:
        """As the session holds it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def usual(cls, outcome: str, today: int) -> Draft:
        """What we would choose.

        Parameters
        ----------
        today : the local day, days since 1970-01-01.
        """
        choice = load_knowledge().choice
        starts = day_name(today + int(choice("trial_packing_d")))
        period_d, blocks = int(choice("trial_period_d")), int(choice("trial_blocks"))
        return cls(FIRST, starts, period_d, blocks, choice("trial_margin_nrs"), outcome)

    @classmethod
    def of_kept(cls, kept: object) -> Draft | None:
        """What the session holds of a draft; None where it holds none, or one of another form than `said` has.

        Examples
        --------
        >>> chosen = Draft(25, "2026-03-08", 10, 4, 0.5, "pain")
        >>> Draft.of_kept(chosen.said) == chosen, Draft.of_kept({"less": "lots"})
        (True, None)
        """
        names = [each.name for each in fields(cls)]
        if not isinstance(kept, Mapping) or not all(str(kept.get(name) or "") for name in names):
            return None
        try:
            return cls(0, "", 0, 0, 0.0, "").with_said({name: str(kept[name]) for name in names})
        except EntryError:
            return None

    def with_said(self, said: Mapping[str, str]) -> Draft:
        """The same with what a form says.

        Raises
        ------
        EntryError : something else than the form offers.
        """
        read: dict[str, Any] = {
            "less": int,
            "starts": date.fromisoformat,
            "period_d": int,
            "blocks": int,
            "margin": float,
        }
        found: dict[str, Any] = {}
        for name, kind in read.items():
            text = said.get(name, "").strip()
            try:
                found |= {name: kind(text)} if text else {}
            except ValueError:
                raise EntryError("one of the choices can't be read", todo="choose one that the page offers") from None
        if "starts" in found:
            found["starts"] = found["starts"].isoformat()
        if found.get("less", FIRST) not in LEVELS or not math.isfinite(found.get("margin", 1.0)):
            raise EntryError("one of the choices can't be read", todo="choose one that the page offers")
        outcome = " ".join(said.get("outcome", "").lower().split())
        return replace(self, **found, outcome=outcome or self.outcome)
