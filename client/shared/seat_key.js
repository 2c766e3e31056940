/** The key of a paired exam PC: made at pairing, never readable by any script, it signs what the exam page sends (docs/security.md). */

import { openDatabase, settled } from "./browser_store.js";

const STORE = "key";
const NAME = "pair";
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** @param {ArrayBuffer} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** @param {ArrayBuffer} bytes */
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @typedef {Awaited<ReturnType<typeof openSeatKey>>} SeatKey */

/** @param {string} name of the database */
export const openSeatKey = async (name = "lugas-seat-key") => {
  const db = await openDatabase(name, { [STORE]: {} }).catch((error) => console.error("The key of this PC lasts only until the page is loaded anew", error));
  /** @param {IDBTransactionMode} mode */
  const store = (mode) => db?.transaction(STORE, mode, { durability: "strict" }).objectStore(STORE);
  let pair = /** @type {CryptoKeyPair|undefined} */ (undefined);
  const held = store("readonly");
  if (held) pair = await settled(held.get(NAME));
  let nonce = "";

  return {
    /** A new key for a new pairing. @returns {Promise<string>} its public half, or "" where a page without https has no WebCrypto */
    make: async () => {
      if (!globalThis.crypto?.subtle) return "";
      pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
      const writing = store("readwrite");
      if (writing) await settled(writing.put(pair, NAME));
      return base64(await crypto.subtle.exportKey("spki", pair.publicKey));
    },
    /** What the next proofs are made over, as the server said. @param {string|null} heard */
    hearNonce: (heard) => {
      if (heard) nonce = heard;
    },
    /**
     * @param {string} method @param {string} path @param {string=} body JSON as it is sent; nothing, or a form of pictures, is not signed
     * @returns {Promise<string>} the proof, empty while there is no key or no nonce
     */
    prove: async (method, path, body) => {
      if (!pair || !nonce) return "";
      const bytes = new TextEncoder();
      const digest = body === undefined ? "-" : hex(await crypto.subtle.digest("SHA-256", bytes.encode(body)));
      const signed = [nonce, method, decodeURIComponent(path), digest].join("\n");
      return `${nonce}.${base64(await crypto.subtle.sign(SIGNATURE, pair.privateKey, bytes.encode(signed)))}`;
    },
  };
};
