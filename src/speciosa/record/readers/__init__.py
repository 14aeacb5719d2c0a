"""Readers of other apps' exports: each yields rows in the diary's own columns.

A scale keeps its own bounds (`score_0_4`), a time without a zone stays bare until the door reads it
in the person's zone, and what a diary has no place for is refused with that reason.
"""

from speciosa.record.readers import (
    apple_health,
    bearable,
    cluster_headache,
    daylio_backup,
    daylio_csv,
    fhir_bundle,
    health_connect,
    kratom_tracker,
    kratom_tracker_csv,
    mapped,
    medtimer,
    medtimer_csv,
    nof1kit,
    open_mhealth,
    piru,
    psychonautwiki,
    sqlite_trackers,
    tea_taper,
    track_and_graph,
)
from speciosa.record.readers.format import Format

FORMATS: tuple[Format, ...] = (
    daylio_backup.FORMAT,
    apple_health.FORMAT,
    health_connect.FORMAT,
    sqlite_trackers.FORMAT,
    piru.FORMAT,
    psychonautwiki.FORMAT,
    kratom_tracker.FORMAT,
    tea_taper.FORMAT,
    medtimer.FORMAT,
    fhir_bundle.FORMAT,
    open_mhealth.FORMAT,
    bearable.FORMAT,
    daylio_csv.FORMAT,
    kratom_tracker_csv.FORMAT,
    nof1kit.FORMAT,
    cluster_headache.FORMAT,
    track_and_graph.FORMAT,
    medtimer_csv.FORMAT,
    mapped.FORMAT,
)
"""In the order in which they are asked whether they know a file: the narrowest first."""
