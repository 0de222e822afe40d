/** A form beside the page: what is typed is kept until it is saved, and saved as one step. */
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { get } from "./api.js";
import { formDraft, keepForm } from "./draft.js";
import { Labelled } from "./inputs.js";
import { List } from "./list.js";
import { facts, say } from "./words.js";

/** @typedef {import("./types.js").Field} Field */

const plain = (/** @type {string} */ path) => path.replace(/\.[a-z]{2,3}(-\w+)?$/, "");
const bare = (/** @type {string} */ path) => path.replaceAll("[0]", "");

/** Whether a problem at a path is one of the field, whose path may be relative, go on, or name a language. */
const isOf = (/** @type {string} */ path, /** @type {string} */ field) =>
  Boolean(field) && [path, bare(path)].some((one) => one === field || one === plain(field) || one === bare(field) || one.startsWith(`${field}.`) || one.startsWith(`${field}[`) || one.endsWith(`.${field}`));

/** What a field has in the file, or what was typed instead. */
const valueOf = (/** @type {Field} */ field, typed, path = field.path) => (path in typed ? typed[path] : field.value);

/** What is saved of a value: nothing for an empty one. */
const saved = (value) => (Array.isArray(value) ? (value.length ? value.map((one) => one.raw) : null) : value === "" ? null : value);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const Records = ({ field, id, typed, set, problemOf }) => {
  const total = Math.max(field.items.length, ...Object.keys(typed).filter((path) => path.startsWith(`${field.path}[`)).map((path) => Number(/^\d+/.exec(path.slice(field.path.length + 1))[0]) + 1));
  const [count, setCount] = useState(Math.max(total, field.items.length ? 0 : 1));
  const shown = Math.max(total, count);
  /** The fields of a record that is not there yet: nothing is needed until something is typed. */
  const fresh = (at) => {
    const begun = Object.keys(typed).some((path) => path.startsWith(`${field.path}[${at}].`));
    return field.blank.map((one) => ({ ...one, path: `${field.path}[${at}].${one.path}`, required: one.required && begun }));
  };
  const rows = Array.from({ length: shown }, (_, at) => field.items[at] ?? fresh(at));
  const isOut = (at) => typed[`${field.path}[${at}]`] === null;
  return html`<fieldset class="records"><legend>${field.label}</legend>
    ${rows.map((fields, at) => (isOut(at) ? html`<p key=${at} class="where">${say("will_be_removed")} <button type="button" class="link" onClick=${() => set(`${field.path}[${at}]`, undefined)}>${say("keep_it")}</button></p>`
      : html`<div key=${at} class="group">${fields.map((one) => html`<${Labelled} key=${one.path} id=${`${id}-${one.path}`} field=${one} value=${valueOf(one, typed)} set=${(value) => set(one.path, value, one)} problem=${problemOf(one)} />`)}
        ${at < field.items.length ? html`<p><button type="button" class="link" onClick=${() => set(`${field.path}[${at}]`, null)}>${say("remove")}</button></p>` : null}</div>`))}
    <p><button type="button" onClick=${() => setCount(shown + 1)}>${say("another")}</button></p></fieldset>`;
};

