/** Finished files to take away: built and proven as `conceptnote build` does. */
import { html, useState } from "./vendor/preact.js";
import { take } from "./api.js";
import { Section } from "./section.js";
import { say } from "./words.js";

const FORMATS = ["pdf", "docx", "html"];

/** Lets the browser save a file. @param {Blob} blob @param {string} name */
export const download = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

export const Takeaway = ({ state, sheet, title, setMessage }) => {
  const [busy, setBusy] = useState("");
  const fetchIt = async (what) => {
    setBusy(what);
    const body = { what, document: sheet.name, language: state.language, audience: state.audience };
    const { status, file, name, body: answer } = await take(body);
    setBusy("");
    if (file) {
      download(file, name);
      setMessage({ kind: "good", text: say("taken", { name }) });
    } else if (status === 200) setMessage({ kind: "good", text: say("built", { files: answer.files.join(", ") }) });
    else setMessage({ kind: "bad", text: status === 422 ? say("not_built") : say("connecting"), problems: answer?.problems });
  };
  const button = (what, text) => html`<button key=${what} type="button" disabled=${Boolean(busy)} onClick=${() => fetchIt(what)}>${busy === what ? say("making") : text}</button>`;
  return html`<${Section} name="take" title=${say("take_away")}>
    <p class="where">${title}</p>
    <p class="actions">${FORMATS.map((one) => button(one, one.toUpperCase()))}</p>
    <p class="where">${say("all_papers")}</p>
    <p class="actions">${button("zip", "ZIP")}${button("folder", say("to_folder"))}</p>
  </${Section}>`;
};
