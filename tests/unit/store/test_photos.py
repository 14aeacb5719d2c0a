from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.unit.skin.photo_files import saved, scene, tags
from tests.unit.skin.photos_made import usual_photo

from speciosa.knowledge import Knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.skin import Measurement, PhotoReader
from speciosa.skin.decoder import DecodedPhoto, Decoder
from speciosa.skin.sessions import sessions_of
from speciosa.store.diary import diary_of
from speciosa.store.entries import add_row
from speciosa.store.models import Photo
from speciosa.store.photo_tags import Told, with_tags
from speciosa.store.photos import PhotoShelf, keep_photo, kept_photo, picture_of
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.models import Record

GPS = {1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}
SECRET = "maker note 4711 of Ada"


@pytest.fixture(scope="module")
def decoder(knowledge: Knowledge) -> Iterator[Decoder]:
    with Decoder(knowledge) as opened:
        yield opened


def read_again(store: Record, raw: bytes, decoder: Decoder, knowledge: Knowledge) -> tuple[DecodedPhoto, DecodedPhoto]:
    """A photo as the door reads its file, and as it reads what the store hands out for it."""
    before = decoder.decode(raw)
    after = decoder.decode(PhotoShelf(store)[keep_photo(store, raw, decoder, knowledge).name])
    assert isinstance(before, DecodedPhoto)
    assert isinstance(after, DecodedPhoto)
    return before, after


def test_nothing_of_a_photos_tags_lies_in_the_store(store: Record, decoder: Decoder, knowledge: Knowledge) -> None:
    raw = saved(scene(), exif=tags(photo={0x927C: SECRET.encode()}, gps=GPS), comment=SECRET)
    name = keep_photo(store, raw, decoder, knowledge).name
    assert SECRET.encode() in raw
    for small in (False, True):
        body = picture_of(store, name, small=small)
        assert body is not None
        with Image.open(io.BytesIO(body)) as picture:
            assert not dict(picture.getexif())
            assert "comment" not in picture.info
        assert SECRET.encode() not in body
    assert SECRET.encode() not in PhotoShelf(store)[name]


def test_the_name_of_a_photo_says_nothing_of_it(store: Record, decoder: Decoder, knowledge: Knowledge) -> None:
    names = {keep_photo(store, saved(scene()), decoder, knowledge).name for _ in range(2)}
    assert len(names) == 2  # the same file twice is two photos, until the person says otherwise


def test_a_stored_photo_is_read_as_the_one_from_the_camera(
    store: Record, decoder: Decoder, knowledge: Knowledge
) -> None:
    raw = saved(scene(), exif=tags(photo={0x9011: "+01:00"}))
    before, after = read_again(store, raw, decoder, knowledge)
    assert (before.taken.at, before.taken.phone) == ("2026-03-01T08:05:00+01:00", "Apple iPhone 14")
    assert (after.taken.at, after.taken.phone) == (before.taken.at, before.taken.phone)
    assert after.asked == before.asked == ()


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("no_camera_tags", saved(scene())),
        ("edited", saved(scene(), exif=tags({0x0131: "Snapseed 2.0"}))),
        ("screenshot", saved(scene(), exif=tags(photo={0x9286: b"ASCII\0\0\0Screenshot"}))),
        ("night_mode", saved(scene(), exif=tags(photo={0xA406: 3}))),
        ("colour_profile", saved(scene(), exif=tags(), icc_profile=b"no profile at all")),
    ],
)
def test_what_was_asked_of_a_photo_is_asked_of_the_stored_one(
    store: Record, decoder: Decoder, knowledge: Knowledge, code: str, raw: bytes
) -> None:
    before, after = read_again(store, raw, decoder, knowledge)
    assert code in {each.code for each in before.asked}
    assert after.asked == before.asked
    (name,) = PhotoShelf(store)
    kept = kept_photo(store, name)
    assert kept is not None
    assert code in kept.asked


def test_storing_moves_a_colour_by_far_less_than_a_photos_own_noise(
    store: Record, decoder: Decoder, knowledge: Knowledge
) -> None:
    raw = usual_photo().file
    name = keep_photo(store, raw, decoder, knowledge).name
    with PhotoReader(knowledge) as reader:
        before, after = reader.read(raw), reader.read(PhotoShelf(store)[name])
    assert isinstance(before, Measurement)
    assert isinstance(after, Measurement)
    moved = np.abs(after.seen_lab - before.seen_lab) / before.repeat_sd
    assert moved.max() < 0.25
    assert abs(after.ita_deg - before.ita_deg) < 0.25 * before.ita_sd_deg
    assert after.card_id == before.card_id


