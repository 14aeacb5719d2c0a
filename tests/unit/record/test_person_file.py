from pathlib import Path

import pytest

from speciosa.record import Person
from speciosa.record.person_file import read_person, read_products, write_person
from speciosa.values.errors import EntryError


def test_what_was_said_comes_back(tmp_path: Path) -> None:
    person = Person("Europe/Berlin", 1980, "f", 70.5, 2, 52.5, ("low back pain",), ("ibuprofen",), pregnant=False)
    write_person(tmp_path, person)
    assert read_person(tmp_path) == (person, [])


def test_nobody_has_to_say_anything(tmp_path: Path) -> None:
    assert read_person(tmp_path) == (Person(), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("time_zone = ", "not valid TOML"),
        ('time_zone = "Mars/North"', "time zone is not known"),
        ("birth_year = 1970.9", "should be a whole number"),
        ("x = " + "[" * 5000, "not valid TOML"),
        ("birth_year = " + "9" * 5000, "not valid TOML"),
        ("birth_year = 80", "birth_year should be a whole number from 1900"),
        ('pregnant = "no"', "pregnant should be true or false"),
        ('medicines = "ibuprofen"', "medicines should be a list"),
        ("sex = 1", "sex should be text"),
    ],
)
def test_a_damaged_file_is_not_passed_over(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "person.toml").write_text(text)
    with pytest.raises(EntryError, match=said):
        read_person(tmp_path)


def test_a_key_that_is_not_known_is_said(tmp_path: Path) -> None:
    (tmp_path / "person.toml").write_text('shoe_size = 43\nsex = "m"')
    person, notices = read_person(tmp_path)
    assert person.sex == "m"
    assert "shoe_size" in notices[0]


def test_a_bad_product_row_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text(
        "product,mitragynine_mg_per_g,basis\ngreen,15,assay\nred,strong,label\nwhite,2000,label\n,3,label\nblue,,guess\n"
    )
    products, notices = read_products(tmp_path)
    assert [(each.product, each.mitragynine_mg_per_g, each.substance) for each in products] == [
        ("green", 15.0, "kratom")
    ]
    assert [notice.split(":")[0] for notice in notices] == [f"products.csv line {line}" for line in (3, 4, 5, 6)]
