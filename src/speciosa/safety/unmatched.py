"""What was not compared with kratom, name by name, and why: nothing here ever says that there is no interaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speciosa.knowledge import Act
from speciosa.record import Kind
from speciosa.safety.case import Case
from speciosa.safety.listed import Listed, not_taken
from speciosa.safety.meeting import joined, meetings_of
from speciosa.safety.taking import Taking, taking_of
from speciosa.values.gaps import NotAssessed

_NOT_OTHER = ("food",)


def gaps(case: Case) -> Iterator[NotAssessed]:
    """Names that are not known, names of which nothing is known, what ended, and records without kratom or medicines.

    Parameters
    ----------
    case : with everything that it lists.
    """
    taking = taking_of(case)
    yield from _without_kratom(case, taking)
    yield from _masked(case)
    if not [each for each in case.listed if each.kind not in _NOT_OTHER]:
        why = (
            "No other medicine, alcohol or supplement is in this record, so none was compared with kratom. "
            'If you take any, write it down, or list it in person.toml: medicines = ["..."].'
        )
        yield NotAssessed("medicines_none", why)
    for written in not_taken(case.diary, case.knowledge, end_s=case.end_s):
        why = f'"{written}" was read as not taken, so it was not compared with kratom. If you take it, write its name.'
        yield NotAssessed("medicine_not_taken", why)
    for each in case.listed:
        if not each.meant:
            yield _unknown(each, case)
    yield from _listed_gaps(case)
    yield from _of_leaf_alone(case, taking)


def _without_kratom(case: Case, taking: Taking) -> Iterator[NotAssessed]:
    if taking.now:
        return
    if taking.last is None:
        yield NotAssessed("kratom_none", "No kratom is in this record, so nothing was compared with it.")
        return
    ago_d = case.days_before_end(taking.last[0])
    why = (
        f"Kratom was last written down {ago_d:.0f} days before the last entry, so nothing was compared with it. "
        "If you still take it, write it down."
    )
    yield NotAssessed("kratom_ended", why)


def _masked(case: Case) -> Iterator[NotAssessed]:
    """A trial whose capsules nobody has looked into."""
    doses = case.diary.entries.of_kind(Kind.DOSE, "trial capsule")
    if len(doses):
        why = (
            "What is in the trial's capsules is not known before the reveal. "
            "Your medicines were compared as if every capsule held kratom."
        )
        yield NotAssessed("interactions_masked", why)


def _unknown(listed: Listed, case: Case) -> NotAssessed:
    """One name that nobody knows, what it may be, and the three questions."""
    name = listed.written
    said = [f'Not compared with kratom: "{name}" is not known here.']
    if listed.maybe:
        said.append(
            f"Did you mean {' or '.join(joined([each]) for each in listed.maybe[:3])}? If so, write it that way."
        )
        soon = [each for each in listed.maybe[:3] if _is_soon(each, case)]
        if soon:
            said.append(f"If it is {' or '.join(joined([each]) for each in soon)}, talk to your pharmacist this week.")
    if listed.answers and set(listed.answers) != {"none"}:
        said.append("We only warn of what your answers say.")
    elif not listed.answers:
        said.append(
            "Three questions help: does it make you sleepy? Is it for pain, sleep, nerves or mood? "
            "Is it for the heart? "
            f'Answer in person.toml under [medicine_answers]: "{name}" = ["sleepy", "nerves", "heart"], or ["none"].'
        )
    said.append("Or ask your pharmacist.")
    return NotAssessed("medicine_unknown", " ".join(said))


def _is_soon(medicine: str, case: Case) -> bool:
    groups = case.knowledge.groups_of(medicine)
    rows = [each for each in case.knowledge.interactions if groups.intersection(each.groups)]
    return any(each.act in (Act.CALL_EMERGENCY, Act.TODAY, Act.THIS_WEEK) for each in rows)


def _listed_gaps(case: Case) -> Iterator[NotAssessed]:
    known = [each for each in case.listed if each.meant]
    named = {group for row in case.knowledge.interactions if row.act is not None for group in row.groups}
    bare = _names(
        name for each in known if each.current for name in each.meant if not case.knowledge.groups_of(name) & named
    )
    bare = [each for each in bare if not case.knowledge.medicines[each].parts]
    if bare:
        why = (
            f"Known, but nothing is known here of it with kratom: {joined(bare)}. "
            "That does not mean that the two go well together."
        )
        yield NotAssessed("medicine_not_studied", why)
    for each in known:
        if each.rest:
            why = (
                f'In "{each.written}" only {joined(each.meant)} was understood. The rest was not compared with kratom.'
            )
            yield NotAssessed("medicine_part_unknown", why)
    ended = [each for each in known if not each.current]
    if ended:
        names = joined(_names(name for each in ended for name in each.meant))
        why = (
            f"Not compared with kratom, because it was last written down weeks ago: {names}. "
            "If you still take it, write it down."
        )
        yield NotAssessed("medicine_ended", why)


def _of_leaf_alone(case: Case, taking: Taking) -> Iterator[NotAssessed]:
    """What was looked at for kratom leaf, where only a 7-OH product is taken."""
    if not taking.hydroxy_now or taking.leaf_now:
        return
    rows = [(row, met) for row, met in meetings_of(case, taking) if not taking.concerns(row.of)]
    names = joined(each.name for _, met in rows for each in met)
    if names:
        why = f"{names} was looked at for kratom leaf; for 7-OH nobody knows. Ask your pharmacist about it."
        yield NotAssessed("interactions_7oh", why[:1].upper() + why[1:])


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
