"""Who keeps the record, as far as they said (`person.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from speciosa.values.timeline import DAY_S, offset_at


@dataclass(frozen=True, slots=True)
class Person:
    """What `person.toml` may hold; None or empty where it was not said.

    `latitude` in degrees north. `phototype`: self-reported Fitzpatrick type, 1 to 6. `country`: ISO 3166, two
    letters, for how to reach help; `emergency` and `crisis`: the person's own numbers for it. `pain_source`: of
    ``injury``, ``illness``, ``nerve``, ``other``, ``unknown``; `pain_kind`: their own words. `medicine_names`: a name
    as it was written and what it means. `medicine_answers`: what a medicine that is not known does or is for, of
    ``sleepy``, ``nerves``, ``heart``, ``none``. `drives`: drives, or works where others depend on their attention.
    `record`: a UUID that stands for this record, and says nothing of who keeps it: what was exported keeps its ids.
    `simulated`: this record was made by `speciosa.simulate`, and every page says so.
    """

    time_zone: str = ""
    birth_year: int | None = None
    sex: str = ""
    weight_kg: float | None = None
    phototype: int | None = None
    latitude: float | None = None
    conditions: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    pregnant: bool | None = None
    breast_feeding: bool | None = None
    drives: bool | None = None
    country: str = ""
    emergency: str = ""
    crisis: str = ""
    pain_source: tuple[str, ...] = ()
    pain_kind: str = ""
    medicine_names: tuple[tuple[str, str], ...] = ()
    medicine_answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    primary_outcome: str = "pain"
    record: str = ""
    simulated: bool = False

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.time_zone) if self.time_zone else None

    def meaning(self, written: str) -> str:
        """What the person said that a name of a medicine means; the name itself where they said nothing.

        Examples
        --------
        >>> Person(medicine_names=(("Blue  pill", "naproxen"),)).meaning("blue pill")
        'naproxen'
        """
        plain = " ".join(written.split()).casefold()
        said = (meant for name, meant in self.medicine_names if meant and " ".join(name.split()).casefold() == plain)
        return next(said, written)

    def may_be_under(self, years: float, now_s: int) -> bool:
        """Whether the person is under an age, or may be: a year of birth leaves a year's doubt. False without one."""
        if self.birth_year is None:
            return False
        offset_min = offset_at(now_s, self.zone) if self.zone else 0
        local_day = np.datetime64((now_s + offset_min * 60) // DAY_S, "D")
        year = int(local_day.astype("datetime64[Y]").astype(np.int64)) + 1970
        return year - self.birth_year <= years


@dataclass(frozen=True, slots=True)
class Product:
    """One line of `products.csv`: what a product is, and what is known of its strength.

    `mitragynine_mg_per_g`, `hydroxymitragynine_mg_per_g`: mg of alkaloid per g of product.
    `unit_weight_g`: weight of one capsule, tablet or serving. `basis`: where the strength comes
    from: ``assay``, ``label`` or ``unknown``.
    """

    product: str
    substance: str = "kratom"
    form: str = ""
    mitragynine_mg_per_g: float | None = None
    hydroxymitragynine_mg_per_g: float | None = None
    unit_weight_g: float | None = None
    batch: str = ""
    basis: str = "unknown"
