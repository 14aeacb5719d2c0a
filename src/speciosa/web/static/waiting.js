// A page that waits for an answer looks how far it is, and puts the new answer in without loading the page again.
"use strict";
(() => {
  const quiet = {headers: {"X-Quiet": "1"}, credentials: "same-origin"};
  let look = -1, wait = 400;

  const place = () => document.getElementById("answer");

  async function swap() {
    const answer = await fetch(location.href, quiet);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("answer");
    const old = place();
    if (!fresh || fresh.outerHTML === old.outerHTML) return;
    const open = [...old.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
    for (const each of fresh.querySelectorAll("details > summary")) {
      if (open.includes(each.textContent)) each.parentElement.open = true;
    }
    if (old.contains(document.activeElement)) {
      if (old.querySelector(":scope > .newer")) return;
      const button = document.createElement("button");  // nothing is moved away under somebody's finger
      button.className = "newer";
      button.textContent = old.dataset.newer;
      button.addEventListener("click", () => old.replaceWith(fresh));
      old.prepend(button);
      return;
    }
    old.replaceWith(fresh);
  }

  async function step() {
    const from = place() && place().dataset.waits;
    if (!from) return;
    let now;
    try {
      now = await (await fetch(from, quiet)).json();
    } catch {
      return;  // locked meanwhile, or the app has ended
    }
    const says = place().querySelector("[data-says]"), bar = place().querySelector("progress");
    if (says && now.says) says.textContent = now.says;
    if (bar) bar.value = now.share;
    if (!now.running || (now.look !== look && now.look > 0)) await swap();
    look = now.look;
    if (now.running) setTimeout(step, wait = Math.min(wait * 1.2, 3000));
  }

  if (place()) setTimeout(step, 150);
})();
