"""The protocol of a study: what SPENT 2019 asks for, and the design that allocation uses; in versions that stay.

`items` are the questions, `design` what is compared and when it is asked, `body` both as one document, `versions`
how a new one comes to stand.
"""

from speciosa.study.server.protocol.body import Body, body_of
from speciosa.study.server.protocol.design import StudyDesign
from speciosa.study.server.protocol.items import ITEMS, SOURCES, Item
from speciosa.study.server.protocol.versions import add, current, current_design

__all__ = ["ITEMS", "SOURCES", "Body", "Item", "StudyDesign", "add", "body_of", "current", "current_design"]
