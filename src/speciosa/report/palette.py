"""The colours of page and pictures, light and dark, by what they are for.

Data blue is Okabe and Ito's (blue on light, sky blue on dark); everything else is ink on paper. Red
stands for urgency ``now`` and nothing else. No meaning is carried by colour alone.
"""

from __future__ import annotations

from types import MappingProxyType

LIGHT = MappingProxyType({
    "paper": "#fbf8f3", "sheet": "#f3ede3", "ink": "#211d18", "soft": "#5b5349", "line": "#d9d0c2",
    "accent": "#0a5c86", "data": "#0072b2", "band": "#a9d3ee", "dose": "#2b2620", "mark": "#6b6156", "now": "#a3151a",
})  # fmt: skip
"""What each role looks like on light paper and in print; the pictures are drawn in these."""

DARK = MappingProxyType({
    "paper": "#161310", "sheet": "#221d18", "ink": "#ece5da", "soft": "#b8ad9e", "line": "#423b33",
    "accent": "#86c5ec", "data": "#56b4e9", "band": "#22506b", "dose": "#e0d8cb", "mark": "#a89d8f", "now": "#ff9a92",
})  # fmt: skip
"""The same roles in the dark theme."""


def variables(colours: MappingProxyType[str, str]) -> str:
    """The colours as CSS custom properties."""
    return "".join(f"--{role}:{value};" for role, value in colours.items())
