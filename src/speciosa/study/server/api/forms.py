"""The shapes of what is sent and what is answered: the schema is made of them."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from speciosa.study.server.api.limits import number

_CELL = number("cell_most")
_ID = r"^[A-Za-z0-9_-]{8,64}$"
_NAMED_ID = r"^([A-Za-z0-9_~-]{8,140})?$"
_NUMBER = r"^[A-Za-z0-9_-]{1,20}$"
KEY = r"^[A-Za-z0-9_-]{8,64}$"
_Cell = Annotated[StrictStr, Field(max_length=_CELL)]
Number = Annotated[str, Field(pattern=_NUMBER, description="A participant's number in this study.")]
Limit = Annotated[int, Field(ge=1, le=number("page_most"), description="How many entries at most.")]
Cursor = Annotated[
    str, Field(pattern=r"^[0-9]{1,18}$", description="The `next` of the page before; without it the first page.")
]


class RowIn(Schema):
    """One entry, in the columns of diary.csv (see its reference page)."""

    model_config = ConfigDict(extra="forbid")

    time: _Cell = Field(description="When it happened, ISO 8601 with offset.", examples=["2026-03-01T08:05+01:00"])
    kind: _Cell = Field(description="What it is about.", examples=["rating"])
    name: _Cell = Field(description="What.", examples=["pain"])
    value: _Cell | StrictInt | StrictFloat = Field("", description="A number, or words where the kind says so.")
    unit: _Cell = ""
    reason: _Cell = ""
    food: _Cell = ""
    precision: _Cell = ""
    recorded: _Cell = Field("", description="When it was written down, if later.")
    id: Annotated[StrictStr, Field(pattern=_ID)] | None = Field(
        None, description="Made by whoever wrote it down. Without one the call needs a key."
    )
    supersedes: Annotated[StrictStr, Field(pattern=_NAMED_ID)] = Field("", description="The id that it corrects.")
    note: _Cell = ""


class RowsIn(Schema):
    """Entries to write down."""

    model_config = ConfigDict(extra="forbid")

    entries: Annotated[list[RowIn], Field(min_length=1, max_length=number("rows_most"))]


class Verdict(Schema):
    """What became of one entry."""

    id: str = Field(description="The id that it has here; of one that was refused, the one that was sent, or empty.")
    state: str = Field(description="`kept`: it stands here, now or before. `refused`: it is not kept.")
    why: str = Field(description="Why it is not kept, in one sentence.")
    ask: str = Field(description="What to ask the person about it, or empty.")


class Verdicts(Schema):
    """What became of each, in the order of the call."""

    results: list[Verdict]


class RowOut(Schema):
    """One entry as it was written; a later one may name it in `supersedes`, and stands in its place."""

    id: str
    time: str
    kind: str
    name: str
    value: str
    unit: str
    reason: str
    food: str
    precision: str
    recorded: str
    supersedes: str
    note: str
    arrived: str = Field(description="When it arrived here, UTC.")


class Page(Schema):
    """A page of entries in the order in which they arrived: an entry never moves from its page to another."""

    entries: list[RowOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class PeriodOut(Schema):
    """One period of the trial."""

    number: int
    code: str = Field(description="What stands on its capsules.")
    begins: str
    ends: str


class TrialOut(Schema):
    """A trial: its periods, codes and dates. It holds no arm, before the reveal or after."""

    name: str
    commitment: str = Field(description="The hash that stands in the diary from day 0.")
    periods: list[PeriodOut]


class ScheduleOut(Schema):
    """One's own trial; null where there is none."""

    trial: TrialOut | None


class DueOut(Schema):
    """One thing that is due."""

    code: str
    says: str
    to: str = Field(description="Its page in the app.")


class DueListOut(Schema):
    """What is due now; empty most of the time."""

    due: list[DueOut]


class ParticipantOut(Schema):
    """Somebody who takes part."""

    number: str
    site: str
    state: str
    joined: str
    withdrawn: str | None


class ParticipantsOut(Schema):
    """A page of participants by number."""

    participants: list[ParticipantOut]
    next: str | None = Field(description="The `after` of the next page; null on the last one.")


class FlowOut(Schema):
    """How many people, at the sites that the token's owner may know of; who completed also counts as joined."""

    invited: int
    joined: int
    allocated: int
    completed: int
    withdrawn: int
