"""The spectra that are not skin: observer, lamps, pigments, and our own paper, inks and camera."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NM = np.arange(400.0, 701.0, 10.0)


class Column(NamedTuple):
    """One column of spectra.csv and its row in spectra_columns.csv."""

    key: str
    title: str
    unit: str
    why: str
    source: str
    how_read: str
    values: Floats


_LAMPS = {
    "d50": ("D50", "Daylight, 5003 K"),
    "d55": ("D55", "Daylight, 5503 K"),
    "d65": ("D65", "Daylight, 6504 K"),
    "d75": ("D75", "Daylight, 7504 K"),
    "a": ("A", "Incandescent lamp"),
    "fl2": ("FL2", "Fluorescent lamp, cool white"),
    "fl7": ("FL7", "Fluorescent lamp, daylight"),
    "fl11": ("FL11", "Fluorescent lamp of three narrow bands, white"),
    "fl12": ("FL12", "Fluorescent lamp of three narrow bands, warm white"),
    "led_b1": ("LED-B1", "White LED, blue chip with phosphor, warmest of five"),
    "led_b2": ("LED-B2", "White LED, blue chip with phosphor, second warmest of five"),
    "led_b3": ("LED-B3", "White LED, blue chip with phosphor, middle one of five"),
    "led_b4": ("LED-B4", "White LED, blue chip with phosphor, second coolest of five"),
    "led_b5": ("LED-B5", "White LED, blue chip with phosphor, coolest of five"),
    "led_rgb1": ("LED-RGB1", "White LED of a red, a green and a blue chip"),
}
_TABLES = (
    "The values stand in the tables of colour-science 0.4.7, where they were taken from; CIE 015 itself was not seen."
)


def standard_columns() -> list[Column]:
    """The 1931 observer and the lamps."""
    colour = import_module("colour")
    observer = colour.MSDS_CMFS["CIE 1931 2 Degree Standard Observer"]
    at = [int(np.argmin(np.abs(observer.wavelengths - each))) for each in NM]
    columns = [
        Column(f"cie_1931_{name}", f"Colour matching function {name} of the 1931 standard observer, 2 degrees", "ratio",
               _TABLES, "cie015_2018;colour_science", "secondary", np.asarray(observer.values)[at, index])
        for index, name in enumerate("xyz")
    ]  # fmt: skip
    for key, (name, title) in _LAMPS.items():
        lamp = colour.SDS_ILLUMINANTS[name]
        power = np.interp(np.arange(395.0, 706.0, 5.0), lamp.wavelengths, lamp.values)
        # a quarter, a half, a quarter of the 5 nm values: no narrow line falls between two wavelengths
        banded = power[:-2:2] / 4 + power[1:-1:2] / 2 + power[2::2] / 4
        why = f"{_TABLES} Each value is the mean over its 10 nm; all are scaled to 1 in the mean."
        columns.append(
            Column(key, f"{title} (CIE {name}), relative power", "ratio", why, "cie015_2018;colour_science",
                   "secondary", banded / banded.mean())
        )  # fmt: skip
    return columns


_PIGMENTS = (
    ("hb", "Haemoglobin without oxygen, molar extinction", "1/(cm*M)", "oxy_and_deo_Prahl", 2),
    ("hbo2", "Haemoglobin with oxygen, molar extinction", "1/(cm*M)", "oxy_and_deo_Prahl", 1),
    ("eumelanin", "Brown-black melanin, extinction by mass", "mL/(mg*cm)", "eum_Sarna", 1),
    ("pheomelanin", "Red-yellow melanin, extinction by mass", "mL/(mg*cm)", "phe_Sarna", 1),
    ("bilirubin", "Bilirubin, molar extinction", "1/(cm*M)", "bil_Li", 1),
)


def pigment_columns(folder: Path) -> list[Column]:
    """Pigments, from the tables below a folder that has ``optics/``; beyond a table's end it is zero."""
    why = "Decadic. Interpolated from a copy of the table; the page itself was not seen."
    columns = []
    for key, title, unit, name, column in _PIGMENTS:
        (path,) = (folder / "optics").glob(f"*{name}.txt")
        table = np.loadtxt(path, skiprows=1)
        values = np.interp(NM, table[:, 0], table[:, column], right=0.0)
        columns.append(Column(key, title, unit, why, "omlc", "secondary", values))
    return columns


def own_columns() -> list[Column]:
    """Paper, inks and a phone's camera: smooth curves of ours."""
    return [Column(key, title, "ratio", why, "", "own_choice", curve(NM)) for key, title, why, curve in _OWN]


def _bell(nm: Floats, peak: float, below: float, above: float) -> Floats:
    return np.asarray(np.exp(-0.5 * ((nm - peak) / np.where(nm < peak, below, above)) ** 2))


def _step(nm: Floats, middle: float, width: float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(nm - middle) / width)))


def _paper(nm: Floats) -> Floats:
    return 0.87 - 0.30 * (1 - _step(nm, 402, 7)) + 0.05 * _bell(nm, 440, 14, 24)


def _cyan(nm: Floats) -> Floats:
    return np.asarray(10 ** -(0.10 + 1.25 * _bell(nm, 650, 62, 90) + 0.18 * _bell(nm, 400, 20, 30)))


def _magenta(nm: Floats) -> Floats:
    return np.asarray(10 ** -(0.06 + 1.20 * _bell(nm, 548, 42, 30) + 0.25 * _bell(nm, 400, 30, 60)))


def _yellow(nm: Floats) -> Floats:
    return np.asarray(10 ** -(0.03 + 1.10 * (1 - _step(nm, 492, 11))))


def _black(nm: Floats) -> Floats:
    return np.asarray(10 ** -(1.45 - 0.10 * (nm - 400) / 300))


def _phone(peak: float, below: float, above: float, most: float) -> Callable[[Floats], Floats]:
    def curve(nm: Floats) -> Floats:
        open_to = _step(nm, 412, 6) * (1 - _step(nm, 665, 9))  # lens and filters: no violet, no near infrared
        return (most * _bell(nm, peak, below, above) + 0.012) * open_to

    return curve


_INK = "An invented smooth dye: what the full tone leaves of the paper's light. No home printer's ink was measured."
_CAMERA = "Invented: smooth curves with the peaks that phone sensors usually have. No phone's sensitivities were found."
_OWN: tuple[tuple[str, str, str, Callable[[Floats], Floats]], ...] = (
    ("paper", "Uncoated office paper, reflectance",
     "Near 0.87, with a brightener's bump in the blue and its fall below 410 nm. No paper was measured.", _paper),
    ("ink_cyan", "Cyan ink, full tone, share of light kept", _INK, _cyan),
    ("ink_magenta", "Magenta ink, full tone, share of light kept", _INK, _magenta),
    ("ink_yellow", "Yellow ink, full tone, share of light kept", _INK, _yellow),
    ("ink_black", "Black ink, full tone, share of light kept", _INK, _black),
    ("phone_r", "A phone's camera, red channel, sensitivity", _CAMERA, _phone(600, 24, 38, 0.75)),
    ("phone_g", "A phone's camera, green channel, sensitivity", _CAMERA, _phone(530, 38, 42, 0.95)),
    ("phone_b", "A phone's camera, blue channel, sensitivity", _CAMERA, _phone(460, 26, 30, 0.80)),
)  # fmt: skip
