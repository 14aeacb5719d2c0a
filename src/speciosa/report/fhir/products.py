"""What was taken, as a thing: the product, its batch, and how strong it is, says who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from speciosa.record import Event, Kind, Product
from speciosa.report.fhir.codings import concept
from speciosa.report.fhir.datatypes import line, quantity
from speciosa.report.fhir.planned_trial import CAPSULE, planned_trial
from speciosa.report.fhir.subject import Subject

_HYDROXY = "7-hydroxymitragynine"
_BASIS = {
    "assay": "{substance}, measured by a laboratory",
    "label": "{substance}, as the label says",
    "unknown": "{substance}; nobody said where the number comes from",
}


class Batch(NamedTuple):
    """One product of one batch: its name as written, its key, and the batch; empty where none was named."""

    name: str
    key: str
    mark: str


class Shelf:
    """The products of a record: which batch a dose was of, and each batch as a resource."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.trial = planned_trial(subject.diary)
        changes = subject.diary.entries.of_kind(Kind.EVENT, "product_changed")
        self._changed_s, self._changed = changes.time_s, changes.text.tolist()

    def batch_of(self, event: Event) -> Batch:
        """The batch of a dose: ``name#batch`` names one, otherwise the latest ``product_changed`` does."""
        name, _, mark = event.name.partition("#")
        name = line(name)
        key = name.casefold()
        mark = line(mark) or ("" if key == CAPSULE else self._latest_change(key, event.time_s))
        return Batch(name, key, mark)

    def reference(self, batch: Batch) -> dict[str, str]:
        """A reference to a batch's resource."""
        return self._subject.reference("Medication", f"product/{batch.key}#{batch.mark}")

    def medications(self, batches: Iterable[Batch]) -> list[dict[str, Any]]:
        """Each batch once, in the order of the first dose."""
        return [self._medication(each) for each in {(each.key, each.mark): each for each in batches}.values()]

    def _latest_change(self, key: str, time_s: int) -> str:
        """As `exposure` reads it: a change may name a batch, a product and its batch, or say anything else."""
        for at in range(int(np.searchsorted(self._changed_s, time_s, side="right")) - 1, -1, -1):
            product, sign, batch = self._changed[at].rpartition("#")
            if not sign or line(product).casefold() in ("", key):
                return line(batch if sign else self._changed[at])
        return ""

    def _medication(self, batch: Batch) -> dict[str, Any]:
        subject, product = self._subject, self._product(batch)
        known = subject.knowledge.substance(batch.key)
        form = product.form or (known.form if known and known.form != "unknown" else "")
        made = subject.resource("Medication", f"product/{batch.key}#{batch.mark}")
        made |= {"code": concept(batch.name), "status": "active"}
        if line(form):
            made["form"] = concept(form)
        ingredients = self._of_capsule() if batch.key == CAPSULE else self._ingredients(product)
        if ingredients:
            made["ingredient"] = ingredients
        if batch.mark:
            made["batch"] = {"lotNumber": batch.mark}
        return made

    def _ingredients(self, product: Product) -> list[dict[str, Any]]:
        """The alkaloids of which the record says how much there is; else the one that the product is taken for."""
        found = [
            self._ingredient(substance, code, strength, product.basis)
            for substance, code, strength in (
                ("mitragynine", "mitragynine", product.mitragynine_mg_per_g),
                (_HYDROXY, "hydroxymitragynine", product.hydroxymitragynine_mg_per_g),
            )
            if strength is not None
        ]
        if found or product.substance not in ("kratom", _HYDROXY):
            return found
        return [self._without_strength(product.substance)]

    def _of_capsule(self) -> list[dict[str, Any]]:
        """What a trial planned to put into its capsules: the product and its substance, never a strength."""
        made = []
        for name in self.trial.names if self.trial else ():
            product = self._product(Batch(name, name.casefold(), ""))
            made.append(self._without_strength(product.substance, name))
        return made

    def _without_strength(self, substance: str, of: str = "") -> dict[str, Any]:
        name = _HYDROXY if substance == _HYDROXY else "mitragynine"
        said = self._subject.words.say("{substance}; how much of it is not known", substance=name)
        said = f"{of} ({said})" if of else said
        return {"itemCodeableConcept": concept(said, self._subject.codes.get(name)), "isActive": True}

    def _ingredient(self, substance: str, code: str, strength: float, basis: str) -> dict[str, Any]:
        said = self._subject.words.say(_BASIS.get(basis, _BASIS["unknown"]), substance=substance)
        return {
            "itemCodeableConcept": concept(said, self._subject.codes.get(code)),
            "isActive": True,
            "strength": {"numerator": quantity(strength, "mg"), "denominator": quantity(1, "g")},
        }

    def _product(self, batch: Batch) -> Product:
        """The person's row of this batch, else of this product; another batch's row says nothing of the strength."""
        rows = [each for each in self._subject.diary.products if line(each.product).casefold() == batch.key]
        own = [each for each in rows if line(each.batch) == batch.mark] or [each for each in rows if not each.batch]
        if own or (len(rows) == 1 and not batch.mark):
            return (own or rows)[-1]
        if rows:
            return replace(rows[-1], mitragynine_mg_per_g=None, hydroxymitragynine_mg_per_g=None, basis="unknown")
        return Product(batch.name, self._subject.diary.substance_of(batch.name, self._subject.knowledge))
