/** The event file itself, beside the pages, for those who know it: CodeMirror, with the problems of our own checks. */
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { dropFile, fileDraft, keepFile } from "./draft.js";
import { Problems } from "./problems.js";
import { say } from "./words.js";

const CHECKED_AFTER = 600;

/** @param {any} cm */
const lookOf = (cm) => cm.HighlightStyle.define([
  { tag: [cm.tags.propertyName, cm.tags.definition(cm.tags.propertyName)], color: "var(--accent)" },
  { tag: cm.tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [cm.tags.keyword, cm.tags.typeName], color: "var(--good)" },
]);

/** Problems as CodeMirror shows them: a line or a column that is not there (any more) is the nearest one. */
const asDiagnostics = (doc, problems) => problems.map(({ line, column, severity, message, hint }) => {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
  return { from, to: at.to, severity: severity === "error" ? "error" : severity === "warning" ? "warning" : "info", message: hint ? `${message}\n${hint}` : message };
});

/** One file in an editor; `start` is what is typed so far. */
const Editor = ({ file, start, onType, onSave, control }) => {
  const holder = useRef(null);
  useEffect(() => {
    let view = null, gone = false;
    import("./vendor/codemirror.js").then((cm) => {
      if (gone) return;
      view = new cm.EditorView({
        parent: holder.current,
        state: cm.EditorState.create({
          doc: start,
          extensions: [
            cm.EditorView.cspNonce.of(document.documentElement.dataset.nonce),
            cm.keymap.of([{ key: "Mod-s", preventDefault: true, run: () => (onSave.current(), true) }, ...cm.defaultKeymap, ...cm.historyKeymap]),
            cm.history(), cm.lineNumbers(), cm.highlightActiveLine(), cm.EditorView.lineWrapping, cm.lintGutter(), cm.yaml(), cm.syntaxHighlighting(lookOf(cm)),
            cm.EditorView.contentAttributes.of({ tabindex: "0", "aria-label": file.name, "aria-describedby": "file-help", spellcheck: "false" }),
            cm.EditorView.updateListener.of((update) => update.docChanged && onType.current(update.state.doc.toString())),
          ],
        }),
      });
      control.current = {
        text: () => view.state.doc.toString(),
        replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: Math.min(view.state.selection.main.anchor, text.length) } }),
        mark: (problems) => view.dispatch(cm.setDiagnostics(view.state, asDiagnostics(view.state.doc, problems))),
        goTo: (line) => {
          const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
          view.dispatch({ selection: { anchor: from }, effects: cm.EditorView.scrollIntoView(from, { y: "center" }) });
          view.focus();
        },
      };
      onType.current(start);
      view.focus();
    });
    return () => {
      gone = true;
      view?.destroy();
      control.current = null;
    };
  }, [file.name]);
  return html`<div class="file-text" ref=${holder}></div>`;
};

