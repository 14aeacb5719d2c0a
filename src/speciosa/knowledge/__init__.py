"""What the literature says, as data files with sources, and where we chose ourselves.

Every number of the product that is not the person's own stands in a table of this room, with its
unit, the people it was found in, its source and how that source was read. There are no opinions
here: what follows from a number is for `exposure`, `effect` and `safety` to say.

`load_knowledge` reads the tables; ``python -m speciosa.knowledge`` checks them and writes the
reference pages.
"""

from speciosa.knowledge import medicine_rows, safety_rows
from speciosa.knowledge.exposure_model import ExposureModel
from speciosa.knowledge.kinetic_rows import ExposureModifier
from speciosa.knowledge.literature_rows import Figure, Instrument
from speciosa.knowledge.loader import load_knowledge
from speciosa.knowledge.lookup import Knowledge
from speciosa.knowledge.own_rows import KnownSubstance, Outcome
from speciosa.knowledge.vocabulary import Act, Urgency

__all__ = [
    "Act",
    "ExposureModel",
    "ExposureModifier",
    "Figure",
    "Instrument",
    "Knowledge",
    "KnownSubstance",
    "Outcome",
    "Urgency",
    "load_knowledge",
    "medicine_rows",
    "safety_rows",
]
