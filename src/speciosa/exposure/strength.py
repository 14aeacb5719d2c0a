"""How strong what somebody took is: the product's label or assay, or what leaf usually holds.

The strength of a batch is one unknown number. Every dose of the batch shares it, so it never
averages out: ten doses from one bag are all too strong or all too weak together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from speciosa.knowledge import Knowledge
from speciosa.record import Product
from speciosa.values.units import in_mg

MITRAGYNINE, HYDROXY = "mitragynine", "7-hydroxymitragynine"
_LEAF_PIECES = {"capsule": ("capsule_leaf_low_g", "capsule_leaf_high_g", "capsule_repeat_cv"),
                "tsp": ("teaspoon_leaf_low_g", "teaspoon_leaf_high_g", "spoon_repeat_cv")}  # fmt: skip


class Basis(IntEnum):
    """Where a strength comes from, the surest first."""

    ASSAY = 0
    LABEL = 1
    POPULATION = 2


@dataclass(frozen=True, slots=True)
class Content:
    """How much alkaloid a unit of product holds.

    Parameters
    ----------
    mitragynine, hydroxy : mg in a gram of product; None where nothing says.
    basis : where that comes from.
    log_sd : spread of the true strength about it, as the SD of its logarithm.
    bias_low, bias_high : the truth is known to lie that many times beside it.
    sources : keys of the bibliography behind it.
    """

    mitragynine: float | None
    hydroxy: float | None
    basis: Basis
    log_sd: float
    bias_low: float = 1.0
    bias_high: float = 1.0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portion:
    """What one unit of a dose weighs.

    Parameters
    ----------
    low_g, high_g : grams; the person's own spoon or capsule is one weight between them.
    repeat_cv : how much one portion differs from the next, as a share.
    sources : keys of the bibliography behind it.
    """

    low_g: float
    high_g: float
    repeat_cv: float
    sources: tuple[str, ...] = ()


def content_of(product: Product, knowledge: Knowledge, *, label_needed: bool) -> Content | None:
    """What a gram of a product holds, or None where only its packet could say.

    Parameters
    ----------
    product : the person's own row, or an empty one for a product that is only named.
    label_needed : extracts, shots, tablets and all 7-OH products: their strength is never guessed.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> knowledge = load_knowledge()
    >>> content_of(Product("leaf"), knowledge, label_needed=False).mitragynine
    15.0
    >>> content_of(Product("extract"), knowledge, label_needed=True) is None
    True
    """
    mitragynine, hydroxy = product.mitragynine_mg_per_g, product.hydroxymitragynine_mg_per_g
    is_hydroxy = product.substance == HYDROXY
    said = hydroxy if is_hydroxy else mitragynine
    if said is None:
        if label_needed:
            return None
        spread = knowledge.choice("content_leaf_cv")
        leaf = knowledge.choices["content_leaf_median_mg_per_g"]
        return Content(leaf.value, hydroxy, Basis.POPULATION, spread, sources=leaf.source)
    if product.basis == "assay":
        return Content(mitragynine, hydroxy, Basis.ASSAY, knowledge.choice("assay_cv"))
    if product.basis == "unknown":  # a number, but nobody knows whose
        return Content(mitragynine, hydroxy, Basis.POPULATION, knowledge.choice("content_leaf_cv"))
    return labelled(mitragynine, hydroxy, knowledge, hydroxy_product=is_hydroxy)


def labelled(
    mitragynine: float | None, hydroxy: float | None, knowledge: Knowledge, *, hydroxy_product: bool
) -> Content:
    """A strength as the packet prints it; packets of 7-OH products are known to print too little."""
    spread = knowledge.choice("label_cv")
    if not hydroxy_product:
        return Content(mitragynine, hydroxy, Basis.LABEL, spread)
    low, high = (knowledge.choices[f"hydroxy_label_bias_{end}"] for end in ("low", "high"))
    return Content(mitragynine, hydroxy, Basis.LABEL, spread, low.value, high.value, low.source)


def portion_of(unit: str, product: Product, knowledge: Knowledge, *, leaf: bool) -> Portion | None:
    """What one unit of a dose weighs, or None where nobody said.

    Parameters
    ----------
    unit : of the dose: ``g``, ``mg``, ``ml``, ``capsule``, ``tablet``, ``tsp``, ``serving``.
    leaf : plain leaf, whose capsules and teaspoons are known roughly; of nothing else is a piece's
        weight guessed.
    """
    unit_mg = in_mg(1.0, unit)
    if unit_mg is not None:
        return Portion(unit_mg / 1000, unit_mg / 1000, knowledge.choice("weighing_scale_cv"))
    if unit == "ml":
        grams = knowledge.choice("shot_density_g_per_ml")
        return None if leaf else Portion(grams, grams, knowledge.choice("weighing_scale_cv"))
    if product.unit_weight_g is not None:
        cv = knowledge.choice("spoon_repeat_cv" if unit == "tsp" else "capsule_repeat_cv")
        return Portion(product.unit_weight_g, product.unit_weight_g, cv)
    if leaf and unit in _LEAF_PIECES:
        low, high, repeat = _LEAF_PIECES[unit]
        sources = knowledge.choices[low].source
        return Portion(knowledge.choice(low), knowledge.choice(high), knowledge.choice(repeat), sources)
    return None
