/** Puts somebody into a row or the panel: one of the event, or somebody new by the name. */
import { html, useState } from "./vendor/preact.js";
import { say } from "./words.js";

/** @param {{path: string, people: Record<string, string>, perform: any, busy: boolean, told?: string}} props */
export const Join = ({ path, people, perform, busy, told = "put_in" }) => {
  const [person, setPerson] = useState(""), [name, setName] = useState("");
  const add = async (event) => {
    event.preventDefault();
    if (await perform("join", { slots: path, person, new: person ? "" : name }, say(told, { who: people[person] ?? name }))) setName("");
  };
  return html`<form class="add" onSubmit=${add}>
    <p class="field"><label for="row-person">${say("add_somebody")}</label>
      <select id="row-person" value=${person} onChange=${(event) => setPerson(event.currentTarget.value)}>
        <option value="">${say("somebody_new")}</option>
        ${Object.entries(people).map(([id, text]) => html`<option key=${id} value=${id}>${text}</option>`)}
      </select></p>
    ${person ? null : html`<p class="field"><label for="row-name">${say("new_name")}</label>
      <input id="row-name" required value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></p>`}
    <p><button disabled=${busy}>${say("put_in_row")}</button></p>
  </form>`;
};
