"""A phone's queue against a dict: packets lost, doubled, late and in any order; nothing is lost and nothing doubled.

The decisions are those of `queue.js` itself, run by node; the other end is the real page over a real store.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.scale import examples
from tests.store_fixture import made_store

os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.web.settings"
QUEUE = Path(__file__).parents[2] / "src/speciosa/web/static/queue.js"
SERVE = """
require(process.argv[1]);
require("readline").createInterface({input: process.stdin}).on("line", (line) => {
  const [name, args] = JSON.parse(line);
  console.log(JSON.stringify(globalThis.speciosaQueue[name](...args)));
});
"""
DEVICES = ("kitchen", "pocket")
Entry = dict[str, str]
Item = dict[str, Any]


class Queue:
    """`queue.js` in a node of its own."""

    def __init__(self, node: str) -> None:
        self._node = subprocess.Popen(
            [node, "-e", SERVE, str(QUEUE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, name: str, *args: Any) -> Any:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps([name, args]) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def close(self) -> None:
        self._node.communicate()


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node: it runs the phone's own queue.js")
    started = Queue(node)
    yield started
    started.close()


@dataclass
class Said:
    """What the person wrote: the ids under which it went, the value that they mean now, None once taken back."""

    device: str
    ids: list[str]
    value: int | None
    erased: bool = False


@dataclass
class Phone:
    """What a phone keeps through a restart."""

    items: list[Item] = field(default_factory=list)


class World:
    """The store behind the page, shared by all runs: each has ids of its own."""

    def __init__(self, record: Any) -> None:
        self.record, self._made = record, 0

    def entry(self, value: int) -> Entry:
        self._made += 1
        clock = f"2026-05-{1 + self._made // 1440 % 28:02d}T{self._made // 60 % 24:02d}:{self._made % 60:02d}:00+02:00"
        return {"id": f"{self._made:08d}-aaaa-4aaa-8aaa", "time": clock, "kind": "rating", "name": "pain",
                "value": str(value), "unit": "nrs", "reason": "", "food": "", "recorded": clock, "supersedes": "", "note": ""}  # fmt: skip

    def retraction(self, of: str) -> Entry:
        return self.entry(0) | {"kind": "event", "name": "retracted", "value": "", "unit": "", "supersedes": of}

    def is_here(self, said: Said) -> bool:
        from speciosa.store.models import Entry as Kept

        return len(said.ids) == 1 and not said.erased and Kept.objects.filter(entry_id=said.ids[0]).exists()

    def erase(self, own_id: str) -> None:
        from speciosa.store.models import Entry as Kept
        from speciosa.store.models import Erasure

        Erasure.objects.create(record=self.record, entry_id=own_id, erased_s=0)
        Kept.objects.filter(entry_id=own_id).delete()

    def holds(self, said: list[Said]) -> None:
        """Each thing that was written stands once, as it was meant last; what was taken back or erased does not."""
        from speciosa.store import entries

        stands = {each.id: each for each in entries.standing_since(self.record, 0)}
        for each in said:
            found = [stands[own_id].value for own_id in each.ids if own_id in stands]
            expected = [] if each.value is None or each.erased else [float(each.value)]
            assert found == expected, (each, found)


class Machine(RuleBasedStateMachine):
    """Two phones, one computer, and a network between them that does what it likes."""

    queue: ClassVar[Queue]
    world: ClassVar[World]
    send_on: ClassVar[Callable[[list[Entry]], dict[str, Any]]]

    def post(self, batch: list[Entry]) -> dict[str, Any]:
        return type(self).send_on(batch)

    @initialize()
    def begin(self) -> None:
        self.phones = {name: Phone() for name in DEVICES}
        self.said: list[Said] = []
        self.packets: list[tuple[str, list[Entry]]] = []
        self.answers: list[tuple[str, dict[str, Any]]] = []

    def change(self, device: str, name: str, *args: Any) -> dict[str, Any]:
        phone = self.phones[device]
        changes: dict[str, Any] = self.queue(name, *args)
        phone.items = self.queue("applied", phone.items, changes)
        return changes

    @rule(device=st.sampled_from(DEVICES), value=st.integers(0, 10))
    def write(self, device: str, value: int) -> None:
        entry = self.world.entry(value)
        self.change(device, "added", entry)
        self.said.append(Said(device, [entry["id"]], value))

    @precondition(lambda self: any(each.value is not None and not each.erased for each in self.said))
    @rule(data=st.data(), value=st.integers(0, 10))
    def correct(self, data: st.DataObject, value: int) -> None:
        said = data.draw(st.sampled_from([each for each in self.said if each.value is not None and not each.erased]))
        entry = self.world.entry(value)
        changes = self.change(said.device, "corrected", self.phones[said.device].items, said.ids[-1], entry)
        (item,) = changes["put"]
        if item["entry"]["id"] != said.ids[-1]:
            said.ids.append(entry["id"])
        said.value = value

    @precondition(
        lambda self: any(each.value is not None and len(each.ids) == 1 and not each.erased for each in self.said)
    )
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        may = [each for each in self.said if each.value is not None and len(each.ids) == 1 and not each.erased]
        said = data.draw(st.sampled_from(may))
        retraction = self.world.retraction(said.ids[0])
        self.change(said.device, "undone", self.phones[said.device].items, said.ids[0], retraction)
        said.value = None

    @rule(device=st.sampled_from(DEVICES), most=st.integers(1, 4))
    def send(self, device: str, most: int) -> None:
        batch = self.change(device, "sending", self.phones[device].items, most)["entries"]
        if batch:
            self.packets.append((device, batch))

    @precondition(lambda self: self.packets)
    @rule(data=st.data(), again=st.booleans(), turned=st.booleans())
    def arrive(self, data: st.DataObject, again: bool, turned: bool) -> None:
        at = data.draw(st.integers(0, len(self.packets) - 1))
        device, batch = self.packets[at] if again else self.packets.pop(at)
        self.answers.append((device, self.post(batch[::-1] if turned else batch)))

    @precondition(lambda self: self.packets)
    @rule(data=st.data())
    def lose_packet(self, data: st.DataObject) -> None:
        self.packets.pop(data.draw(st.integers(0, len(self.packets) - 1)))

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), again=st.booleans())
    def hear(self, data: st.DataObject, again: bool) -> None:
        at = data.draw(st.integers(0, len(self.answers) - 1))
        device, verdicts = self.answers[at] if again else self.answers.pop(at)
        self.change(device, "settled", self.phones[device].items, verdicts)

    @rule(device=st.sampled_from(DEVICES))
    def restart(self, device: str) -> None:
        """The phone was switched off: answers on their way find nobody. Packets may still arrive."""
        self.answers = [each for each in self.answers if each[0] != device]

    @precondition(lambda self: any(self.world.is_here(each) and each.value is not None for each in self.said))
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from([e for e in self.said if self.world.is_here(e) and e.value is not None]))
        self.world.erase(said.ids[0])
        said.erased = True

    def teardown(self) -> None:
        if not hasattr(self, "said"):
            return
        for device, batch in self.packets:  # what was late comes last of all
            self.post(batch)
            del device
        for name, phone in self.phones.items():
            for _ in range(len(phone.items) + 1):
                batch = self.change(name, "sending", phone.items, 3)["entries"]
                self.change(name, "settled", phone.items, self.post(batch) if batch else {})
            assert phone.items == []
        self.world.holds(self.said)


def test_no_entry_is_lost_or_doubled_whatever_the_network_does(
    queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECIOSA_STORE", str(tmp_path / "store"))
    with made_store(tmp_path / "store") as record:
        from tests.unit.web.phone_fixture import joined

        from speciosa.store.models import Entry as Kept
        from speciosa.web import working

        monkeypatch.setattr(working, "ask", lambda _request: None)
        client = joined()

        def post(batch: list[Entry]) -> dict[str, Any]:
            answer = client.post(
                "/sync", json.dumps({"entries": batch}), content_type="application/json", HTTP_X_SYNC="1"
            )
            assert answer.status_code == 200
            verdicts: dict[str, Any] = answer.json()["verdicts"]
            assert set(verdicts) == {each["id"] for each in batch}
            return verdicts

        given_to = {"queue": queue, "world": World(record), "send_on": staticmethod(post)}
        run_state_machine_as_test(
            type("Run", (Machine,), given_to),
            settings=settings(max_examples=examples(12, release=50), stateful_step_count=50),
        )
        assert Kept.objects.count() > 0
