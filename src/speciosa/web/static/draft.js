// A draft's answers are kept as they are given; without this script the button does it.
"use strict";
(() => {
  const form = document.querySelector("form.draft");
  if (!form) return;
  const state = form.querySelector("[data-state]");
  let going = false, again = false;

  async function keep() {
    if (going) {
      again = true;
      return;
    }
    going = true;
    again = false;
    let kept = false;
    try {
      const answer = await fetch(form.action, {method: "POST", body: new FormData(form), credentials: "same-origin",
        headers: {"X-Keep": "1"}, redirect: "manual"});
      kept = answer.status === 204 || answer.status === 205;
      if (answer.status === 205) {  // whom to call stands on top
        location.assign(form.action);
        return;
      }
    } catch {
      kept = false;
    }
    state.textContent = kept ? form.dataset.kept : form.dataset.not;
    going = false;
    if (again) keep();
  }

  form.addEventListener("change", (event) => {
    if (event.target.name && event.target.name.startsWith("a.")) keep();
  });
})();
