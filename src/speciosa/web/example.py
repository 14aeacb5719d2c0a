"""The example person's sections, made in a process of its own: no store is opened, and nothing lies on a disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from speciosa.web.job import Said, place_of

SECTIONS = (
    "headline", "findings", "leading", "effect", "skin", "plan", "less", "others", "doses", "exposure", "scales",
    "changes", "causality", "recorded", "gaps", "made",
)  # fmt: skip


def make(pipe: Connection, language: str) -> None:
    """Send the example's sections: at first without photos, then with them; what comes between tells how far it is.

    A dict goes for sections, a `Said` for a step or a fault.
    """
    try:
        _make(pipe, language)
        pipe.send(Said(0, "done"))
    except (BrokenPipeError, EOFError):
        return
    except Exception as problem:  # noqa: BLE001  the page says so
        pipe.send(Said(0, "failed", place_of(problem)))


def _make(pipe: Connection, language: str) -> None:
    from speciosa.knowledge import load_knowledge  # noqa: PLC0415  in the process that needs them
    from speciosa.record import Diary  # noqa: PLC0415
    from speciosa.simulate import example_person  # noqa: PLC0415
    from speciosa.simulate.skin_diary import PHOTO_FOLDER, with_photos  # noqa: PLC0415
    from speciosa.simulate.skin_year import YEAR_D, photo_year, taken  # noqa: PLC0415
    from speciosa.story import tell  # noqa: PLC0415
    from speciosa.web.answering import sections_of  # noqa: PLC0415

    def step(name: str, done: int = 0, of: int = 0) -> None:
        pipe.send(Said(0, "step", name, done, of))

    def sections(diary: Diary, photos: dict[str, bytes], say: Callable[[str], None]) -> dict[str, str]:
        told = tell(diary, knowledge, photos=photos, now_s=now_s, seed=0, language=language, step=say)
        say("pictures")
        return sections_of(told, SECTIONS)

    step("start")
    knowledge = load_knowledge()
    person = example_person(knowledge, seed=0)
    now_s = int(person.diary.history.recorded_s.max())
    pipe.send(sections(person.diary, {}, step))
    last = datetime.fromtimestamp(int(person.diary.history.time_s.max()), UTC).date()
    year = photo_year(knowledge, starts=(last - timedelta(days=YEAR_D)).isoformat())
    photos: dict[str, bytes] = {}
    for number, planned in enumerate(year, 1):
        step("photos", number, len(year))
        photos[f"{PHOTO_FOLDER}/{planned.name}"] = taken(planned, knowledge).file
    pipe.send(sections(with_photos(person, year, knowledge).diary, photos, lambda _room: None))
