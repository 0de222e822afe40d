/** A list of records as a form: each can be opened, moved by buttons or Alt with the arrows, and removed; one can be added. */
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { Form } from "./form.js";
import { Join } from "./join.js";
import { say } from "./words.js";

export const List = (props) => {
  const { known, form, perform, busy, go } = props;
  const [adding, setAdding] = useState(false);
  const box = useRef(null), wanted = useRef("");
  // A button that is disabled while it is at work would lose the focus. The focus stays with what was moved, or goes to what has taken its place.
  useEffect(() => {
    const button = wanted.current && box.current.querySelector(wanted.current);
    if (button) {
      wanted.current = "";
      (button.disabled ? button.closest("li").querySelector(".handles button:enabled") : button).focus();
    }
  }, [known]);
  const move = async (at, by) => {
    const to = at + by, one = known.items[at];
    if (!known.moves || busy || to < 0 || to >= known.items.length) return;
    wanted.current = `li:nth-child(${to + 1}) .${by < 0 ? "up" : "down"}`;
    const title = say("moved_title", { what: one.title });
    await perform("move", { title, path: one.path, to, revision: known.revision }, say("list_moved", { what: one.title, place: to + 1, count: known.items.length }));
  };
  const remove = async (at) => {
    if (busy) return;
    const one = known.items[at];
    wanted.current = known.items.length > 1 ? `li:nth-child(${Math.min(at + 1, known.items.length - 1)}) .open` : ".add";
    const title = say("removed_title", { what: one.title });
    await perform("change", { title, values: { [one.path]: null }, revision: known.revision }, say("list_removed", { what: one.title }));
  };
  const key = (event, at) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !by) return;
    event.preventDefault();
    move(at, by);
  };
  const done = () => {
    setAdding(false);
    wanted.current = `li:nth-child(${known.items.length + 1}) .open`;
  };
  return html`<section ref=${box} class="form list" aria-labelledby="list-title">
    <h2 id="list-title" tabindex="-1">${known.title}</h2>
    ${known.shared ? html`<p class="card plain">${say("shared", known.shared)}</p>` : null}
    ${known.items.length ? html`<ol class="items">${known.items.map((one, at) => html`<li key=${one.path} onKeyDown=${(event) => key(event, at)}>
      <button type="button" class="open" onClick=${() => go({ name: known.item, path: one.path })}><span dir="auto">${one.title}</span>${one.note ? html` <small dir="auto">${one.note}</small>` : null}</button>
      <span class="handles">${known.moves && known.items.length > 1 ? html`
        <button type="button" class="up" disabled=${!at} aria-label=${say("move_up", { what: one.title })} onClick=${() => move(at, -1)}>${say("up")}</button>
        <button type="button" class="down" disabled=${at === known.items.length - 1} aria-label=${say("move_down", { what: one.title })} onClick=${() => move(at, 1)}>${say("down")}</button>` : null}
        <button type="button" aria-label=${say("take_away_one", { what: one.title })} onClick=${() => remove(at)}>${say("remove")}</button></span></li>`)}</ol>
      ${known.moves && known.items.length > 1 ? html`<p class="help">${say("list_help")}</p>` : null}`
      : html`<p class="where">${say(known.empty)}</p>`}
    ${known.item === "slot" ? html`<${Join} path=${known.path} people=${known.people} perform=${perform} busy=${busy} told="put_on" />` : null}
    ${adding ? html`<${Form} ...${props} form=${{ name: known.item, path: form.path, isNew: true }} taken=${done} />
        <p><button type="button" onClick=${() => setAdding(false)}>${say("close")}</button></p>`
      : html`<p><button type="button" class=${known.item === "slot" ? "add" : "add main"} onClick=${() => setAdding(true)}>${known.item === "slot" ? say("add_slot") : say(`add_${known.item}`)}</button></p>`}
  </section>`;
};
