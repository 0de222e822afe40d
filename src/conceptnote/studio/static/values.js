/** Boxes of single runs -> the values on each page, each with its lines: one button a value, not one a word. */
/** @typedef {import("./types.js").Box} Box */
/** @typedef {import("./types.js").Value} Value */

const sameLine = (/** @type {number[]} */ one, /** @type {number[]} */ other) =>
  Math.abs(one[1] + one[3] / 2 - other[1] - other[3] / 2) < Math.min(one[3], other[3]) / 2 && other[0] - one[0] - one[2] < 4 && other[0] >= one[0];

/** @param {Box[]} boxes @returns {Value[]} */
export const valuesOf = (boxes) => {
  /** @type {Value[]} */
  const values = [];
  for (const { page, place, text, path, row, made_by: madeBy } of boxes) {
    const last = values.at(-1);
    const goesOn = last && last.path === path && last.row === row && last.madeBy === madeBy && (path || sameLine(last.lines.at(-1), place));
    if (!goesOn || last.page !== page) {
      values.push({ page, path, row, madeBy, text, lines: [[...place]], texts: [text], first: !goesOn });
      continue;
    }
    last.text += last.text.endsWith(" ") ? text : ` ${text}`;
    const line = last.lines.at(-1);
    if (sameLine(line, place)) {
      const top = Math.min(line[1], place[1]), bottom = Math.max(line[1] + line[3], place[1] + place[3]);
      line.splice(0, 4, line[0], top, place[0] + place[2] - line[0], bottom - top);
      last.texts[last.texts.length - 1] += text;
    } else {
      last.lines.push([...place]);
      last.texts.push(text);
    }
  }
  return values.map((one) => ({ ...one, text: one.text.replace(/\s+/g, " ").trim() }));
};

/** Whether a text runs from the right: its first letter is Arabic or Hebrew. */
export const isFromRight = (/** @type {string} */ text) => /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text);

/** The least rectangle around lines. @param {number[][]} lines */
export const around = (lines) => {
  const left = Math.min(...lines.map((one) => one[0])), top = Math.min(...lines.map((one) => one[1]));
  const right = Math.max(...lines.map((one) => one[0] + one[2])), bottom = Math.max(...lines.map((one) => one[1] + one[3]));
  return [left, top, right - left, bottom - top];
};

/** Whether a value is the one at a path, or a part of it. @param {string | null | undefined} value @param {string} path */
export const isAt = (value, path) => Boolean(value) && (value === path || (value.startsWith(path) && ".[".includes(value[path.length])));

/** @typedef {{path: string, note: string, words?: string[]}} Mark */

const words = (/** @type {string} */ text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * The lines of a value that some of its words are printed in; the first one where they are not found.
 * @param {string[]} texts of its lines @param {string[]} sought
 */
const linesOf = (texts, sought) => {
  const all = texts.flatMap((text, line) => words(text).map((word) => ({ word, line })));
  const found = new Set();
  for (const part of sought.map(words)) {
    const at = part.length ? all.findIndex((_, begin) => part.every((word, next) => all[begin + next]?.word === word)) : -1;
    if (at >= 0) for (const { line } of all.slice(at, at + part.length)) found.add(line);
  }
  return found.size ? found : new Set([0]);
};

/**
 * What is marked of a value: the note, and in a long text the lines that it is about.
 * @param {Value} value @param {Mark[]} marks
 */
export const markOf = (value, marks) => {
  const mine = value.path ? marks.filter(({ path }) => isAt(value.path, path) || isAt(path, value.path)) : [];
  if (!mine.length) return null;
  const lines = new Set(mine.flatMap((one) => [...(value.lines.length > 2 && one.words ? linesOf(value.texts, one.words) : value.lines.keys())]));
  return { note: mine.map((one) => one.note).join(" "), lines };
};
