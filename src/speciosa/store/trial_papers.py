"""What the papers of a trial say, out of its allocation: the person's without any arm, the helper's with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from speciosa import __version__

if TYPE_CHECKING:
    from speciosa.report.packing_sheet import PackingSheet
    from speciosa.report.trial_paper import TrialPaper
    from speciosa.trial import Allocation, Eligibility, UsualDay, trial_rows

_EPOCH = date(1970, 1, 1)
_AS_SAID = {"usual": "usual", "-25%": "a quarter less", "-50%": "half less"}


@dataclass(frozen=True, slots=True)
class Made:
    """When and how the papers are made. `by_hand`: the seed was chosen, so this is a rehearsal."""

    now_s: int
    place: trial_rows.Place
    by_hand: bool
    paper: str
    language: str


def paper_of(
    allocation: Allocation, usual: UsualDay, eligible: Eligibility, made: Made, promise: str, *, clinician_agreed: bool
) -> TrialPaper:
    """What the papers say, without any arm."""
    from speciosa.report.trial_paper import PaperPeriod, TrialPaper  # noqa: PLC0415
    from speciosa.trial import Trial  # noqa: PLC0415

    design = allocation.design
    first = [_day(design.first_day_of(each)) for each in range(1, design.periods + 2)]
    return TrialPaper(
        trial=allocation.trial, rehearsal=made.by_hand, product=design.product,
        levels=tuple(_said(each) for each in design.levels),
        doses=tuple((_clock(hour), count) for hour, count in zip(design.dose_hours_h, design.capsules, strict=True)),
        capsule_g=design.capsule_amount_g(design.levels[0]), usual_days=usual.days, dose_most_g=usual.dose_most_g,
        day_most_g=usual.day_most_g, period_d=design.period_d, blocks=design.blocks, margin_nrs=design.margin_nrs,
        outcome=design.outcome,
        periods=tuple(
            PaperPeriod(at + 1, code, first[at], first[at + 1] - 1) for at, code in enumerate(allocation.codes)
        ),
        sequences=allocation.orders, questions=Trial.QUESTIONS, unasked=tuple(each.asks for each in eligible.unasked),
        clinician_agreed=clinician_agreed, commitment=promise, algorithm=allocation.algorithm,
        made_day=(made.now_s + made.place.offset_at(made.now_s) * 60) // 86_400, version=__version__,
        language=made.language,
    )  # fmt: skip


def paper_as_json(paper: TrialPaper) -> dict[str, Any]:
    """What the papers say, to be kept: a page of it can be made in another language later."""
    return asdict(paper)


def paper_of_json(said: Mapping[str, Any], *, language: str) -> TrialPaper:
    """The reverse of `paper_as_json`, in the reader's language."""
    from speciosa.report.trial_paper import PaperPeriod, TrialPaper  # noqa: PLC0415

    kept: dict[str, Any] = {key: _frozen(value) for key, value in said.items()}
    periods = tuple(PaperPeriod(**each) for each in said["periods"])
    return replace(TrialPaper(**{**kept, "periods": periods}), language=language)


def sheet_of(allocation: Allocation, paper: TrialPaper, opening_code: str) -> PackingSheet:
    """The paper with what is in each container."""
    from speciosa.report.packing_sheet import PackedContainer, PackedLevel, PackingSheet  # noqa: PLC0415

    design = allocation.design
    a_period = design.capsules_a_day * design.period_d
    full_g = design.capsule_amount_g(design.levels[0])
    levels = tuple(
        PackedLevel(_said(level), a_period * allocation.arms.count(level), each_g, round(full_g - each_g, 3))
        for level in design.levels
        for each_g in [design.capsule_amount_g(level)]
    )
    containers = tuple(
        PackedContainer(at, code, _said(arm), a_period)
        for at, (code, arm) in enumerate(zip(allocation.codes, allocation.arms, strict=True), start=1)
    )
    return PackingSheet(paper, levels, containers, opening_code)


def _said(level: str) -> str:
    return _AS_SAID.get(level, level)


def _clock(hour_h: float) -> str:
    minutes = round(hour_h * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _day(iso: str) -> int:
    return (date.fromisoformat(iso) - _EPOCH).days


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
