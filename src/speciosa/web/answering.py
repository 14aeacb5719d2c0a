"""What the worker does with a job: the store opened, the story told, each section kept as ready HTML.

What is urgent comes first, from the entries alone; then whether it helps; then everything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from speciosa.effect import estimate_effect
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, Kind
from speciosa.report import Report, compose, report_json
from speciosa.report.page import report_sections
from speciosa.safety import screen
from speciosa.skin import MeasuredPhotos
from speciosa.story import tell
from speciosa.values.gaps import NotAssessed
from speciosa.web import quiet_mode
from speciosa.web.calling import with_calls
from speciosa.web.job import Job, Step

if TYPE_CHECKING:
    from speciosa.store.models import Record

_FIRST = ("findings", "effect")
_REST = (
    "headline", "leading", "skin", "plan", "less", "others", "doses", "exposure", "scales", "changes", "causality",
    "recorded", "gaps", "made", "page",
)  # fmt: skip
_WITHOUT_SKIN = (
    "effect", "leading", "plan", "less", "others", "doses", "exposure", "scales", "changes", "recorded",
)  # fmt: skip
_SKIN = "skin"
_DOTS = re.compile(r'<figure class="dots">.*?</figure>\n?', re.DOTALL)
_measured = MeasuredPhotos.memory()
"""Of this process: a photo that was measured once is not measured again after the next entry."""


def warm_up() -> None:
    """Load what every job needs, so that the first one is quick."""
    import vl_convert  # noqa: PLC0415  half a second at its first drawing

    load_knowledge()
    vl_convert.vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"}, allowed_base_urls=[])


def answer(job: Job, step: Step) -> None:
    """Work out everything that pages show, and keep it in the store.

    Raises
    ------
    EntryError : the store can't be read.
    """
    from django.db import connections  # noqa: PLC0415  Django has to be started first

    from speciosa.store import opening  # noqa: PLC0415

    assert job.store is not None
    step("start", 0, 0)
    opening.open_with_key(job.store, job.key)
    try:
        if job.power:
            _answer_power(job, step)
        else:
            from speciosa.store.entries import own_record  # noqa: PLC0415

            answer_record(own_record(), job.language, job.now_s, step)
    finally:
        connections.close_all()


def answer_urgent(record: Record, language: str, now_s: int) -> None:
    """The strip with what is for now, and nothing else: of many people each comes to it before anybody's curves.

    Raises
    ------
    ErasedMeanwhileError : something was erased while it was made; nothing was kept.
    """
    from speciosa.store import answers  # noqa: PLC0415
    from speciosa.store.diary import diary_of  # noqa: PLC0415
    from speciosa.store.entries import newest_key  # noqa: PLC0415

    erased, upto = answers.newest_erasure(record), newest_key(record)
    diary = diary_of(record)
    made = _urgent(diary, load_knowledge(), now_s=now_s, language=language)
    answers.keep_answers(record, made, language=language, upto=upto, erased=erased)


def _urgent(diary: Diary, knowledge: Knowledge, *, now_s: int, language: str) -> dict[str, bytes]:
    """What does not wait for curves and fits: the strip, and when a blind trial hides answers."""
    strip = urgent_strip(diary, knowledge, now_s=now_s, language=language)
    return {"urgent": strip.encode(), quiet_mode.NAME: quiet_mode.written(quiet_mode.blind_times(diary)).encode()}


def answer_record(record: Record, language: str, now_s: int, step: Step) -> None:
    """Work out everything that pages show of a record of the open store, and keep it there.

    Raises
    ------
    ErasedMeanwhileError : something was erased while it was worked out.
    """
    from speciosa.store import answers  # noqa: PLC0415
    from speciosa.store.diary import diary_of  # noqa: PLC0415
    from speciosa.web.basis import NAME, basis_now  # noqa: PLC0415
    from speciosa.web.switched_off import switched_off  # noqa: PLC0415

    knowledge = load_knowledge()
    erased = answers.newest_erasure(record)
    basis = basis_now(record, now_s)  # before the diary is read: what comes in meanwhile makes it old
    diary = diary_of(record)
    step("urgent", 0, 0)

    def keep(bodies: dict[str, str]) -> None:
        made = {name: html.encode() for name, html in bodies.items()}
        answers.keep_answers(record, made, language=language, upto=basis.entries, erased=erased)

    made = _urgent(diary, knowledge, now_s=now_s, language=language)
    answers.keep_answers(record, made, language=language, upto=basis.entries, erased=erased)
    step("kept", 0, 0)

    def told(without: tuple[str, ...], say: Callable[[str], None]) -> Report:
        return tell(
            diary, knowledge, photos=photos, now_s=now_s, seed=0, language=language,
            without=(*switched_off(), *without), step=say,
        )  # fmt: skip

    photos, unmeasured = _photos(record, knowledge, step)
    if unmeasured:  # they take long: what needs none of them comes before
        keep(sections_of(told((_SKIN,), lambda room: step(room, 0, 0)), _WITHOUT_SKIN))
        step("kept", 0, 0)
    seen = ("exposure", "effect") if unmeasured else ()
    whole = told((), lambda room: None if room in seen else step(room, 0, 0))
    keep(sections_of(whole, _FIRST))
    step("kept", 0, 0)
    step("pictures", 0, 0)
    keep(sections_of(whole, _REST) | {"json": report_json(whole), NAME: basis.written().decode()})


def _answer_power(job: Job, step: Step) -> None:
    """What a trial could find out, for the page that plans one."""
    from speciosa.store import answers, entries  # noqa: PLC0415
    from speciosa.store.diary import diary_of  # noqa: PLC0415
    from speciosa.web import trial_chances, trial_draft  # noqa: PLC0415

    step("power", 0, 0)
    record = entries.own_record()
    upto, erased = entries.newest_key(record), answers.newest_erasure(record)
    diary = diary_of(record)
    was_less = len(diary.entries.of_kind(Kind.ASSIGNMENT)) > 0  # half less is offered after a quarter less alone
    levels = tuple(each for each in trial_draft.LEVELS.items() if was_less or each[0] == trial_draft.FIRST)
    body = trial_chances.work_out(diary, levels, now_s=job.now_s)
    made = {trial_chances.NAME: body}
    answers.keep_answers(record, made, language=trial_chances.LANGUAGE, upto=upto, erased=erased)
    step("kept", 0, 0)


def sections_of(told: Report, names: tuple[str, ...]) -> dict[str, str]:
    """Sections as HTML as the app shows them: a number to call is a link, and the dots come right after the state."""
    made = report_sections(told, only=names)
    for name in {"urgent", "findings"}.intersection(made):
        made[name] = with_calls(made[name], told.watch.help)
    if "effect" in made:
        made["effect"] = dots_first(made["effect"])
    return made


def dots_first(effect: str) -> str:
    """The section on the effect with its dots before all questions and answers.

    Examples
    --------
    >>> dots_first('<p>state</p><h3>Asked</h3><figure class="dots">o</figure><p>more</p>')
    '<p>state</p><figure class="dots">o</figure><h3>Asked</h3><p>more</p>'
    """
    dots, asked = _DOTS.search(effect), effect.find("<h3>")
    if dots is None or not 0 <= asked < dots.start():
        return effect
    return effect[:asked] + dots[0] + effect[asked : dots.start()] + effect[dots.end() :]


def urgent_strip(diary: Diary, knowledge: Knowledge, *, now_s: int, language: str) -> str:
    """The strip with what is for now, from the entries alone: it doesn't wait for curves and fits.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds.
    """
    known = diary.as_of(now_s)
    later = NotAssessed("later", "This is being worked out.")
    effect = estimate_effect(
        known, later, knowledge, outcome=known.leading_outcome, now_s=now_s, seed=0, withheld=later
    )
    findings = screen(known, later, effect, later, knowledge, now_s=now_s, side_effects=())
    for_now = tuple(each for each in findings.findings if each.urgency == "now")
    if not for_now:
        return ""
    quick = compose(
        known,
        later,
        effect,
        later,
        replace(findings, findings=for_now),
        knowledge,
        now_s=now_s,
        seed=0,
        language=language,
    )
    return sections_of(quick, ("urgent",))["urgent"].replace('href="#findings"', 'href="/watch"')


def _photos(record: Record, knowledge: Knowledge, step: Step) -> tuple[MeasuredPhotos, bool]:
    """The photos with what was measured on them before, and whether some were not."""
    from speciosa.store.models import Photo  # noqa: PLC0415
    from speciosa.store.photos import PhotoShelf  # noqa: PLC0415

    names = Photo.objects.filter(record=record).values_list("name", "pk")
    marks = {name: f"{knowledge.version} {key}" for name, key in names}
    known = {mark for mark, _ in _measured}
    photos = MeasuredPhotos(
        PhotoShelf(record), marks, _measured, looked=lambda done: step("photos", min(done, len(marks)), len(marks))
    )
    return photos, not known.issuperset(marks.values())
