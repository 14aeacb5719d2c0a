"""Pool posteriors, not people: what a person hands to a study, and how thousands of such packets become one answer.

`packing` makes a packet, `packet_file` writes and reads it, `collected` reads many. `pool` is the way
through the second stage: `misfit` (who does not fit), `evidence` (each person's likelihood), `population`
(mean, spread, bias), `person` (each one's effect among the others).
"""

from speciosa.effect.pooling.collected import Collected, collect
from speciosa.effect.pooling.packet import EvidencePacket, packet_id
from speciosa.effect.pooling.packet_file import packet_from_json, to_json
from speciosa.effect.pooling.packing import DoseLevel, packet_of
from speciosa.effect.pooling.pool import pool
from speciosa.effect.pooling.pooled import Pooled, Rejected, pooled_json
from speciosa.effect.pooling.population_prior import PopulationPrior
from speciosa.effect.pooling.stage_prior import StagePrior

__all__ = [
    "Collected",
    "DoseLevel",
    "EvidencePacket",
    "Pooled",
    "PopulationPrior",
    "Rejected",
    "StagePrior",
    "collect",
    "packet_from_json",
    "packet_id",
    "packet_of",
    "pool",
    "pooled_json",
    "to_json",
]
