"""The rules of the house that a linter of imports does not see."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "speciosa"
ROOMS = [
    "values", "knowledge", "record", "exposure", "trial", "effect", "skin", "simulate", "safety", "report", "store",
    "web", "study", "cli",
]  # fmt: skip
PURE = ["values", "exposure", "trial", "effect", "skin", "simulate", "safety", "report", "story.py"]
IMPURE = re.compile(
    r"^(open|input|print|(datetime|dt\.datetime)\.(now|today|utcnow)|(date|dt\.date)\.today|time\.\w+|os\.\w+|random\.\w+"
    r"|np\.random\.(seed|rand\w*|normal)|.*\.(read_text|write_text|read_bytes|write_bytes|iterdir|mkdir))$"
)
PACKAGE_FILES = {"report/wording.py", "report/page.py", "report/languages/__main__.py", "exposure/__main__.py"}
"""Where a pure room reads its own templates, which are part of its code, or writes its own reference pages."""


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms or [""]:
        place = SOURCE / room
        for path in [place] if place.suffix else sorted(place.rglob("*.py")):
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_every_room_is_there_and_says_what_it_is_for() -> None:
    assert sorted(each.name for each in SOURCE.iterdir() if each.is_dir() and each.name != "__pycache__") == sorted(
        ROOMS
    )
    for room in ROOMS:
        assert importlib.import_module(f"speciosa.{room}").__doc__


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "values"])
def test_a_room_exports_a_dozen_names_at_most_and_each_exists(room: str) -> None:
    module = importlib.import_module(f"speciosa.{room}")
    assert len(module.__all__) <= 12
    assert all(hasattr(module, name) for name in module.__all__)


def test_across_rooms_only_what_a_room_exports_is_used() -> None:
    app_doors = {  # the app's and the store's own: they are doors themselves
        "record": {"row", "door", "kinds", "amend", "person", "person_file", "whole_file", "diary_writer", "importing", "plausible", "event", "words"},
        "report": {"page", "report", "palette", "urgent", "safety_section", "safety_sentences", "trial_paper", "packing_sheet", "doctor_paper", "adverse_event", "skin_card", "wording"},
        "safety": {"help"},
        "skin": {"decoder"},
        "simulate": {"skin_diary", "skin_year"},
        "trial": {"concealment"},
    }  # fmt: skip
    doors = {  # the command line's own
        "record": {
            "person_file",
            "template",
            "whole_file",
            "photos",
            "diary_writer",
            "append",
            "diary_file",
            "plausible",
        },
        "trial": {"concealment"},
        "report": {
            "trial_paper",
            "packing_sheet",
            "doctor_paper",
            "skin_card",
            "urgent",
            "safety_json",
            "safety_section",
            "safety_sentences",
        },
        "simulate": {"skin_diary", "skin_year"},
    }
    study_doors: defaultdict[str, set[str]] = defaultdict(
        set
    ) | {  # many people's: what one person's rooms keep to themselves
        "effect": {"exploration", "pooling", "posterior"},
        "record": {"diary_file", "photos"},
        "report": {"chart_frame", "chart_svg", "difference", "fhir", "open_files", "paper", "tables", "typesetting"},
        "safety": {"side_effects"},
        "simulate": {"planned_days", "power", "score_habits"},
        "trial": {"seeded", "sequences"},
    }
    wrong = []
    for name, tree in modules():
        room = name.split("/")[0]
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("speciosa."):
                continue
            parts = (node.module or "").split(".")
            if len(parts) > 2 and parts[1] not in {room, "values"}:
                is_door = room == "cli" and (parts[1] in {"store", "web"} or parts[2] in doors.get(parts[1], set()))
                is_door |= room in {"store", "web", "study"} and parts[2] in app_doors.get(parts[1], set())
                is_door |= room == "web" and parts[1] == "store"
                is_door |= room == "study" and (parts[1] in {"store", "web"} or parts[2] in study_doors[parts[1]])
                is_door |= room == "cli" and parts[1] == "study"
                if not is_door:
                    wrong.append(f"{name}: {node.module}")
    assert wrong == []


def test_the_pure_rooms_ask_no_clock_no_environment_and_no_disk() -> None:
    wrong = []
    for name, tree in modules(*PURE):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and IMPURE.match(ast.unparse(node.func)) and name not in PACKAGE_FILES:
                wrong.append(f"{name}:{node.lineno} {ast.unparse(node.func)}")
    assert wrong == []


def test_no_file_is_long_and_no_function_either() -> None:
    ours = [name for name, _ in modules() if "/migrations/0001_" not in name]  # those are as Django wrote them
    long_files = [name for name in ours if len((SOURCE / name).read_text().splitlines()) > 300]
    assert long_files == []
    long_functions = [
        f"{name}:{node.name}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]
    assert long_functions == []


def test_no_file_or_room_hides_behind_a_vague_name() -> None:
    vague = re.compile(r"^(utils?|common|helpers?|misc|core|managers?|engines?|handlers?|processors?)$")
    assert [
        name for name, _ in modules() if any(vague.match(part.removesuffix(".py")) for part in name.split("/"))
    ] == []


def test_nothing_public_goes_without_a_docstring() -> None:
    bare = [
        f"{name}:{node.name}"
        for name, tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_the_trial_room_does_not_look_behind_its_own_seal() -> None:
    imports = [
        f"{name}: {ast.unparse(node)}"
        for name, tree in modules("trial")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and "concealment" in ast.unparse(node)
    ]
    assert imports == []


@pytest.mark.parametrize("room", ["values", "knowledge", "record", "cli"])
def test_a_light_room_loads_nothing_heavy(room: str) -> None:
    heavy = ["pandas", "scipy", "django", "cv2", "vl_convert", "altair", "jinja2"]
    heavy += ["numpy"] if room in {"knowledge", "cli"} else []
    code = f"import sys, speciosa.{room}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_dependency_is_locked_to_one_registry_or_machine() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "file:" not in lock
    names = re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE)
    assert len(names) > 20
    assert lock.count("--hash=sha256:") >= len(names)


def test_the_project_names_no_machine_and_no_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    if not any(listed):
        pytest.skip("needs a git checkout: run it in a clone")
    wrong = re.compile(r"/(ro" + r"ot|wo" + r"rk|ho" + r"me)/[a-z]|py" + r"pi\.org|registry\.npm")
    found = [
        name for name in listed
        if name and Path(name).suffix in {".py", ".md", ".toml", ".lock", ".csv", ".json", ".yml", ""}
        and (ROOT / name).is_file() and wrong.search((ROOT / name).read_text(errors="ignore"))
    ]  # fmt: skip
    assert found == []
