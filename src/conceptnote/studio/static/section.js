/** A part of the panel that is closed until somebody asks for it, and what it asks the server. */
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { post } from "./api.js";
import { Problems } from "./problems.js";
import { say } from "./words.js";

/**
 * What the server answers to a request, asked again whenever the event has changed.
 * @param {string} action @param {object} body @param {string | undefined} revision @param {boolean} wanted
 */
export const useAnswer = (action, body, revision, wanted = true) => {
  const [answer, setAnswer] = useState(/** @type {any} */ (null));
  const asked = JSON.stringify(body);
  useEffect(() => {
    if (!wanted || !revision) return undefined;
    let current = true;
    post(action, JSON.parse(asked)).then(({ status, body: found }) => current && setAnswer({ ...found, status }));
    return () => {
      current = false;
    };
  }, [action, asked, revision, wanted]);
  return [answer, setAnswer];
};

/**
 * @param {{name: string, title: any, children: any, starts?: boolean, opened?: number, over?: boolean, onOpen?: (open: boolean) => void}} props
 * It `starts` open, is `opened` whenever that number grows, and shows that a file is held `over` the page.
 */
export const Section = ({ name, title, children, starts = false, opened = 0, over = false, onOpen }) => {
  const [open, setOpen] = useState(starts), details = useRef(/** @type {HTMLDetailsElement | null} */ (null));
  useEffect(() => {
    if (!opened || !details.current) return;
    details.current.open = true;
    details.current.scrollIntoView({ block: "start" });
  }, [opened]);
  const toggled = (event) => {
    setOpen(event.currentTarget.open);
    onOpen?.(event.currentTarget.open);
  };
  return html`<details ref=${details} class=${`section ${name}${over ? " over" : ""}`} open=${starts} onToggle=${toggled}><summary>${title}</summary>${open ? html`<div class="inside">${children}</div>` : null}</details>`;
};

/** Gives the focus to an element, once what has changed is shown. @param {string} selector */
export const focusOn = (selector) => requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(selector)?.focus()));

/** What was answered instead of what was asked for. */
export const Refused = ({ answer, title }) => html`
  <div class="card bad" role="alert"><p>${answer.problems ? title : say("connecting")}</p>
    ${answer.problems ? html`<${Problems} problems=${answer.problems} />` : null}</div>`;
