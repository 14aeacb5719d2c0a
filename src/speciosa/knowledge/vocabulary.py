"""The closed lists that the tables may use: units, urgency, what to do, which way is better."""

from __future__ import annotations

from enum import StrEnum


class Urgency(StrEnum):
    """How soon somebody should look at it."""

    NOW = "now"
    SOON = "soon"
    WATCH = "watch"


class Act(StrEnum):
    """What the person is asked to do about it."""

    CALL_EMERGENCY = "call_emergency"
    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_VISIT = "next_visit"


class Better(StrEnum):
    """Which end of a scale is the good one."""

    LOWER = "lower"
    HIGHER = "higher"


ACTS_OF: dict[Urgency, frozenset[Act]] = {
    Urgency.NOW: frozenset({Act.CALL_EMERGENCY, Act.TODAY}),
    Urgency.SOON: frozenset({Act.THIS_WEEK}),
    Urgency.WATCH: frozenset({Act.NEXT_VISIT}),
}
"""Which acts go with an urgency: ``now`` never waits until tomorrow."""

UNITS = frozenset(
    {
        # plain numbers
        "count", "fraction", "%", "ratio", "odds ratio", "fold", "year (calendar)",
        # scales
        "nrs", "points", "steps",
        # amounts, contents, concentrations
        "mg", "g", "ml", "capsule", "tablet", "tsp", "serving",
        "mg/day", "mg/g", "ug/g", "ng/mL", "ng*h/mL", "nM", "nM*h", "uM", "g/mol",
        # kinetics
        "L", "L/kg", "L/h", "1/h", "1/min",
        # time and rates
        "min", "h", "day", "week", "year", "1/day",
    }
)  # fmt: skip
"""Every unit that a table may write. A new one is added here on purpose, never by a typo."""
