// The time zone of this device, offered where none was said. It is shown before it is kept.
"use strict";
for (const field of document.querySelectorAll("select[data-zone]")) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field.value || ![...field.options].some((each) => each.value === here)) continue;
  field.value = here;
  const note = field.parentElement.querySelector("[data-zone-note]");
  if (note) note.hidden = false;
}
