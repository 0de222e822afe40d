/** What the file says of something, field by field; each is saved when it is left, as on the page. */
import { html, useState } from "./vendor/preact.js";
import { keepDraft } from "./draft.js";
import { afterPress } from "./leaving.js";
import { say } from "./words.js";

/** One value as a field: a choice as a list of buttons, all else as text. */
export const Value = ({ target, save }) => {
  const [text, setText] = useState(target.value);
  const id = `field-${target.path}`;
  if (target.kind === "record") return null;
  if (target.kind === "choice" && target.choices.length > 6) {
    return html`<p class="field"><label for=${id}>${target.label}</label>
      <select id=${id} value=${target.value} onChange=${(event) => event.currentTarget.value && save(target, event.currentTarget.value)}>
        ${target.value ? null : html`<option value=""></option>`}
        ${target.choices.map((one) => html`<option key=${one} value=${one} selected=${one === target.value}>${target.names?.[one] ?? word(one)}</option>`)}
      </select></p>`;
  }
  if (target.kind === "choice") {
    return html`<fieldset class="field"><legend>${target.label}</legend>
      ${target.choices.map((one) => html`<label key=${one} class="choice"><input type="radio" name=${id} value=${one} checked=${one === target.value}
        onChange=${() => save(target, one)} /> ${target.names?.[one] ?? word(one)}</label>`)}</fieldset>`;
  }
  const key = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (target.kind === "line" || event.ctrlKey)) {
      event.preventDefault();
      save(target, text);
    } else if (event.key === "Escape") setText(target.value);
  };
  return html`<p class="field"><label for=${id}>${target.label}</label>
    <textarea id=${id} rows=${target.kind === "prose" ? 8 : 1} dir="auto" value=${text} onKeyDown=${key}
      onInput=${(event) => (setText(event.currentTarget.value), keepDraft(target, event.currentTarget.value))}
      onBlur=${() => text !== target.value && afterPress(() => save(target, text))}></textarea></p>`;
};

/** A choice of the file in words, where there are any. @param {string} name */
const word = (name) => (say(`choice_${name}`) === `choice_${name}` ? name.replaceAll("-", " ") : say(`choice_${name}`));

/** The fields that the file has, and behind “more” those that it could have. */
export const Fields = ({ fields, revision, save }) => {
  const more = fields.filter((one) => one.missing);
  return html`<${List} fields=${fields.filter((one) => !one.missing)} revision=${revision} save=${save} />
    ${more.length ? html`<details class="more"><summary>${say("more")}</summary><${List} fields=${more} revision=${revision} save=${save} /></details>` : null}`;
};

const List = ({ fields, revision, save }) => fields.map((one) =>
  one.kind === "record"
    ? html`<fieldset key=${one.path} class="group"><legend>${one.label}</legend><${Fields} fields=${one.fields} revision=${revision} save=${save} /></fieldset>`
    : html`<${Value} key=${`${one.path} ${one.value}`} target=${{ ...one, revision }} save=${save} />`);
