/** Whether somebody comes, and who comes instead: what is asked on the last evening. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { get } from "./api.js";
import { Form } from "./form.js";
import { say } from "./words.js";

export const Person = (props) => {
  const { id, sheet, revision, perform, busy, go, isRow } = props;
  const [known, setKnown] = useState(/** @type {any} */ (null));
  const [by, setBy] = useState(""), [name, setName] = useState("");
  useEffect(() => {
    get(`/api/person?paper=${sheet.id}&id=${encodeURIComponent(id)}`).then((found) => found && setKnown(found));
  }, [sheet.id, id, revision]);
  useEffect(() => {
    if (known && props.focus) document.querySelector("#person-title")?.focus();
  }, [Boolean(known)]);
  if (!known) return null;
  const who = known.name;
  const replace = (event) => {
    event.preventDefault();
    const words = by ? [id, by] : [id, known.newId(name)];
    perform("command", { command: "replace", words, options: by ? {} : { name } }, say("replaced_by", { who, by: known.people[by] ?? name }));
  };
  known.newId = (text) => text.split(",")[0].normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).at(-1) ?? "";
  return html`<section class="form person" aria-label=${who}>
    <h2 id="person-title" tabindex="-1" dir="auto">${who}</h2>
    <p class="where">${say(known.status === "confirmed" ? "is_confirmed_status" : `is_${known.status}`, { who })}</p>
    <p class="actions">
      ${known.status !== "confirmed" ? html`<button type="button" class="main" disabled=${busy}
        onClick=${() => perform("command", { command: "confirm", words: [id] }, say("is_confirmed", { who }))}>${say("confirm")}</button>` : null}
      ${known.status !== "declined" ? html`<button type="button" disabled=${busy}
        onClick=${() => perform("command", { command: "decline", words: [id] }, say("has_declined", { who }))}>${say("decline")}</button>` : null}
      ${["invited", "tbc"].filter((one) => one !== known.status).map((one) => html`<button key=${one} type="button" disabled=${busy}
        onClick=${() => perform("command", { command: "status", words: [id, one] }, `${say("saved")} ${say(`is_${one}`, { who })}`)}>${say(`mark_${one}`)}</button>`)}
    </p>
    <details><summary>${say("replace")}</summary>
      <form onSubmit=${replace}>
        <p class="field"><label for="replace-by">${say("replace_by")}</label>
          <select id="replace-by" value=${by} onChange=${(event) => setBy(event.currentTarget.value)}>
            <option value="">${say("somebody_new")}</option>
            ${Object.entries(known.people).filter(([one]) => one !== id).map(([one, text]) => html`<option key=${one} value=${one}>${text}</option>`)}
          </select></p>
        ${by ? null : html`<p class="field"><label for="replace-name">${say("new_name")}</label>
          <input id="replace-name" required value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></p>`}
        <p class="actions"><button class="main" disabled=${busy}>${say("replace_now")}</button></p>
      </form>
    </details>
    ${known.places.length ? html`<p class="where">${say("is_in")}</p>
      <p class="actions">${known.places.map((one) => html`<button key=${one.path} type="button" onClick=${() => go({ name: "slot", path: one.path })}>${one.title}</button>`)}</p>` : null}
    <details open=${!isRow}><summary>${say("person_fields")}</summary><${Form} ...${props} isInner key=${id} form=${{ name: "person", path: `people.${id}` }} /></details>
  </section>`;
};
