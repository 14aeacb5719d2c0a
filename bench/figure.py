"""A figure beside its target, and the page that holds them."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

_HEAD = """# Figures

Made by `make bench`. Machines are shared and noisy, so CPU seconds count, and wall time is said beside them. Each part
says where and when it was measured; what stands in one part was measured in one run."""

_PART = """## {title}

{day}, {machine}, {cores} cores, Python {python}, NumPy {numpy}, speciosa {speciosa}.

| figure | reached | target | how |
|---|---|---|---|
{rows}"""


class Figure(NamedTuple):
    """One measured figure beside its target."""

    what: str
    reached: str
    target: str
    how: str


def part(title: str, figures: list[Figure]) -> str:
    """One part of the page."""
    return _PART.format(
        title=title, day=f"{datetime.now(tz=UTC):%Y-%m-%d}", machine=platform.machine(), cores=os.cpu_count(),
        python=platform.python_version(), numpy=version("numpy"), speciosa=version("speciosa"),
        rows="\n".join(f"| {' | '.join(each)} |" for each in figures),
    )  # fmt: skip


def put(page: Path, title: str, text: str, titles: list[str]) -> None:
    """Replace one part of the page; the others stay as they are, in the order of `titles`."""
    old = page.read_text(encoding="utf-8").split("\n## ")[1:] if page.exists() else []
    parts = {each.partition("\n")[0]: f"## {each.strip()}" for each in old}
    parts[title] = text
    page.write_text("\n\n".join([_HEAD, *(parts[each] for each in titles if each in parts)]) + "\n", encoding="utf-8")
