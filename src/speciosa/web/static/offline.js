// Writing down without the computer: each tap is kept on this phone at once. Needs phone.js.
"use strict";
(() => {
  const phone = globalThis.speciosaPhone, queue = globalThis.speciosaQueue;
  const by = (id) => document.getElementById(id);
  const words = by("words").dataset;
  const EMPTY = {name: "", value: "", unit: "", reason: "", food: "", recorded: "", supersedes: "", note: ""};

  // When it happened: now, or the local time that was chosen. A time of another day has that day's distance from UTC.
  const when = () => {
    const chosen = by("earlier").value ? new Date(by("earlier").value) : new Date();
    return {time: queue.moment(chosen), recorded: queue.moment(new Date())};
  };
  const write = async (...said) => {
    const at = when();
    for (const each of said) await phone.add({...EMPTY, ...at, id: phone.freshId(), ...each});
    by("earlier").value = "";
    await show();
    phone.flush();
  };
  const named = (entry) => {
    const time = entry.time.slice(11, 16);
    if (entry.kind === "event") return `${time}  ${words.takenBack}`;
    if (entry.kind === "no_dose") return `${time}  ${words.none}`;
    const word = entry.name.replace(/_(.)/g, (_all, letter) => letter.toUpperCase());
    const label = (entry.kind === "rating" && words[word]) || entry.name;
    return `${time}  ${label}${entry.value ? " " + entry.value : ""}${entry.unit && entry.unit !== "nrs" ? " " + entry.unit : ""}`;
  };
  const row = (item, taken) => {
    const line = document.createElement("li"), text = document.createElement("span"), button = document.createElement("button");
    text.textContent = named(item.entry) + (item.refused ? `: ${item.refused}` : taken ? `: ${words.takenBack}` : "");
    line.append(text);
    if (item.entry.kind !== "event" && !taken) {
      button.type = "button"; button.className = "plain"; button.textContent = words.undo;
      button.setAttribute("aria-label", `${words.undo}: ${named(item.entry)}`);
      button.addEventListener("click", () => back(item.entry.id));
      line.append(button);
    }
    return line;
  };
  const back = async (id) => {
    const now = queue.moment(new Date());
    await phone.undo(id, {...EMPTY, id: phone.freshId(), kind: "event", name: "retracted", supersedes: id, time: now, recorded: now});
    await show();
    phone.flush();
  };
  const show = async () => {
    const items = await phone.items();
    const taken = new Set(items.filter(({entry}) => entry.kind === "event").map(({entry}) => entry.supersedes));
    const there = new Set(items.map(({entry}) => entry.id));
    const shown = items.filter(({entry}) => entry.kind !== "event" || !there.has(entry.supersedes));
    by("waiting").replaceChildren(...shown.map((item) => row(item, taken.has(item.entry.id))));
    by("waits").textContent = !shown.length ? words.nothing
      : (shown.length === 1 ? words.one : words.many.replace("{n}", shown.length));
    const dose = await phone.last();
    by("again").hidden = !dose?.name;
    if (dose?.name) by("again").textContent = words.again.replace("{dose}", `${dose.value} ${dose.unit}, ${dose.name}`);
  };
  const fell = () => { by("trouble").hidden = false; };

  for (const button of document.querySelectorAll("#scores button"))
    button.addEventListener("click", () => write({kind: "rating", name: "pain", value: button.value, unit: "nrs"}).catch(fell));
  by("none").addEventListener("click", () => write({kind: "no_dose", name: "kratom"}).catch(fell));
  by("again").addEventListener("click", async () => {
    const {name, value, unit} = await phone.last();
    write({kind: "dose", name, value, unit}).catch(fell);
  });
  by("dose").addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(event.target);
    write({kind: "dose", name: said.get("name").trim(), value: said.get("value").trim(), unit: said.get("unit")})
      .then(() => event.target.reset(), fell);
  });
  by("check-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(event.target), rows = [];
    for (const name of ["pain", "mood", "sleep_quality"])
      if (said.get(name)) rows.push({kind: "rating", name, value: said.get(name), unit: "nrs"});
    if (said.get("symptom").trim()) rows.push({kind: "symptom", name: said.get("symptom").trim()});
    if (rows.length) write(...rows).then(() => event.target.reset(), fell);
  });
  document.addEventListener("kept", () => show().catch(fell));
  show().catch(fell);
})();
