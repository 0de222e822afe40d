/** Beside the pages: what is chosen, what became of the last change, and what is wrong. */
import { html } from "./vendor/preact.js";
import { Fields, Value } from "./fields.js";
import { Menu } from "./form.js";
import { CheckPages, Problems } from "./problems.js";
import { Record } from "./record.js";
import { Row } from "./row.js";
import { Work } from "./work.js";
import { say } from "./words.js";

const Chosen = (props) => {
  const { chosen, editing, places, titles, sheet, save, close, revision } = props;
  const { target, path } = chosen;
  const count = Object.values(places[path] ?? {}).reduce((sum, one) => sum + one, 0);
  const others = Object.keys(places[path] ?? {}).filter((name) => name !== sheet?.name);
  const hasForm = Boolean(target.form.name), isRow = target.form.name === "row";
  return html`
    <section class="chosen" aria-labelledby="chosen-title">
      <h2 id="chosen-title">${target.label}</h2>
      <p class="where">${[count ? say("printed", { count }) : "", others.length ? say("also", { papers: others.map((name) => titles[name]).join(", ") }) : ""].filter(Boolean).join(" · ")}</p>
      ${target.note ? html`<p class="note">${target.note}</p>` : null}
      ${target.shared && !hasForm ? html`<p class="card plain">${say("shared", target.shared)}</p>` : null}
      ${hasForm || editing?.target.path === target.path ? null : html`<${Value} key=${`${target.path} ${target.value}`} target=${{ ...target, revision }} save=${save} />
        ${target.kind === "record" ? html`<${Fields} fields=${target.fields} revision=${revision} save=${save} />` : null}`}
      ${target.help ? html`<p class="help">${target.help.replace(/`([^`]*)`/g, "“$1”")}</p>` : null}
      <p class="where">${target.line ? say("in_file", { file: target.file, line: target.line }) : ""}</p>
      <p class="actions"><button type="button" onClick=${close}>${say("close")}</button></p>
      ${hasForm ? html`<${Record} ...${props} form=${target.form} isRow=${Boolean(chosen.row)} />` : null}
      ${chosen.row && !isRow ? html`<${Row} ...${props} key=${chosen.row} path=${chosen.row} />` : null}
    </section>`;
};

/** A form that was opened from the list of forms, or from another one. */
const Opened = (props) => html`<section class="chosen">
  <p class="actions"><button type="button" onClick=${props.close}>${say("close")}</button></p>
  <${Record} ...${props} form=${props.chosen.form} focus /></section>`;

const Conflict = ({ conflict, useMine, keepTheirs }) => html`
  <section class="card bad" aria-labelledby="conflict">
    <h2 id="conflict">${say("conflict_title")}</h2>
    <dl><dt>${say("conflict_now")}</dt><dd>${conflict.now || conflict.problem.message}</dd><dt>${say("conflict_yours")}</dt><dd>${conflict.text}</dd></dl>
    <p class="actions"><button type="button" onClick=${keepTheirs}>${say("conflict_keep")}</button>
      <button type="button" class="main" onClick=${useMine}>${say("conflict_use")}</button></p>
  </section>`;

export const Panel = (all) => {
  const { state, lost, chosen, message, conflict, found, step, open, useMine, keepTheirs, restore, drop } = all;
  const problems = state?.problems ?? [];
  return html`
    <aside id="panel" class="panel" aria-label=${say("panel")} tabindex="-1">
      ${lost ? html`<p class="card bad" role="alert">${lost === "stopped" ? say("stopped") : say("connecting")}</p>` : null}
      <div role="status" aria-live="polite">
        ${message ? html`<div class=${`card ${message.kind}${conflict ? " unseen" : ""}`}>
          <p>${message.text} ${message.undo ? html`<button type="button" class="link" onClick=${() => step("undo")}>${say("undo")}</button>` : null}</p>
          ${message.problems ? html`<${Problems} problems=${message.problems} />` : null}</div>` : null}
      </div>
      ${state?.broken.length ? html`<section class="card bad"><h2>${say(state.sheets.length ? "broken_title" : "broken_first")}</h2><${Problems} problems=${state.broken} />
        <p class="actions"><button type="button" onClick=${() => all.setView({ ...all.view, file: "show" })}>${say("file_show")}</button></p></section>` : null}
      ${conflict ? html`<${Conflict} conflict=${conflict} useMine=${useMine} keepTheirs=${keepTheirs} />` : null}
      ${found ? html`<section class="card plain"><h2>${say("draft_found")}</h2><blockquote>${found.value}</blockquote>
        <p class="actions"><button type="button" class="main" onClick=${restore}>${say("draft_use")}</button>
          <button type="button" onClick=${drop}>${say("draft_drop")}</button></p></section>` : null}
      ${chosen?.words ? html`<p class="note">${chosen.words}</p>` : null}
      ${chosen?.target && all.sheet ? html`<${Chosen} ...${all} revision=${state.revision} />` : null}
      ${chosen?.form && all.sheet ? html`<${Opened} ...${all} revision=${state.revision} />` : null}
      ${chosen ? html`<details class="forms"><summary>${say("forms")}</summary><${Menu} go=${all.go} /></details>`
        : state?.broken.length && !state.sheets.length ? null : html`<section class="first"><h2>${say("hint_title")}</h2><p>${say("hint")}</p></section>
          ${all.sheet ? html`<section class="forms"><h2>${say("forms")}</h2><p class="where">${say("forms_hint")}</p><${Menu} go=${all.go} /></section>` : null}`}
      <${Work} ...${all} />
      ${state?.broken.length && !state.sheets.length ? null : html`<details class="checks" open=${problems.some((one) => one.severity === "error")}>
        <summary>${problems.length ? say("problem", { count: problems.length }) : say(state?.problems ? "no_problems" : "checking")}</summary>
        <${Problems} problems=${problems} open=${open} perform=${all.perform} />
        <${CheckPages} />
      </details>`}
    </aside>`;
};