def test_a_photo_twice_in_the_diary_is_told_so_from_the_store_too(
    store: Record, decoder: Decoder, knowledge: Knowledge
) -> None:
    raw = usual_photo().file
    for clock in ("08:05", "08:15"):
        kept = keep_photo(store, raw, decoder, knowledge)
        add_row(store, Row(f"2026-03-01T{clock}+01:00", Kind.PHOTO.value, "forearm_dorsal_left", kept.name), knowledge)
    found = sessions_of(diary_of(store), PhotoShelf(store), knowledge)
    assert [each.code for each in found.asked["forearm_dorsal_left"]] == ["duplicate"]


def test_a_session_keeps_its_phone_and_the_cameras_clock(store: Record, decoder: Decoder, knowledge: Knowledge) -> None:
    raw = usual_photo().file  # taken on 1 March at 08:05, as its tags say
    kept = keep_photo(store, raw, decoder, knowledge)
    add_row(store, Row("2026-03-20T08:05+01:00", Kind.PHOTO.value, "forearm_dorsal_left", kept.name), knowledge)
    found = sessions_of(diary_of(store), PhotoShelf(store), knowledge)
    (session,) = found.by_site["forearm_dorsal_left"]
    opened = decoder.decode(raw)
    assert isinstance(opened, DecodedPhoto)
    assert session.phone == opened.taken.phone != ""
    assert "clock_wrong" in {each.code for each in found.asked["forearm_dorsal_left"]}


def test_what_is_no_photo_is_refused_and_not_said_to_be_kept(
    store: Record, decoder: Decoder, knowledge: Knowledge
) -> None:
    with pytest.raises(EntryError) as problem:
        keep_photo(store, b"GIF89a is none", decoder, knowledge)
    assert "kept" not in str(problem.value)
    assert "can't be read as a photo" in str(problem.value)
    assert not Photo.objects.count()


def test_a_photo_of_more_pixels_than_can_be_opened_is_refused_plainly(
    store: Record, decoder: Decoder, knowledge: Knowledge
) -> None:
    few = replace(knowledge.choices["skin_photo_pixels_most"], value=1000)
    with (
        Decoder(replace(knowledge, choices={**knowledge.choices, "skin_photo_pixels_most": few})) as narrow,
        pytest.raises(EntryError, match="larger than can be read"),
    ):
        keep_photo(store, saved(scene()), narrow, knowledge)


def test_a_shelf_has_what_is_on_it_and_nothing_else(store: Record, decoder: Decoder, knowledge: Knowledge) -> None:
    name = keep_photo(store, saved(scene()), decoder, knowledge).name
    shelf = PhotoShelf(store)
    assert (list(shelf), len(shelf)) == ([name], 1)
    assert "photos/none.jpg" not in shelf
    assert picture_of(store, "photos/none.jpg") is None
    assert kept_photo(store, "photos/none.jpg") is None


def test_the_small_copy_is_small(store: Record, decoder: Decoder, knowledge: Knowledge) -> None:
    name = keep_photo(store, saved(scene(900, 1200)), decoder, knowledge).name
    with Image.open(io.BytesIO(picture_of(store, name, small=True) or b"")) as picture:
        assert picture.size == (480, 360)


WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=14)


@given(words=st.lists(WORDS, max_size=9).map(" ".join).filter(lambda said: len(said) <= 129))
def test_a_phones_name_comes_back_whole(words: str) -> None:
    from speciosa.skin.decoding_child import _told

    with Image.open(io.BytesIO(with_tags(saved(scene(24, 40)), Told(phone=words)))) as picture:
        assert _told(picture, 8.0)["phone"] == words


def test_pixels_stay_as_they_are() -> None:
    plain = saved(scene())
    tagged = with_tags(plain, Told("2026-03-01T08:05:00", "A phone", ("edited", "night_mode", "screenshot")))
    with Image.open(io.BytesIO(plain)) as one, Image.open(io.BytesIO(tagged)) as other:
        assert np.array_equal(np.asarray(one), np.asarray(other))
