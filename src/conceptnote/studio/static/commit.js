/** What of the event is not committed yet, and one button that commits it. Nothing is pushed. */
import { html, useEffect, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { focusOn, Refused, Section, useAnswer } from "./section.js";
import { say } from "./words.js";

/** No words about Git where somebody does not use it. */
const UNSAID = ["no_git", "no_repository"];

const Form = ({ found, revision, again, setMessage }) => {
  const [answer] = useAnswer("uncommitted", { message: true }, revision);
  const [text, setText] = useState(""), [name, setName] = useState(""), [email, setEmail] = useState(""), [without, setWithout] = useState(/** @type {string[]} */ ([]));
  const [busy, setBusy] = useState(false);
  useEffect(() => setText(answer?.message ?? ""), [answer?.message]);
  const send = async (event) => {
    event.preventDefault();
    setBusy(true);
    const { status, body } = await post("commit", { message: text, name, email, without });
    setBusy(false);
    setMessage(status === 200 ? { kind: "good", text: say("git_committed", body) } : { kind: "bad", text: say("refused"), problems: body.problems });
    again();
    focusOn(".git summary");
  };
  return html`<form onSubmit=${send}>
    <p>${say("git_files", { files: found.files.join(", ") })}</p>
    <p class="field"><label for="git-message">${say("git_message")}</label>
      <textarea id="git-message" rows="4" required dir="auto" value=${text} onInput=${(event) => setText(event.currentTarget.value)}></textarea></p>
    ${found.by ? html`<p class="where">${say("git_by", { by: found.by })}</p>` : html`
      <p class="note">${say("git_anonymous")}</p>
      <p class="field"><label for="git-name">${say("git_name")}</label><input id="git-name" required autocomplete="name" value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></p>
      <p class="field"><label for="git-email">${say("git_email")}</label><input id="git-email" type="email" required autocomplete="email" value=${email} onInput=${(event) => setEmail(event.currentTarget.value)} /></p>`}
    ${found.cautions.map((one) => html`<label key=${one} class="choice"><input type="checkbox" required checked=${without.includes(one)}
      onChange=${(event) => setWithout(event.currentTarget.checked ? [...without, one] : without.filter((other) => other !== one))} /> ${say(`git_without_${one}`)}</label>`)}
    <p class="actions"><button class="main" disabled=${busy || !answer}>${say("git_commit", { branch: found.branch })}</button></p>
  </form>`;
};

export const Commit = ({ state, setMessage }) => {
  const [times, setTimes] = useState(0);
  const quiet = state && !state.working;
  const [found] = useAnswer("uncommitted", { times }, state?.revision, Boolean(quiet));
  if (!found || UNSAID.includes(found.obstacle)) return null;
  const count = found.files?.length ?? 0;
  const title = found.obstacle || found.status !== 200 ? say("git") : count ? say("git_open", { count }) : say("git_clean");
  return html`<${Section} name="git" title=${title}>
    ${found.status !== 200 ? html`<${Refused} answer=${found} title=${say("refused")} />`
      : found.obstacle ? html`<p>${say(`git_${found.obstacle}`)}</p>`
      : count ? html`<${Form} found=${found} revision=${`${state.revision} ${times}`} again=${() => setTimes(times + 1)} setMessage=${setMessage} />` : null}
    ${found.status === 200 && !found.obstacle ? html`<p class="where">${found.upstream
      ? found.ahead ? say("git_ahead", { count: found.ahead, upstream: found.upstream }) : say("git_pushed", { upstream: found.upstream })
      : say("git_no_upstream")}</p>` : null}
  </${Section}>`;
};
