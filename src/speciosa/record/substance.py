"""What a dose is a dose of: the person's own product list first, then the words that are known."""

from __future__ import annotations

from collections.abc import Iterable

from speciosa.knowledge import Knowledge
from speciosa.record.person import Product

KRATOM = ("kratom", "7-hydroxymitragynine")


def substance_of(name: str, products: Iterable[Product], knowledge: Knowledge) -> str:
    """The substance behind a dose's name.

    Parameters
    ----------
    name : as in the diary; ``name#batch`` names a batch.
    products : the person's `products.csv`.

    Returns
    -------
    ``kratom``, ``7-hydroxymitragynine``, or for another substance its own name in lower case.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> substance_of("My green jar#3", [Product("my green jar")], load_knowledge())
    'kratom'
    >>> substance_of("Ibuprofen", [], load_knowledge())
    'ibuprofen'
    """
    plain = " ".join(name.partition("#")[0].split()).lower()
    for product in products:
        if " ".join(product.product.split()).lower() == plain:
            return product.substance
    known = knowledge.substance(plain)
    return known.substance if known else plain


def is_kratom(name: str, products: Iterable[Product], knowledge: Knowledge) -> bool:
    """Whether a dose of this name is one of kratom or of a 7-OH product; a trial's capsule counts."""
    return name == "trial capsule" or substance_of(name, products, knowledge) in KRATOM
