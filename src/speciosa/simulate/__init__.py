"""People whose truth is known: for planning a trial, for the demo, for tests.

A person lives hour by hour: pain leads to doses, doses become an exposure, the exposure brings
relief and tolerance, and of all that some reaches a diary. The truth is kept beside it, so that an
answer can be held against it. Whatever is made here says of itself that it is simulated.

`TrialPower` says what a trial of one's own could find out, `settled_in` how much longer an answer would take.
"""

from speciosa.simulate.design import Batch, Calendar, Design, Dosing, Phase, Recording
from speciosa.simulate.example import example_person
from speciosa.simulate.person import SimulatedPerson, simulate_person
from speciosa.simulate.person_model import PersonModel
from speciosa.simulate.power import TrialPower
from speciosa.simulate.settle_in import settled_in

__all__ = [
    "Batch",
    "Calendar",
    "Design",
    "Dosing",
    "PersonModel",
    "Phase",
    "Recording",
    "SimulatedPerson",
    "TrialPower",
    "example_person",
    "settled_in",
    "simulate_person",
]
