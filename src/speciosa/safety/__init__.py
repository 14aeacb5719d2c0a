"""What to watch, when to see somebody, says who; and what was not looked at.

Rules are rows of the knowledge tables; what a rule may look at stands in `Case`; what it sees is a `Sighting`;
what comes of it is a `Finding`. No finding is not "safe".
"""

from speciosa.safety import dependence, liver, pain_plan, side_effects, withdrawal
from speciosa.safety.finding import Finding, Findings
from speciosa.safety.help import HelpLines, help_for
from speciosa.safety.listed import Listed
from speciosa.safety.screen import screen
from speciosa.safety.shut import shut_for

__all__ = [
    "Finding", "Findings", "HelpLines", "Listed", "dependence", "help_for", "liver", "pain_plan", "screen", "shut_for",
    "side_effects", "withdrawal",
]  # fmt: skip
