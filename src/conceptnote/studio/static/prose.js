/** Prose at its place: CodeMirror shows the source, with its italics set. Loaded when the first paragraph is opened. */
import { html, useEffect, useRef } from "./vendor/preact.js";
import { around, isFromRight } from "./values.js";
import { placed } from "./desk.js";
import { keepDraft } from "./draft.js";
import { afterPress } from "./leaving.js";
import { say } from "./words.js";

/** @param {any} cm @param {any} view */
const italic = (cm, view) => {
  const { from, to } = view.state.selection.main;
  view.dispatch({ changes: [{ from, insert: "*" }, { from: to, insert: "*" }], selection: { anchor: from + 1, head: to + 1 } });
  view.focus();
  return true;
};

/** Where in the source the words of a printed line are: prose is set with typographic signs, so only letters are compared. */
const placeOf = (/** @type {string} */ text, /** @type {string} */ words) => {
  const letters = (words ?? "").match(/[\p{L}\p{N}]+/gu)?.slice(0, 6) ?? [];
  return letters.length ? Math.max(0, text.search(new RegExp(letters.join("[^\\p{L}\\p{N}]+"), "u"))) : 0;
};

export const Prose = ({ target, lines, at, words, size, save, leave, start }) => {
  const holder = useRef(null), view = useRef(null), done = useRef(false);
  const end = (keeps) => {
    if (done.current) return;
    done.current = true;
    const text = view.current?.state.doc.toString();
    if (keeps && text !== undefined) save(target, text);
    else leave();
  };
  useEffect(() => {
    let gone = false;
    import("./vendor/codemirror.js").then((cm) => {
      if (gone) return;
      const look = cm.HighlightStyle.define([
        { tag: cm.tags.emphasis, fontStyle: "italic" },
        { tag: cm.tags.strong, fontWeight: "bold" },
        { tag: [cm.tags.processingInstruction, cm.tags.link, cm.tags.url], class: "mark" },
      ]);
      const keys = [
        { key: "Mod-Enter", run: () => (end(true), true) },
        { key: "Escape", run: () => (end(false), true) },
        { key: "Mod-i", run: (editor) => italic(cm, editor) },
      ];
      view.current = new cm.EditorView({
        parent: holder.current,
        state: cm.EditorState.create({
          doc: start ?? target.value,
          extensions: [
            cm.EditorView.cspNonce.of(document.documentElement.dataset.nonce),
            cm.keymap.of([...keys, ...cm.defaultKeymap, ...cm.historyKeymap]),
            cm.history(), cm.EditorView.lineWrapping, cm.commonmarkLanguage, cm.syntaxHighlighting(look),
            cm.EditorView.contentAttributes.of({ "aria-label": target.label, "aria-describedby": "prose-help", spellcheck: "true", dir: isFromRight(target.value) ? "rtl" : "ltr" }),
            cm.EditorView.updateListener.of((update) => update.docChanged && keepDraft(target, update.state.doc.toString())),
          ],
        }),
      });
      const anchor = placeOf(view.current.state.doc.toString(), words);
      view.current.dispatch({ selection: { anchor }, effects: cm.EditorView.scrollIntoView(anchor, { y: "start", yMargin: 60 }) });
      view.current.focus();
      holder.current.parentElement.scrollIntoView({ block: "nearest" });
    });
    return () => {
      gone = true;
      view.current?.destroy();
    };
  }, []);
  const left = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget) && view.current && document.hasFocus()) afterPress(() => end(true));
  };
  const [x, y, width, height] = around(lines);
  // A long text is opened where it was clicked.
  const top = Math.max(y, (lines[at ?? 0]?.[1] ?? y) - 22);
  const style = placed([x - 3, top - 2, Math.min(Math.max(width + 6, 120), size[0] - x), height], size);
  return html`<div class="prose-editor" style=${{ left: style.left, top: style.top, width: style.width }} onFocusOut=${left}>
    <div class="prose-text" ref=${holder} style=${{ minHeight: `min(${Math.round(height * 3)}px, 60vh)` }}></div>
    <div class="prose-foot">
      <button type="button" class="main" onClick=${() => end(true)}>${say("save")}</button>
      <button type="button" onClick=${() => end(false)}>${say("cancel")}</button>
      <button type="button" onClick=${() => import("./vendor/codemirror.js").then((cm) => italic(cm, view.current))}><em>${say("italic")}</em></button>
      <p id="prose-help" class="editor-help">${target.shared ? `${say("shared", target.shared)} ` : ""}${say("prose_help")}</p>
    </div>
  </div>`;
};
