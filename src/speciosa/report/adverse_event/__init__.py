"""A draft of a side-effect report: what the record can fill in, and what it has to ask. Nothing is ever sent.

`events_to_report` lists what could be reported, `draft_of` makes the draft of one of them, and `draft_json` and
`draft_pdf` are its two forms. What the person answers stands in both as they wrote it.
"""

from speciosa.report.adverse_event.document import draft_json
from speciosa.report.adverse_event.draft import AdverseEventDraft, questions
from speciosa.report.adverse_event.filling import draft_of
from speciosa.report.adverse_event.printed_draft import draft_pdf
from speciosa.report.adverse_event.reaction import events_to_report

__all__ = ["AdverseEventDraft", "draft_json", "draft_of", "draft_pdf", "events_to_report", "questions"]
