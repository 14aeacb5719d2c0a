"""Something seen in a record, before a rule says what it means."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Act


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one condition of a rule was seen in.

    Parameters
    ----------
    time_s : of the latest entry behind it, UTC seconds; None where it is no matter of time (a pregnancy, a habit).
    ids : of the entries behind it, in the order of time.
    says : what was seen, one plain sentence; empty where the entries say it all.
    facts : keys of `person.toml` behind it.
    act : what to do, where that is not what the rule says; None: as the rule says.
    adds : further sentences of this case, below those of the rule.
    """

    time_s: int | None
    ids: tuple[str, ...] = ()
    says: str = ""
    facts: tuple[str, ...] = ()
    act: Act | None = None
    adds: tuple[str, ...] = ()
