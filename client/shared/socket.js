/** One Socket.IO connection: websocket only, says hello with its version, comes back by itself, and every message up is answered or times out. */

import { io } from "/packages/socket.io-client/socket.io.esm.min.js";
import { Refused, Unreachable } from "./api.js";
import { PROTOCOL, UP } from "./protocol.js";

const ANSWER_MS = 5_000;
const AGAIN_MS = 3_000;
const WINDOW = `${Date.now()}-${Math.random()}`; // so that the server tells this page's return from a second window

/** The server then says what it needs; a connection that is never asked for would say nothing at all. @param {unknown} error */
const unproven = (error) => {
  console.error("The key of this PC does not sign", error);
  return "";
};

/** @typedef {ReturnType<typeof openSocket>} Socket */

/**
 * @param {object} parts
 * @param {string} parts.namespace "/exam" or "/monitor"
 * @param {string} parts.page the page's name, for the server's log
 * @param {Record<string, (payload: any) => void>} parts.on what to do with each message down
 * @param {() => void} parts.connected after each hello
 * @param {() => void} parts.disconnected
 * @param {() => void} parts.outdated the server is newer than this page
 * @param {() => Promise<string>=} parts.prove that this is the paired PC
 */
export const openSocket = ({ namespace, page, on, connected, disconnected, outdated, prove = async () => "" }) => {
  let closed = false;
  let up = false;
  const socket = io(namespace, {
    transports: ["websocket"],
    auth: async (/** @type {(said: object) => void} */ say) => say({ window: WINDOW, proof: await prove().catch(unproven) }),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 8_000,
  });

  /** @param {string} name @param {unknown} payload @param {number=} limitMs @returns {Promise<any>} */
  const emit = async (name, payload, limitMs = ANSWER_MS) => {
    if (!socket.connected) throw new Unreachable("no socket");
    let answer;
    try {
      answer = await socket.timeout(limitMs).emitWithAck(name, payload);
    } catch (error) {
      throw new Unreachable(`${name} was not answered`, { cause: error });
    }
    if (answer?.error) throw new Refused(answer.error.code, answer.error.parameters);
    return answer;
  };

  const down = () => {
    if (up) disconnected();
    up = false;
  };

  // socket.io comes back by itself from a lost connection, but not from one the server ended or refused.
  const again = () => {
    if (!closed) setTimeout(() => !closed && !socket.active && socket.connect(), AGAIN_MS * (0.5 + Math.random()));
  };

  const hello = async () => {
    try {
      const answer = await emit(UP.hello, { protocol: PROTOCOL, page });
      if (answer.reload) return outdated();
      up = true;
      connected();
    } catch (error) {
      console.warn("The server did not take our hello", error);
      socket.disconnect();
      again();
    }
  };

  socket.on("connect", hello);
  socket.on("connect_error", again);
  socket.on("disconnect", () => {
    down();
    again();
  });
  for (const [name, heard] of Object.entries(on)) socket.on(name, heard);

  return {
    emit,
    isUp: () => up,
    close: () => {
      closed = true;
      socket.disconnect();
      down();
    },
  };
};
