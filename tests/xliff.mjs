// Reads an XLIFF 1.2 file with locize's library, independently of the one that wrote it: its units, as one line of JSON.
import { readFileSync } from "node:fs";
import { xliff12ToJs } from "xliff";

const plain = (content) =>
  typeof content === "string" ? content : [content ?? []].flat().map((part) => (typeof part === "string" ? part : text(part))).join("");
const text = (element) => Object.values(element).map((inner) => plain(inner.contents ?? "")).join("");

const file = await xliff12ToJs(readFileSync(process.argv[2], "utf-8"));
const units = Object.values(file.resources).flatMap((resource) => Object.entries(resource));
const read = units.map(([name, unit]) => ({ name, source: plain(unit.source), target: plain(unit.target), note: unit.note }));
process.stdout.write(JSON.stringify({ from: file.sourceLanguage, into: file.targetLanguage, units: read }));
