"""What a worker does: a batch of participants, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speciosa import __version__
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.study.cohort.participant import work_out
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import Row
from speciosa.study.cohort.source import Source
from speciosa.values.errors import EntryError

Batch = tuple[str, ...]
"""Ids of participants that are worked out together."""


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that a worker needs besides the ids. It travels to other processes and machines.

    Parameters
    ----------
    version, knowledge_version : of the program that asks: rows of two versions must not be mixed.
    """

    source: Source
    question: CohortQuestion
    version: str
    knowledge_version: str

    @classmethod
    def of(cls, source: Source, question: CohortQuestion, knowledge: Knowledge) -> Task:
        """The task of this program."""
        return cls(source, question, __version__, knowledge.version)

    def __call__(self, batch: Batch) -> list[Row]:
        """One row for each of the batch.

        Raises
        ------
        EntryError : this worker can't reach the records, or is of another version.
        """
        knowledge = load_knowledge()
        if (self.version, self.knowledge_version) != (__version__, knowledge.version):
            todo = "install the same version of speciosa on every machine"
            raise EntryError("a worker has another version of speciosa than this one", todo=todo)
        self.source.refuse_if_gone()
        return [work_out(id_, self.source, self.question, knowledge).to_row() for id_ in batch]


def batches_of(ids: Sequence[str], workers: int, knowledge: Knowledge) -> list[Batch]:
    """Ids in their order, cut into batches: small enough that a lost one costs little and none is waited for long.

    Examples
    --------
    >>> [len(each) for each in batches_of([str(at) for at in range(20)], 2, load_knowledge())]
    [3, 3, 3, 3, 3, 3, 2]
    """
    each = int(knowledge.choice("study_cohort_batches_each")) * workers
    size = min(-(-len(ids) // each), int(knowledge.choice("study_cohort_batch_most")))
    return [tuple(ids[at : at + size]) for at in range(0, len(ids), max(size, 1))]
