/** Sends what was typed, and says what became of it. */
import { post } from "./api.js";
import { dropDraft } from "./draft.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Target} Target */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {{message: Message, saved: boolean, revision?: string, conflict?: any}} Outcome */

/**
 * @param {number} status @param {any} body @param {number} [places]
 * @returns {Outcome}
 */
export const outcome = (status, body, places = 0) => {
  if (status === 200) {
    const text = body.merged ? say("saved_merged") : places ? say("saved_everywhere", { count: places }) : say("saved");
    return { saved: true, revision: body.revision, message: { kind: "good", text, undo: true } };
  }
  if (status === 409) return { saved: false, conflict: body, message: { kind: "bad", text: say("conflict_title") } };
  if (status === 422) return { saved: false, message: { kind: "bad", text: say("refused"), problems: body.problems } };
  return { saved: false, message: { kind: "bad", text: say("connecting") } };
};

/** The number of the page that is in the window: it is printed first. */
export const pageInView = () => {
  const pages = [...document.querySelectorAll(".page")];
  return Number(pages.find((one) => one.getBoundingClientRect().bottom > innerHeight / 2)?.dataset.page ?? 1);
};

/** Of a revision that this page has edited, the one that it has made: the next edit may come before its pages. @type {Map<string, string>} */
const after = new Map();

/** @param {string} revision @returns {string} */
const newest = (revision) => (after.has(revision) ? newest(after.get(revision)) : revision);

/**
 * @param {string} seen the revision of the page that the edit was made on @param {Record<string, string>} values @param {number} places
 * @param {string} paper
 * @returns {Promise<Outcome>}
 */
export const saveValues = async (seen, values, places, paper) => {
  const revision = newest(seen);
  const { status, body } = await post("edit", { revision, values, paper, page: pageInView() });
  if (status === 200) {
    dropDraft();
    if (!body.merged && body.revision && body.revision !== revision && !after.has(body.revision)) after.set(revision, body.revision);
  }
  return outcome(status, body, places);
};
