"""The app's own pages that a participant has, each with what it is for. Whatever is not here is not on this server."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

from django.urls import URLPattern, URLResolver

from speciosa.study.server.participants import (
    agreeing,
    entering,
    joining,
    own_erasing,
    own_tokens,
    participation,
    sent_later,
)
from speciosa.study.server.roles import Right
from speciosa.study.server.standing import Kind, for_those_who_take_part
from speciosa.study.server.who import guard
from speciosa.web import (
    appearance,
    bystander,
    calendar_feed,
    check_in,
    chore,
    correcting,
    course,
    doctor,
    dose,
    effect,
    events,
    exports,
    meant,
    offline,
    people,
    photo,
    products,
    rating,
    reminders,
    side_effect,
    skin,
    skin_card_page,
    today,
    trial,
    watch,
    working,
)


def _named(paths: Iterable[URLPattern], *names: str) -> list[URLPattern]:
    """Those of these names."""
    found = [each for each in paths if each.name in names]
    assert len(found) == len(names)
    return found


def _but(paths: Iterable[URLPattern], *names: str) -> list[URLPattern]:
    """All but those of these names."""
    return [each for each in paths if each.name not in names]


_PAGES: dict[Kind, list[URLPattern]] = {
    Kind.OWN: [
        *exports.paths, *chore.paths, *working.paths, *appearance.paths, *own_erasing.paths, *own_tokens.paths,
        *_named(offline.paths, "manifest"),
    ],
    Kind.STOP: _named(trial.paths, "trial_stop"),
    Kind.READ: [*correcting.paths, *watch.paths, *_named(photo.paths, "photo", "photo_small")],
    Kind.SEE: [
        *course.paths, *effect.paths, *skin.paths, *skin_card_page.paths, *doctor.paths, *side_effect.paths,
        *_named(trial.paths, "trial", "trial_paper"),
    ],
    Kind.WRITE: [
        *today.paths, *rating.paths, *dose.paths, *check_in.paths, *events.paths, *meant.paths, *people.paths,
        *products.paths, *_named(photo.paths, "log_photo", "photo_found"),
        *_named(trial.paths, "trial_capsules", "trial_evening"), *_but(reminders.paths, "calendar_feed_set"),
        *_named(calendar_feed.paths, "calendar_file"), *_named(offline.paths, "last_dose"),
    ],
}  # fmt: skip


def _for(kind: Kind, paths: Iterable[URLPattern]) -> list[URLPattern]:
    """The same pages for those who take part; the app's own address book keeps its own."""
    found = []
    for each in paths:
        own = copy(each)
        own.callback = for_those_who_take_part(kind)(each.callback)
        found.append(own)
    return found


def _copies(paths: Iterable[URLPattern]) -> list[URLPattern]:
    return [copy(each) for each in paths]


paths: list[URLPattern | URLResolver] = [
    *guard(Right.ANYBODY, _copies([
        *joining.paths, *entering.door_paths, *bystander.paths, *sent_later.paths,
        *_named(offline.paths, "offline", "service_worker"),
    ])),
    *guard(Right.OWN_RECORD, [*agreeing.paths, *entering.paths, *participation.paths]),
    *guard(Right.OWN_RECORD, [each for kind, pages in _PAGES.items() for each in _for(kind, pages)]),
]  # fmt: skip
