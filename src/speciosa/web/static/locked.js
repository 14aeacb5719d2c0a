// A tab that was left open shows nothing more once the app is locked; what was typed in it goes along.
"use strict";
(() => {
  const LOOK_MS = 60000;
  let typed = false, leaving = false;

  const differs = (each) => each.name && !["hidden", "file", "select-one"].includes(each.type) &&
    (["checkbox", "radio"].includes(each.type) ? each.checked !== each.defaultChecked
      : "defaultValue" in each && each.value !== each.defaultValue);
  const begun = (form) => form.method === "post" && !form.querySelector("[type=password]") &&
    (form.querySelector("textarea,input:not([type=hidden])") && document.querySelector("main .problem") ||
      [...form.elements].some(differs));

  const leave = () => {
    if (leaving) return;
    leaving = true;
    const form = [...document.forms].find(begun);
    if (!form) return location.replace(location.pathname + location.search);
    const along = document.createElement("form");
    along.method = "post";
    along.action = "/unlock";
    const put = (name, value) => {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      along.append(field);
    };
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") put(name === "csrfmiddlewaretoken" ? name : `kept.${name}`, value);
    }
    put("to", form.getAttribute("action") || location.pathname);
    document.body.append(along);
    along.submit();
  };

  // Who has typed since the last look is there: the app stays open for them.
  const look = async () => {
    if (document.hidden) return;
    const headers = typed ? {} : {"X-Quiet": "1"};
    typed = false;
    try {
      const said = await (await fetch("/open", {headers, credentials: "same-origin", cache: "no-store"})).json();
      if (said.open === false) leave();
    } catch { /* the app has ended: nothing to ask */ }
  };

  addEventListener("input", () => { typed = true; });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK_MS);
})();
