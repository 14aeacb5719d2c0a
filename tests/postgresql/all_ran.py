"""Whether all tests of a report ran: ``python -m tests.postgresql.all_ran REPORT.xml``. One that was skipped was not tried.

Only what is about the other kind of store may be: such a test says so in the words of `OTHER_STORE`.
"""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

OTHER_STORE = "makes an encrypted file of its own"
LEAST = 50
"""Fewer than so many tests of the server are not the server's tests."""


def main() -> int:
    """0 where all ran."""
    (suite,) = ET.parse(sys.argv[1]).getroot().iter("testsuite")
    ran = int(suite.get("tests", "0"))
    reasons = {
        f"{each.get('classname')}::{each.get('name')}": found.get("message", "")
        for each in suite.iter("testcase")
        if (found := each.find("skipped")) is not None
    }
    skipped = [name for name, why in reasons.items() if why != OTHER_STORE]
    print(f"on PostgreSQL {ran} tests of the study's server, {len(skipped)} skipped")
    for each in skipped:
        print(f"  skipped: {each}")
    return 1 if skipped or ran < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
