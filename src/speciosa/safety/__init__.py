"""What to watch, when to see somebody, says who; and what was not looked at.

No finding is not "safe".
"""

from speciosa.safety.finding import Finding, Findings
from speciosa.safety.screen import screen

__all__ = ["Finding", "Findings", "screen"]
