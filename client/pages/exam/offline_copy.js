/** What a reload needs while the network is off: seat, state and paper of the running sitting, encrypted, and gone when it stops running. */

import { openDatabase, settled } from "../../shared/browser_store.js";

/** @typedef {import("./types.js").ExamState} ExamState */
/** @typedef {import("./types.js").ServerState} ServerState */
/** @typedef {import("./types.js").Paper} Paper */
/** @typedef {import("./types.js").Seat} Seat */
/** @typedef {{seat: Seat, server: ServerState, paper: Paper, offset: number}} Copy `offset`: the server's clock minus Date.now(), in ms */
/** @typedef {{get: (name: string) => Promise<unknown>, put: (name: string, value: unknown) => Promise<void>, clear: () => Promise<void>}} Shelf */

const STORE = "copy";
const COPY = "copy";
const KEY = "key";
const ALGORITHM = "AES-GCM";

/** @returns {Promise<Shelf>} */
export const browserShelf = async (name = "lugas-offline-copy") => {
  const db = await openDatabase(name, { [STORE]: {} });
  /** @param {IDBTransactionMode} mode */
  const store = (mode) => db.transaction(STORE, mode).objectStore(STORE);
  return {
    get: (key) => settled(store("readonly").get(key)),
    put: async (key, value) => void (await settled(store("readwrite").put(value, key))),
    clear: async () => void (await settled(store("readwrite").clear())),
  };
};

/** Only what is running has a copy: whoever is paused finds no question after a reload. @param {ExamState} state @returns {Omit<Copy, "offset">|null} */
export const copyOf = ({ seat, server, paper, replaced }) =>
  seat && paper && !replaced && server?.status === "running" && server.block === paper.block ? { seat, server, paper } : null;

/**
 * The key is made here, never leaves the browser (`extractable: false`) and goes with the copy.
 * @param {Shelf} shelf @param {Crypto} crypto
 */
export const makeOfflineCopy = (shelf, crypto = globalThis.crypto) => {
  let turn = Promise.resolve();

  /** One after another: a copy that is forgotten must not be written by an earlier call that ends later. @param {() => Promise<void>} work */
  const inTurn = (work) => {
    turn = turn.then(work).catch((error) => console.error("The copy for a reload without network could not be kept", error));
    return turn;
  };

  const key = async () => {
    const found = await shelf.get(KEY);
    if (found) return /** @type {CryptoKey} */ (found);
    const made = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
    await shelf.put(KEY, made);
    return made;
  };

  /** @param {Copy} copy */
  const write = async (copy) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(copy));
    await shelf.put(COPY, { iv, sealed: await crypto.subtle.encrypt({ name: ALGORITHM, iv }, await key(), plain) });
  };

  return {
    /** After every state that was heard. @param {ExamState} state @param {number} offset of the server's clock to Date.now() */
    follow: (state, offset) => {
      const copy = copyOf(state);
      if (copy) return inTurn(() => write({ ...copy, offset }));
      const awaitsPaper = state.server?.status === "running" && !state.replaced;
      return awaitsPaper ? turn : inTurn(shelf.clear);
    },
    /** @returns {Promise<Copy|null>} */
    restore: async () => {
      const found = /** @type {{iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer}|undefined} */ (await shelf.get(COPY));
      const opened = /** @type {CryptoKey|undefined} */ (await shelf.get(KEY));
      if (!found || !opened) return null;
      const plain = await crypto.subtle.decrypt({ name: ALGORITHM, iv: found.iv }, opened, found.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    },
  };
};
