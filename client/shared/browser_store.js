/** One named IndexedDB database, opened within a time: a browser whose storage never answers must not keep a page white. */

const PATIENCE_MS = 3_000;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * @param {string} name
 * @param {Record<string, IDBObjectStoreParameters>} stores made at the first opening
 * @param {number} patienceMs
 * @returns {Promise<IDBDatabase>} rejects where the browser forbids IndexedDB (a private window, a full disk) or does not answer
 */
export const openDatabase = (name, stores, patienceMs = PATIENCE_MS) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`IndexedDB "${name}" did not answer within ${patienceMs} ms`)), patienceMs);
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, options] of Object.entries(stores)) request.result.createObjectStore(store, options);
    };
    settled(request).then(resolve, reject);
  });
