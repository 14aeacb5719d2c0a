"""The tables of a study's server. What participants write down lies in the store's tables, one record each."""

from speciosa.study.server.models.allocation import Allocated, AllocationList, Envelope, PackKey, Unblinding
from speciosa.study.server.models.api import Token, Written
from speciosa.study.server.models.kept import Kept
from speciosa.study.server.models.people import Consent, ConsentText, Invitation, Participant, Tries
from speciosa.study.server.models.studies import GateItem, Member, Protocol, Site, Study
from speciosa.study.server.models.trail import Chain, Link
from speciosa.study.server.models.wanted import Wanted

__all__ = [
    "Allocated",
    "AllocationList",
    "Chain",
    "Consent",
    "ConsentText",
    "Envelope",
    "GateItem",
    "Invitation",
    "Kept",
    "Link",
    "Member",
    "PackKey",
    "Participant",
    "Protocol",
    "Site",
    "Study",
    "Token",
    "Tries",
    "Unblinding",
    "Wanted",
    "Written",
]
