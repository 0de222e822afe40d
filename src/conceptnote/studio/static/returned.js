/** A Word file that came back: its edits beside the pages and marked on them, each to be accepted or rejected. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { Problems } from "./problems.js";
import { focusOn, Refused, Section } from "./section.js";
import { FilePlace, send, useDrop } from "./upload.js";
import { say } from "./words.js";

const Words = ({ label, text }) => html`<dt>${label}</dt><dd dir="auto">${text || html`<em>${say("returned_nothing")}</em>`}</dd>`;

const Choice = ({ edit, name, choices, value, choose }) => html`<p class="choices">${choices.map(([key, label]) => html`
  <label key=${key} class="choice"><input type="radio" name=${`edit-${name}-${edit.number}`} checked=${value === key} onChange=${() => choose(key)} /> ${label}</label>`)}</p>`;

const Edit = ({ edit, name, value, choose, show }) => html`
  <li class=${edit.state === "conflict" ? "error" : ""}>
    <fieldset class="edit"><legend><button type="button" class="link" onClick=${() => show(edit.path)}>${edit.label}</button></legend>
      <p class="where">${edit.by}</p>
      ${edit.state === "conflict" ? html`<p>${say("returned_conflict")}</p>
        ${edit.conflicts.map((one, at) => html`<dl key=${at} class="sides"><div><${Words} label=${say("returned_now")} text=${one.now} /></div>
          <div><${Words} label=${say("returned_new")} text=${one.theirs} /></div></dl>`)}
        <${Choice} edit=${edit} name=${name} value=${value} choose=${choose} choices=${[["leave", say("returned_mine")], ...(edit.conflicts.some((one) => one.can_take) ? [["theirs", say("returned_theirs")]] : [])]} />`
      : html`${edit.parts.map((one, at) => html`<dl key=${at} class="change"><${Words} label=${say("returned_old")} text=${one.old} /><${Words} label=${say("returned_new")} text=${one.new} /></dl>`)}
        ${edit.state === "there" ? html`<p class="where">${say("returned_there")}</p>`
          : html`<${Choice} edit=${edit} name=${name} value=${value} choose=${choose} choices=${[["accept", say("returned_accept")], ["leave", say("returned_leave")]]} />`}`}
    </fieldset></li>`;

const Comments = ({ found, show }) => html`
  <h3>${say("returned_comments", { file: found.comments_file })}</h3>
  <ul class="problems">${found.comments.map((one, at) => html`<li key=${at}><p class="where">${[one.author, one.date].filter(Boolean).join(", ")}
    ${one.path ? html` <button type="button" class="link" onClick=${() => show(one.path)}>${say("show")}</button>` : null}</p>
    ${one.quote ? html`<blockquote>${one.quote}</blockquote>` : null}<p dir="auto">${one.text}</p></li>`)}</ul>`;

/** What is chosen of each edit before anybody has: edits that fit are accepted, in a conflict the event stays. */
const chosenOf = (edits) => Object.fromEntries(edits.map((one) => [one.number, one.state === "open" ? "accept" : "leave"]));

export const Returned = ({ state, setMessage, setMarks, show, view, setView }) => {
  const [found, setFound] = useState(/** @type {any} */ (null)), [chosen, setChosen] = useState(/** @type {Record<number, string>} */ ({}));
  const [busy, setBusy] = useState(false), [opened, setOpened] = useState(0);
  const took = (answer) => {
    setFound(answer);
    if (answer.status === 200) setChosen(chosenOf(answer.edits));
  };
  const take = async (file) => {
    setOpened((times) => times + 1);
    setBusy(true);
    const { status, body } = await send("returned", file);
    setBusy(false);
    took({ ...body, status });
    if (status === 200 && state.sheets.some((one) => one.name === body.document)) setView({ ...view, paper: body.document });
  };
  const over = useDrop((file) => busy || take(file));
  const isRead = found?.status === 200;
  const open = isRead ? found.edits.filter((one) => one.state !== "there") : [];
  useEffect(() => setMarks("returned", open.map((one) => ({
    path: one.path, words: one.parts.map((part) => part.old), note: say("returned_mark", { text: one.parts.map((part) => part.new).filter(Boolean).join(" … ") || say("returned_nothing") }),
  }))), [found]);
  const wanted = (what) => open.filter((one) => chosen[one.number] === what).map((one) => one.number);
  const count = wanted("accept").length + wanted("theirs").length;
  const write = async () => {
    setBusy(true);
    const { status, body } = await post("take-edits", { edits: wanted("accept"), theirs: wanted("theirs") });
    setBusy(false);
    if (status !== 200) return setMessage({ kind: "bad", text: say("refused"), problems: body.problems });
    took({ ...body, status });
    focusOn(".returned summary");
    setMessage({ kind: "good", text: say("returned_taken", { name: body.name }), undo: body.written, problems: body.differs.length ? body.differs : undefined });
  };
  const all = (what) => setChosen(Object.fromEntries(open.map((one) => [one.number, one.state === "open" ? what : "leave"])));
  return html`<${Section} name="returned" title=${say("returned")} opened=${opened} over=${over}>
    ${isRead ? html`
      <p role="status">${found.edits.length ? say("returned_edit", { count: found.edits.length, name: found.name }) : say("returned_none")}</p>
      ${open.length > 1 ? html`<p class="actions"><button type="button" onClick=${() => all("accept")}>${say("returned_all")}</button>
        <button type="button" onClick=${() => all("leave")}>${say("returned_no")}</button></p>` : null}
      <ul class="problems">${found.edits.map((one) => html`<${Edit} key=${one.number} edit=${one} name=${found.name} value=${chosen[one.number]} show=${show}
        choose=${(what) => setChosen({ ...chosen, [one.number]: what })} />`)}</ul>
      ${count ? html`<p class="actions"><button type="button" class="main" disabled=${busy} onClick=${write}>${say("returned_take", { count })}</button></p>` : null}
      ${found.left.length ? html`<h3>${say("returned_left")}</h3><${Problems} problems=${found.left} />` : null}
      ${found.comments.length ? html`<${Comments} found=${found} show=${show} />` : null}
      <p class="actions"><button type="button" onClick=${() => (setFound(null), focusOn("#returned-file"))}>${say("returned_done")}</button></p>`
    : html`${found ? html`<${Refused} answer=${found} title=${say("returned_refused")} />` : null}
      <${FilePlace} id="returned-file" label=${say("returned_drop")} accept=".docx" over=${over} busy=${busy} take=${take} />`}
  </${Section}>`;
};
