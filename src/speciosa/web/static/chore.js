// A page that waits for a long piece of work: it says how far it is, and goes on when it is over.
"use strict";
(() => {
  const says = document.getElementById("chore-says"), bar = document.getElementById("chore-bar");
  let wait = 300;

  async function step() {
    let now;
    try {
      now = await (await fetch("/chore/state", {headers: {"X-Quiet": "1"}, credentials: "same-origin"})).json();
    } catch {
      setTimeout(step, 3000);
      return;
    }
    if (now.ended) {
      location.replace("/chore");
      return;
    }
    if (now.says && says.textContent !== now.says) says.textContent = now.says;
    if (now.share !== null) bar.value = now.share;
    else bar.removeAttribute("value");
    setTimeout(step, wait = Math.min(wait * 1.3, 2000));
  }

  if (says) setTimeout(step, wait);
})();
