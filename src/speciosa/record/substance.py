"""What a dose is a dose of: the person's own product list first, then the table, then a word in the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.person import Product

KRATOM = ("kratom", "7-hydroxymitragynine")

_DENYING = (
    r"no(?!\.?[\s_]*\d)", "non", "not", r"\w+n['’]t", "never", "without", r"quit(?:ting)?", "off", r"withdrawals?",
    r"cravings?", r"free (?:of|from)", r"kratom[\s_‐‑–-]?fr(?:ee|ei)",
    "ohne", r"kein(?:e[mnrs]?)?", "nicht", "nie", r"entzug\w*", "frei von",
)  # fmt: skip
"""A name with one of these words in it is not taken for kratom because of another word in it."""


def _as_words(*patterns: str) -> re.Pattern[str]:
    """Whole words, where an underscore stands for a space."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(patterns)})(?![^\W_])", re.IGNORECASE)


# in this order: kratom that is named with 7-OH is a 7-OH product
_NAMED = {
    "7-hydroxymitragynine": _as_words(r"7[\s_‐‑–-]?(?:oh|hydroxymitragynine|hmg)"),
    "kratom": _as_words(r"kratom", r"mitragyna(?:[\s_]+speciosa)?"),
}
_DENIED = _as_words(*_DENYING)
# within longer words too: somebody's "Kratomentzug"
_MENTIONED = re.compile(r"kratom|mitragyn", re.IGNORECASE)


class Named(NamedTuple):
    """A substance that a word in a name names, and the rest of the name; empty where there is none."""

    substance: str = ""
    rest: str = ""


def substance_of(name: str, products: Iterable[Product], knowledge: Knowledge) -> str:
    """The substance behind a dose's name.

    The person's own products come first, then the table's product words, then a word for kratom or
    7-OH anywhere in the name, unless another word denies it.

    Parameters
    ----------
    name : as in the diary; ``name#batch`` names a batch, which says nothing about the substance.
    products : the person's `products.csv`.

    Returns
    -------
    ``kratom``, ``7-hydroxymitragynine``, or for another substance its own name in lower case.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> substance_of("My green jar#3", [Product("my green jar")], load_knowledge())
    'kratom'
    >>> [substance_of(name, [], load_knowledge()) for name in ("Red Bali", "Kratom (fine)", "Brand X 7-OH")]
    ['kratom', 'kratom', '7-hydroxymitragynine']
    >>> [substance_of(name, [], load_knowledge()) for name in ("Ibuprofen", "Kratom-free tea")]
    ['ibuprofen', 'kratom-free tea']
    """
    plain = " ".join(name.partition("#")[0].split()).lower()
    for product in products:
        if " ".join(product.product.split()).lower() == plain:
            return product.substance
    known = knowledge.substance(plain)
    return known.substance if known else named_in(plain).substance or plain


def is_kratom(name: str, products: Iterable[Product], knowledge: Knowledge) -> bool:
    """Whether a dose of this name is one of kratom or of a 7-OH product; a trial's capsule counts."""
    return name == "trial capsule" or substance_of(name, products, knowledge) in KRATOM


def named_in(name: str) -> Named:
    """Kratom or 7-OH where it stands as a word in a name; nothing where a word like ``no`` or ``free`` denies it.

    Examples
    --------
    >>> named_in("Kratom (super green)"), named_in("kratom free")
    (Named(substance='kratom', rest='super green'), Named(substance='', rest=''))
    """
    if not _DENIED.search(name):
        for substance, pattern in _NAMED.items():
            if pattern.search(name):
                return Named(substance, " ".join(pattern.sub(" ", name).split()).strip(" _()[]-,:;/"))
    return Named()


def mentions_kratom(name: str) -> bool:
    """Whether a name speaks of kratom or 7-OH at all, be it to deny it.

    Examples
    --------
    >>> mentions_kratom("No kratom"), mentions_kratom("Kratomentzug"), mentions_kratom("coffee")
    (True, True, False)
    """
    return bool(_MENTIONED.search(name)) or any(pattern.search(name) for pattern in _NAMED.values())
