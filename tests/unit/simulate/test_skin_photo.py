"""The renderer: what it says is true is true of its pixels, and what is asked for is in the photo."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_camera import Camera, Tone, fitted_matrix, other_phone, training_colours
from speciosa.simulate.skin_photo import Photographed, photograph, usual_scene
from speciosa.simulate.skin_pose import seen_at
from speciosa.simulate.skin_scene import (
    Glare,
    Lesion,
    Light,
    Picture,
    Pose,
    Scene,
    Shadow,
    ShadowKind,
    Texture,
)
from speciosa.simulate.skin_spectra import average_skin, known_spectrum
from speciosa.skin.card import Card, card_of
from speciosa.skin.colour import lab_of, linear_of, xyz_of
from speciosa.skin.optics import colour_of

PLAIN = Light(gradient=0.0)
SMALL = Picture(megapixels=0.8, form="png", blur_px=0.0)


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


@pytest.fixture(scope="module")
def scene(knowledge: Knowledge) -> Scene:
    """Even light, no noise, no mottling, sRGB's own curve: pixels say linear light."""
    usual = usual_scene(knowledge)
    camera = replace(
        usual.camera, tone=Tone(0.0, 1.0, 1.0), sharpening=0.0, shot_noise=0.0, read_noise=0.0, saturation=1.0
    )
    smooth = Texture(mottling=0.0, hairs=0, curvature=0.0)
    return replace(usual, camera=camera, light=PLAIN, texture=smooth, picture=SMALL)


def taken(scene: Scene, card: Card, knowledge: Knowledge, seed: int = 0) -> Photographed:
    return photograph(scene, card, knowledge, np.random.default_rng(seed))


