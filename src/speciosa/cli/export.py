"""`speciosa export`: the record in forms that others read."""

from __future__ import annotations

from cyclopts import App

export = App(
    name="export",
    help="""Take your record along, in forms that others read. Nothing is sent anywhere.

    csv: everything that you entered, as the folder that speciosa reads, with a data dictionary.
    fhir: a bundle for a medical record (FHIR R4).
    nonmem: doses, blood levels and scores for a pharmacometrician.
    adverse-event: the draft of a side-effect report, for you to finish and send, or not.

    Notes and photos stay unless you ask for them.

    Example: speciosa export csv my-diary --out my-diary.zip
    """,
)
export.command("speciosa.cli.export_csv:csv", name="csv")
export.command("speciosa.cli.export_fhir:fhir", name="fhir")
export.command("speciosa.cli.export_nonmem:nonmem", name="nonmem")
export.command("speciosa.cli.export_adverse_event:adverse_event", name="adverse-event")
