/** Which camera it is, by what the browser says of it: a name that programs give themselves, and whether it is another one than before. */

const VIRTUAL = /\b(obs|virtual|manycam|snap camera|xsplit|splitcam|droidcam|epoccam|iriun|camo|ndi|mmhmm|youcam|loopback|dummy)/i;

/** @param {string} label */
export const isVirtual = (label) => VIRTUAL.test(label);

/** @typedef {{id: string, label: string}} Device */
/** @typedef {{id: string|null, told: boolean}} Known the camera of before, and whether it was told to be virtual */

/**
 * What the server should hear of the camera now open: hints for a human, no proof.
 * @param {Known} known @param {Device} device @returns {{events: string[], known: Known}}
 */
export const cameraSigns = (known, { id, label }) => {
  const isOther = known.id !== null && known.id !== id;
  const isNews = isVirtual(label) && (isOther || !known.told);
  return {
    events: [...(isOther ? ["camera_changed"] : []), ...(isNews ? ["camera_virtual"] : [])],
    known: { id, told: isVirtual(label) },
  };
};
