/** The version this page speaks and the names of the messages it hears; the server's side is server/wire.py and server/realtime/protocol.py. */

export const PROTOCOL = 1;

export const UP = Object.freeze({ hello: "hello", snapshot: "snapshot", watch: "watch" });

export const DOWN = Object.freeze({
  state: "state",
  burst: "burst",
  look: "look",
  message: "message",
  replaced: "replaced",
  tiles: "tiles",
  incident: "incident",
  slot: "slot",
});
