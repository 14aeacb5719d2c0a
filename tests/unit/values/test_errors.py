from speciosa.values.errors import EntryError, FitError, KnowledgeError, SpeciosaError


def test_a_message_says_where_what_why_and_what_to_do() -> None:
    problem = EntryError("this row has no time", where="line 3", why="the cell is empty", todo="write one")
    assert str(problem) == "line 3: this row has no time; the cell is empty; write one"
    assert problem.reason == "this row has no time; the cell is empty; write one"


def test_a_reader_fills_in_the_place_that_it_knows() -> None:
    moved = EntryError("no unit").at("line 9")
    assert isinstance(moved, EntryError)
    assert str(moved) == "line 9: no unit"


def test_every_error_of_ours_is_caught_by_one_name() -> None:
    assert all(issubclass(each, SpeciosaError) for each in (EntryError, FitError, KnowledgeError))
