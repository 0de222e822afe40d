/** A row of the programme: who is in it, where it stands, and what comes after it. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { get } from "./api.js";
import { Fields } from "./fields.js";
import { say } from "./words.js";

const Who = ({ row, perform, busy }) => {
  const [person, setPerson] = useState(""), [name, setName] = useState("");
  const without = (at) => {
    const left = row.who.filter((_, other) => other !== at).map((one) => one.raw);
    const value = left.length ? (left.length === 1 && typeof left[0] === "string" ? left[0] : left) : null;
    perform("change", { title: `remove ${row.who[at].id}`, changes: [{ path: `${row.path}.who`, value }] }, say("taken_out", { who: row.who[at].name }));
  };
  const add = (event) => {
    event.preventDefault();
    perform("join", { row: row.path, person, new: person ? "" : name }, say("put_in", { who: row.people[person] ?? name }));
  };
  return html`
    <ul class="who" aria-label=${say("who")}>
      ${row.who.map((one, at) => html`<li key=${at}><span>${one.name}${one.role ? html` <small>${one.role}</small>` : null}</span>
        <button type="button" disabled=${busy} aria-label=${say("take_out", { who: one.name })} onClick=${() => without(at)}>${say("take_out_short")}</button></li>`)}
    </ul>
    <form class="add" onSubmit=${add}>
      <p class="field"><label for="row-person">${say("add_somebody")}</label>
        <select id="row-person" value=${person} onChange=${(event) => setPerson(event.currentTarget.value)}>
          <option value="">${say("somebody_new")}</option>
          ${Object.entries(row.people).map(([id, text]) => html`<option key=${id} value=${id}>${text}</option>`)}
        </select></p>
      ${person ? null : html`<p class="field"><label for="row-name">${say("new_name")}</label>
        <input id="row-name" required value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></p>`}
      <p><button disabled=${busy}>${say("put_in_row")}</button></p>
    </form>`;
};

const NewRow = ({ row, perform, busy }) => {
  const [item, setItem] = useState(""), [time, setTime] = useState("");
  const add = async (event) => {
    event.preventDefault();
    const options = { item, after: row.path, ...(time ? { time } : {}) };
    if (await perform("command", { command: "add", words: ["row"], options }, say("row_added", { item }))) setItem("");
  };
  return html`<details><summary>${say("row_below")}</summary><form onSubmit=${add}>
    <p class="field"><label for="new-item">${say("row_item")}</label><input id="new-item" required value=${item} onInput=${(event) => setItem(event.currentTarget.value)} /></p>
    <p class="field"><label for="new-time">${say("row_time")}</label><input id="new-time" value=${time} placeholder="10:30–11:00" onInput=${(event) => setTime(event.currentTarget.value)} /></p>
    <p><button class="main" disabled=${busy}>${say("row_add")}</button></p>
  </form></details>`;
};

export const Row = ({ path, sheet, revision, save, perform, follow, busy, close }) => {
  const [row, setRow] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let wanted = true;
    get(`/api/row?paper=${sheet.id}&path=${encodeURIComponent(path)}`).then((found) => wanted && setRow(found));
    return () => {
      wanted = false;
    };
  }, [sheet.id, path, revision]);
  if (!row) return null;
  const title = row.record.fields.find((one) => one.path.endsWith(".item"))?.value ?? row.record.value;
  const move = async (where, beside) => {
    const options = { [where]: beside };
    if (await perform("command", { command: "move", words: [row.path], options }, say("row_moved", { item: title }))) follow(beside);
  };
  const remove = async () => (await perform("command", { command: "remove", words: ["row", row.path] }, say("row_removed", { item: title }))) && close();
  const texts = row.record.fields.filter((one) => one.kind !== "record" && !one.path.endsWith(".who"));
  return html`<section class="form row" aria-labelledby="row-title">
    <h2 id="row-title">${say("row")}: ${title}</h2>
    <${Who} row=${row} perform=${perform} busy=${busy} />
    <p class="actions">
      <button type="button" disabled=${busy || !row.above} onClick=${() => move("before", row.above)}>${say("row_up")}</button>
      <button type="button" disabled=${busy || !row.below} onClick=${() => move("after", row.below)}>${say("row_down")}</button>
      <button type="button" disabled=${busy} onClick=${remove}>${say("row_remove")}</button>
    </p>
    <${NewRow} row=${row} perform=${perform} busy=${busy} />
    <details><summary>${say("row_fields")}</summary><${Fields} fields=${texts} revision=${revision} save=${save} /></details>
  </section>`;
};
