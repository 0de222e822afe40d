/**
 * What the server tells the page; docs/studio.md describes it for people.
 *
 * @typedef {{code: string, severity: string, message: string, hint: string, path: string, file: string, line: number, column: number, confirm: string}} Problem
 * @typedef {{name: string, title: string, internal: boolean, usual: boolean}} PaperName
 * @typedef {{name: string, id: string, pages: [number, number][]}} Sheet
 * @typedef {{title?: string, language?: string, languages?: string[], audiences?: string[], papers?: PaperName[], file?: string, event: string, begins: boolean,
 *   sheets: Sheet[], revision: string, broken: Problem[], problems: Problem[], working: boolean, undo: string | null, redo: string | null}} State
 * @typedef {{page: number, place: [number, number, number, number], text: string, path: string | null, row: string, made_by: string}} Box
 * @typedef {{page: number, path: string | null, row: string, madeBy: string, text: string, texts: string[], lines: [number, number, number, number][], first: boolean}} Value
 * @typedef {{path: string, kind: "line" | "prose" | "choice" | "record", label: string, value: string, choices: string[], names: Record<string, string>, missing: boolean, note: string,
 *   help: string, file: string, line: number, person: string, fields: Target[], form: {name?: string, path?: string}, shared: {file: string, count: number} | null, revision?: string}} Target
 * @typedef {{path: string, kind: string, label: string, help: string, value: any, names: Record<string, string>, open: boolean, required: boolean, otherwise: string,
 *   note: string, items: Field[][], blank: Field[]}} Field
 * @typedef {{kind: "good" | "bad" | "plain", text: string, undo?: boolean, problems?: Problem[]}} Message
 */
export {};
