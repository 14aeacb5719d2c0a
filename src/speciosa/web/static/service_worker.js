// Keeps the shell only: the page for writing down without the computer, its style and scripts. Never a page with data.
"use strict";
const VERSION = "shell-SHELL_VERSION";
const SHELL = ["/offline", "/static/speciosa.css", "/static/speciosa.js", "/static/queue.js", "/static/phone.js",
  "/static/offline.js", "/static/icon.svg"];
const WAIT_MS = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION)
    .then((cache) => cache.addAll(SHELL.map((each) => new Request(each, {cache: "reload"}))))
    .then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((each) => each !== VERSION).map((each) => caches.delete(each))))
    .then(() => self.clients.claim()));
});

const kept = (address) => caches.match(address).then((found) => found || Response.error());

// A look at a page waits no longer than this for the computer; a form that was sent may have arrived, so it waits.
const page = (request) => {
  const asked = fetch(request);
  if (request.method !== "GET") return asked.catch(() => kept("/offline"));
  const late = new Promise((_done, fell) => { setTimeout(() => fell(new Error("late")), WAIT_MS); });
  return Promise.race([asked, late]).catch(() => kept("/offline"));
};

self.addEventListener("fetch", (event) => {
  const {request} = event, address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "GET" && SHELL.includes(address.pathname))
    event.respondWith(fetch(request).catch(() => kept(address.pathname)));
});
