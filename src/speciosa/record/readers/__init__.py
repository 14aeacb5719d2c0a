"""Readers of other apps' exports: each yields rows in the diary's own columns.

A scale keeps its own bounds (`score_0_4`), a time without a zone stays bare until the door reads it
in the person's zone, and what a diary has no place for is refused with that reason.
"""

from speciosa.record.readers.format import Format

FORMATS: tuple[Format, ...] = ()
"""In the order in which they are asked whether they know a file: the narrowest first."""
