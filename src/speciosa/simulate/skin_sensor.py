"""From linear light to the phone's picture: lens, noise, tone curve, sharpening."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.skin_camera import BRIGHTEST, LEVELS, Camera
from speciosa.simulate.skin_scene import Picture

_NOISE_ROWS = 256


def halo_px(picture: Picture) -> int:
    """How far a pixel's light is spread: that many rows more are needed around a band of rows."""
    return math.ceil(3 * picture.blur_px + picture.motion_px) + 4


def through_lens(light: NDArray[np.float32], picture: Picture) -> NDArray[np.float32]:
    """Blurred by the lens and by the hand."""
    import cv2  # noqa: PLC0415  only who makes photos needs it

    if picture.blur_px > 0:
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), picture.blur_px), dtype=np.float32)
    if picture.motion_px > 1:
        light = np.asarray(cv2.filter2D(light, -1, _motion(picture)), dtype=np.float32)
    return light


class Sensor:
    """One exposure: its noise, then the phone's own curve.

    Parameters
    ----------
    width : of the photo, pixels. rng: of its noise.
    """

    def __init__(self, camera: Camera, width: int, rng: np.random.Generator) -> None:
        import cv2  # noqa: PLC0415

        self._camera, self._rng = camera, rng
        noise = rng.standard_normal((_NOISE_ROWS, width, 3), dtype=np.float32)
        smooth = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.6), dtype=np.float32)  # as phones do
        self._noise = smooth / smooth.std()
        self._table = camera.tone_table()

    def read(self, light: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Code values [row, column, 3] of linear light; at most as many rows as the noise has, repeated if more."""
        rows = np.arange(len(light)) + int(self._rng.integers(_NOISE_ROWS))
        noise = self._noise.take(rows, axis=0, mode="wrap")
        shot, read = np.float32(self._camera.shot_noise), np.float32(self._camera.read_noise**2)
        np.maximum(light, 0, out=light)
        noise *= np.sqrt(shot * light + read)
        noise += light
        noise *= np.float32((LEVELS - 1) / BRIGHTEST)
        np.clip(noise + np.float32(0.5), 0, LEVELS - 1, out=noise)
        return np.asarray(self._sharpened(self._table[noise.astype(np.uint16)]))

    def _sharpened(self, code: NDArray[np.uint8]) -> NDArray[np.uint8]:
        import cv2  # noqa: PLC0415

        amount = self._camera.sharpening
        if amount <= 0:
            return code
        return np.asarray(cv2.addWeighted(code, 1 + amount, cv2.GaussianBlur(code, (0, 0), 1.0), -amount, 0))


def _motion(picture: Picture) -> NDArray[np.float32]:
    """A line as long as the hand moved, its sum 1."""
    import cv2  # noqa: PLC0415

    half = math.ceil(picture.motion_px / 2)
    kernel = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.uint8)
    angle = math.radians(picture.motion_deg)
    end = np.array([math.cos(angle), math.sin(angle)]) * picture.motion_px / 2
    points = [tuple(np.round(16 * (half + sign * end)).astype(int).tolist()) for sign in (-1, 1)]
    cv2.line(kernel, points[0], points[1], 255, 1, cv2.LINE_AA, 4)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)
