"""Who keeps the record, as far as they said (`person.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Person:
    """What `person.toml` may hold; None or empty where it was not said.

    `latitude` in degrees north. `phototype`: self-reported Fitzpatrick type, 1 to 6. `simulated`:
    this record was made by `speciosa.simulate`, and every page says so.
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
    primary_outcome: str = "pain"
    simulated: bool = False

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.time_zone) if self.time_zone else None


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
