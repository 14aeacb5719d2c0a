"""The reference page of every rule's examples: ``python -m tests.unit.safety.write_page``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.conftest import ROOT
from tests.unit.safety.rule_lines import RULES_FILE, RuleLine, rule_lines

from speciosa.knowledge import Act, Knowledge, load_knowledge

PAGE = ROOT / "docs" / "reference" / "safety-tests.md"

_HEAD = """<!-- Written by `python -m tests.unit.safety.write_page` from tests/unit/safety/rules.txt. Do not edit. -->

# Every rule, with a record that sets it off and one that doesn't

*For a clinician who wants to know exactly when a warning comes, and for developers.*

Each line is run as a test: the first record has to set the rule off and the second must not. A rule without a line fails
the tests. **{rules} rules**; {long} of them need long records, and stand in the module that is named.

How to read a record: `d-3` is three days before the record's last entry, which is a score of pain on day 0. `leaf` is a
dose of 3 g of leaf powder on the day before, an example and no advice. `symptom jaundice` says that it was there, and
`symptom jaundice 0` that it was not. `person` is a line of `person.toml`. `d-20..d0` means every day from the first to
the last. What to do stands as the first record gives it.

| Rule | For the person | What to do | Set off by | Not set off by |
|---|---|---|---|---|
"""


class Asked(NamedTuple):
    """What a finding of a rule says: its title, and what to do."""

    title: str
    act: Act


def asked_for(knowledge: Knowledge) -> Mapping[str, Asked]:
    """Every rule that can give a finding, by the finding's code."""
    asked = {key: Asked(row.title, row.act) for key, row in knowledge.safety_rules.items()}
    asked |= {f"interaction_{row.key}": Asked(row.title, row.act) for row in knowledge.interactions if row.act}
    return asked | {f"condition_{row.key}": Asked(row.title, row.act) for row in knowledge.conditions}


def page(knowledge: Knowledge, lines: Sequence[RuleLine]) -> str:
    """The page's text."""
    asked = asked_for(knowledge)
    rows = [_row(each, asked[each.key]) for each in lines if each.key in asked]
    long = len({each.key for each in lines if each.see})
    return _HEAD.format(rules=len({each.key for each in lines}), long=long) + "\n".join(rows) + "\n"


def _row(line: RuleLine, asked: Asked) -> str:
    act = (line.act or asked.act.value).replace("_", " ")
    fires, misses = (f"see `{line.see}`", "") if line.see else (_shown(line.fires), _shown(line.misses))
    title = asked.title.replace("{medicine}", "that medicine").replace("|", "\\|")
    return f"| `{line.key}` | {title[:1].upper()}{title[1:]} | {act} | {fires} | {misses} |"


def _shown(notation: str) -> str:
    return "<br>".join(f"`{part.strip()}`" for part in notation.split(";"))


if __name__ == "__main__":
    PAGE.write_text(page(load_knowledge(), rule_lines(RULES_FILE.read_text(encoding="utf-8"))), encoding="utf-8")
