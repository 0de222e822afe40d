/** Whether somebody comes, and who comes instead: what is asked on the last evening. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { get } from "./api.js";
import { say } from "./words.js";

export const Person = ({ id, sheet, revision, perform, busy }) => {
  const [known, setKnown] = useState(/** @type {any} */ (null));
  const [by, setBy] = useState(""), [name, setName] = useState("");
  useEffect(() => {
    get(`/api/person?paper=${sheet.id}&id=${encodeURIComponent(id)}`).then((found) => found && setKnown(found));
  }, [sheet.id, id, revision]);
  if (!known) return null;
  const who = known.name;
  const replace = (event) => {
    event.preventDefault();
    const words = by ? [id, by] : [id, known.newId(name)];
    perform("command", { command: "replace", words, options: by ? {} : { name } }, say("replaced_by", { who, by: known.people[by] ?? name }));
  };
  known.newId = (text) => text.split(",")[0].normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).at(-1) ?? "";
  return html`<section class="form" aria-label=${who}>
    <p class="actions">
      ${known.status !== "confirmed" ? html`<button type="button" class="main" disabled=${busy}
        onClick=${() => perform("command", { command: "confirm", words: [id] }, say("is_confirmed", { who }))}>${say("confirm")}</button>` : null}
      ${known.status !== "declined" ? html`<button type="button" disabled=${busy}
        onClick=${() => perform("command", { command: "decline", words: [id] }, say("has_declined", { who }))}>${say("decline")}</button>` : null}
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
  </section>`;
};
