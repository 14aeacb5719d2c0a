"""The report of a study: one page and one paper from the same sections, words and pictures."""

from speciosa.study.report.page import study_report_html
from speciosa.study.report.paper import study_report_pdf
from speciosa.study.report.study_report import StudyReport, study_report

__all__ = ["StudyReport", "study_report", "study_report_html", "study_report_pdf"]
