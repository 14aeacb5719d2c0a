// On a phone: entries wait encrypted until the computer answers; the shell is there without it. Needs queue.js.
"use strict";
(() => {
  const queue = globalThis.speciosaQueue;
  const MOST = 200, WAIT_MS = 20000;
  let opening = null;

  const asked = (request) => new Promise((done, fell) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fell(request.error);
  });
  const open = () => opening ||= new Promise((done, fell) => {
    const request = indexedDB.open("kept", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("items", {autoIncrement: true});
      request.result.createObjectStore("last");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => { opening = null; fell(request.error); };
  });
  // One tab at a time decides what is sent and what is taken back.
  const alone = (task) => navigator.locks ? navigator.locks.request("kept", task) : task();
  const finished = (change) => new Promise((done, fell) => {
    change.oncomplete = () => done();
    change.onerror = change.onabort = () => fell(change.error);
  });

  // A key that no script can read out: only this browser can use it.
  const key = async () => {
    const db = await open();
    const there = await asked(db.transaction("keys").objectStore("keys").get("own"));
    if (there) return there;
    const made = await crypto.subtle.generateKey({name: "AES-GCM", length: 256}, false, ["encrypt", "decrypt"]);
    const change = db.transaction("keys", "readwrite", {durability: "strict"});
    const store = change.objectStore("keys");
    const meanwhile = await asked(store.get("own"));
    if (!meanwhile) store.put(made, "own");
    await finished(change);
    return meanwhile || made;
  };
  const sealed = async (said) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(said));
    return {iv, body: await crypto.subtle.encrypt({name: "AES-GCM", iv}, await key(), plain)};
  };
  const unsealed = async ({iv, body}) =>
    JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({name: "AES-GCM", iv}, await key(), body)));

  // The items, oldest first, each with its place in the store.
  const stored = async () => {
    const store = (await open()).transaction("items").objectStore("items");
    const [places, bodies] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
    return Promise.all(bodies.map(async (body, at) => ({place: places[at], item: await unsealed(body)})));
  };
  const items = async () => (await stored()).map((each) => each.item);
  const keep = async ({put, drop}) => {
    if (!put.length && !drop.length) return;
    const places = new Map((await stored()).map(({place, item}) => [item.entry.id, place]));
    const bodies = await Promise.all(put.map(sealed));  // before the change begins: it would end while we wait
    const change = (await open()).transaction("items", "readwrite", {durability: "strict"});
    const store = change.objectStore("items");
    put.forEach((item, at) => {
      const place = places.get(item.entry.id);
      if (place === undefined) store.add(bodies[at]); else store.put(bodies[at], place);
    });
    for (const id of drop) if (places.has(id)) store.delete(places.get(id));
    await finished(change);
  };

  const add = (entry) => alone(async () => keep(queue.added(entry)));
  const undo = (id, retraction) => alone(async () => keep(queue.undone(await items(), id, retraction)));
  const freshId = () => crypto.randomUUID();

  // Send what waits. Says what the computer said, or null where it can't be reached or is locked.
  let running = null;
  const flush = () => running ||= flushNow().finally(() => { running = null; });
  const flushNow = async () => {
    let last = null;
    if (navigator.onLine === false) return last;  // certainly nothing arrives: what is taken back now is just forgotten
    for (;;) {
      const batch = await alone(async () => {
        const chosen = queue.sending(await items(), MOST);
        await keep(chosen);
        return chosen.entries;
      });
      if (!batch.length) return last;
      const answer = await send(batch);
      if (answer === null || answer.state !== "open") return answer || last;
      await alone(async () => keep(queue.settled(await items(), answer.verdicts)));
      last = answer;
      if (!batch.some((entry) => Object.hasOwn(answer.verdicts, entry.id))) return last;
    }
  };
  const send = async (entries) => {
    try {
      const response = await fetch("/sync", {method: "POST", credentials: "same-origin", redirect: "error", cache: "no-store",
        headers: {"Content-Type": "application/json", "X-Sync": "1"}, signal: AbortSignal.timeout(WAIT_MS),
        body: JSON.stringify({sent: queue.moment(new Date()), entries})});
      return await response.json();
    } catch {
      return null;
    }
  };

  // The last dose, only if the person ticked it: the offline page can offer it again.
  const last = async () => {
    const there = await asked((await open()).transaction("last").objectStore("last").get("dose"));
    return there ? unsealed(there) : null;
  };
  const keepLast = async (dose) => {
    const body = dose === null ? null : await sealed(dose);
    const change = (await open()).transaction("last", "readwrite");
    const store = change.objectStore("last");
    if (body === null) store.delete("dose"); else store.put(body, "dose");
    await finished(change);
  };
  const renewLast = async () => {
    const response = await fetch("/phone/last-dose", {credentials: "same-origin", headers: {"X-Quiet": "1"}});
    if (response.ok && (response.headers.get("Content-Type") || "").startsWith("application/json"))
      await keepLast(await response.json());
  };

  const tell = (text) => {
    if (!text) return;
    const box = document.createElement("div"), line = document.createElement("p");
    box.className = "flash"; box.setAttribute("role", "status"); line.textContent = text; box.append(line);
    document.getElementById("main")?.prepend(box);
  };
  const sendWaiting = async () => {
    const answer = await flush().catch(() => null);
    if (answer && answer.state === "open") { tell(answer.clock); tell(answer.says); }
    document.dispatchEvent(new CustomEvent("kept"));
    return answer;
  };

  globalThis.speciosaPhone = {add, undo, items, flush: sendWaiting, freshId, last, keepLast, renewLast, open};
  if (!globalThis.indexedDB || !globalThis.crypto?.subtle) return;
  if ("serviceWorker" in navigator && location.protocol === "https:")
    navigator.serviceWorker.register("/service-worker.js", {scope: "/"}).catch(() => {});
  addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendWaiting(); });
  sendWaiting();
  const tick = document.getElementById("keep-last");
  last().then((dose) => {
    if (tick) tick.checked = dose !== null;
    if (dose !== null && document.body.classList.contains("open")) return renewLast();
  }).catch(() => {});
  tick?.addEventListener("change", () => (tick.checked ? renewLast() : keepLast(null)).catch(() => { tick.checked = false; }));
})();
