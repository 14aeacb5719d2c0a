"""Every entry as one table, for who asks for it. Notes are never in it, nor names of photo files."""

from __future__ import annotations

from collections.abc import Collection

from speciosa.record import Answer, Columns, Kind, Reason
from speciosa.report.paper.blocks import LONGEST, Block, cut, section
from speciosa.report.printed import plain
from speciosa.report.wording import Wording
from speciosa.values.timeline import DAY_S, Precision

_PART = {
    Kind.DOSE: "doses", Kind.NO_DOSE: "doses", Kind.MEDICINE: "medicines", Kind.RATING: "scores", Kind.SCALE: "scores",
    Kind.SLEEP: "scores", Kind.ACTIVITY: "scores", Kind.GOAL: "scores", Kind.STRATEGY: "scores", Kind.SUN: "skin",
    Kind.PHOTO: "skin", Kind.SYMPTOM: "findings", Kind.LAB: "findings", Kind.EVENT: "doses", Kind.ASSIGNMENT: "effect",
}  # fmt: skip
_KIND = {
    Kind.DOSE: "dose", Kind.NO_DOSE: "no dose", Kind.MEDICINE: "medicine", Kind.RATING: "score",
    Kind.SCALE: "questionnaire", Kind.SYMPTOM: "symptom", Kind.SLEEP: "sleep", Kind.ACTIVITY: "activity",
    Kind.SUN: "sun", Kind.LAB: "lab value", Kind.GOAL: "goal", Kind.STRATEGY: "strategy", Kind.PHOTO: "photo",
    Kind.EVENT: "event", Kind.ASSIGNMENT: "trial period",
}  # fmt: skip
_REASON = {
    Reason.PLANNED: "planned", Reason.PAIN: "for pain", Reason.MOOD: "for mood",
    Reason.WITHDRAWAL: "so as not to feel ill", Reason.SOCIAL: "with others", Reason.OTHER: "another reason",
}  # fmt: skip


def entries_pages(entries: Columns, words: Wording, parts: Collection[str]) -> Block | None:
    """The table of entries as they stand, in the order of time; None where there is none.

    Parameters
    ----------
    parts : of `doctor_paper.PARTS`; entries of another part are left out.
    """
    kinds = list(Kind)
    said = {each: words.say(_KIND[each]) for each in kinds}
    reasons = {each: words.say(text) for each, text in _REASON.items()}
    names = [cut(each.replace("_", " "), LONGEST) for each in entries.name.vocabulary]
    codes, rows, day_said = entries.name.codes.tolist(), [], ""
    days = (entries.day() * DAY_S).tolist()
    columns = zip(
        entries.kind.tolist(), codes, entries.value.tolist(), entries.answer.tolist(), entries.text.tolist(),
        entries.unit.tolist(), entries.reason.tolist(), entries.precision.tolist(), entries.time_s.tolist(),
        entries.offset_min.tolist(), days, strict=True,
    )  # fmt: skip
    before = None
    for kind_at, name, value, answer, text, unit, reason, precision, time_s, offset, day_s in columns:
        kind = kinds[kind_at]
        if _PART[kind] not in parts:
            continue
        if day_s != before:
            before, day_said = day_s, words.table_date(day_s // DAY_S)
        wall_s = time_s + offset * 60 - day_s
        clock = f"{day_said}, {wall_s // 3600:02d}:{wall_s % 3600 // 60:02d}"
        when = clock if precision == Precision.CLOCK else day_said
        what = _value(words, kind, value, answer, text, unit)
        rows.append([when, said[kind], names[name], what, reasons.get(Reason(reason), "")])
    if not rows:
        return None
    head = [words.say(each) for each in ("When", "Kind", "What", "Value", "Reason")]
    caption = words.count(
        "{n} entry as it stands, corrections followed. Notes are not printed.",
        "{n} entries as they stand, corrections followed. Notes are not printed.",
        len(rows),
    )
    return section(words.say("All entries"), {
        "kind": "table", "caption": caption, "head": head, "rows": rows, "more": "", "fractions": [3.2, 2, 4, 3, 2.4],
        "narrow": False,
    })  # fmt: skip


def _value(words: Wording, kind: Kind, value: float, answer: int, text: str, unit: str) -> str:
    if answer == Answer.DECLINED:
        return words.say("not answered")
    if answer == Answer.UNKNOWN:
        return words.say("not known")
    if answer == Answer.GIVEN:
        number = plain(words, value)
        return number if unit in {"", "nrs"} else f"{number} {unit}"
    return "" if kind is Kind.PHOTO else cut(text, LONGEST)
