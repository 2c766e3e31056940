/** The state of a page: one plain value, changed by pure updates, drawn once after all updates of a turn. */

/**
 * @template T
 * @typedef {{ read: () => T, change: (update: (state: T) => T) => void, draw: () => void }} Store
 */

/**
 * @template T
 * @param {{ start: T, draw: (state: T) => void, changed?: (next: T, before: T) => void }} parts
 *   `changed` hears of every change at once, before it is drawn
 * @returns {Store<T>} `draw` draws now, for what is shown and no state tells of
 */
export const makeStore = ({ start, draw, changed }) => {
  let state = start;
  let waits = false;

  const drawNow = () => {
    waits = false;
    draw(state);
  };

  return {
    read: () => state,
    draw: drawNow,
    change: (update) => {
      const before = state;
      state = update(before);
      if (state === before) return;
      changed?.(state, before);
      if (waits) return;
      waits = true;
      queueMicrotask(drawNow);
    },
  };
};
