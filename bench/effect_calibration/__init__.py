"""Whether the effect's numbers can be believed: people whose truth is known, many of them.

`python -m bench.effect_calibration` writes docs/reference/effect/calibration.md and its picture.
"""
