"""Doses become concentration curves, with their uncertainty.

Mitragynine stays for days and its effect for hours, so "took it" against "did not" is the wrong
comparison. What the rest of the house needs is the curve, as draws.
"""

from speciosa.exposure.curve import ExposureCurve
from speciosa.exposure.expose import expose

__all__ = ["ExposureCurve", "expose"]
