/** Holds the exam page and its files, so that a reload while the network is off finds them. Nothing of /api ever comes here. */

// @ts-nocheck: the types of a service worker and those of a page exclude each other.

const CACHE = "lugas-exam-page";
const HELD = /^\/(ujian$|client\/|packages\/|models\/)/;
const PATIENCE_MS = 3_000; // a pulled cable says nothing: whoever has a copy waits no longer
const CUT_OFF_MS = 10_000; // after that the next files of the same page come from the copy at once

let cutOffUntil = 0;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === self.location.origin && HELD.test(pathname)) event.respondWith(answer(event));
});

/** The network's word where there is one, so that a newer server is seen at once; else the copy. */
const answer = async (event) => {
  const cache = await caches.open(CACHE);
  const copy = await cache.match(event.request, { ignoreVary: true });
  if (copy && Date.now() < cutOffUntil) return copy;
  const asked = fetch(event.request).then((response) => {
    if (response.ok && response.status === 200) event.waitUntil(cache.put(event.request, response.clone()));
    return response;
  });
  if (!copy) return asked;
  const tooSlow = new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE_MS));
  try {
    const response = await Promise.race([asked, tooSlow]);
    return response.status >= 500 ? copy : response;
  } catch {
    asked.catch(() => undefined);
    cutOffUntil = Date.now() + CUT_OFF_MS;
    return copy;
  }
};
