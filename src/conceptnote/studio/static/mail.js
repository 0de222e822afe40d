/** Drafts of e-mails with the papers: what they say is shown first, and nothing is sent. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { Sentences } from "./news.js";
import { Problems } from "./problems.js";
import { focusOn, Refused, Section, useAnswer } from "./section.js";
import { download } from "./takeaway.js";
import { bytesOf } from "./upload.js";
import { say } from "./words.js";

const ALLOWED = ["draft", "approval", "acknowledgement"];

const Draft = ({ draft, written }) => {
  const save = async () => {
    const { status, body } = await post("mail-draft", { name: draft.name });
    if (status === 200) download(new Blob([bytesOf(body.data)], { type: body.type }), body.name);
  };
  return html`<article class="letter">
    <p class="where">${draft.to ? say("mail_for", { to: draft.to }) : say("mail_for_nobody")}</p>
    <h3>${draft.subject}</h3>
    <p class="letter-text" dir="auto">${draft.text.trim()}</p>
    <p class="where">${say("mail_files", { files: draft.files.join(", ") })}</p>
    ${written ? html`<p class="actions"><button type="button" onClick=${save}>${say("mail_download", { name: draft.name })}</button></p>` : null}
  </article>`;
};

const Shown = ({ shown, written, write }) => html`
  ${shown.since ? html`<p>${say("news_since", { since: shown.since })}</p><${Sentences} changes=${shown.changes} />` : html`<p>${say("mail_first")}</p>`}
  ${shown.warnings.length ? html`<${Problems} problems=${shown.warnings} />` : null}
  ${shown.left_out.length ? html`<p class="where">${say("mail_left_out", { files: shown.left_out.join(", ") })}</p>` : null}
  ${shown.drafts.map((one) => html`<${Draft} key=${one.name} draft=${one} written=${written} />`)}
  ${shown.count > shown.drafts.length ? html`<p>${say("mail_more", { count: shown.count - shown.drafts.length })}</p>` : null}
  ${written ? null : html`<p class="actions"><button type="button" class="main" onClick=${write}>${say("mail_write", { folder: shown.folder })}</button></p>`}`;

export const Mail = ({ state, setMessage }) => {
  const [to, setTo] = useState(""), [allowed, setAllowed] = useState(/** @type {string[]} */ ([]));
  const [shown, setShown] = useState(/** @type {any} */ (null)), [busy, setBusy] = useState(false), [written, setWritten] = useState(false);
  const [open, setOpen] = useState(false);
  const lists = useAnswer("mail-lists", {}, state?.revision, open)[0]?.lists ?? [];
  // Drafts of an event that has changed are not shown any more.
  useEffect(() => setShown(null), [state?.revision]);
  const show = async (event) => {
    event.preventDefault();
    setBusy(true);
    const { status, body } = await post("mail", { to, allowed, language: state.language });
    setBusy(false);
    setWritten(false);
    setShown({ ...body, status });
  };
  const write = async () => {
    const { status, body } = await post("mail-write");
    setWritten(status === 200);
    if (status === 200) focusOn(".letter button");
    setMessage(status === 200 ? { kind: "good", text: say("mail_written", body) } : { kind: "bad", text: say("mail_refused"), problems: body.problems });
  };
  const allow = (one) => (event) => setAllowed(event.currentTarget.checked ? [...allowed, one] : allowed.filter((other) => other !== one));
  const refused = shown && shown.status !== 200;
  return html`<${Section} name="mail" title=${say("mail")} onOpen=${setOpen}>
    <form onSubmit=${show}>
      ${lists.length ? html`<p class="field"><label for="mail-to">${say("mail_to")}</label>
        <select id="mail-to" value=${to} onChange=${(event) => setTo(event.currentTarget.value)}><option value="">${say("mail_nobody")}</option>
          ${lists.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select></p>` : null}
      ${refused || allowed.length ? ALLOWED.map((one) => html`<label key=${one} class="choice"><input type="checkbox" checked=${allowed.includes(one)} onChange=${allow(one)} /> ${say(`mail_allow_${one}`)}</label>`) : null}
      <p class="actions"><button disabled=${busy}>${busy ? say("making") : say("mail_show")}</button></p>
    </form>
    ${refused ? html`<${Refused} answer=${shown} title=${say("mail_refused")} />` : shown ? html`<${Shown} shown=${shown} written=${written} write=${write} />` : null}
  </${Section}>`;
};
