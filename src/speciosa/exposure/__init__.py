"""Doses become concentration curves, with their uncertainty.

Mitragynine stays for days and its effect for hours, so "took it" against "did not" is the wrong
comparison. What the rest of the house needs is the curve, as draws.

`expose` is the way through: `intake` (which doses, how strong their batches), `stories` (whose body,
what was really swallowed), `modes` and `superpose` (what the doses leave in blood).
`event_tables` is the same for pharmacometricians, `calibration` makes the kratom model, `receptors` is a
look aside for researchers.
"""

from speciosa.exposure.curve import Band, ExposureCurve, Shift
from speciosa.exposure.event_tables.event_table import read_event_table
from speciosa.exposure.event_tables.model_file import read_model
from speciosa.exposure.event_tables.simulate_events import simulate_events
from speciosa.exposure.expose import expose
from speciosa.exposure.kinetics import Kinetics
from speciosa.exposure.modes import Modes, modes_of
from speciosa.exposure.receptors import receptor_engagement
from speciosa.exposure.superpose import superpose

__all__ = [
    "Band",
    "ExposureCurve",
    "Kinetics",
    "Modes",
    "Shift",
    "expose",
    "modes_of",
    "read_event_table",
    "read_model",
    "receptor_engagement",
    "simulate_events",
    "superpose",
]
