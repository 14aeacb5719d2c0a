"""The draft of a side-effect report as one file, made in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from speciosa.web.leaving_forms import Ready
from speciosa.web.side_effect_gathering import Gathered


@dataclass(frozen=True, slots=True, eq=False)
class DraftWish:
    """Which file is wanted.

    `answers`: by the draft's own keys. `notes`: what was written beside the entries goes along. `form`: ``pdf`` or
    ``json``. `paper`: ``a4`` or ``letter``.
    """

    gathered: Gathered = field(repr=False)
    entry_id: str
    answers: Mapping[str, str] = field(repr=False)
    notes: bool
    form: str
    paper: str


def make(wish: DraftWish, step: Callable[..., None]) -> Ready:
    """The file; the same draft gives the same bytes."""
    from speciosa.report import adverse_event  # noqa: PLC0415
    from speciosa.values.json_form import dump  # noqa: PLC0415

    step("Writing the draft.", 0, 0)
    draft = wish.gathered.draft(wish.entry_id, wish.answers, notes=wish.notes)
    if wish.form == "json":
        return Ready("json", "application/json", dump(adverse_event.draft_json(draft)).encode())
    return Ready("pdf", "application/pdf", adverse_event.draft_pdf(draft, paper=wish.paper))
