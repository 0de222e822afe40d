/** What the file says of something, field by field; each is saved when it is left, as on the page. */
import { html, useState } from "./vendor/preact.js";
import { keepDraft } from "./draft.js";
import { say } from "./words.js";

/** One value as a field: a choice as a list of buttons, all else as text. */
export const Value = ({ target, save }) => {
  const [text, setText] = useState(target.value);
  const id = `field-${target.path}`;
  if (target.kind === "record") return null;
  if (target.kind === "choice") {
    return html`<fieldset class="field"><legend>${target.label}</legend>
      ${target.choices.map((one) => html`<label key=${one} class="choice"><input type="radio" name=${id} value=${one} checked=${one === target.value}
        onChange=${() => save(target, one)} /> ${one}</label>`)}</fieldset>`;
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
      onBlur=${() => text !== target.value && save(target, text)}></textarea></p>`;
};

export const Fields = ({ fields, revision, save }) => fields.map((one) =>
  one.kind === "record"
    ? html`<fieldset key=${one.path} class="group"><legend>${one.label}</legend><${Fields} fields=${one.fields} revision=${revision} save=${save} /></fieldset>`
    : html`<${Value} key=${`${one.path} ${one.value}`} target=${{ ...one, revision }} save=${save} />`);