def middle(photo: Photographed, polygon_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Code values 0-1 of the inner part of a rectangle on the card."""
    inner = polygon_mm.mean(axis=0) + 0.5 * (polygon_mm - polygon_mm.mean(axis=0))
    corners = seen_at(photo.homography, inner)
    low, high = np.ceil(corners.min(axis=0)).astype(int), np.floor(corners.max(axis=0)).astype(int)
    return np.asarray(photo.pixels[low[1] : high[1], low[0] : high[0]].reshape(-1, 3).mean(axis=0) / 255)


def markers_in(pixels: NDArray[np.uint8]) -> dict[int, NDArray[np.float64]]:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000)
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, settings).detectMarkers(pixels)
    found = [] if ids is None else [int(each) for each in np.ravel(ids)]
    return {number: np.asarray(each[0], dtype=np.float64) for number, each in zip(found, corners, strict=True)}


def test_the_truth_is_the_integral_over_the_spectrum(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    photo = taken(scene, card, knowledge)
    d65 = known_spectrum("d65", knowledge)
    xyz, white = (
        [float(np.sum(each * d65 * known_spectrum(f"cie_1931_{axis}", knowledge))) for axis in "xyz"]
        for each in (scene.skin, np.ones(31))
    )
    assert photo.truth_lab == pytest.approx(lab_of(np.divide(xyz, white) * [0.95047, 1, 1.08883]), abs=1e-9)
    assert photo.truth_lab == pytest.approx(colour_of(scene.skin, knowledge), abs=1e-9)


def test_a_camera_that_sees_like_the_eye_shows_the_true_colour(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    eye = np.stack([known_spectrum(f"cie_1931_{axis}", knowledge) for axis in "xyz"], axis=-1)
    lamp = known_spectrum("d65", knowledge)
    camera = replace(
        scene.camera, sensitivities=eye, matrix=fitted_matrix(eye, training_colours(knowledge), lamp, knowledge)
    )
    photo = taken(replace(scene, camera=camera), card, knowledge)
    seen = linear_of(middle(photo, card.window_mm)) / 0.75
    assert lab_of(xyz_of(seen)) == pytest.approx(photo.truth_lab, abs=0.6)  # of 256 code values


@pytest.mark.parametrize("pose", [Pose(), Pose(25, -18, 33, 0.55), Pose(-10, 20, 200, 0.5)])
def test_its_markers_are_found_where_it_says_they_are(
    scene: Scene, card: Card, knowledge: Knowledge, pose: Pose
) -> None:
    photo = taken(replace(scene, pose=pose, picture=replace(SMALL, megapixels=3)), card, knowledge)
    found = markers_in(photo.pixels)
    assert sorted(found) == [28, 29, 30, 31]
    for marker in card.markers:
        off = found[marker.marker_id] - seen_at(photo.homography, marker.polygon_mm)
        assert np.abs(off).max() < 0.6


def test_each_pixel_is_the_average_of_what_lies_under_it(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    """Against a photo of twenty times the pixels, averaged."""
    tilted = replace(scene, pose=Pose(15, 10, 20))
    small = taken(replace(tilted, picture=replace(SMALL, megapixels=0.3)), card, knowledge)
    height, width = small.pixels.shape[:2]
    large = taken(replace(tilted, picture=replace(SMALL, megapixels=16 * height * width / 1e6)), card, knowledge)
    assert large.pixels.shape == (4 * height, 4 * width, 3)
    average = linear_of(large.pixels / 255).reshape(height, 4, width, 4, 3).mean(axis=(1, 3))
    off = linear_of(small.pixels / 255) - average
    low, high = (np.asarray(each, dtype=int) for each in (small.corners_px.min(axis=0), small.corners_px.max(axis=0)))
    on_card = off[low[1] : high[1], low[0] : high[0]]
    assert abs(on_card.mean()) < 1e-3
    assert np.sqrt(np.mean(on_card**2)) < 0.03  # what the camera's own softness leaves at edges


def test_the_pose_moves_the_corners_as_it_says(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    def corners(pose: Pose) -> NDArray[np.float64]:
        return taken(replace(scene, pose=pose), card, knowledge).corners_px

    straight = corners(Pose(fill=0.5))
    width = taken(scene, card, knowledge).pixels.shape[1]
    assert np.ptp(straight[:, 0]) == pytest.approx(0.5 * width)
    assert straight[:, 0].mean() == pytest.approx((width - 1) / 2)
    rolled = corners(Pose(roll_deg=90, fill=0.5))
    assert (rolled[0] - rolled[3])[0] > 0.49 * width  # the left side is up now, and its upper end to the right
    yawed = corners(Pose(yaw_deg=20, fill=0.5))
    left, right = (np.linalg.norm(yawed[one] - yawed[other]) for one, other in ((0, 3), (1, 2)))
    assert right > left  # turned about the upright axis the right side is nearer
    assert np.ptp(yawed[:, 0]) < np.ptp(straight[:, 0])


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(knowledge: Knowledge, card: Card) -> None:
    scene = replace(usual_scene(knowledge), picture=Picture(megapixels=0.3))
    assert taken(scene, card, knowledge, 3).file == taken(scene, card, knowledge, 3).file
    assert taken(scene, card, knowledge, 3).file != taken(scene, card, knowledge, 4).file


def test_more_exposure_is_brighter_by_as_much_light(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    dark, usual = (
        taken(replace(scene, light=replace(PLAIN, exposure_ev=ev)), card, knowledge).pixels for ev in (-1.0, 0.0)
    )
    assert (usual.astype(int) >= dark).all()
    ratio = linear_of(usual[600:] / 255).mean() / linear_of(dark[600:] / 255).mean()
    assert ratio == pytest.approx(2, rel=0.02)


def test_a_second_skin_counts_by_its_area(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    mask = np.zeros((40, 40))
    mask[10:20, 10:30] = 1
    photo = taken(replace(scene, lesion=Lesion(scene.skin * 0.6, mask)), card, knowledge)
    assert photo.lesion_area_cm2 == pytest.approx(2.0)
    assert photo.lesion_lab is not None
    assert photo.lesion_lab[0] < photo.truth_lab[0] < photo.skin_lab[0]
    corner = card.window_mm.min(axis=0)
    spot = corner + np.array([(12, 11), (28, 11), (28, 19), (12, 19)])
    ratio = linear_of(middle(photo, spot)) / linear_of(middle(photo, spot + np.array([0, 14])))
    assert ratio == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "skin", "frame"), [(ShadowKind.CARD, 1.0, 0.6), (ShadowKind.SKIN, 0.6, 1.0), (ShadowKind.HALF, 0.6, 0.6)]
)
def test_a_shadow_falls_where_it_should(
    scene: Scene, card: Card, knowledge: Knowledge, kind: ShadowKind, skin: float, frame: float
) -> None:
    shadow = Shadow(kind, depth=0.4, penumbra_mm=2, angle_deg=0, at_mm=-60)
    shaded = taken(replace(scene, light=replace(PLAIN, shadow=shadow)), card, knowledge)
    lit = taken(scene, card, knowledge)
    paper = card.window_mm.mean(axis=0) + np.array([(23, -8), (28, -8), (28, 8), (23, 8)])
    for part, share in ((card.window_mm, skin), (paper, frame)):
        ratio = linear_of(middle(shaded, part)) / linear_of(middle(lit, part))
        assert ratio == pytest.approx(share, abs=0.01)


def test_skin_and_card_may_stand_in_different_light(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    lit = taken(scene, card, knowledge)
    more = taken(replace(scene, light=replace(PLAIN, card_skin=0.05)), card, knowledge)
    ratio = linear_of(middle(more, card.window_mm)) / linear_of(middle(lit, card.window_mm))
    assert ratio == pytest.approx(1.05, abs=0.015)
    patch = card.patches[0].polygon_mm
    assert middle(more, patch) == pytest.approx(middle(lit, patch))


def test_mottled_skin_has_the_same_middle(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    spotted = replace(scene, texture=replace(scene.texture, mottling=0.06, number=5))
    window = card.window_mm
    whole = window.mean(axis=0) + 1.9 * (window - window.mean(axis=0))  # `middle` halves it
    light = [linear_of(middle(taken(each, card, knowledge), whole)) for each in (scene, spotted)]
    assert light[1] == pytest.approx(light[0], rel=0.01)


def test_glare_on_a_patch_adds_white_light(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    patch = card.patches[5].polygon_mm
    x, y = patch.mean(axis=0).tolist()
    glossy = taken(replace(scene, light=replace(PLAIN, glare=(Glare(x, y),))), card, knowledge)
    assert linear_of(middle(glossy, patch)).min() > linear_of(middle(taken(scene, card, knowledge), patch)).max() + 0.3


def test_blur_and_motion_take_the_edges(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    def steepest(picture: Picture) -> float:
        pixels = taken(replace(scene, picture=picture), card, knowledge).pixels[..., 1].astype(float)
        return float(np.abs(np.diff(pixels, axis=1)).max())

    sharp, soft, moved = (
        steepest(each) for each in (SMALL, replace(SMALL, blur_px=4.0), replace(SMALL, motion_px=12.0))
    )
    assert soft < 0.4 * sharp
    assert moved < 0.4 * sharp


def test_bands_of_rows_leave_no_seam(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    photo = taken(replace(scene, picture=replace(SMALL, blur_px=3.0, motion_px=9.0)), card, knowledge)
    steps = np.abs(np.diff(photo.pixels.astype(float), axis=0)).mean(axis=(1, 2))
    for seam in range(256, len(steps), 256):
        beside = steps[[seam - 4, seam - 3, seam - 2, seam, seam + 1, seam + 2]]
        assert steps[seam - 1] < 1.5 * beside.max() + 0.3


def test_an_arm_without_a_card_has_no_marker(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    assert markers_in(taken(replace(scene, card_there=False), card, knowledge).pixels) == {}


@pytest.mark.parametrize("form", ["jpeg", "png", "heic"])
def test_the_file_says_phone_and_time_and_turns_upright(knowledge: Knowledge, card: Card, form: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    picture = Picture(megapixels=0.2, form=form, orientation=1 if form == "heic" else 6, quality=95)
    photo = taken(replace(usual_scene(knowledge), picture=picture), card, knowledge)
    with Image.open(io.BytesIO(photo.file)) as image:
        tags = image.getexif()
        assert (tags[271], tags[272]) == ("Simulated", "Phone 1")
        assert tags.get_ifd(0x8769)[36867] == "2026:03:01 08:05:00"
        upright = np.asarray(ImageOps.exif_transpose(image).convert("RGB"), dtype=float)
    assert upright.shape == photo.pixels.shape
    assert np.abs(upright - photo.pixels).mean() < 5


def test_where_it_was_taken_and_the_camera_s_number_are_written_only_when_asked(
    knowledge: Knowledge, card: Card
) -> None:
    scene = usual_scene(knowledge)
    small = Picture(megapixels=0.2)
    told = taken(replace(scene, picture=replace(small, gps=(52.5, -13.4), serial="SN-4711")), card, knowledge)
    silent = taken(replace(scene, picture=small), card, knowledge)
    assert b"SN-4711" in told.file
    assert b"SN-4711" not in silent.file
    with Image.open(io.BytesIO(told.file)) as image:
        place = image.getexif().get_ifd(0x8825)
    assert (place[1], place[3], [float(each) for each in place[2]]) == ("N", "W", [52, 30, 0])
    with Image.open(io.BytesIO(silent.file)) as image:
        assert image.getexif().get_ifd(0x8825) == {}


def test_without_a_time_the_file_has_no_camera_tags(knowledge: Knowledge, card: Card) -> None:
    picture = Picture(megapixels=0.2, taken_at="")
    photo = taken(replace(usual_scene(knowledge), picture=picture), card, knowledge)
    with Image.open(io.BytesIO(photo.file)) as image:
        assert dict(image.getexif()) == {}


def test_another_phone_shows_other_colours_of_the_same_skin(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    rng = np.random.default_rng(2)
    phones: list[Camera] = [other_phone(scene.camera.sensitivities, f"Phone {each}", knowledge, rng) for each in (2, 3)]
    one, two = (taken(replace(scene, camera=each), card, knowledge) for each in phones)
    assert np.abs(middle(one, card.window_mm) - middle(two, card.window_mm)).max() > 0.01
    assert (one.truth_lab == two.truth_lab).all()


def test_darker_skin_is_darker(knowledge: Knowledge) -> None:
    light, dark = (colour_of(average_skin(knowledge, (score,)), knowledge) for score in (2.0, -4.0))
    assert light[0] > 60 > 45 > dark[0]
