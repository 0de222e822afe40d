/** The first page where there is no event yet: a short form, or an existing note. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { Refused } from "./section.js";
import { FilePlace, send, useDrop } from "./upload.js";
import { say } from "./words.js";

const NOTES = ".docx,.pdf,.md,.markdown,.txt";

const languageName = (tag) => {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

const Field = ({ name, answers, set, wrong, help, ...more }) => {
  const problem = wrong[name], id = `begin-${name}`;
  return html`
  <p class="field"><label for=${id}>${say(`begin_${name}`)}</label>
    <input id=${id} value=${answers[name]} aria-describedby=${problem || help ? `${id}-help` : null} aria-invalid=${problem ? "true" : null} onInput=${(event) => set(name, event.currentTarget.value)} ...${more} />
    ${problem ? html`<span id=${`${id}-help`} class="wrong-field">${[problem.message, problem.hint].filter(Boolean).join("; ")}</span>`
      : help ? html`<span id=${`${id}-help`} class="where">${help}</span>` : null}</p>`;
};

export const Begin = ({ begun, lost }) => {
  const [form, setForm] = useState(/** @type {any} */ (null));
  const [answers, setAnswers] = useState({ type: "", title: "", date: "", time: "", to: "", timezone: ownZone, venue: "", language: "en", other_language: "", other_title: "", organiser: "", funder: "", lockup: say("begin_usual_lockup") });
  const [refused, setRefused] = useState(/** @type {any} */ (null)), [busy, setBusy] = useState("");
  useEffect(() => void post("begin-form").then(({ status, body }) => setForm({ ...body, status })), []);
  const set = (name, value) => setAnswers((now) => ({ ...now, [name]: value }));
  const told = ({ status, body }, from) => {
    setBusy("");
    if (status === 200) begun(body, from);
    else setRefused({ ...body, status });
  };
  const submit = async (event) => {
    event.preventDefault();
    setBusy("form");
    setRefused(null);
    const { time, to, ...others } = answers;
    told(await post("begin", { ...others, time: time && to ? `${time}–${to}` : time }), "");
  };
  const take = async (file) => {
    setBusy("note");
    setRefused(null);
    told(await send("begin-from", file), file.name);
  };
  const over = useDrop((file) => busy || take(file));
  const wrong = Object.fromEntries((refused?.problems ?? []).filter((one) => one.path in answers).map((one) => [one.path, one]));
  const others = refused?.problems?.filter((one) => !(one.path in answers)) ?? [];
  const field = { answers, set, wrong };
  useEffect(() => document.querySelector("[aria-invalid=true]")?.focus(), [refused]);
  return html`
    <header class="bar"><h1>${say("name")}</h1><div class="switches"><button type="button" onClick=${() => post("stop")}>${say("stop")}</button></div></header>
    <div class="thread" aria-hidden="true"></div>
    <main><div class="desk"><form class="page begin" onSubmit=${submit}>
      <h1>${say("begin_new")}</h1>
      <p class="where" title=${form?.path}>${say("begin_folder", { folder: form?.folder ?? "" })}</p>
      ${refused && (others.length || !refused.problems) ? html`<${Refused} answer=${{ ...refused, problems: refused.problems && others }} title=${say("begin_refused")} />` : null}
      <${Field} ...${field} name="title" required />
      <${Field} ...${field} name="type" placeholder=${say("begin_usual_type")} />
      <div class="beside">
        <${Field} ...${field} name="date" type="date" help=${say("begin_open")} />
        <${Field} ...${field} name="time" type="time" />
        <${Field} ...${field} name="to" type="time" />
      </div>
      <${Field} ...${field} name="timezone" required list="begin-zones" help=${say("begin_timezone_help")} />
      <datalist id="begin-zones">${(Intl.supportedValuesOf?.("timeZone") ?? []).map((one) => html`<option key=${one} value=${one}></option>`)}</datalist>
      <${Field} ...${field} name="venue" />
      <p class="field"><label for="begin-language">${say("begin_language")}</label>
        <select id="begin-language" value=${answers.language} onChange=${(event) => set("language", event.currentTarget.value)}>
          ${(form?.languages ?? []).map((one) => html`<option key=${one} value=${one} selected=${one === answers.language}>${languageName(one)}</option>`)}</select></p>
      <p class="field"><label for="begin-other_language">${say("begin_other_language")}</label>
        <select id="begin-other_language" value=${answers.other_language} onChange=${(event) => set("other_language", event.currentTarget.value)}>
          <option value="">${say("begin_no_language")}</option>
          ${(form?.languages ?? []).filter((one) => one !== answers.language).map((one) => html`<option key=${one} value=${one}>${languageName(one)}</option>`)}</select></p>
      ${answers.other_language ? html`<${Field} ...${field} name="other_title" required dir="auto" />` : null}
      <${Field} ...${field} name="organiser" autocomplete="organization" />
      <${Field} ...${field} name="funder" />
      ${answers.funder ? html`<${Field} ...${field} name="lockup" required help=${say("begin_lockup_help")} />` : null}
      <p class="actions"><button class="main" disabled=${Boolean(busy)}>${busy === "form" ? say("making") : say("begin_now")}</button></p>
    </form></div></main>
    <aside class="panel" aria-label=${say("begin_from")}>
      ${lost ? html`<p class="card bad" role="alert">${lost === "stopped" ? say("stopped") : say("connecting")}</p>` : null}
      <h2>${say("begin_from")}</h2>
      <p>${say("begin_from_help")}</p>
      <${FilePlace} id="begin-note" label=${say("begin_note")} accept=${NOTES} over=${over} busy=${busy === "note"} take=${take} />
    </aside>`;
};
