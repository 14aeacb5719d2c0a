"""The sections of the doctor's paper: those of page 1, read in a minute, and those of the pages behind it.

Each module makes one of them, as plain blocks that the template prints; where a section stands on page 1 and behind
it, both are made in one place. They say what the page says, in its words and with its pictures.
`report.doctor_paper` puts them in order.
"""
