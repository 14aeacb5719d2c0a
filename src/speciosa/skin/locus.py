"""How bright skin of a chromaticity usually is: what catches a shadow that lies on the card but not on the skin."""

from __future__ import annotations

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import WHITE, Colours, xyz_from


def brightness_against_colour(lab: Colours, knowledge: Knowledge) -> float:
    """How much brighter a colour is than skin of its chromaticity usually is, in SD among people.

    ``(ln Y - p(x, z)) / spread``, with p a polynomial of third degree, x and z the standardised ``ln(X/Y)`` and
    ``ln(Z/Y)`` of white-relative XYZ, held within what skin has. A card in the shade makes skin in the light look too
    bright: above. Skin in the shade under a card in the light: below.

    Parameters
    ----------
    lab : [3], CIELAB under D65, L* above 0.

    Returns
    -------
    0 for the usual brightness; a shadow that halves the light on the card alone adds 0.69 / spread, about 2.4.

    Notes
    -----
    *Valid when* skin of arm, hand, face or neck. Chromaticity tells brightness badly for dark skin, which lies about
    three SD below the curve: there a low value is no sign of a shadow, and a shadow on the card goes unseen.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.skin.colour import lab_of
    >>> knowledge = load_knowledge()
    >>> usual = np.array([60.0, 8.0, 18.0])
    >>> twice_as_bright = lab_of(2 * xyz_from(usual))
    >>> each = [brightness_against_colour(lab, knowledge) for lab in (usual, twice_as_bright)]
    >>> round(each[1] - each[0], 1)
    2.4
    """
    number = {key: row.value for key, row in knowledge.skin_locus.items()}
    x, y, z = np.log(xyz_from(lab) / WHITE)
    red = (x - y - number["middle_x"]) / number["width_x"]
    blue = (z - y - number["middle_z"]) / number["width_z"]
    red = np.clip(red, number["least_x"], number["most_x"])
    blue = np.clip(blue, number["least_z"], number["most_z"])
    usual = sum(number[f"term_{i}_{j}"] * red**i * blue**j for i in range(4) for j in range(4 - i))
    return float((y - usual) / number["spread"])
