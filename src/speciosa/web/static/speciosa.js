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
