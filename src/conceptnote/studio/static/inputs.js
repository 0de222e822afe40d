/** The fields of a form, one function a kind: each shows a value, and tells what it becomes; "" and [] mean that nothing is said. */
import { html } from "./vendor/preact.js";
import { base64Of } from "./upload.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Field} Field */
/** @typedef {{id: string, field: Field, value: any, set: (value: any) => void, described: string | null, wrong: boolean}} Props */

/** A choice of the file in words, where there are any. @param {string} name */
export const word = (name) => (say(`choice_${name}`) === `choice_${name}` ? name.replaceAll("-", " ") : say(`choice_${name}`));

const value = (event) => event.currentTarget.value;
const named = (/** @type {Field} */ field, /** @type {string} */ one) => field.names[one] || word(one);
const usual = (/** @type {Props} */ { id, field, described, wrong }) => ({ id, "aria-describedby": described, "aria-invalid": wrong || null, required: field.required && !field.value });

const Text = (props) => {
  const key = (event) => {
    if (event.key !== "Enter" || event.isComposing || (props.field.kind === "prose" && !event.ctrlKey)) return;
    event.preventDefault();
    event.currentTarget.form.requestSubmit();
  };
  return html`<textarea ...${usual(props)} rows=${props.field.kind === "prose" ? 5 : 1} dir="auto" spellcheck="true" value=${props.value} placeholder=${props.field.otherwise || null}
    onKeyDown=${key} onInput=${(event) => props.set(value(event))}></textarea>`;
};

const Input = (props) => html`<input ...${usual(props)} inputmode=${props.field.kind === "number" ? "decimal" : null} value=${props.value}
  placeholder=${props.field.otherwise || null} list=${props.list ?? null} onInput=${(event) => props.set(value(event))} />`;

/** The options of a choice; the first says nothing. */
const Choice = (props) => {
  const { field } = props;
  return html`<select ...${usual(props)} value=${props.value} onChange=${(event) => props.set(value(event))}>
    <option value="" selected=${!props.value}>${field.otherwise ? say("as_usual", { what: named(field, field.otherwise) }) : say("not_said")}</option>
    ${[...new Set([...Object.keys(field.names), props.value].filter(Boolean))].map((one) => html`<option key=${one} value=${one} selected=${one === props.value}>${named(field, one)}</option>`)}
  </select>`;
};

/** Texts to choose from while typing. */
const Suggested = (props) => html`<${Input} ...${props} list=${`${props.id}-list`} />
  <datalist id=${`${props.id}-list`}>${props.options.map((one) => html`<option key=${one} value=${one}></option>`)}</datalist>`;

const zones = () => Intl.supportedValuesOf?.("timeZone") ?? [];

const DAY = /^\d{4}-\d{2}-\d{2}$/, MONTH = /^\d{4}-\d{2}$/;

const Day = (props) => (props.value && !DAY.test(props.value) ? html`<${Input} ...${props} />`
  : html`<input ...${usual(props)} type="date" value=${props.value} onInput=${(event) => props.set(value(event))} />`);

/** A day, a month while the day is not known, or neither. */
const When = (props) => {
  const { id, set } = props;
  const kind = props.value === "tbc" ? "tbc" : MONTH.test(props.value) ? "month" : "day";
  const to = (next) => set(next === "tbc" ? "tbc" : next === "month" ? props.value.slice(0, 7) : "");
  return html`<span class="beside"><select id=${kind === "tbc" ? id : null} aria-label=${say("how_known", { label: props.field.label })} value=${kind} onChange=${(event) => to(value(event))}>
      ${["day", "month", "tbc"].map((one) => html`<option key=${one} value=${one} selected=${one === kind}>${say(`known_${one}`)}</option>`)}</select>
    ${kind === "day" ? html`<${Day} ...${props} />` : null}
    ${kind === "month" ? html`<input ...${usual(props)} type="month" value=${props.value} onInput=${(event) => set(value(event))} />` : null}</span>`;
};

const SPAN = /^(\d{1,2})[:.h](\d{2})(\s*[–—-]\s*(?:(\d{1,2})[:.h](\d{2}))?)?$/;
const full = (/** @type {string} */ hour, /** @type {string} */ minute) => (hour ? `${hour.padStart(2, "0")}:${minute}` : "");

/** From when to when; written as the file has it otherwise. */
const Hours = (props) => {
  const { id, field, set } = props;
  const found = SPAN.exec(props.value);
  if (props.value && props.value !== "tbc" && !found) return html`<${Input} ...${props} />`;
  const [, , , to = "", hour, minute] = found ?? [];
  const start = found ? full(found[1], found[2]) : "", end = full(hour ?? "", minute);
  const how = props.value === "tbc" ? "tbc" : to && !end ? "open" : "span";
  const short = (clock) => (/^0\d[:.h]/.test(field.value) ? clock : clock.replace(/^0/, ""));
  const dash = SPAN.exec(field.value)?.[3]?.match(/^\s*[–—-]\s*/)?.[0] ?? "–";
  const put = (from, until, open) => set(from ? short(from) + (until ? dash + short(until) : open ? dash.trimEnd() : "") : "");
  const change = (next) => (next === "tbc" ? set("tbc") : put(start, next === "span" ? end : "", next === "open"));
  const ways = ["span", "open", ...("tbc" in field.names ? ["tbc"] : [])];
  return html`<span class="beside">
    ${how === "tbc" ? null : html`<input ...${usual(props)} type="time" value=${start} onInput=${(event) => put(value(event), end, how === "open")} />`}
    ${how === "span" ? html`<input type="time" aria-label=${say("until", { label: field.label })} value=${end} onInput=${(event) => put(start, value(event), false)} />` : null}
    <select id=${how === "tbc" ? id : null} aria-label=${say("how_known", { label: field.label })} value=${how} onChange=${(event) => change(value(event))}>
      ${ways.map((one) => html`<option key=${one} value=${one} selected=${one === how}>${say(`hours_${one}`)}</option>`)}</select></span>`;
};

