"""`speciosa skin measure`: the calibrated colour in one photo or several."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from speciosa.cli.terminal import progress, say, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.skin import Measurement, Refusal

_MOST_BYTES = 100_000_000


def measure(
    *photos: Path,
    card_values: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Measure the colour of the skin in photos of the window card.

    Each photo gets a number with its error, or the reason why it has none and how to take it again.

    Example: speciosa skin measure arm.jpg
    Example: speciosa skin measure *.jpg --json

    Parameters
    ----------
    photos
        One photo or several: JPEG, PNG, HEIC, TIFF or WebP.
    card_values
        Measured colours of your own card, as CSV with patch,L,a,b (patch names as in: skin card --json) and a row
        for the paper. Without it, what a home printer makes of the card is assumed.
    json
        Print one JSON list instead.
    """
    if not photos:
        raise EntryError("no photo was named", todo="name one, like: speciosa skin measure arm.jpg")
    for path in photos:
        _refuse_no_file(path)
    with progress("Measuring the photos ..."):
        found = _measured(photos, card_values)
    if json:
        from speciosa.values.json_form import dump

        print(dump([_document(*each) for each in found]), end="")
        return
    for path, answer, _ in found:
        say(path.name)
        for line in _lines(answer):
            say_wrapped(line, terminal_width(), "  ")


def _measured(photos: tuple[Path, ...], card_values: Path | None) -> list[tuple[Path, Measurement | Refusal, float]]:
    """Each photo's answer and the seconds it took."""
    from speciosa.knowledge import load_knowledge
    from speciosa.skin import PhotoReader

    knowledge, found = load_knowledge(), []
    values = card_values.read_bytes().decode("utf-8-sig", "replace") if card_values else None
    with PhotoReader(knowledge, card_values=values) as reader:
        for path in photos:
            start = perf_counter()
            answer = reader.read(path.read_bytes())
            found.append((path, answer, perf_counter() - start))
    return found


def _refuse_no_file(path: Path) -> None:
    """Every named photo is a file of a size that a photo has.

    Raises
    ------
    EntryError : one is not.
    """
    if path.is_dir():
        raise EntryError("this is a folder, not a photo", where=path.name, todo=f"name its photos: {path.name}/*.jpg")
    if not path.is_file():
        raise EntryError("there is no such photo", where=path.name, todo="check the name")
    if path.stat().st_size > _MOST_BYTES:
        raise EntryError("this file is larger than any photo", where=path.name, todo="name a photo")


def _document(path: Path, answer: Measurement | Refusal, seconds: float) -> dict[str, Any]:
    """One photo for scripts: the contract's fields first."""
    from speciosa.skin import Refusal

    if isinstance(answer, Refusal):
        return {
            "file": str(path), "accepted": False, "reason": answer.code, "card_id": None, "lab": None,
            "ita_deg": None, "sd": None, "seconds": seconds, "why": answer.why, "retake": answer.retake,
            "not_assessed": [{"code": "skin", "why": answer.why}],
        }  # fmt: skip
    return {
        "file": str(path), "accepted": True, "reason": None, "card_id": answer.card_id, "lab": answer.lab,
        "ita_deg": answer.ita_deg,
        "sd": {
            "ita_deg": answer.ita_sd_deg, "delta_e_00": answer.delta_e_sd, "lab": answer.lab_sd,
            "hue_deg": answer.hue_sd_deg, "melanin_index": answer.melanin_sd, "erythema_index": answer.erythema_sd,
        },
        "seconds": seconds, "hue_deg": answer.hue_deg, "melanin_index": answer.melanin_index,
        "erythema_index": answer.erythema_index, "seen_lab": answer.seen_lab, "repeat_sd_lab": answer.repeat_sd,
        "asked": [{"code": each.code, "asks": each.asks} for each in answer.asked], "quality": answer.quality,
        "not_assessed": [],
    }  # fmt: skip


def _lines(answer: Measurement | Refusal) -> list[str]:
    """One photo for a person: digits that the error earns."""
    from speciosa.skin import Refusal

    if isinstance(answer, Refusal):
        return [f"Not measured: {answer.why}", f"To retake it: {answer.retake}"]
    colour = ", ".join(
        f"{name} {value:.0f} (give or take {1.96 * sd:.0f})"
        for name, value, sd in zip(("L*", "a*", "b*"), answer.lab, answer.lab_sd, strict=True)
    )
    return [
        f"Card {answer.card_id}. {colour}",
        _figures("ITA", answer.ita_deg, answer.ita_sd_deg, " degrees"),
        _figures("Hue", answer.hue_deg, answer.hue_sd_deg, " degrees"),
        _figures("Melanin index", answer.melanin_index, answer.melanin_sd, ", estimated by camera"),
        _figures("Erythema index", answer.erythema_index, answer.erythema_sd, ", estimated by camera"),
        *(f"Please look: {each.asks}" for each in answer.asked),
    ]


def _figures(name: str, value: float, sd: float, unit: str) -> str:
    return f"{name} {value:.0f}{unit} (give or take {1.96 * sd:.0f})"
