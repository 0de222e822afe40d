/** What an event was begun from: what is to be settled, doubts first, and the note itself beside the pages. */
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { focusOn, Section, useAnswer } from "./section.js";
import { say } from "./words.js";

/** Letters alone are compared: the note was folded where it was quoted. @param {string} text */
const letters = (text) => text.match(/[\p{L}\p{N}]+/gu)?.join(" ").toLowerCase() ?? "";

/** The note, with the words marked that a doubt quotes. */
export const Original = ({ quoted, close }) => {
  const [note, setNote] = useState(/** @type {any} */ (null));
  const list = useRef(null);
  useEffect(() => void post("original").then(({ status, body }) => (status === 200 ? setNote(body) : close())), []);
  const wanted = quoted.map(letters).filter(Boolean);
  const isQuoted = (line) => wanted.some((one) => letters(line.text) && (one.includes(letters(line.text)) || letters(line.text).includes(one)));
  useEffect(() => list.current?.querySelector(".quoted")?.scrollIntoView({ block: "center" }), [note, quoted]);
  return html`<section class="file" aria-labelledby="original-title">
    <header class="file-head"><h2 id="original-title">${note?.name ?? ""}</h2><button type="button" onClick=${close}>${say("close")}</button></header>
    <div class="original" ref=${list} tabindex="0" dir="auto">${(note?.lines ?? []).map((line, at) => html`<p key=${at} class=${`${line.kind}${isQuoted(line) ? " quoted" : ""}`}>${line.text}</p>`)}</div>
  </section>`;
};

const Doubt = ({ one, change, right }) => html`
  <li class=${one.doubts.length ? "error" : ""}>
    <h3>${one.label}</h3>
    ${one.original.length ? html`<p class="where">${say("doubt_original")}</p><blockquote>${one.original.join("\n")}</blockquote>` : null}
    <p class="where">${say("doubt_taken")}</p><blockquote>${one.value}</blockquote>
    ${[...one.doubts, ...one.likely].map((text, at) => html`<p key=${at} class="hint">${text}</p>`)}
    <p class="actions"><button type="button" onClick=${() => right([one.path])}>${say("doubt_right")}</button>
      <button type="button" onClick=${() => change(one)}>${say("doubt_change")}</button></p>
  </li>`;

export const Doubts = ({ state, setMessage, setMarks, setQuoted, show, view, setView }) => {
  const [times, setTimes] = useState(0);
  const [answer] = useAnswer("doubts", { times }, state?.revision, Boolean(state && !state.working));
  const found = answer?.doubts ?? [];
  if (!found.length) return null;
  const right = async (paths) => {
    const { status, body } = await post("settle", { paths });
    setMessage(status === 200 ? { kind: "good", text: say("doubt_settled"), undo: true } : { kind: "bad", text: say("refused"), problems: body.problems });
    setTimes(times + 1);
    focusOn(".doubts summary");
  };
  const change = (one) => {
    setQuoted(one.original);
    show(one.path);
  };
  const likely = found.filter((one) => !one.doubts.length).map((one) => one.path);
  const mark = (open) => setMarks("doubts", open ? found.map((one) => ({ path: one.path, note: [...one.doubts, ...one.likely].join(" ") })) : []);
  return html`<${Section} name="doubts" starts=${true} title=${say("doubt", { count: found.length })} onOpen=${mark}>
    ${answer.original ? html`<p class="actions"><button type="button" aria-pressed=${view.file === "original" ? "true" : "false"}
      onClick=${() => setView({ ...view, file: view.file === "original" ? "" : "original" })}>${say("doubt_beside")}</button></p>` : null}
    <ul class="problems">${found.map((one) => html`<${Doubt} key=${one.path} one=${one} change=${change} right=${right} />`)}</ul>
    ${likely.length > 1 ? html`<p class="actions"><button type="button" onClick=${() => right(likely)}>${say("doubt_all_likely", { count: likely.length })}</button></p>` : null}
  </${Section}>`;
};
