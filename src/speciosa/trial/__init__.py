"""The person's own experiment: blocks, washout, randomisation, concealment.

Its question: does less do as well? Levels of the person's own usual amount, never above it and never in
an abrupt step, in paired blocks of ten to fourteen days, packed blind by a helper.

`usual_amounts` and `Eligibility` say whether there can be one, `TrialDesign` what is compared, `allocate`
draws the order, `trial_rows` are what the diary gets, `Trial` is what stands there, `TrialStatus` how it goes.
The schedule is sealed when it is made. `concealment` is open to the store, the study and the trial commands
alone, and nothing in this room imports it: the analysis cannot peek.
"""

from speciosa.trial import rows as trial_rows
from speciosa.trial.allocation import Allocation, allocate
from speciosa.trial.design import TrialDesign
from speciosa.trial.eligibility import Eligibility
from speciosa.trial.guesses import blinding_index
from speciosa.trial.levels import share_of
from speciosa.trial.permutation import permutation_p
from speciosa.trial.planned import Trial
from speciosa.trial.status import TrialStatus
from speciosa.trial.usual import UsualDay, usual_amounts

__all__ = [
    "Allocation",
    "Eligibility",
    "Trial",
    "TrialDesign",
    "TrialStatus",
    "UsualDay",
    "allocate",
    "blinding_index",
    "permutation_p",
    "share_of",
    "trial_rows",
    "usual_amounts",
]