export const Form = (props) => {
  const { form, sheet, revision, perform, busy, go, taken, close } = props;
  const key = `${form.name} ${form.path}${form.isNew ? " new" : ""}`;
  const [known, setKnown] = useState(/** @type {any} */ (null));
  const [{ typed, base }, setDraft] = useState(() => formDraft(key));
  const [wrong, setWrong] = useState(/** @type {any[]} */ ([]));
  const [conflict, setConflict] = useState(/** @type {any} */ (null));
  const box = useRef(null);
  const isDirty = Object.keys(typed).length > 0;
  const address = `/api/form?paper=${sheet.id}&name=${form.name}&path=${encodeURIComponent(form.path)}${form.isNew ? "&new" : ""}`;
  const fetchIt = () => get(address).then((found) => (found ? setKnown(found) : close()));
  useEffect(() => {
    if (!isDirty || !known) fetchIt();
  }, [sheet.id, revision]);
  useEffect(() => {
    if (known && props.focus) document.querySelector(".panel .form h2[tabindex]")?.focus();
  }, [Boolean(known)]);
  if (!known) return null;
  if (known.kind === "list") return html`<${List} ...${props} known=${known} />`;
  const keep = (next) => {
    // What was begun on a state of the file is saved on it, and merged with what has come since.
    const begun = isDirty ? base : known.revision;
    setDraft({ typed: next, base: begun });
    // A picture is too large to be kept by a browser.
    keepForm(key, Object.fromEntries(Object.entries(next).filter(([, value]) => !value?.data)), begun);
  };
  const set = (path, value, field) => {
    const { [path]: _, ...others } = typed;
    setWrong(wrong.filter((one) => !field || !isOf(one.path, field.path)));
    keep(value === undefined || (field && same(value, field.value)) ? others : { ...others, [path]: value });
  };
  const shown = [...known.fields, ...known.more].flatMap((one) => (one.kind === "records" ? [...one.items.flat(), ...one.blank] : [one]));
  const problemOf = (field) => wrong.find((one) => isOf(one.path, field.path))?.message ?? "";
  const refused = (status, answer) => {
    if (status === 409) setConflict(answer);
    const problems = answer.problems ?? [];
    setWrong(problems);
    requestAnimationFrame(() => box.current?.querySelector("[aria-invalid]")?.focus());
    return problems.filter((one) => !shown.some((field) => isOf(one.path, field.path)));
  };
  /** The field as it will be, until the server says it. */
  const settled = (one) => (one.kind === "records" ? { ...one, items: one.items.map((fields) => fields.map(settled)) } : { ...one, value: valueOf(one, typed)?.name ?? valueOf(one, typed) });
  const save = async (event, from = base || known.revision) => {
    event?.preventDefault();
    if (!isDirty && !form.isNew) return;
    /** @type {Record<string, any>} */
    const values = {}, pictures = {};
    for (const [path, value] of Object.entries(typed)) {
      if (value && typeof value === "object" && "data" in value) pictures[path] = value;
      else if (saved(value) !== null || !form.isNew) values[path] = saved(value);
    }
    const tooLarge = Object.entries(pictures).find(([, one]) => one.size > facts.largest);
    if (tooLarge) return setWrong([{ path: tooLarge[0], message: say("picture_too_large", { most: Math.floor(facts.largest / 1_000_000) }) }]);
    const title = [form.isNew ? say("new_one") : "", known.title, known.label].filter(Boolean).join(" ");
    const body = { title, values, pictures, revision: from, ...(form.isNew ? { new: form.path, ...(form.at === undefined ? {} : { at: form.at }) } : {}) };
    if (!(await perform("change", body, say("form_saved", { what: known.label || known.title }), refused))) return;
    setConflict(null);
    setWrong([]);
    setKnown({ ...known, fields: known.fields.map(settled), more: known.more.map(settled) });
    keep({});
    if (form.isNew) taken ? taken() : go({ name: known.around?.name ?? form.name, path: form.path });
  };
  const field = (one) => (one.kind === "records" ? html`<${Records} key=${one.path} id=${key} field=${one} typed=${typed} set=${set} problemOf=${problemOf} />`
    : html`<${Labelled} key=${one.path} id=${`${key}-${one.path}`.replaceAll(" ", "-")} field=${one} value=${valueOf(one, typed)} set=${(value) => set(one.path, value, one)} problem=${problemOf(one)} />`);
  const isMore = known.more.some((one) => one.path in typed || problemOf(one));
  const { isInner } = props;
  const title = form.isNew ? say(`add_${form.name}`) : known.title;
  return html`<form ref=${box} class=${isInner ? "inner" : "form"} aria-label=${[title, known.label].filter(Boolean).join(": ")} onSubmit=${save} noValidate=${!form.isNew}>
    ${isInner ? null : html`<h2 tabindex="-1">${title}${known.label ? html`: <span dir="auto">${known.label}</span>` : null}</h2>`}
    ${known.around && !isInner && !form.isNew ? html`<p class="trail"><button type="button" class="link" onClick=${() => go(known.around)}>${say("all_of", { list: known.around.title })}</button></p>` : null}
    ${known.shared ? html`<p class="card plain">${say("shared", known.shared)}</p>` : null}
    ${known.fields.map(field)}
    ${known.more.length ? html`<details class="more" open=${isMore}><summary>${say("more")}</summary>${known.more.map(field)}</details>` : null}
    ${conflict ? html`<div class="card bad"><p>${say("conflict_title")} ${conflict.now ? html`<q>${conflict.now}</q>` : null}</p>
      <p class="actions"><button type="button" onClick=${() => (setConflict(null), keep({}), fetchIt())}>${say("conflict_keep")}</button>
        <button type="button" class="main" onClick=${() => save(null, revision)}>${say("conflict_use")}</button></p></div>` : null}
    <p class="actions save"><button class="main" disabled=${busy || (!isDirty && !form.isNew)}>${known.shared ? say("save_shared", { count: known.shared.count + 1 }) : say("save")}</button>
      ${isDirty ? html`<button type="button" onClick=${() => (keep({}), setWrong([]), setConflict(null), fetchIt())}>${say("cancel")}</button>` : null}</p>
    ${known.lists.length ? html`<p class="actions">${known.lists.map((one) => html`<button key=${one.path} type="button" onClick=${() => go(one)}>${one.title}${one.count ? ` (${one.count})` : ""}</button>`)}</p>` : null}
  </form>`;
};

/** All forms, for what no page prints yet. */
export const Menu = ({ go }) => html`<nav class="menu" aria-label=${say("forms")}>
  ${facts.menu.map((one) => html`<button key=${one.name} type="button" data-form=${one.name} onClick=${() => go(one, true)}>${one.title}</button>`)}</nav>`;
