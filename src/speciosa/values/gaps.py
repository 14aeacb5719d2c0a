"""What was not assessed, and why: silence never means "safe"."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """One thing that was not looked at.

    Parameters
    ----------
    code : stable word for scripts, e.g. ``exposure``, ``effect``, ``skin``.
    why : one plain sentence for the person.
    """

    code: str
    why: str

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "why": self.why}
