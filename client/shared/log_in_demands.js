/** What a log-in of the staff may demand besides the password. */

/** Whether the password was right and a code must come with it. @param {unknown} trouble */
export const asksForCode = (trouble) => ["code_needed", "wrong_code"].includes(/** @type {{code?: string}|null} */ (trouble)?.code ?? "");

/** Somebody who has to change a password or set up a second factor can do nothing else. @param {{todo?: string|null}} heard */
export const goAndDo = ({ todo }) => {
  if (todo) location.assign("/akun");
};
