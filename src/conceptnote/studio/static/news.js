/** What has changed since the last mail: in sentences, and marked on the pages while they are read. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { Refused, Section, useAnswer } from "./section.js";
import { say } from "./words.js";

/** The words that a sentence quotes, as languages do. @param {string} sentence */
const quoted = (sentence) => [...sentence.matchAll(/[“«„「]([^”»“」]+)[”»“」]/g)].map((one) => one[1]);

export const Sentences = ({ changes, show }) => html`
  <ul class="sentences">${changes.map((one, at) => html`<li key=${at}>${one.path && show
    ? html`<button type="button" class="link" onClick=${() => show(one.path)}>${one.sentence}</button>` : one.sentence}</li>`)}</ul>`;

export const News = ({ state, setMarks, show }) => {
  const [open, setOpen] = useState(false);
  const [answer] = useAnswer("news", { language: state?.language }, state?.revision, open);
  const changes = (open && answer?.changes) || [];
  useEffect(() => setMarks("news", changes.filter((one) => one.path).map((one) => ({ path: one.path, note: one.sentence, words: quoted(one.sentence) }))), [answer, open]);
  return html`<${Section} name="news" title=${say("news")} onOpen=${setOpen}>
    ${answer ? answer.status !== 200 ? html`<${Refused} answer=${answer} title=${say("refused")} />`
      : answer.since === null ? html`<p>${say("news_none")}</p>`
      : changes.length ? html`<p>${say("news_since", { since: answer.since })}</p><${Sentences} changes=${changes} show=${show} />`
      : html`<p>${say("news_same", { since: answer.since })}</p>` : null}
  </${Section}>`;
};
