"""People whose truth is known: for planning a trial, for the demo, for tests.

A person lives hour by hour: pain leads to doses, doses become an exposure, the exposure brings
relief and tolerance, and of all that some reaches a diary. The truth is kept beside it, so that an
answer can be held against it. Whatever is made here says of itself that it is simulated.
"""

from speciosa.simulate.design import Batch, Calendar, Design, Dosing, Phase, Recording
from speciosa.simulate.example import example_person
from speciosa.simulate.person import SimulatedPerson, simulate_person
from speciosa.simulate.person_model import PersonModel
from speciosa.simulate.truth import Truth

__all__ = [
    "Batch",
    "Calendar",
    "Design",
    "Dosing",
    "PersonModel",
    "Phase",
    "Recording",
    "SimulatedPerson",
    "Truth",
    "example_person",
    "simulate_person",
]
