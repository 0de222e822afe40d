/** At the foot of the panel: what is done with the event as a whole. */
import { html } from "./vendor/preact.js";
import { Commit } from "./commit.js";
import { Mail } from "./mail.js";
import { News } from "./news.js";
import { Doubts } from "./original.js";
import { Returned } from "./returned.js";
import { Takeaway } from "./takeaway.js";

export const Work = (all) => {
  const { state, sheet, titles, setMessage, setMarks, show } = all;
  if (!sheet) return null;
  return html`<div class="work">
    <${Doubts} ...${all} />
    <${Returned} ...${all} />
    <${Takeaway} state=${state} sheet=${sheet} title=${titles[sheet.name] ?? ""} setMessage=${setMessage} />
    <${Mail} state=${state} setMessage=${setMessage} />
    <${News} state=${state} setMarks=${setMarks} show=${show} />
    <${Commit} state=${state} setMessage=${setMessage} />
  </div>`;
};
