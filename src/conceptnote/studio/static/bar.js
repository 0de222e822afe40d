/** Above the pages: the papers as tabs, and the switches. */
import { html } from "./vendor/preact.js";
import { post } from "./api.js";
import { say } from "./words.js";

const ZOOMS = [0, 2, 3, 3.78, 5, 7.56];

const Choice = ({ label, value, options, onPick }) => html`
  <label>${label} <select value=${value} onChange=${(event) => onPick(event.currentTarget.value)}>
    ${options.map(([name, text]) => html`<option key=${name} value=${name} selected=${name === value}>${text}</option>`)}
  </select></label>`;

const languageName = (tag) => {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
};

export const Bar = ({ state, sheet, view, setView, zoom, setZoom, step }) => {
  const papers = state?.papers ?? [];
  const more = view.more.split(",").filter(Boolean);
  const others = papers.filter((one) => !one.usual && !more.includes(one.name));
  return html`
    <header class="bar">
      <h1>${state?.title ?? say("name")}</h1>
      <nav aria-label=${say("papers")}>
        ${papers.filter((one) => one.usual || more.includes(one.name)).map((one) => html`
          <button key=${one.name} type="button" class="tab" aria-current=${one.name === (view.paper || sheet?.name) ? "page" : null}
            onClick=${() => setView({ ...view, paper: one.name })}>${one.title}${one.internal ? html` <small>${say("internal")}</small>` : null}</button>`)}
        <button type="button" class="tab" aria-pressed=${view.file === "show" ? "true" : "false"} onClick=${() => setView({ ...view, file: view.file === "show" ? "" : "show" })}>${say("file")}</button>
        ${others.length ? html`<label class="unseen-label">${say("more_papers")}
          <select value="" onChange=${(event) => setView({ ...view, more: [...more, event.currentTarget.value].join(","), paper: event.currentTarget.value })}>
            <option value="">${say("add_paper")}</option>
            ${others.map((one) => html`<option key=${one.name} value=${one.name}>${one.title}</option>`)}
          </select></label>` : null}
      </nav>
      <div class="switches">
        ${state?.languages?.length > 1 ? html`<${Choice} label=${say("language")} value=${state.language}
          options=${state.languages.map((tag) => [tag, languageName(tag)])} onPick=${(language) => setView({ ...view, language })} />` : null}
        ${state?.audiences?.length ? html`<${Choice} label=${say("audience")} value=${view.audience}
          options=${[["", say("everybody")], ...state.audiences.map((one) => [one, one])]} onPick=${(audience) => setView({ ...view, audience })} />` : null}
        <${Choice} label=${say("zoom")} value=${String(zoom)} options=${ZOOMS.map((one) => [String(one), one ? `${Math.round((100 * one) / 3.78)} %` : say("fit")])}
          onPick=${(value) => setZoom(Number(value))} />
        <button type="button" disabled=${!state?.undo} title=${state?.undo ? say("undo_what", { what: state.undo }) : say("nothing_to_undo")} onClick=${() => step("undo")}>${say("undo")}</button>
        <button type="button" disabled=${!state?.redo} title=${state?.redo ? say("redo_what", { what: state.redo }) : null} onClick=${() => step("redo")}>${say("redo")}</button>
        <button type="button" onClick=${() => post("stop")}>${say("stop")}</button>
      </div>
    </header>`;
};
