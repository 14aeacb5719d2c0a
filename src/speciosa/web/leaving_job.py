"""Making what leaves, in a process of its own: the report of the ticked parts as page, paper, data, and the diary."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from speciosa.store.way_in import WayIn, entered
from speciosa.values.errors import EntryError
from speciosa.web.about_you import in_app
from speciosa.web.leaving import left_out, only
from speciosa.web.leaving_clinic import bundle_of, tables_of
from speciosa.web.leaving_forms import DATA, FHIR, PAPER, TABLES, WRITTEN_FORMS, Ready, Wish
from speciosa.web.quiet_mode import blind_times

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Report
    from speciosa.store.models import Record

_SECTIONS = {
    "scores": ("leading", "others", "scales", "changes", "plan"), "doses": ("doses", "exposure"),
    "effect": ("effect", "less"), "skin": ("skin",), "findings": ("findings", "causality", "gaps"),
}  # fmt: skip
_OF_FINDINGS = ("findings", "medicines", "side_effects", "liver", "withdrawal", "taper", "plan")
_IMAGES = re.compile(r'<div class="pair">.*?</div>|<img [^>]*src="data:image[^>]*>', re.DOTALL)
_LOCAL_LINK = re.compile(r'<a href="#(?!source-)[^"]*">(.*?)</a>', re.DOTALL)
_SAYS = "Working it out from the parts that you ticked."


def make(way: WayIn, wish: Wish, step: Callable[..., None]) -> Ready:
    """Open the store, and make what leaves of the parts that are ticked."""
    with entered(way) as record:
        return made_of(record, wish, step)


def made_of(record: Record, wish: Wish, step: Callable[..., None]) -> Ready:
    """What leaves, of an open store.

    Raises
    ------
    EntryError : a blind trial runs, and what is wanted is more than what was written down.
    """
    from speciosa.knowledge import load_knowledge  # noqa: PLC0415
    from speciosa.store.diary import diary_of  # noqa: PLC0415

    step(_SAYS, 0, 0)
    whole, knowledge = diary_of(record), load_knowledge()
    diary = only(whole, wish.ticked, knowledge)
    if wish.form in WRITTEN_FORMS:
        return tables_of(diary, knowledge, wish) if wish.form == TABLES else _diary(diary, record, wish)
    if any(start <= wish.now_s < end for start, end in blind_times(whole)):
        todo = "take the diary itself along, or wait for the trial's end"
        raise EntryError("a blind trial runs, and a report could give it away", todo=todo)
    told = _told(diary, record, knowledge, wish, step)
    if wish.form == FHIR:
        from speciosa.store.photos import picture_of  # noqa: PLC0415

        whose = whole.person.record or record.key
        return bundle_of(told, diary, knowledge, wish, picture=partial(picture_of, record), record=whose)
    return _report(told, diary, wish)


def _diary(diary: Diary, record: Record, wish: Wish) -> Ready:
    from speciosa.record import packed_diary  # noqa: PLC0415
    from speciosa.store.photos import PhotoShelf  # noqa: PLC0415

    files = packed_diary.diary_files(diary)
    if "photos" in wish.ticked:
        shelf = PhotoShelf(record)
        from speciosa.record import Kind  # noqa: PLC0415

        named = sorted(set(diary.history.of_kind(Kind.PHOTO).text.tolist()))
        files |= {name: body for name in named if (body := shelf.get(name)) is not None}
    return Ready("zip", "application/zip", packed_diary.zipped(files), files)


def _told(diary: Diary, record: Record, knowledge: Knowledge, wish: Wish, step: Callable[..., None]) -> Report:
    from speciosa.store.photos import PhotoShelf  # noqa: PLC0415
    from speciosa.story import tell  # noqa: PLC0415

    photos = PhotoShelf(record) if "skin" in wish.ticked else {}
    without = {*wish.without, *(() if "effect" in wish.ticked else ("effect",))}
    return tell(
        diary, knowledge, photos=photos, now_s=wish.now_s, seed=0, language=wish.language,
        without=tuple(sorted(without)),
        step=lambda _room: step(_SAYS, 0, 0),
    )  # fmt: skip


def _report(told: Report, diary: Diary, wish: Wish) -> Ready:
    from speciosa.report import wording  # noqa: PLC0415
    from speciosa.report.doctor_paper import doctor_paper_pdf  # noqa: PLC0415

    words = wording(wish.language)
    stays = left_out(words, wish.ticked)
    if wish.form == PAPER:
        body = doctor_paper_pdf(
            told, parts=wish.ticked, left_out=stays, paper=wish.paper,
            pages="first" if wish.pages == "first" else "all",
            entries=diary.as_of(wish.now_s).entries if wish.listed else None,
            rephrase=lambda text: in_app(text, words, links=False),
        )  # fmt: skip
        return Ready("pdf", "application/pdf", body)
    if wish.form == DATA:
        return Ready("json", "application/json", _data(told, wish.ticked).encode())
    return Ready("html", "text/html; charset=utf-8", page_of(told, wish.ticked, stays, wish.paper).encode())


def _data(told: Report, ticked: Collection[str]) -> str:
    """`report.json` without the keys of what stays."""
    from speciosa.report import report_json  # noqa: PLC0415

    said = json.loads(report_json(told))
    gone = [*(_OF_FINDINGS if "findings" not in ticked else ()), *(("effect",) if "effect" not in ticked else ())]
    for key in gone:
        said.pop(key, None)
    said["left_out"] = sorted(gone)
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def page_of(told: Report, ticked: Collection[str], stays: Collection[str], paper: str) -> str:
    """The report's own sections of what is ticked as one page: no script, no network, its only style its own."""
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    from speciosa.report import wording  # noqa: PLC0415
    from speciosa.report.page import page_style, report_sections  # noqa: PLC0415
    from speciosa.web.page import environment  # noqa: PLC0415

    names = [name for key, several in _SECTIONS.items() if key in ticked for name in several]
    order = [name for name in _ORDER if name in names]
    bodies = report_sections(told, only=(*order, "made"))
    if "photos" not in ticked:
        bodies = {name: _IMAGES.sub("", html) for name, html in bodies.items()}
    bodies = {name: _LOCAL_LINK.sub(r"\1", html) for name, html in bodies.items()}
    words, style = wording(told.made.language), page_style(paper)
    bodies = {name: in_app(html, words, links=False) for name, html in bodies.items()}
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment(autoescape=True).get_template("taken_page.html.j2").render(
        say=words.say, words=words, style=style, bodies=[bodies[name] for name in order if bodies[name].strip()],
        made=bodies["made"], stays=list(stays), r=told,
        has_photos={"photos", "skin"} <= set(ticked),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
    )  # fmt: skip


_ORDER = (
    "findings", "leading", "effect", "skin", "plan", "less", "others", "doses", "exposure", "scales", "changes",
    "causality",
    "gaps",
)  # fmt: skip
