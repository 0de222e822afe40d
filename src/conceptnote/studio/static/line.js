/** A text of one line, changed where it stands: a textarea over it, which keeps undo, plain text and input methods. */
import { html, useLayoutEffect, useRef } from "./vendor/preact.js";
import { around, isFromRight } from "./values.js";
import { placed } from "./desk.js";
import { keepDraft } from "./draft.js";
import { afterPress } from "./leaving.js";
import { say } from "./words.js";

export const Line = ({ target, lines, size, scale, save, leave, start }) => {
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const done = useRef(false);
  const [left, top, width, height] = around(lines);
  const line = Math.min(...lines.map((one) => one[3]));
  const grow = () => {
    const box = area.current;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  // Before the next key is pressed.
  useLayoutEffect(() => {
    area.current.focus();
    area.current.select();
    grow();
  }, []);
  const end = (keeps, text = area.current.value) => {
    if (done.current) return;
    done.current = true;
    if (keeps) save(target, text.replace(/\s*\n\s*/g, " "));
    else leave();
  };
  const leftBy = (event) => {
    const text = event.currentTarget.value;
    // Who looks into another window before typing finds the field open again.
    if (!document.hasFocus() && text === (start ?? target.value)) return;
    afterPress(() => end(true, text));
  };
  const typed = () => {
    grow();
    keepDraft(target, area.current.value);
  };
  const key = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      end(true);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      end(false);
    }
  };
  // It grows to where the text goes on: to the left in Arabic.
  const goesLeft = isFromRight(target.value);
  const wide = Math.min(Math.max(width + 6, 45), goesLeft ? left + width - 2 : size[0] - left - 2);
  const style = { ...placed([goesLeft ? left + width + 1 - wide : left - 1, top - 0.6, wide, height + 1.2], size), fontSize: `${line * scale * 0.72}px`, lineHeight: `${line * scale}px` };
  return html`<div class="line-editor" style=${{ left: style.left, top: style.top, width: style.width }}>
    <textarea ref=${area} rows="1" aria-label=${target.label} aria-describedby="line-help" spellcheck="true" dir="auto"
      style=${{ fontSize: style.fontSize, lineHeight: style.lineHeight, minHeight: `${height * scale}px` }} onInput=${typed} onKeyDown=${key} onBlur=${leftBy}>${start ?? target.value}</textarea>
    <p id="line-help" class=${`editor-help${goesLeft || left > size[0] * 0.4 ? " ends" : ""}`}>${target.shared ? `${say("shared", target.shared)} ` : ""}${say("line_help")}</p>
  </div>`;
};
