/** What is being typed, kept for this tab: it outlives a reload, and is offered again, never applied by itself. */
/** @typedef {import("./types.js").Target} Target */

const NAME = "conceptnote-draft";

/** @param {Target} target @param {string} value */
export const keepDraft = (target, value) => {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ target, value }));
  } catch {
    // Without storage nothing outlives a reload; all else works.
  }
};

export const dropDraft = () => {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // As above.
  }
};

/** @returns {{target: Target, value: string} | null} */
export const draft = () => {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "null");
  } catch {
    return null;
  }
};
