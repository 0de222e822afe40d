/** A row of the programme: who is in it, where it stands, and what comes after it. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { get } from "./api.js";
import { Form } from "./form.js";
import { Join } from "./join.js";
import { say } from "./words.js";

const Who = ({ row, perform, busy }) => {
  const without = (at) => {
    const left = row.who.filter((_, other) => other !== at).map((one) => one.raw);
    perform("change", { title: `remove ${row.who[at].id}`, values: { [`${row.path}.who`]: left.length ? left : null } }, say("taken_out", { who: row.who[at].name }));
  };
  return html`
    <ul class="who" aria-label=${say("who")}>
      ${row.who.map((one, at) => html`<li key=${at}><span>${one.name}${one.role ? html` <small>${one.role}</small>` : null}</span>
        <button type="button" disabled=${busy} aria-label=${say("take_out", { who: one.name })} onClick=${() => without(at)}>${say("take_out_short")}</button></li>`)}
    </ul>
    <${Join} path=${`${row.path}.who`} people=${row.people} perform=${perform} busy=${busy} />`;
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

export const Row = (props) => {
  const { path, isFile, sheet, revision, perform, follow, busy, close, go, isChosen } = props;
  const [row, setRow] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let wanted = true;
    get(`/api/row?paper=${sheet.id}&path=${encodeURIComponent(path)}${isFile ? "&file" : ""}`).then((found) => wanted && setRow(found));
    return () => {
      wanted = false;
    };
  }, [sheet.id, path, revision]);
  useEffect(() => {
    if (row && props.focus) document.querySelector("#row-title")?.focus();
  }, [Boolean(row)]);
  if (!row) return null;
  const title = row.title;
  const move = async (where, beside) => {
    const options = { [where]: beside };
    if (await perform("command", { command: "move", words: [row.path], options }, say("row_moved", { item: title }))) follow(beside);
  };
  const toDay = async (last) => last && (await perform("command", { command: "move", words: [row.path], options: { after: last } }, say("row_moved", { item: title }))) && close();
  const remove = async () => (await perform("command", { command: "remove", words: ["row", row.path] }, say("row_removed", { item: title }))) && close();
  return html`<section class="form row" aria-labelledby="row-title">
    <h2 id="row-title" tabindex="-1">${say("row")}: <span dir="auto">${title}</span></h2>
    <p class="trail"><button type="button" class="link" onClick=${() => go(row.around)}>${say("all_of", { list: row.around.title })}</button></p>
    <${Who} row=${row} perform=${perform} busy=${busy} />
    <p class="actions">
      <button type="button" disabled=${busy || !row.above} onClick=${() => move("before", row.above)}>${say("row_up")}</button>
      <button type="button" disabled=${busy || !row.below} onClick=${() => move("after", row.below)}>${say("row_down")}</button>
      <button type="button" disabled=${busy} onClick=${remove}>${say("row_remove")}</button>
    </p>
    <${NewRow} row=${row} perform=${perform} busy=${busy} />
    ${row.days.length ? html`<p class="field"><label for="row-day">${say("row_day")}</label><select id="row-day" value="" disabled=${busy} onChange=${(event) => toDay(event.currentTarget.value)}>
      <option value="">${say("choose_day")}</option>${row.days.map((one) => html`<option key=${one.last} value=${one.last}>${one.title}</option>`)}</select></p>` : null}
    <details open=${isChosen}><summary>${say("row_fields")}</summary><${Form} ...${props} isInner focus=${false} key=${row.path} form=${{ name: "row", path: row.path }} /></details>
  </section>`;
};
