/** The answers of this seat's sitting, kept in IndexedDB until the slot is closed: a dead network or a crash loses none of them. */

import { openDatabase, settled } from "./browser_store.js";

/** @typedef {import("./outbox_rules.js").Kept} Kept */
/** @typedef {Awaited<ReturnType<typeof openOutbox>>} Outbox */

const STORE = "answers";

/** Where a browser forbids IndexedDB (a private window, a full disk) the answers live in memory: still re-sent, only not over a crash. */
const inMemory = () => {
  const kept = /** @type {Map<string, Kept>} */ (new Map());
  return {
    all: async () => [...kept.values()],
    put: async (/** @type {Kept} */ answer) => void kept.set(`${answer.sitting} ${answer.item}`, answer),
    remove: async (/** @type {Kept} */ answer) => void kept.delete(`${answer.sitting} ${answer.item}`),
  };
};

/** @param {IDBDatabase} db */
const inDatabase = (db) => {
  /** @param {IDBTransactionMode} mode */
  const store = (mode) => db.transaction(STORE, mode, { durability: "strict" }).objectStore(STORE);
  return {
    all: () => /** @type {Promise<Kept[]>} */ (settled(store("readonly").getAll())),
    put: async (/** @type {Kept} */ answer) => void (await settled(store("readwrite").put(answer))),
    remove: async (/** @type {Kept} */ answer) => void (await settled(store("readwrite").delete([answer.sitting, answer.item]))),
  };
};

/** @param {string} name of the database */
export const openOutbox = async (name = "lugas-outbox") => {
  let lasting = true;
  const memory = inMemory();
  let disk = /** @type {ReturnType<typeof inDatabase>|ReturnType<typeof inMemory>} */ (memory);
  try {
    disk = inDatabase(await openDatabase(name, { [STORE]: { keyPath: ["sitting", "item"] } }));
  } catch (error) {
    lasting = false;
    console.error("IndexedDB does not work here; answers are kept in memory only", error);
  }

  /** What the disk refuses must not stop an answer: memory has it too. @param {() => Promise<void>} write */
  const tried = async (write) => {
    try {
      await write();
    } catch (error) {
      lasting = false;
      console.error("An answer could not be written to IndexedDB; it is kept in memory", error);
    }
  };

  for (const answer of await disk.all().catch(() => [])) await memory.put(answer);

  return {
    isLasting: () => lasting,
    /** @param {string} sitting */
    of: async (sitting) => (await memory.all()).filter((answer) => answer.sitting === sitting),
    /** @param {Kept} answer */
    keep: async (answer) => {
      await memory.put(answer);
      if (disk !== memory) await tried(() => disk.put(answer));
    },
    /** @param {(answer: Kept) => boolean} goes */
    forget: async (goes) => {
      for (const answer of (await memory.all()).filter(goes)) {
        await memory.remove(answer);
        if (disk !== memory) await tried(() => disk.remove(answer));
      }
    },
  };
};
