/** Registers the worker that holds a page for a reload without network, and gives it what the page has loaded so far. */

const CACHE = "lugas-exam-page";
const HELD = /^\/(client\/|packages\/|models\/)/;

/** @param {string} script @param {string} scope */
export const holdPage = async (script, scope) => {
  if (!("serviceWorker" in navigator)) return; // no secure context: the page works, only not over a reload without network
  await navigator.serviceWorker.register(script, { scope });
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const held = loaded.filter(({ origin, pathname }) => origin === location.origin && HELD.test(pathname));
  const cache = await caches.open(CACHE);
  await cache.addAll([scope, ...new Set(held.map(({ pathname }) => pathname))]);
};
