/** The words of the interface, which the server has in `words.yaml`. */

/** @type {Record<string, string>} */
let known = {};

/** @type {{menu: {name: string, title: string, path: string}[], largest: number}} */
export const facts = { menu: [], largest: 0 };

/** @param {Record<string, string>} found @param {typeof facts} others */
export const learn = (found, others) => {
  known = found;
  Object.assign(facts, others);
};

/**
 * A sentence with its places filled; one of two where it counts something.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export const say = (name, values = {}) => {
  const form = "count" in values && !(name in known) ? `${name}_${values.count === 1 ? "one" : "other"}` : name;
  return (known[form] ?? form).replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
};
