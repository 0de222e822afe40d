// Bundles what the studio's page needs besides our own modules. Run by `make vendor`; nothing else needs Node.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2] ? resolve(process.argv[2]) : resolve(import.meta.dirname, "../../src/conceptnote/studio/static/vendor");

const preact = `
export { render, Fragment, createRef } from "preact";
export { useState, useEffect, useLayoutEffect, useMemo, useRef, useCallback } from "preact/hooks";
import { h } from "preact";
import htm from "htm";
export const html = htm.bind(h);
`;

const codemirror = `
export { EditorState, Compartment } from "@codemirror/state";
export { EditorView, keymap, lineNumbers, drawSelection, highlightActiveLine } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { syntaxHighlighting, HighlightStyle } from "@codemirror/language";
export { setDiagnostics, lintGutter } from "@codemirror/lint";
export { commonmarkLanguage } from "@codemirror/lang-markdown";
export { yaml } from "@codemirror/lang-yaml";
export { tags } from "@lezer/highlight";
`;

const packages = new Set();
for (const [name, contents] of Object.entries({ preact, codemirror })) {
  const { metafile } = await build({
    metafile: true,
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8",
    legalComments: "inline", outfile: `${folder}/${name}.js`, absWorkingDir: import.meta.dirname,
  });
  for (const input of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
    if (found) packages.add(found[1]);
  }
}

// What is bundled is under the licences of its authors, which ask to be told of.
const licences = [];
for (const name of [...packages].sort()) {
  const home = `${import.meta.dirname}/node_modules/${name}`;
  const file = (await readdir(home)).find((one) => /^licen[cs]e/i.test(one));
  const { version } = JSON.parse(await readFile(`${home}/package.json`, "utf8"));
  licences.push(`${name} ${version}\n\n${(await readFile(`${home}/${file}`, "utf8")).trim()}\n`);
}
await writeFile(`${folder}/LICENSES.txt`, licences.join(`\n${"-".repeat(72)}\n\n`));
