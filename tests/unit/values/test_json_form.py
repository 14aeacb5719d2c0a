import json
import math

import numpy as np
import pytest

from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import dump, fingerprint


def test_numbers_carry_six_digits_and_unknown_ones_are_null() -> None:
    assert json.loads(dump([math.pi, float("nan"), float("inf"), 1e-9 / 3])) == [3.14159, None, None, 3.33333e-10]


def test_arrays_and_values_have_the_same_form_as_lists_and_mappings() -> None:
    assert json.loads(dump({"a": np.arange(2), "b": NotAssessed("x", "y"), "c": {3, 1}})) == {
        "a": [0, 1], "b": {"code": "x", "why": "y"}, "c": [1, 3],
    }  # fmt: skip


def test_an_unknown_thing_is_no_json() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        dump(object())


def test_a_fingerprint_tells_where_one_part_ends() -> None:
    assert fingerprint(b"ab", b"c") != fingerprint(b"a", b"bc")
    assert fingerprint({"a": 1}) == fingerprint({"a": 1})
