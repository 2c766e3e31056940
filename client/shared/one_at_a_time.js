/** An errand that is not begun again while it runs, and that can be run again however it ended. */

/** @param {() => Promise<unknown>} errand @returns {() => Promise<boolean>} whether it was run; what it throws is thrown on */
export const oneAtATime = (errand) => {
  let busy = false;
  return async () => {
    if (busy) return false;
    busy = true;
    try {
      await errand();
    } finally {
      busy = false;
    }
    return true;
  };
};
