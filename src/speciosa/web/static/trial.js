// While the length of a trial is chosen, what it can tell is shown at once: every number comes with the page.
"use strict";
(() => {
  const form = document.getElementById("plan");
  if (!form) return;
  const fill = (text, named) => text.replace(/\{(\w+)\}/g, (whole, name) => named[name] ?? whole);
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const pairs = form.elements.blocks;

  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "slider";
  slider.min = pairs.options[0].value;
  slider.max = pairs.options[pairs.options.length - 1].value;
  slider.value = pairs.value;
  slider.setAttribute("aria-label", pairs.parentElement.firstChild.textContent);
  pairs.after(slider);
  pairs.hidden = true;
  form.querySelector(".no-script").hidden = true;
  slider.addEventListener("input", () => { pairs.value = slider.value; show(); });
  form.addEventListener("change", show);

  function show() {
    const said = (name) => Number(new FormData(form).get(name));
    const [less, margin, period, blocks] = ["less", "margin", "period_d", "blocks"].map(said);
    const days = fill(form.dataset.days, {days: 2 * period * blocks, pairs: blocks, period});
    slider.setAttribute("aria-valuetext", days);
    part("days").textContent = days;
    if (!part("good")) return;
    const found = JSON.parse(form.dataset.table)
      .find((each) => each[0] === less && each[1] === margin && each[2] === period && each[3] === blocks);
    for (const name of ["dots", "good", "worse", "hardly"]) part(name).hidden = !found;
    if (!found) return;
    const many = (chance) => {
      const n = Math.round(10 * chance);
      return n === 10 ? form.dataset.most : fill(form.dataset.many, {n});
    };
    part("good").textContent = fill(form.dataset.good, {many: many(found[4])});
    part("worse").textContent = fill(form.dataset.worse, {many: many(found[5])});
    part("hardly").hidden = found[4] >= 0.5;
    [...part("dots").children].forEach((dot, at) => dot.classList.toggle("full", at < Math.round(10 * found[4])));
  }

  // What is not worked out yet comes with the page once it is there; what was chosen meanwhile stays chosen.
  async function wait(pause) {
    if (!document.querySelector("#answer[data-waits]")) return;
    await new Promise((done) => setTimeout(done, pause));
    const quiet = {headers: {"X-Quiet": "1"}, credentials: "same-origin"};
    const now = await (await fetch("/working", quiet)).json();
    const says = document.querySelector("#answer [data-says]");
    if (says && now.says) says.textContent = now.says;
    if (!now.running) {
      const page = new DOMParser().parseFromString(await (await fetch("/trial/plan", quiet)).text(), "text/html");
      const fresh = page.getElementById("answer"), whole = page.getElementById("plan");
      if (!fresh || !whole) return;  // locked meanwhile
      form.dataset.table = whole.dataset.table;
      document.getElementById("answer").replaceWith(document.importNode(fresh, true));
      show();
    }
    wait(Math.min(pause * 1.3, 4000));
  }

  show();
  wait(500).catch(() => {});
})();
