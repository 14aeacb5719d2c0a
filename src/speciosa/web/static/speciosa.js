// What every page does beside its forms: it works without this, too.
"use strict";

// The undo counts its seconds down and then goes; "correct" stays for ever.
for (const flash of document.querySelectorAll(".flash[data-seconds]")) {
  const undo = flash.querySelector(".undo");
  let left = Number(flash.dataset.seconds);
  if (!undo || !left) continue;
  const shown = undo.querySelector(".left");
  const tell = () => { shown.textContent = `${left}`; };
  tell();
  const clock = setInterval(() => {
    left -= 1;
    if (left > 0) return tell();
    clearInterval(clock);
    if (undo.contains(document.activeElement)) document.getElementById("main").focus();
    undo.remove();
  }, 1000);
}

// One tap is one entry: while a form is on its way a second tap does nothing.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});

// A page that the browser kept from before would show what no longer holds.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// The tick that is never to be missed: its answer comes into view, nothing lies over it.
const tick = document.getElementById("crisis");
if (tick) tick.addEventListener("change", () => {
  if (tick.checked) tick.closest(".crisis").querySelector(".answer").scrollIntoView({ block: "start" });
});

// Where the country is not known: its numbers as soon as it is chosen.
for (const label of document.querySelectorAll("[data-countries]")) {
  label.hidden = false;
  const blocks = [...label.parentElement.querySelectorAll("[data-country]")];
  const pick = label.querySelector("select");
  const tell = () => { for (const each of blocks) each.hidden = each.dataset.country !== pick.value; };
  pick.addEventListener("change", tell);
  tell();
}

// On the card for somebody beside the person: the number of this device's time zone. Nothing is sent.
const dial = document.querySelector("#dial[data-zones]");
if (dial) {
  const numbers = JSON.parse(dial.dataset.zones)[Intl.DateTimeFormat().resolvedOptions().timeZone];
  if (numbers) {
    dial.replaceChildren(...numbers.map((number) => {
      const link = document.createElement("a");
      link.className = "button";
      link.href = `tel:${number}`;
      link.textContent = dial.dataset.call.replace("{number}", number);
      return link;
    }));
    document.getElementById("by-language")?.remove();
  }
}

// A question of the check-in that was answered is no longer the next one.
document.addEventListener("change", (event) => {
  event.target.closest("fieldset")?.querySelector("[data-flow-step]")?.removeAttribute("data-flow-step");
});
