/**
 * What is being typed, kept by the browser until it is saved: it outlives a reload, a crash of the server and a closed tab, and is offered
 * again, never applied by itself. Each tab has its own, and holds a lock as long as it lives: what no tab holds is offered to the next.
 */
import { post } from "./api.js";

/** @typedef {import("./types.js").Target} Target */
/** @typedef {{value?: {target: Target, value: string}, file?: {name: string, hash: string, text: string}, forms?: Record<string, {typed: Record<string, any>, base: string}>}} Kept */

const BEGIN = "conceptnote-draft";
let own = "";

/** @param {string} key @returns {Kept} */
const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") ?? {};
  } catch {
    return {};
  }
};

/** @param {Kept} kept */
const write = (kept) => {
  try {
    if (Object.keys(kept).length) localStorage.setItem(own, JSON.stringify(kept));
    else localStorage.removeItem(own);
  } catch {
    // Without storage nothing outlives a reload; all else works.
  }
};

/** The name of this tab, which a copy of it does not share. @param {string} event */
const claim = (event) =>
  new Promise((done) => {
    const known = sessionStorage.getItem(BEGIN) ?? crypto.randomUUID();
    const taken = (/** @type {string} */ tab) => {
      sessionStorage.setItem(BEGIN, tab);
      done(`${BEGIN} ${event} ${tab}`);
      return new Promise(() => {});
    };
    const name = (/** @type {string} */ tab) => `${BEGIN} ${event} ${tab}`;
    if (!navigator.locks) return void taken(known);
    navigator.locks.request(name(known), { ifAvailable: true }, (lock) => {
      if (lock) return taken(known);
      const other = crypto.randomUUID();
      void navigator.locks.request(name(other), () => taken(other));
      return undefined;
    });
  });

/**
 * What was typed in an event and not saved, in this tab or in one that is gone.
 * @param {string} event @returns {Promise<Kept>}
 */
export const openDrafts = async (event) => {
  try {
    own = await claim(event);
    const held = new Set((await navigator.locks?.query())?.held?.map((one) => one.name));
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${BEGIN} ${event} `) && (key === own || !held.has(key)));
    const kept = Object.assign({}, ...keys.filter((key) => key !== own).map(read), read(own));
    write(kept);
    for (const key of keys) if (key !== own) localStorage.removeItem(key);
    return kept;
  } catch {
    return {}; // As above.
  }
};

/** @template {keyof Kept} K @param {K} what @param {Kept[K]} [value] without one, it is dropped */
const put = (what, value) => {
  if (!own) return;
  const { [what]: _, ...others } = read(own);
  write(value ? { ...others, [what]: value } : others);
};

/** What the server has been asked to remember. */
let based = "";

/** So that what is typed can be merged after the server has begun again. @param {string} revision */
const keepRevision = (revision) => {
  if (based === revision) return;
  based = revision;
  void post("keep", { revision });
};

/** @param {Target} target @param {string} value */
export const keepDraft = (target, value) => {
  put("value", { target, value });
  if (target.revision) keepRevision(target.revision);
};
export const dropDraft = () => put("value");

/** @param {Kept["file"]} file */
export const keepFile = (file) => put("file", file);
export const dropFile = () => put("file");
export const fileDraft = () => read(own).file;

/** What is typed into forms and not saved yet, by form, and the revision that it was begun on. */
export const formDraft = (/** @type {string} */ form) => read(own).forms?.[form] ?? { typed: {}, base: "" };

/** @param {string} form @param {Record<string, any>} typed @param {string} base */
export const keepForm = (form, typed, base) => {
  const { [form]: _, ...others } = read(own).forms ?? {};
  const forms = Object.keys(typed).length ? { ...others, [form]: { typed, base } } : others;
  put("forms", Object.keys(forms).length ? forms : undefined);
  if (base && Object.keys(typed).length) keepRevision(base);
};
