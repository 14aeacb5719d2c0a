"""The report as one frozen value: page, JSON and paper are made from it and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from speciosa.record import Kind
from speciosa.report.changes import Change
from speciosa.report.course import Course, Recent
from speciosa.report.coverage import Coverage
from speciosa.report.day_amounts import Amounts
from speciosa.report.days import Span
from speciosa.report.doses import Doses
from speciosa.report.effect_section import Effect
from speciosa.report.exposure_section import Exposure
from speciosa.report.safety_json import findings_json
from speciosa.report.safety_section import Watch
from speciosa.report.scales import Scale
from speciosa.report.skin_section import Skin
from speciosa.report.trial_record import TrialRecord
from speciosa.report.urgent import Shown, Sign
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import SCHEMA, dump
from speciosa.values.reading import Reading
from speciosa.values.sources import Source
from speciosa.values.timeline import DAY_S, format_moment


@dataclass(frozen=True, slots=True)
class Made:
    """How this report was made: with it, anybody makes the same one again.

    `now_s`: the instant of asking, UTC seconds; `offset_min`: local time minus UTC there.
    `fingerprint`: over diary, knowledge, code, seed, instant and language.
    """

    now_s: int
    offset_min: int
    version: str
    knowledge_version: str
    seed: int
    fingerprint: str
    language: str

    @property
    def today(self) -> int:
        """The local day of asking, days since 1970-01-01."""
        return (self.now_s + self.offset_min * 60) // DAY_S

    def to_json(self) -> dict[str, object]:
        """``now`` with offset, versions, ``seed``, ``fingerprint``, ``language``."""
        return {
            "now": format_moment(self.now_s, self.offset_min), "speciosa_version": self.version,
            "knowledge_version": self.knowledge_version, "seed": self.seed, "fingerprint": self.fingerprint,
            "language": self.language,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Everything that one page shows, in its order; plain values, no markup.

    Parameters
    ----------
    simulated : this person was made up by a computer; every form of the report says so.
    span, coverage, doses : None for a diary without entries.
    counts : what was given by kind, most first: scores, nights, distinct days with none, ...
    unanswered : entries with an empty place where a number belongs.
    later : entries of the file that lie after the instant of asking; they are not in this report.
    findings : what to act on, most urgent first; `signs`: general signs that should not wait.
    watch : what stands beside them. zone: the person's.
    leading : the course of the leading outcome, `recent` its last 30 days; None without scores.
    others : every other course, in the order of its kind.
    amounts : what a day with kratom held, then and now; None where no dose has a number.
    effect : whether it helps, as far as the record says.
    trials : the person's own trials, the latest first.
    exposure : how much is in the blood; None where that was not assessed (then `gaps` says why).
    skin : what the photos show of it; None where that was not assessed (then `gaps` says why).
    gaps : what was not assessed, and why: the list that the page never folds away.
    not_known : why a number of the record itself is null; the page says it where the number would stand.
    sources : bibliography entries that the report leans on.
    """

    made: Made
    simulated: bool
    primary_outcome: str
    span: Span | None
    counts: tuple[tuple[Kind, int], ...]
    unanswered: int
    later: int
    findings: tuple[Shown, ...]
    signs: tuple[Sign, ...]
    watch: Watch
    zone: ZoneInfo | None
    leading: Course | None
    recent: Recent | None
    others: tuple[Course, ...]
    doses: Doses | None
    amounts: Amounts | None
    exposure: Exposure | None
    effect: Effect
    trials: tuple[TrialRecord, ...]
    skin: Skin | None
    scales: tuple[Scale, ...]
    changes: tuple[Change, ...]
    coverage: Coverage | None
    reading: Reading
    gaps: tuple[NotAssessed, ...]
    not_known: tuple[NotAssessed, ...]
    sources: tuple[Source, ...]

    def to_json(self) -> dict[str, object]:
        """The document `report.json`; its keys are listed at `report_json`."""
        courses = [self.leading, *self.others] if self.leading else list(self.others)
        return {
            "schema": SCHEMA,
            "read": self.reading,
            "later_entries": self.later,
            "made": self.made,
            "person": {"simulated": self.simulated, "primary_outcome": self.primary_outcome},
            "span": self.span,
            "coverage": self.coverage,
            "courses": [{"leading": each is self.leading, **each.to_json()} for each in courses],
            "recent": self.recent,
            "doses": self.doses,
            "exposure": self.exposure.document if self.exposure else None,
            "effect": {key: each for key, each in self.effect.document.items() if key != "not_assessed"},
            "skin": self.skin.document if self.skin else None,
            "scales": self.scales,
            "changes": self.changes,
            **findings_json(self.watch.screened, self.zone),
            "not_assessed": [*self.gaps, *self.not_known],
            "sources": self.sources,
        }


def report_json(report: Report) -> str:
    """The report as `report.json`: the same bytes for the same diary, instant, seed and version.

    Keys
    ----
    schema, read : contract section 3. ``later_entries`` : how many lie after ``made.now``.
    made : ``now`` (ISO 8601 with offset), ``speciosa_version``, ``knowledge_version``, ``seed``,
        ``fingerprint``, ``language``.
    person : ``simulated``, ``primary_outcome``; nothing else of the person.
    span : ``first``, ``last`` (with offset), ``days``; null for a diary without entries.
    coverage : see `Coverage.to_json`; shares from 0 to 1, or null.
    courses : one a series (see `Course.to_json`), the leading one first; a ``middle_half`` is null
        where fewer than 4 numbers lie in it.
    recent : the last 30 days of the leading course, a row a day that has scores.
    doses, scales, changes : see `Doses.to_json`, `Scale.to_json`, `Change.to_json`.
    effect : as in `effect --json`, without timings; its ``not_assessed`` stands in the list of them all, as does
        that of skin.
    exposure : as in `expose --json`, the last 28 days of it: ``shown_from`` says from when; null where
        it was not assessed.
    skin : as in `skin follow --json`; null where it was not assessed.
    findings, medicines, side_effects, liver, withdrawal, taper, plan : as in `screen --json`.
    not_assessed : ``code`` and ``why`` of everything that nobody looked at, and of each number of the
        record itself that is null.
    sources : ``key``, ``cited``, ``link``.

    Local days are ISO dates.
    """
    return dump(report)
