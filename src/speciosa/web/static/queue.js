// What a phone does with entries that wait: decisions only, without any browser, so that a test can run them.
// An item is {entry, tried, refused}. Each function gives {put: items to keep, drop: ids to forget}.
// An entry leaves only when the computer answered for it: "kept" or "already". Sending it again changes nothing.
"use strict";
(() => {
  const nothing = () => ({put: [], drop: []});

  // A new entry.
  const added = (entry) => ({put: [{entry, tried: false, refused: ""}], drop: []});

  // What to send now, at most so many. It is noted as tried before it is sent: from then on it may have arrived.
  const sending = (items, most) => {
    const chosen = items.filter((item) => !item.refused).slice(0, most);
    return {put: chosen.filter((item) => !item.tried).map((item) => ({...item, tried: true})), drop: [],
      entries: chosen.map((item) => item.entry)};
  };

  // What the computer answered. What it did not answer for stays as it is.
  const settled = (items, verdicts) => {
    const changes = nothing();
    for (const item of items) {
      const verdict = Object.hasOwn(verdicts, item.entry.id) ? verdicts[item.entry.id] : null;
      if (verdict === null) continue;
      if (verdict.state === "kept" || verdict.state === "already") changes.drop.push(item.entry.id);
      else if (verdict.state === "refused") changes.put.push({...item, tried: true, refused: verdict.why || "?"});
    }
    return changes;
  };

  // Take an entry back: forget it if it can't have arrived, else send after it that it no longer stands.
  const undone = (items, id, retraction) => {
    const item = items.find((each) => each.entry.id === id);
    if (item && (!item.tried || item.refused)) return {put: [], drop: [id]};
    return added(retraction);
  };

  // Correct an entry: in its place if it can't have arrived, else as a new one that names it.
  const corrected = (items, id, entry) => {
    const item = items.find((each) => each.entry.id === id);
    if (item && (!item.tried || item.refused))
      return {put: [{...item, entry: {...entry, id, supersedes: item.entry.supersedes}, tried: false, refused: ""}], drop: []};
    return added({...entry, supersedes: id});
  };

  // The items after changes: what a store in memory does, and a test.
  const applied = (items, {put, drop}) => {
    const news = new Map(put.map((item) => [item.entry.id, item]));
    const kept = items.filter((item) => !drop.includes(item.entry.id)).map((item) => {
      const changed = news.get(item.entry.id);
      news.delete(item.entry.id);
      return changed || item;
    });
    return [...kept, ...news.values()];
  };

  // A local time with its distance from UTC, to the second.
  const moment = (date) => {
    const two = (n) => String(Math.trunc(Math.abs(n))).padStart(2, "0");
    const off = -date.getTimezoneOffset();
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:` +
      `${two(date.getMinutes())}:${two(date.getSeconds())}${off < 0 ? "-" : "+"}${two(off / 60)}:${two(off % 60)}`;
  };

  globalThis.speciosaQueue = {added, sending, settled, undone, corrected, applied, moment};
})();
