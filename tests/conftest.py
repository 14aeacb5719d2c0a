"""What many tests need: the knowledge, a diary from a few lines, and the real data where it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, read_diary

hypothesis.settings.register_profile("speciosa", deadline=None)  # how long a case takes is for `make bench`
hypothesis.settings.load_profile("speciosa")

ROOT = Path(__file__).parents[1]
NOW_S = 1_780_000_000  # 2026-05-28: later than every entry in the tests
HEADER = "time,kind,name,value,unit,reason,food,precision,recorded,id,supersedes,note"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def shared_data() -> Path:
    """Real people's records and other apps' samples, beside the checkout; never part of it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the sample data: put it at ../shared/data beside the checkout, then run make test")
    return folder


@pytest.fixture
def diary_of(tmp_path: Path, knowledge: Knowledge) -> Callable[..., Diary]:
    """Make a diary from its rows as text: the full header stands above them unless another is given."""

    def make(*rows: str, header: str = HEADER, person: str = "", products: str = "", now_s: int = NOW_S) -> Diary:
        (tmp_path / "diary.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        (tmp_path / "person.toml").write_text(person, encoding="utf-8")
        if products:
            (tmp_path / "products.csv").write_text(products, encoding="utf-8")
        return read_diary(tmp_path, knowledge, now_s=now_s)

    return make
