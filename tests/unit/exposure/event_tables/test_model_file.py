"""MODEL.toml: numbers or columns, NONMEM's names, and a sentence for every slip."""

from __future__ import annotations

import pytest

from speciosa.exposure import read_model
from speciosa.exposure.event_tables.compartments import STRUCTURES, assemble
from speciosa.values.errors import EntryError

NEEDED = {"cl": 1, "v": 20, "q": 2, "v2": 30, "q3": 0.5, "v3": 40, "ka": 1.5, "clm": 3, "vm": 10, "fm": 0.1}


def text(structure: str, **parameters: object) -> str:
    lines = [f"{name} = {value!r}" for name, value in parameters.items()]
    return "\n".join([f'[model]\nstructure = "{structure}"\n[parameters]', *lines])


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_structure_of_the_contract_and_more_is_there(name: str) -> None:
    structure = STRUCTURES[name]
    wanted = [*structure.needs, *(["fm"] if structure.has_metabolite else [])]
    model = read_model(text(name, **{each: NEEDED[each] for each in wanted}))
    assert model.structure is structure
    for each in structure.needs:
        with pytest.raises(EntryError, match=f"{name} needs {each}"):
            read_model(text(name, **{other: NEEDED[other] for other in wanted if other != each}))


def test_the_contracts_structures_have_their_compartments_in_nonmems_order() -> None:
    assert STRUCTURES["1cmt"].dosable == ("central",)
    assert STRUCTURES["2cmt"].dosable == ("central", "peripheral")
    assert STRUCTURES["2cmt_oral"].dosable == ("depot", "central", "peripheral")
    assert STRUCTURES["2cmt_oral_metabolite"].dosable == ("depot", "central", "peripheral", "metabolite")
    body = assemble(
        STRUCTURES["2cmt_oral_metabolite"], {name: NEEDED[name] for name in NEEDED if name[-1] != "3"} | {"ke0": 0.3}
    )
    assert body.names[-1] == "effect site"


def test_names_come_in_any_case_and_a_text_is_a_column() -> None:
    model = read_model(text("1CMT", CL="cl_i", V=20))
    assert dict(model.disposition) == {"cl": "CL_I", "v": 20.0}
    assert model.columns() == {"CL_I": "cl"}


def test_nonmems_other_names_that_can_mean_one_thing_only_are_known() -> None:
    model = read_model(text("3cmt", cl=1, v1=20, q2=2, v2=30, q3=0.5, v3=40))
    assert model.disposition["v"] == 20
    assert model.disposition["q"] == 2


def test_a_numbered_parameter_goes_before_the_one_for_all() -> None:
    model = read_model(text("1cmt_oral", cl=1, v=20, ka=1, f=0.5, f1=0.25, alag2="LAG", rate=3, d2=4))
    assert model.for_dose("f", 1) == ("f1", 0.25)
    assert model.for_dose("f", 2) == ("f", 0.5)
    assert model.for_dose("alag", 1) is None
    assert model.for_dose("alag", 2) == ("alag2", "LAG")
    assert model.for_dose("rate", 2) == ("rate", 3.0)
    assert model.for_dose("dur", 2) == ("d2", 4.0)


def test_what_the_structure_does_not_use_is_said() -> None:
    model = read_model(text("1cmt", cl=1, v=20, ka=1.5) + "\n[omega]\ncl = 0.1\n")
    assert model.notices == ("[omega] is not used by 1cmt", "[parameters] ka is not used by 1cmt")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("[model\n", "not valid TOML; at line 1"),
        ("", "needs a table [model]"),
        ("structure = '1cmt'\n", "needs a table [model]"),
        ("[model]\nstructure = '1cmt'\n", "a table [parameters]"),
        ("[model]\n[parameters]\ncl = 1\n", "names no structure; write structure as one of 1cmt, 2cmt"),
        (text("4cmt", cl=1), "the structure is not known"),
        (text("2cmt_oral", cl=1, v2=2, q=1, v3=3, ka=1), "needs v (v is the central volume"),
        (text("1cmt_oral_metabolite", cl=1, v=2, ka=1, clm=1, vm=2), "needs fm or fp"),
        (text("1cmt", cl=1, v=20, alga=1), "alga is not known; did you mean alag?"),
        (text("1cmt", cl=1, v=20, emax=1), "emax is not known; 1cmt takes cl, v, ke0, f"),
        (text("1cmt", cl=-1, v=20), "cl is not zero or more"),
        (text("1cmt", cl=1, v=0), "v is not above zero"),
        (text("1cmt", cl=1, v=20, ke0=0), "ke0 is not above zero"),
        (text("1cmt", cl=1, v=20, d1=0), "d1 is not above zero"),
        (text("1cmt", cl=1, v=20, alag=-1), "alag is not zero or more"),
        ("[model]\nstructure = '1cmt'\n[parameters]\ncl = nan\nv = 1", "cl is not zero or more"),
        ("[model]\nstructure = '1cmt'\n[parameters]\ncl = 1\nv = inf", "v is not above zero"),
        ("[model]\nstructure = '1cmt'\n[parameters]\ncl = true\nv = 1", "cl is neither a number nor"),
        (text("1cmt", cl="1.1", v=20), "cl is a number in quotes"),
        (text("1cmt", cl="", v=20), "cl is neither a number nor"),
        (text("1cmt", cl=1, v=20, f2=1), "f2 belongs to no compartment; 1cmt has the compartments 1 central"),
        (text("1cmt", cl=1, v=20, v1=20), "v is given twice"),
    ],
)
def test_a_slip_in_the_model_is_one_plain_sentence(model: str, said: str) -> None:
    with pytest.raises(EntryError) as caught:
        read_model(model)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_zero_is_a_bioavailability_a_lag_and_a_clearance() -> None:
    model = read_model(text("2cmt", cl=0, v=20, q=0, v2=1, f=0, alag=0))
    assert model.disposition["cl"] == 0
    assert model.dosing == {"f": 0.0, "alag": 0.0}


def test_the_matrix_is_that_of_the_textbook() -> None:
    body = assemble(
        STRUCTURES["2cmt_oral_metabolite"],
        {
            "cl": 2.0,
            "v": 10.0,
            "q": 3.0,
            "v2": 30.0,
            "ka": 1.5,
            "clm": 4.0,
            "vm": 8.0,
            "fm": 0.25,
            "fp": 0.5,
            "ke0": 0.7,
        },
    )
    depot, central, peripheral, metabolite, site = range(5)
    rates = body.rates_per_h
    assert rates[:, depot].tolist() == [-1.5, 1.5, 0, 0.75, 0]
    assert rates[:, central].tolist() == pytest.approx([0, -0.5, 0.3, 0.05, 0.07])
    assert rates[:, peripheral].tolist() == pytest.approx([0, 0.1, -0.1, 0, 0])
    assert rates[:, metabolite].tolist() == [0, 0, 0, -0.5, 0]
    assert rates[:, site].tolist() == [0, 0, 0, 0, -0.7]
    assert body.read_out.tolist() == [[0, 0.1, 0, 0, 0], [0, 0, 0, 0.125, 0], [0, 0, 0, 0, 1]]


def test_an_impossible_parameter_is_refused_by_the_matrix_as_well() -> None:
    with pytest.raises(EntryError, match="the parameter v is not above zero"):
        assemble(STRUCTURES["1cmt"], {"cl": 1.0, "v": 0.0})
