"""A diary's photos become sessions: which belong together, which one is off, and what has to be asked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.unit.skin.photo_files import saved, tags
from tests.unit.skin.photos_made import OncePerPicture, darker_photo, file_of, usual_photo

import speciosa.skin.sessions as room
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.skin.card import card_of
from speciosa.skin.colour import lab_of
from speciosa.skin.ink import assumed_ink
from speciosa.skin.sessions import Sessions, sessions_of
from speciosa.values.errors import EntryError

DiaryOf = Callable[..., Diary]
ARM, INNER = "forearm_dorsal_left", "arm_inner_left"
DAY = "2026-03-01T"


@pytest.fixture(autouse=True)
def _each_picture_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PhotoReader", OncePerPicture)


def photo_row(at: str, name: str, site: str = ARM) -> str:
    return f"{at},photo,{site},{name}"


def several(number: int) -> dict[str, bytes]:
    """So many files of one picture: 0.jpg, 1.jpg and so on."""
    return {f"{each}.jpg": file_of(usual_photo(), each) for each in range(number)}


def at_times(diary_of: DiaryOf, knowledge: Knowledge, *times: str, photos: dict[str, bytes] | None = None) -> Sessions:
    rows = [photo_row(f"{DAY}{each}+01:00", f"{at}.jpg") for at, each in enumerate(times)]
    return sessions_of(diary_of(*rows), several(len(times)) if photos is None else photos, knowledge)


def sizes(found: Sessions, site: str = ARM) -> list[int]:
    return [each.photos for each in found.by_site[site]]


def codes(found: Sessions, site: str = ARM) -> set[str]:
    return {each.code for each in found.asked.get(site, ())}


@pytest.mark.parametrize(("times", "together"), [
    (["08:05", "08:30", "09:05"], [3]), (["08:05", "09:06"], [1, 1]), (["08:05", "08:50", "09:06"], [2, 1]),
    (["09:05", "08:05"], [2]), (["08:05"], [1]),
])  # fmt: skip
def test_photos_within_an_hour_of_the_first_are_one_session(
    diary_of: DiaryOf, knowledge: Knowledge, times: list[str], together: list[int]
) -> None:
    assert sizes(at_times(diary_of, knowledge, *times)) == together


def test_the_hour_is_an_hour_whatever_the_clock_says(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    """Across a time zone, and over the night."""
    rows = [photo_row("2026-03-01T23:50+01:00", "0.jpg"), photo_row("2026-03-02T00:20+01:00", "1.jpg"),
            photo_row("2026-03-02T08:45+10:00", "2.jpg")]  # fmt: skip
    found = sessions_of(diary_of(*rows), several(3), knowledge)
    assert sizes(found) == [3]  # 22:45, 22:50 and 23:20 in one zone


def test_sites_have_sessions_of_their_own(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [photo_row(f"{DAY}08:05+01:00", "0.jpg"), photo_row(f"{DAY}08:06+01:00", "1.jpg", INNER)]
    found = sessions_of(diary_of(*rows), several(2), knowledge)
    assert set(found.by_site) == {ARM, INNER}
    assert found.by_site[INNER][0].site == INNER


def test_a_session_has_its_first_photo_s_time_and_all_its_entries(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [f"{DAY}08:05+01:00,photo,{ARM},0.jpg,,,,,,first,,", f"{DAY}08:30+01:00,photo,{ARM},1.jpg,,,,,,second,,"]
    (session,) = sessions_of(diary_of(*rows), several(2), knowledge).by_site[ARM]
    assert session.event_ids == ("first", "second")
    assert (session.time_s, session.offset_min) == (1_772_348_700, 60)
    assert session.shown in {"0.jpg", "1.jpg"}
    assert (session.card_id, session.phone) == (7, "Simulated Phone 1")


def test_more_photos_make_the_middle_surer(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    (one,) = at_times(diary_of, knowledge, "08:05").by_site[ARM]
    (three,) = at_times(diary_of, knowledge, "08:05", "08:06", "08:07").by_site[ARM]
    known = np.array([knowledge.choice(f"skin_photo_sd_{each}") for each in "lab"])
    assert one.repeat_sd == pytest.approx(known)
    assert (three.repeat_sd < one.repeat_sd).all()
    assert (three.repeat_sd > known / 3).all()  # equal photos are no proof of no error
    assert three.lab == pytest.approx(one.lab)


def test_a_file_that_is_not_there_is_missing(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = at_times(diary_of, knowledge, "08:05", "08:06", photos=several(1))
    assert sizes(found) == [1]
    assert [(each.name, each.code, each.site) for each in found.refused] == [("1.jpg", "missing", ARM)]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_measured(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    photos = several(2) | {"1.jpg": b"no photo"}
    found = at_times(diary_of, knowledge, "08:05", "08:06", photos=photos)
    assert sizes(found) == [1]
    assert [each.code for each in found.refused] == ["unreadable"]


def test_the_same_file_twice_counts_once_and_is_asked_about(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    photos = {"0.jpg": file_of(usual_photo()), "1.jpg": file_of(usual_photo())}
    found = at_times(diary_of, knowledge, "08:05", "19:00", photos=photos)
    assert sizes(found) == [1]
    assert codes(found) == {"duplicate"}
    assert found.refused == ()


def test_two_entries_of_one_file_are_asked_about_too(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [photo_row(f"{DAY}08:05+01:00", "0.jpg"), photo_row(f"{DAY}08:05+01:00", "0.jpg", INNER)]
    found = sessions_of(diary_of(*rows), several(1), knowledge)
    assert sum(len(each) for each in found.by_site.values()) == 1
    assert codes(found, ARM) | codes(found, INNER) == {"duplicate"}


@pytest.mark.parametrize(("at", "wrong"), [
    ("2026-03-01T08:05+01:00", False), ("2026-03-02T09:00+01:00", False), ("2026-03-03T12:00+01:00", True),
    ("2026-02-26T08:05+01:00", True), ("2025-03-01T08:05+01:00", True), ("2026-03-01T16:05+09:00", False),
])  # fmt: skip
def test_a_camera_clock_far_from_the_diary_is_asked_about(
    diary_of: DiaryOf, knowledge: Knowledge, at: str, *, wrong: bool
) -> None:
    found = sessions_of(diary_of(photo_row(at, "0.jpg")), several(1), knowledge)
    assert ("clock_wrong" in codes(found)) == wrong
    assert sizes(found) == [1]  # the number stands meanwhile


def test_of_three_photos_the_one_in_another_light_is_refused(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    photos = several(3) | {"1.jpg": file_of(darker_photo())}
    found = at_times(diary_of, knowledge, "08:05", "08:06", "08:07", photos=photos)
    (session,) = found.by_site[ARM]
    (alone,) = at_times(diary_of, knowledge, "08:05").by_site[ARM]
    assert (session.photos, session.accepted) == (3, 2)
    assert [(each.name, each.code) for each in found.refused] == [("1.jpg", "uneven_light")]
    assert session.lab == pytest.approx(alone.lab)
    assert "photos_disagree" not in codes(found)


def test_of_two_photos_that_differ_nobody_knows_which_is_off(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    photos = {"0.jpg": file_of(usual_photo()), "1.jpg": file_of(darker_photo())}
    found = at_times(diary_of, knowledge, "08:05", "08:06", photos=photos)
    (session,) = found.by_site[ARM]
    assert (session.photos, session.accepted) == (2, 2)
    assert "photos_disagree" in codes(found)
    assert session.repeat_sd[0] > knowledge.choice("skin_photo_sd_l")


@pytest.mark.parametrize("name", ["lamp_changed", "phone_changed"])
def test_an_event_says_that_another_set_up_begins(diary_of: DiaryOf, knowledge: Knowledge, name: str) -> None:
    rows = [photo_row(f"{DAY}08:05+01:00", "0.jpg"), f"{DAY}12:00+01:00,event,{name},new one",
            photo_row(f"{DAY}18:05+01:00", "1.jpg")]  # fmt: skip
    assert [each.lamp for each in sessions_of(diary_of(*rows), several(2), knowledge).by_site[ARM]] == [0, 1]


def test_an_event_about_something_else_begins_no_set_up(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [photo_row(f"{DAY}08:05+01:00", "0.jpg"), f"{DAY}12:00+01:00,event,product_changed,other leaf",
            photo_row(f"{DAY}18:05+01:00", "1.jpg")]  # fmt: skip
    assert [each.lamp for each in sessions_of(diary_of(*rows), several(2), knowledge).by_site[ARM]] == [0, 0]


def test_photos_by_another_phone_are_another_session(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    other = saved(usual_photo().pixels, exif=tags({0x0110: "iPhone 15"}))
    found = at_times(diary_of, knowledge, "08:05", "08:06", photos=several(1) | {"1.jpg": other})
    assert sizes(found) == [1, 1]
    assert len({each.phone for each in found.by_site[ARM]}) == 2


def test_the_owner_s_measured_card_is_used_where_it_lies_beside_the_photos(
    diary_of: DiaryOf, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OncePerPicture, "seen", {})
    card = card_of(7, knowledge)
    ink = assumed_ink(card, knowledge)
    darker = np.concatenate([lab_of(ink.patches * 0.8), lab_of(ink.paper * 0.8)[None]])
    names = [*(each.name for each in card.patches), "paper"]
    values = "patch,L,a,b\n" + "".join(
        f"{name},{lab[0]},{lab[1]},{lab[2]}\n" for name, lab in zip(names, darker, strict=True)
    )
    (told,) = at_times(diary_of, knowledge, "08:05", photos=several(1) | {"card_values.csv": values.encode()}).by_site[
        ARM
    ]
    monkeypatch.setattr(OncePerPicture, "seen", {})
    (assumed,) = at_times(diary_of, knowledge, "08:05").by_site[ARM]
    assert told.lab[0] < assumed.lab[0] - 3
    monkeypatch.setattr(OncePerPicture, "seen", {})
    with pytest.raises(EntryError, match="measured values"):
        at_times(diary_of, knowledge, "08:05", photos=several(1) | {"card_values.csv": b"no,table\n"})


def test_progress_is_told_photo_by_photo(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    told: list[int] = []
    rows = [photo_row(f"{DAY}08:0{each}+01:00", f"{each}.jpg") for each in range(3)]
    sessions_of(diary_of(*rows), several(2), knowledge, progress=told.append)
    assert told == [1, 2, 3]


def test_a_diary_without_photos_has_no_sessions(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = sessions_of(diary_of(f"{DAY}08:00+01:00,rating,pain,5"), {}, knowledge)
    assert (dict(found.by_site), found.refused, dict(found.asked)) == ({}, (), {})
