"""Whether all tests of a report ran: ``python -m tests.postgresql.all_ran REPORT.xml``. One that was skipped was not tried."""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

LEAST = 50
"""Fewer than so many tests of the server are not the server's tests."""


def main() -> int:
    """0 where all ran."""
    (suite,) = ET.parse(sys.argv[1]).getroot().iter("testsuite")
    ran = int(suite.get("tests", "0"))
    skipped = [
        f"{each.get('classname')}::{each.get('name')}"
        for each in suite.iter("testcase")
        if each.find("skipped") is not None
    ]
    print(f"on PostgreSQL {ran} tests of the study's server, {len(skipped)} skipped")
    for each in skipped:
        print(f"  skipped: {each}")
    return 1 if skipped or ran < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
