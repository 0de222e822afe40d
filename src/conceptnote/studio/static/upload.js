/** Files to and from the server: as JSON has them, in Base64. They are chosen by a button, or dropped anywhere on the page. */
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { say } from "./words.js";

/** Bytes that a file may have. */
const LARGEST = 24 * 1024 * 1024;

/** @param {string} text in Base64 */
export const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

/** @param {Blob} file @returns {Promise<string>} in Base64 */
export const base64Of = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });

/** @param {string} action @param {File} file @param {object} [more] what is sent besides */
export const send = async (action, file, more = {}) => {
  if (file.size > LARGEST) return { status: 422, body: { problems: [{ message: say("too_large", { name: file.name }), hint: "", file: file.name, line: 0, severity: "error" }] } };
  try {
    return await post(action, { name: file.name, data: await base64Of(file), ...more });
  } catch {
    return { status: 422, body: { problems: [{ message: say("not_readable", { name: file.name }), hint: "", file: file.name, line: 0, severity: "error" }] } };
  }
};

/** A file that is dropped anywhere on the page. @param {(file: File) => void} take */
export const useDrop = (take) => {
  const [over, setOver] = useState(false);
  const taker = useRef(take);
  taker.current = take;
  useEffect(() => {
    const has = (event) => event.dataTransfer?.types.includes("Files");
    const handlers = {
      dragover: (event) => has(event) && (event.preventDefault(), setOver(true)),
      dragleave: (event) => !event.relatedTarget && setOver(false),
      drop: (event) => {
        if (!has(event)) return;
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) taker.current(file);
      },
    };
    for (const [name, handler] of Object.entries(handlers)) addEventListener(name, handler);
    return () => {
      for (const [name, handler] of Object.entries(handlers)) removeEventListener(name, handler);
    };
  }, []);
  return over;
};

/** A place for a file: it is dropped, or chosen by the button in it. */
export const FilePlace = ({ id, label, accept, over, busy, take }) => html`
  <div class=${`file-place${over ? " over" : ""}`}>
    <label for=${id}>${label}</label>
    <input id=${id} type="file" accept=${accept} disabled=${busy} onChange=${(event) => {
      const file = event.currentTarget.files[0];
      event.currentTarget.value = "";
      if (file) take(file);
    }} />
    ${busy ? html`<p class="where">${say("making")}</p>` : null}
  </div>`;