const Colour = (props) => html`<span class="beside"><${Input} ...${props} />
  <input type="color" aria-label=${say("pick_colour")} value=${/^#[0-9a-f]{6}$/i.test(props.value) ? props.value : "#17395c"} onInput=${(event) => props.set(value(event))} /></span>`;

/** A file that is in the project, or is put there when the form is saved. */
const Picture = (props) => {
  const chosen = typeof props.value === "object" && props.value;
  const read = async (event) => {
    const file = event.currentTarget.files[0];
    if (file) props.set({ name: file.name, size: file.size, data: await base64Of(file) });
  };
  return html`<span class="picture-field"><span class="where">${chosen ? say("will_be_added", { name: chosen.name }) : props.value || say("no_picture")}</span>
    <input ...${usual(props)} type="file" accept=".svg,.png,.jpg,.jpeg,.webp" onChange=${read} />
    ${props.value ? html`<button type="button" class="link" onClick=${() => props.set("")}>${say("without_picture")}</button>` : null}</span>`;
};

/** Some of what there is, or in an open list what is typed, in an order. */
const Items = (props) => {
  const { id, field, set } = props;
  /** @type {{raw: any, text: string}[]} */
  const items = props.value || [];
  const add = (one) => one && !items.some((other) => other.raw === one) && set([...items, { raw: one, text: field.names[one] || (field.open ? one : word(one)) }]);
  const left = Object.keys(field.names).filter((one) => !items.some((other) => other.raw === one));
  const typed = (event) => {
    add(value(event).trim());
    event.currentTarget.value = "";
  };
  const key = (event) => event.key === "Enter" && !event.isComposing && value(event).trim() && (event.preventDefault(), typed(event));
  return html`${items.length ? html`<ul class="picks">${items.map((one, at) => html`<li key=${JSON.stringify(one.raw)}><span dir="auto">${one.text || word(String(one.raw))}</span>
      <button type="button" aria-label=${say("take_away_one", { what: one.text })} onClick=${() => set(items.filter((_, other) => other !== at))}>${say("remove")}</button></li>`)}</ul>` : null}
    ${field.open ? html`<input id=${id} aria-describedby=${props.described} list=${`${id}-list`} placeholder=${say("add_one")} onKeyDown=${key} onChange=${typed} />
        <datalist id=${`${id}-list`}>${left.map((one) => html`<option key=${one} value=${one}>${field.names[one]}</option>`)}</datalist>`
      : html`<select id=${id} aria-describedby=${props.described} value="" disabled=${!left.length} onChange=${(event) => (add(value(event)), (event.currentTarget.value = ""))}>
        <option value="">${say("add_one")}</option>${left.map((one) => html`<option key=${one} value=${one}>${named(field, one)}</option>`)}</select>`}`;
};

const KINDS = { text: Text, prose: Text, number: Input, choice: Choice, day: Day, date: When, hours: Hours, colour: Colour, picture: Picture, list: Items };

/** Whether help says more than the label does: “The title.” does not. @param {string} help */
const isHelp = (help) => help.split(" ").length > 3;

/** A label, the field, what helps with it, and what is wrong with it. */
export const Labelled = (props) => {
  const { id, field, problem, start } = props;
  const hasNames = field.kind === "text" && Object.keys(field.names).length > 0;
  const described = [isHelp(field.help) ? `${id}-help` : "", problem ? `${id}-wrong` : ""].filter(Boolean).join(" ") || null;
  const all = { ...props, described, wrong: Boolean(problem) };
  return html`<div class=${`field${problem ? " invalid" : ""}`}>
    <label for=${id}>${field.label}${field.required ? html` <small>${say("needed")}</small>` : null}</label>
    ${field.kind === "zone" ? html`<${Suggested} ...${all} options=${zones()} />` : hasNames ? html`<${Suggested} ...${all} options=${Object.keys(field.names)} />`
      : html`<${KINDS[field.kind]} ...${all} start=${start} />`}
    ${problem ? html`<p class="wrong-here" id=${`${id}-wrong`}>${problem}</p>` : null}
    ${field.note ? html`<p class="note">${field.note}</p>` : null}
    ${isHelp(field.help) ? html`<p class="help" id=${`${id}-help`}>${field.help.replace(/`([^`]*)`/g, "“$1”")}</p>` : null}
  </div>`;
};
