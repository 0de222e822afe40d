/** What is wrong, each with its place and what to do. */
import { html, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { say } from "./words.js";

export const Problems = ({ problems, open, perform }) => html`
  <ul class="problems">
    ${problems.map((one, at) => html`
      <li key=${at} class=${one.severity}>
        <p>${one.message}</p>
        ${one.hint ? html`<p class="hint">${one.hint}</p>` : null}
        <p class="where">${one.line ? say("in_line", { file: one.file, line: one.line }) : one.file}
          ${one.confirm && perform ? html` <button type="button" class="link" onClick=${() => perform("command", { command: "confirm", words: [one.confirm] })}>${say("confirm")}</button> ·` : null}
          ${one.path && open ? html` <button type="button" class="link" onClick=${() => open(one.path)}>${say("show")}</button>` : null}</p>
      </li>`)}
  </ul>`;

/** Asks for what only the printed pages show; the problems come with the next state. */
export const CheckPages = () => {
  const [busy, setBusy] = useState(false);
  const check = async () => {
    if (busy) return;
    setBusy(true);
    await post("check-pages");
    setBusy(false);
  };
  return html`<p class="where">${say("check_pages_help")}</p>
    <p class="actions"><button type="button" aria-disabled=${busy} onClick=${check}>${say(busy ? "making" : "check_pages")}</button></p>`;
};
