/** The account page's state: whose account, what was just shown once, and what is being done. */

/** @typedef {{id: string, began: string, seen_at: string, browser: string, address: string, is_this: boolean}} Session */
/** @typedef {{since: string|null, is_demanded: boolean, codes_left: number}} Factor */
/**
 * @typedef {object} Account
 * @property {string} account
 * @property {string} name
 * @property {string[]} roles
 * @property {"password"|"factor"|null} todo what must be done before anything else
 * @property {number} least letters of a password
 * @property {Factor} factor
 * @property {Session[]} sessions
 */
/** @typedef {{secret: string, uri: string, picture: string}} Offered */
/**
 * @typedef {object} AccountState
 * @property {Account|null|undefined} account null: nobody is logged in; undefined: not asked yet
 * @property {Offered|null} offered
 * @property {string[]|null} codes shown once
 * @property {string|null} done a word for what went well
 * @property {string|null} at the part of the page that was used last
 * @property {boolean} needsCode the log-in must bring a code of the second factor
 * @property {string|null} busy
 * @property {unknown} trouble
 */

/** @type {AccountState} */
export const START = Object.freeze({ account: undefined, offered: null, codes: null, done: null, at: null, needsCode: false, busy: null, trouble: null });

/** @param {AccountState} state @param {Account} account @returns {AccountState} */
export const hearAccount = (state, account) => ({ ...state, account, needsCode: false });

/** Nothing that was shown stays. @param {AccountState} state @returns {AccountState} */
export const loggedOut = (state) => ({ ...START, account: null, needsCode: state.needsCode });

/** @param {AccountState} state @param {Offered} offered @returns {AccountState} */
export const hearOffered = (state, offered) => ({ ...state, offered, codes: null });

/** @param {AccountState} state @param {string[]} codes @returns {AccountState} */
export const hearCodes = (state, codes) => ({ ...state, offered: null, codes });

/** @param {AccountState} state @param {string} button @returns {AccountState} */
export const pressed = (state, button) => ({ ...state, busy: button, at: button, trouble: null, done: null });

/** @param {AccountState} state @param {unknown} trouble @returns {AccountState} */
export const settled = (state, trouble = null) => ({ ...state, busy: null, trouble });

/** @param {AccountState} state @param {string} done a word @returns {AccountState} */
export const tellDone = (state, done) => ({ ...state, done });
