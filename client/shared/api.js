/** Requests to our server: the forged-request token, one shape of refusal, a limit of time, and the server's clock read on the way. */

/** The server understood and said no; `code` is a key of client/words/id/errors.json. */
export class Refused extends Error {
  /** @param {string} code @param {Record<string, string|number>} parameters @param {number} status */
  constructor(code, parameters = {}, status = 0) {
    super(`${status} ${code}`);
    this.code = code;
    this.parameters = parameters;
    this.status = status;
  }
}

/** No answer: the network, the server or a proxy between is down, or too slow. What was asked may or may not have happened. */
export class Unreachable extends Error {}

const LIMIT_MS = 8_000;

/** @typedef {ReturnType<typeof makeApi>} Api */
/** @typedef {{limitMs?: number, keepalive?: boolean}} Options */

/** @param {Response} response @returns {Promise<any>} */
const bodyOf = async (response) => {
  if (response.status === 204) return null;
  const isJson = response.headers.get("content-type")?.includes("application/json");
  const body = isJson ? await response.json() : null;
  if (response.ok) return body;
  if (body?.error?.code) throw new Refused(body.error.code, body.error.parameters, response.status);
  if (response.status >= 500) throw new Unreachable(`status ${response.status}`);
  throw new Refused("unknown_error", { code: response.status }, response.status);
};

/** Whatever else failed, the server was not reached. @param {unknown} error */
const asOurs = (error) => (error instanceof Refused || error instanceof Unreachable ? error : new Unreachable(String(error), { cause: error }));

const FRESH_NONCE = "seat_proof_needed"; // the refusal brings the nonce with which the next try is signed

/**
 * @param {object} parts
 * @param {import("./clock.js").Clock=} parts.clock
 * @param {import("./seat_key.js").SeatKey=} parts.seatKey signs what an exam PC sends
 * @param {typeof globalThis.fetch=} parts.fetch
 */
export const makeApi = ({ clock, seatKey, fetch = (...args) => globalThis.fetch(...args) } = {}) => {
  let token = "none";

  /** A key that fails sends nothing. @param {string} method @param {string} path @param {{body?: BodyInit, type?: string}} sent */
  const headersOf = async (method, path, { body, type }) => {
    const headers = /** @type {Record<string, string>} */ ({ Accept: "application/json" });
    if (method !== "GET") headers["X-Lugas-Csrf"] = token;
    if (type) headers["Content-Type"] = type;
    const proof = await seatKey?.prove(method, path, typeof body === "string" ? body : undefined);
    if (proof) headers["X-Lugas-Seat-Proof"] = proof;
    return headers;
  };

  /** @param {string} method @param {string} path @param {{body?: BodyInit, type?: string}} sent @param {Options} options */
  const sendOnce = async (method, path, sent = {}, { limitMs = LIMIT_MS, keepalive = false } = {}) => {
    const sentAt = clock?.local() ?? 0;
    try {
      const headers = await headersOf(method, path, sent);
      const signal = AbortSignal.timeout(limitMs);
      const response = await fetch(path, { method, headers, body: sent.body ?? null, signal, keepalive, cache: "no-store" });
      seatKey?.hearNonce(response.headers.get("X-Lugas-Seat-Nonce")); // a refusal brings one too
      const answer = await bodyOf(response);
      if (answer?.now) clock?.learn(sentAt, answer.now);
      if (answer?.csrf) token = answer.csrf;
      return answer;
    } catch (error) {
      throw asOurs(error);
    }
  };

  /** @type {typeof sendOnce} */
  const send = async (...request) => {
    try {
      return await sendOnce(...request);
    } catch (error) {
      if (seatKey && error instanceof Refused && error.code === FRESH_NONCE) return sendOnce(...request);
      throw error;
    }
  };

  /** @param {unknown} value */
  const json = (value) => ({ body: JSON.stringify(value ?? {}), type: "application/json" });

  return {
    /** @param {string} path @param {Options=} options */
    get: (path, options) => send("GET", path, {}, options),
    /** @param {string} path @param {unknown=} value @param {Options=} options */
    post: (path, value, options) => send("POST", path, json(value), options),
    /** @param {string} path @param {unknown} value @param {Options=} options */
    put: (path, value, options) => send("PUT", path, json(value), options),
    /** One picture. @param {string} path @param {Blob} jpeg @param {Options=} options */
    postPicture: (path, jpeg, options) => send("POST", path, { body: jpeg, type: "image/jpeg" }, options),
    /** Several pictures. @param {string} path @param {readonly Blob[]} frames @param {Options=} options */
    postFrames: (path, frames, options) => {
      const form = new FormData();
      frames.forEach((frame, index) => form.append("frame", frame, `${index}.jpg`));
      return send("POST", path, { body: form }, options);
    },
    /** Pictures with names and values beside them. @param {string} path @param {FormData} form @param {Options=} options */
    postForm: (path, form, options) => send("POST", path, { body: form }, options),
    /** After a log-out: no token of a former log-in may be sent on. */
    forgetToken: () => {
      token = "none";
    },
  };
};
