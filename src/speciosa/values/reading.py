"""What reading a file found: how many rows, which were refused and why, what we would ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that could not be understood: its physical line (the header is line 1) and why."""

    line: int
    why: str

    def to_json(self) -> dict[str, object]:
        return {"line": self.line, "why": self.why}


@dataclass(frozen=True, slots=True)
class Question:
    """Something that was kept as it stands, but looks like a slip: asked, never silently mended."""

    code: str
    ask: str
    lines: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {"code": self.code, "ask": self.ask, "lines": list(self.lines), "ids": list(self.ids)}


@dataclass(frozen=True, slots=True)
class Reading:
    """The count of a reading: rows = kept + refused + merged.

    `merged`: rows that say the same as an earlier row. `notices`: said once about the file as a
    whole, e.g. a column that is not known.
    """

    rows: int = 0
    kept: int = 0
    refused: tuple[Refused, ...] = ()
    merged: int = 0
    questions: tuple[Question, ...] = ()
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The `read` block of every JSON document (contract section 3)."""
        return {
            "rows": self.rows, "kept": self.kept, "refused": [each.to_json() for each in self.refused],
            "merged": self.merged, "questions": [each.to_json() for each in self.questions],
            "notices": list(self.notices),
        }  # fmt: skip

    def lines_by_reason(self) -> dict[str, list[int]]:
        """Each reason for refusing and the lines that it is about, in the order of the first ones."""
        lines: dict[str, list[int]] = {}
        for each in self.refused:
            lines.setdefault(each.why, []).append(each.line)
        return lines


class Asked(Protocol):
    """An entry that can be asked about: its line and its id."""

    @property
    def line(self) -> int: ...
    @property
    def id(self) -> str: ...


@dataclass(slots=True)
class Tally:
    """A reading while it goes on."""

    rows: int = 0
    merged: int = 0
    refused: list[Refused] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def refuse(self, line: int, why: str) -> None:
        """List one row as refused."""
        self.refused.append(Refused(line, why))

    def ask(self, code: str, ask: str, entry: Asked) -> None:
        """Ask about one entry."""
        self.questions.append(Question(code, ask, (entry.line,), (entry.id,)))

    def done(self, kept: int) -> Reading:
        """The finished count, refused rows in the order of their lines."""
        refused = tuple(sorted(self.refused, key=lambda each: each.line))
        return Reading(self.rows, kept, refused, self.merged, tuple(self.questions), tuple(self.notices))