export const FilePane = ({ state, close }) => {
  const [file, setFile] = useState(/** @type {any} */ (null)), [problems, setProblems] = useState(/** @type {any[]} */ ([]));
  const [dirty, setDirty] = useState(false), [told, setTold] = useState(/** @type {any} */ (null));
  const control = useRef(null), onType = useRef(null), onSave = useRef(null), timer = useRef(0), base = useRef(/** @type {any} */ (null)), start = useRef("");
  const show = async (name = "") => {
    const { status, body } = await post("file", { name });
    if (status !== 200) return setTold({ problems: body.problems, title: say("connecting") });
    base.current = body;
    setFile(body);
    const draft = fileDraft();
    if (draft?.name === body.name && !control.current) {
      start.current = draft.text;
      setTold({ title: say(draft.hash === body.hash ? "file_draft" : "file_draft_old"), draft: true });
    } else start.current = body.text;
    return body;
  };
  const isTyped = () => control.current && base.current && control.current.text() !== base.current.text.replace(/\r\n?/g, "\n");
  const check = async () => {
    const text = control.current?.text();
    if (text === undefined || !base.current) return;
    const { status, body } = await post("file-check", { name: base.current.name, text });
    if (status !== 200 || control.current?.text() !== text) return;
    const mine = body.problems.filter((one) => one.file === base.current.name);
    setProblems(mine);
    control.current.mark(mine);
  };
  onType.current = (text) => {
    const typed = isTyped();
    setDirty(typed);
    if (typed) setTold((now) => (now?.good ? null : now));
    if (typed) keepFile({ name: base.current.name, hash: base.current.hash, text });
    else dropFile();
    clearTimeout(timer.current);
    timer.current = setTimeout(check, CHECKED_AFTER);
  };
  const took = (body) => {
    base.current = body;
    setFile(body);
    const text = body.text.replace(/\r\n?/g, "\n");
    if (control.current.text() !== text) control.current.replace(text);
    dropFile();
    setDirty(false);
  };
  const save = async (more = {}) => {
    const { name, hash } = base.current;
    const { status, body } = await post("file-save", { name, hash, text: control.current.text(), ...more });
    if (status === 200) {
      took(body);
      setTold({ title: say(body.merged ? "saved_merged" : "file_saved"), good: true });
    } else if (status === 409) setTold({ title: say("file_conflict"), problems: [body.problem], conflict: true });
    else if (status === 422) setTold({ title: say("file_broken"), problems: body.problems, broken: true });
    else setTold({ title: say("connecting") });
  };
  onSave.current = () => save();
  const theirs = async () => {
    const body = await show(base.current.name);
    if (body) took(body);
    setTold(null);
  };
  /** What is typed goes over what the file says now, which the person has seen. */
  const mine = async () => {
    await show(base.current.name);
    save();
  };
  useEffect(() => void show(), []);
  useEffect(() => {
    if (!file || !base.current) return;
    post("file", { name: base.current.name }).then(({ status, body }) => {
      if (status !== 200 || body.hash === base.current.hash) return;
      if (isTyped()) setTold({ title: say("file_changed") });
      else if (control.current) took(body);
    });
  }, [state?.revision, state?.broken?.[0]?.message]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const pick = (event) => (setTold(null), setProblems([]), show(event.currentTarget.value));
  return html`<section class="file" aria-labelledby="file-title">
    <header class="file-head"><h2 id="file-title">${file?.name ?? say("file")}</h2>
      ${file?.names.length > 1 ? html`<label>${say("file_name")} <select value=${file.name} disabled=${dirty} onChange=${pick}>
        ${file.names.map((one) => html`<option key=${one} value=${one} selected=${one === file.name}>${one}</option>`)}</select></label>` : null}
      <p class="where">${say(dirty ? "file_unsaved" : "file_is_saved")}</p>
      <button type="button" class=${dirty ? "main" : ""} disabled=${!dirty} onClick=${() => save()}>${say("save")}</button>
      <button type="button" onClick=${close}>${say("close")}</button></header>
    <div class="file-told" role="status" aria-live="polite">${told ? html`<div class=${`card ${told.good ? "good" : "bad"}`}><p>${told.title}</p>
        ${told.problems ? html`<${Problems} problems=${told.problems} />` : null}
        ${told.broken ? html`<p class="actions"><button type="button" onClick=${() => save({ meant: true })}>${say("file_meant")}</button></p>` : null}
        ${told.draft ? html`<p class="actions"><button type="button" onClick=${theirs}>${say("draft_drop")}</button></p>` : null}
        ${told.conflict ? html`<p class="actions"><button type="button" onClick=${theirs}>${say("file_theirs")}</button>
          <button type="button" onClick=${mine}>${say("file_mine")}</button></p>` : null}</div>` : null}</div>
    ${file ? html`<${Editor} key=${file.name} file=${file} start=${start.current} onType=${onType} onSave=${onSave} control=${control} />` : null}
    <footer class="file-foot"><p id="file-help" class="where">${say("file_help")} ${problems.length ? "" : say("file_fine")}</p>
      ${problems.length ? html`<details open><summary>${say("file_problem", { count: problems.length })}</summary>
        <ul class="problems">${problems.map((one, at) => html`<li key=${at} class=${one.severity}><button type="button" class="link" onClick=${() => control.current?.goTo(one.line)}>${one.line}</button>: ${one.message}
          ${one.hint ? html`<p class="hint">${one.hint}</p>` : null}</li>`)}</ul></details>` : null}</footer>
  </section>`;
};
