"""Which doses were taken, of which batches, and which of them nobody can put a number on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.strength import HYDROXY, MITRAGYNINE, Basis, Content, Portion, content_of, labelled, portion_of
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Event, Kind, Product

ANALYTES = (MITRAGYNINE, HYDROXY)
TRIAL_CAPSULE = "trial capsule"


class Unknown(NamedTuple):
    """A dose whose alkaloids cannot be told: when, and the code of the reason (`unsayable`)."""

    time_s: int
    offset_min: int
    reason: str
    product: str


class Taken(NamedTuple):
    """One dose with a number on it.

    `amt_g`: grams of the product at the portion's middle, NaN where the amount is no weight.
    `nominal_mg`: mg of each analyte if batch, portion and hand were all at their middle. `batch`,
    `portion`: positions in the intake's lists.
    """

    time_s: int
    offset_min: int
    precision: int
    food: int
    amt_g: float
    nominal_mg: tuple[float, float]
    batch: int
    portion: int


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """The doses of kratom and 7-OH in a diary, in the order of time.

    Parameters
    ----------
    time_s, offset_min, precision, food : [dose], as in the diary.
    amt_g : [dose], grams of the product, NaN where the amount is no weight of it (mg of 7-OH, a serving).
    nominal_mg : [analyte, dose], mg at the middle of everything unknown.
    batch, portion : [dose], which of `batches` and `portions` a dose belongs to.
    batches : what is known of the strength of each; all its doses share one unknown factor.
    portions : what is known of one spoon, capsule or weighing of each product.
    unknown : doses that cannot be told, in the order of time.
    """

    time_s: NDArray[np.int64]
    offset_min: NDArray[np.int16]
    precision: NDArray[np.int8]
    food: NDArray[np.int8]
    amt_g: NDArray[np.float64]
    nominal_mg: NDArray[np.float64]
    batch: NDArray[np.intp]
    portion: NDArray[np.intp]
    batches: tuple[Content, ...]
    portions: tuple[Portion, ...]
    unknown: tuple[Unknown, ...]

    @property
    def moments(self) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
        """When each dose was taken, those too that cannot be told: UTC seconds ascending, and local offsets."""
        time_s = np.append(self.time_s, np.array([each.time_s for each in self.unknown], np.int64))
        offset_min = np.append(self.offset_min, np.array([each.offset_min for each in self.unknown], np.int16))
        order = np.argsort(time_s, kind="stable")
        return time_s[order], offset_min[order]

    @property
    def basis(self) -> Basis:
        """The weakest knowledge of strength among the batches taken."""
        return max((self.batches[each].basis for each in np.unique(self.batch)), default=Basis.POPULATION)


def intake_of(diary: Diary, knowledge: Knowledge) -> Intake:
    """Every dose of kratom or 7-OH that stands, each with its batch.

    A batch is named (``leaf#3``), or else begins with the product's first dose or the latest
    `product_changed`.
    """
    taken: list[Taken] = []
    unknown: list[Unknown] = []
    doses, shelf = _read(diary, knowledge)
    for _, found in doses:
        if isinstance(found, Unknown):
            unknown.append(found)
        elif found is not None:
            taken.append(found)
    columns = list(zip(*taken, strict=True)) or [()] * len(Taken._fields)
    return Intake(
        np.array(columns[0], np.int64), np.array(columns[1], np.int16), np.array(columns[2], np.int8),
        np.array(columns[3], np.int8), np.array(columns[4], float),
        np.array(columns[5], float).reshape(-1, len(ANALYTES)).T,
        np.array(columns[6], np.intp), np.array(columns[7], np.intp),
        tuple(shelf.batches), tuple(shelf.portions), tuple(unknown),
    )  # fmt: skip


def dose_by_dose(
    diary: Diary, knowledge: Knowledge
) -> tuple[tuple[tuple[Event, Taken | Unknown | None], ...], tuple[Content, ...]]:
    """Each entry of a dose with what `intake_of` makes of it, None where the person did not answer; and the batches."""
    doses, shelf = _read(diary, knowledge)
    return tuple(doses), tuple(shelf.batches)


def _read(diary: Diary, knowledge: Knowledge) -> tuple[list[tuple[Event, Taken | Unknown | None]], _Shelf]:
    shelf = _Shelf(diary, knowledge)
    return [(event, shelf.read(event)) for event in diary.kratom_doses(knowledge)], shelf


class _Shelf:
    """The products that a diary speaks of: each batch and each portion once, however many doses it has."""

    def __init__(self, diary: Diary, knowledge: Knowledge) -> None:
        self.batches: list[Content] = []
        self.portions: list[Portion] = []
        self._diary, self._knowledge = diary, knowledge
        self._known: dict[tuple[str, str, str], tuple[int | str, int | str]] = {}
        self._batch_of: dict[tuple[str, str, str], int | str] = {}
        self._portion_of: dict[tuple[str, str, float | None], int | str] = {}
        self._changes = diary.entries.of_kind(Kind.EVENT, "product_changed")
        self._most_mg = [knowledge.choice("dose_mitragynine_mg_most"), knowledge.choice("dose_hydroxy_mg_most")]

    def read(self, event: Event) -> Taken | Unknown | None:
        """One dose; None for one that the person was asked about and did not answer."""
        name, _, mark = event.name.partition("#")
        if event.answer is Answer.DECLINED:
            return None
        if name == TRIAL_CAPSULE:
            return Unknown(event.time_s, event.offset_min, "masked_trial", name)
        if event.answer is not Answer.GIVEN:
            return Unknown(event.time_s, event.offset_min, "amount_unknown", name)
        plain = _plain(name)
        mark = mark or self._latest_change(plain, event.time_s)
        key = (plain, mark, event.unit)
        if key not in self._known:
            self._known[key] = self._batch(*key), self._portion(*key)
        batch, portion = self._known[key]
        if isinstance(batch, str) or isinstance(portion, str):
            return Unknown(event.time_s, event.offset_min, batch if isinstance(batch, str) else str(portion), name)
        content, piece = self.batches[batch], self.portions[portion]
        grams = event.value * (piece.low_g + piece.high_g) / 2
        nominal = (grams * (content.mitragynine or 0.0), grams * (content.hydroxy or 0.0))
        if any(mg > most for mg, most in zip(nominal, self._most_mg, strict=True)):
            return Unknown(event.time_s, event.offset_min, "amount_impossible", name)
        weighed = math.nan if self._is_amount_of_alkaloid(plain, mark, event.unit) else grams
        return Taken(
            event.time_s, event.offset_min, int(event.precision), int(event.food), weighed, nominal, batch, portion
        )

    def _latest_change(self, name: str, time_s: int) -> str:
        """The batch that `product_changed` last began of this product; empty before the first.

        It may name a batch (``second``), product and batch (``my jar#second``), or say anything else.
        """
        for at in range(int(np.searchsorted(self._changes.time_s, time_s, side="right")) - 1, -1, -1):
            product, sign, batch = self._changes.text[at].rpartition("#")
            if not sign or _plain(product) in ("", name):
                return (batch if sign else self._changes.text[at]) or f"since change {at}"
        return ""

    def _batch(self, name: str, mark: str, unit: str) -> int | str:
        """Position of the batch in `batches`, or why its strength is not known."""
        key = (name, mark, unit if self._is_amount_of_alkaloid(name, mark, unit) else "")
        if key not in self._batch_of:
            content = self._content(name, mark, unit)
            self._batch_of[key] = content if isinstance(content, str) else _added(self.batches, content)
        return self._batch_of[key]

    def _content(self, name: str, mark: str, unit: str) -> Content | str:
        product = self._product(name, mark)
        substance = self._diary.substance_of(name, self._knowledge)
        if self._is_amount_of_alkaloid(name, mark, unit):
            if substance == HYDROXY:  # a gram of what was counted is a gram of it
                return labelled(None, 1000.0, self._knowledge, hydroxy_product=True)
            median, spread = (self._knowledge.choices[f"serving_leaf_{part}"] for part in ("median_mg", "log_sd"))
            return Content(median.value, None, Basis.POPULATION, spread.value, sources=median.source)
        content = content_of(product, self._knowledge, label_needed=not self._is_leaf(name, product))
        return content or ("no_label_hydroxy" if substance == HYDROXY else "no_label")

    def _is_amount_of_alkaloid(self, name: str, mark: str, unit: str) -> bool:
        """Milligrams of 7-OH, as packets print them, or a serving of leaf: not a weight of product."""
        product = self._product(name, mark)
        if self._diary.substance_of(name, self._knowledge) == HYDROXY:
            return unit == "mg"
        return unit == "serving" and product.unit_weight_g is None and self._is_leaf(name, product)

    def _portion(self, name: str, mark: str, unit: str) -> int | str:
        """Position of the portion in `portions`, or why its weight is not known."""
        product = self._product(name, mark)
        key = (name, unit, product.unit_weight_g)  # one spoon, whatever the bag
        if key not in self._portion_of:
            portion = portion_of(unit, product, self._knowledge, leaf=self._is_leaf(name, product))
            if unit == "serving" and self._is_amount_of_alkaloid(name, mark, unit):
                portion = Portion(1.0, 1.0, self._knowledge.choice("spoon_repeat_cv"))  # one serving, as it comes
            self._portion_of[key] = "no_weight" if portion is None else _added(self.portions, portion)
        return self._portion_of[key]

    def _product(self, name: str, mark: str) -> Product:
        """The person's own row for this batch, else for this product, else one that says nothing.

        The row of another batch says how a product looks and what a piece weighs, not how strong this one is.
        """
        rows = [each for each in self._diary.products if _plain(each.product) == name]
        own = [each for each in rows if each.batch == mark] or [each for each in rows if not each.batch]
        if own or (len(rows) == 1 and not mark):
            return (own or rows)[-1]
        if rows:
            return replace(rows[-1], mitragynine_mg_per_g=None, hydroxymitragynine_mg_per_g=None, basis="unknown")
        return Product(name, self._diary.substance_of(name, self._knowledge))

    def _is_leaf(self, name: str, product: Product) -> bool:
        """Plain leaf, whose usual strength is known; of anything else only the packet can tell."""
        if product.substance == HYDROXY:
            return False
        words = [*name.split(), *product.form.lower().split()]
        told = [name, *(f"kratom {word}" for word in words), *(f"{word} kratom" for word in words)]
        return not any(known.label_needed for each in told if (known := self._knowledge.substance(each)))


def _plain(name: str) -> str:
    return " ".join(name.split()).lower()


def _added(items: list[Any], item: Any) -> int:
    items.append(item)
    return len(items) - 1
