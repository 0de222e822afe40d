/** The studio: what is known, what is chosen, and who is told. */
import { html, useCallback, useEffect, useMemo, useRef, useState } from "./vendor/preact.js";
import { get, listen, post } from "./api.js";
import { Begin } from "./begin.js";
import { Bar } from "./bar.js";
import { Desk } from "./desk.js";
import { dropDraft, openDrafts } from "./draft.js";
import { FilePane } from "./file.js";
import { Original } from "./original.js";
import { Panel } from "./panel.js";
import { outcome, pageInView, saveValues } from "./saving.js";
import { focusOn } from "./section.js";
import { isAt, valuesOf } from "./values.js";
import { keepInAddress, queryOf, viewOfAddress } from "./view.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Target} Target */

/** How often each value is printed, by paper. @param {State | null} state */
const usePlaces = (state) => {
  const [places, setPlaces] = useState(/** @type {Record<string, Record<string, number>>} */ ({}));
  const ids = state?.sheets.map((sheet) => sheet.id).join();
  useEffect(() => {
    let wanted = true;
    Promise.all((state?.sheets ?? []).map(async (sheet) => [sheet.name, valuesOf((await get(`/api/boxes/${sheet.id}`)) ?? [])])).then((all) => {
      /** @type {Record<string, Record<string, number>>} */
      const found = {};
      for (const [name, values] of all) {
        for (const { path, first } of values) if (path && first) ((found[path] ??= {})[name] ??= 0, found[path][name]++);
      }
      if (wanted) setPlaces(found);
    });
    return () => {
      wanted = false;
    };
  }, [ids]);
  return places;
};

export const App = () => {
  const [view, setView] = useState(viewOfAddress);
  const [state, setState] = useState(/** @type {State | null} */ (null));
  const [lost, setLost] = useState("");
  const [zoom, setZoom] = useState(0);
  const [chosen, setChosen] = useState(/** @type {any} */ (null));
  const [editing, setEditing] = useState(/** @type {any} */ (null));
  const [message, setMessage] = useState(/** @type {any} */ (null));
  const [conflict, setConflict] = useState(/** @type {any} */ (null));
  const [pending, setPending] = useState(/** @type {any} */ (null));
  const [pointed, setPointed] = useState(/** @type {string | null} */ (null));
  const [glow, setGlow] = useState(/** @type {string | null} */ (null));
  const [found, setFound] = useState(/** @type {any} */ (null));
  /** Whether what was typed before has been looked for: until then nothing is shown that could be typed in. */
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    if (!state?.event) return;
    openDrafts(state.event).then(async (kept) => {
      // It may have been saved by the very closing of its tab.
      const { body } = kept.value ? await post("unsaved", { path: kept.value.target.path, value: kept.value.value }) : { body: null };
      if (body?.unsaved === false) dropDraft();
      else setFound(kept.value ?? null);
      setLooked(true);
      if (kept.file) setView((now) => ({ ...now, file: "show" }));
    });
  }, [state?.event]);
  const from = useRef(/** @type {any} */ (null));
  const [busy, setBusy] = useState("");
  /** Words of the note that the event was begun from. */
  const [quoted, setQuoted] = useState(/** @type {string[]} */ ([]));
  /** Places that are marked on the pages, by whom they are marked. */
  const [marked, setMarked] = useState(/** @type {Record<string, {path: string, note: string}[]>} */ ({}));
  const setMarks = useCallback((name, marks) => setMarked((now) => ({ ...now, [name]: marks })), []);
  const marks = useMemo(() => Object.values(marked).flat(), [marked]);
  /** The revision that a change has made, until the pages are not those from before it any more. */
  const [awaited, setAwaited] = useState(/** @type {{before: string, revision: string} | null} */ (null));
  useEffect(() => {
    if (awaited && (state.revision !== awaited.before || state.revision === awaited.revision || state.broken.length)) setAwaited(null);
  }, [state, awaited]);
  const newest = useRef("");
  newest.current = state?.revision ?? "";
  const waiting = useRef(pending);
  waiting.current = pending;
  const places = usePlaces(state);

  useEffect(() => {
    keepInAddress(view);
    return listen(queryOf(view), {
      state: (now) => (setLost(""), setState(now)),
      stopped: () => setLost("stopped"),
      lost: () => setLost("lost"),
    });
  }, [view.language, view.audience, view.more]);

  const sheet = view.paper ? state?.sheets.find((one) => one.name === view.paper) : state?.sheets[0];
  const titles = useMemo(() => Object.fromEntries((state?.papers ?? []).map((one) => [one.name, one.title])), [state?.papers]);
  const wrong = useMemo(() => Object.fromEntries((state?.problems ?? []).filter((one) => one.path).map((one) => [one.path, one.message])), [state?.problems]);
  const count = (path) => Object.values(places[path] ?? {}).reduce((sum, one) => sum + one, 0);

  /** The focus goes back to the word, unless somebody has taken it elsewhere already. */
  const back = () => {
    if (document.activeElement && document.activeElement !== document.body && !document.activeElement.closest(".chosen .actions")) return;
    const { path, form } = from.current ?? {};
    const button = form ? document.querySelector(`.menu [data-form="${form}"]`) : path && document.querySelector(`button.value[data-path="${CSS.escape(path)}"]`);
    (from.current?.element?.isConnected ? from.current.element : button)?.focus({ preventScroll: true });
  };
  const leave = useCallback(() => {
    dropDraft();
    setEditing(null);
    requestAnimationFrame(back);
  }, []);

  const choose = useCallback(async (value, element, at = 0, id = sheet.id) => {
    from.current = { element, path: value.path };
    setConflict(null);
    if (!value.path) {
      setChosen({ words: say(`${value.madeBy}_words`, { text: value.text }) });
      return;
    }
    // The page that was clicked may be older than what has been printed since.
    const target = await get(`/api/target?paper=${id}&path=${encodeURIComponent(value.path)}`);
    if (!target) return;
    if (waiting.current?.path === value.path) target.value = waiting.current.text;
    setMessage(null);
    setChosen({ target, path: value.path, row: value.row });
    if (["line", "prose"].includes(target.kind)) setEditing({ target, value, at, sheet: sheet.name });
  }, [sheet?.id]);

  const open = useCallback(async (path) => {
    const target = await get(`/api/target?paper=${sheet.id}&path=${encodeURIComponent(path)}`);
    if (target) setChosen({ target, path });
  }, [sheet?.id]);

  /** Open a form: from the list of forms, to which the focus then returns, or from another form. */
  const go = (form, isFirst = false) => {
    if (isFirst || !from.current) from.current = { form: form.name };
    setChosen({ form });
  };

  /** Open a value, and bring its place into view. @param {string} path */
  const show = (path) => {
    [...document.querySelectorAll("button.value")].find((one) => isAt(one.dataset.path, path))?.scrollIntoView({ block: "center" });
    open(path);
  };

  const finished = (done, path, target, text, value) => {
    setMessage(done.message);
    if (done.saved) {
      setAwaited({ before: state.revision, revision: done.revision });
      setGlow(path);
      if (chosen?.target?.path === target.path) setChosen({ ...chosen, target: { ...target, value: text } });
    } else {
      setPending(null);
      if (done.conflict) setConflict({ ...done.conflict, target, text });
      else if (value) setEditing({ target, value, at: 0, sheet: sheet.name, start: text });
    }
  };

  const save = async (target, text) => {
    const value = editing?.target === target ? editing.value : null;
    setEditing(null);
    requestAnimationFrame(back);
    if (text === target.value) return dropDraft();
    const path = value?.path ?? target.path;
    setPending({ path, text });
    finished(await saveValues(target.revision ?? state.revision, { [target.path]: text }, count(path), sheet?.name), path, target, text, value);
  };

  /** Carry out what a form asks for, and say what became of it. */
  const perform = async (action, body, told, refused) => {
    setBusy(state.revision);
    const { status, body: answer } = await post(action, { revision: state.revision, paper: sheet?.name, page: pageInView(), ...body });
    const done = outcome(status, answer);
    setMessage(done.saved && told ? { ...done.message, text: told } : done.message);
    if (done.saved) {
      setAwaited({ before: state.revision, revision: done.revision });
      setGlow(chosen?.path);
      if (done.revision === state.revision) setBusy("");
    } else {
      setBusy("");
      if (refused) setMessage({ ...done.message, problems: refused(status, answer) });
    }
    return done.saved;
  };

  // By each new state: undoing a change gives the revision again that was there before it.
  useEffect(() => setBusy(""), [state?.revision]);

  const step = async (name) => {
    const { status, body } = await post(name);
    const done = status === 200;
    if (done) setAwaited({ before: newest.current, revision: body.revision });
    setMessage(done ? { kind: "plain", text: say(name === "undo" ? "undone" : "redone", { what: body.done }) }
      : { kind: "bad", text: body.problems?.[0]?.message ?? say("connecting"), problems: body.problems });
  };

  useEffect(() => {
    const key = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      if (event.target.closest("textarea, input, .cm-editor")) return;
      event.preventDefault();
      step(event.shiftKey ? "redo" : "undo");
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);

  const shown = useCallback(() => setPending(null), []);
  useEffect(() => {
    if (!glow) return undefined;
    const over = setTimeout(() => setGlow(null), 2500);
    return () => clearTimeout(over);
  }, [glow, sheet?.id]);

  const useMine = async () => {
    const { target, text, revision } = conflict;
    setConflict(null);
    finished(await saveValues(revision || state.revision, { [target.path]: text }, count(target.path), sheet?.name), target.path, target, text, null);
  };
  /** What was typed earlier is an edit of what was seen then, so what has changed meanwhile is merged. */
  const restore = async () => {
    const { target, value } = found;
    const done = await saveValues(target.revision ?? state.revision, { [target.path]: value }, count(target.path), sheet?.name);
    if (done.saved || done.conflict) setFound(null);
    finished(done, target.path, target, value, null);
  };

  const begun = (body, from) => {
    setMessage({ kind: "good", text: say(from ? "begun_from" : "begun", { name: from }) });
    if (from && body.findings) setView({ ...view, file: "original" });
  };
  if (state?.begins) return html`<${Begin} begun=${begun} lost=${lost} />`;
  return html`
    <a class="skip" href="#panel">${say("skip")}</a>
    <${Bar} state=${state} sheet=${sheet} view=${view} setView=${setView} zoom=${zoom} setZoom=${setZoom} step=${step} />
    <div class=${`thread${state?.working || awaited ? " working" : ""}`} aria-hidden="true"></div>
    <main class=${view.file && looked ? "with-file" : ""}>
      ${!view.file || !looked ? null : html`<${view.file === "original" ? Original : FilePane} state=${state} quoted=${quoted} close=${() => (setView({ ...view, file: "" }), focusOn(".tab[aria-pressed]"))} />`}
      <${Desk} sheet=${sheet} title=${titles[sheet?.name] ?? ""} zoom=${zoom} editing=${editing} lit=${pointed ?? chosen?.path} glow=${glow}
        pending=${pending} wrong=${wrong} marks=${marks} broken=${Boolean(state?.broken.length)} choose=${choose} point=${setPointed} save=${save} leave=${leave} shown=${shown} />
    </main>
    <${Panel} state=${state} lost=${lost} chosen=${chosen} editing=${editing} message=${message} conflict=${conflict} found=${found} places=${places}
      titles=${titles} sheet=${sheet} setMessage=${setMessage} setMarks=${setMarks} setQuoted=${setQuoted} show=${show} view=${view} setView=${setView} follow=${(row) => setChosen(chosen.form || chosen.target?.form.name === "row" ? { form: { name: "row", path: row } } : { ...chosen, row })} step=${step} save=${save} open=${open} perform=${perform} busy=${Boolean(busy) && busy === state?.revision} useMine=${useMine}
      keepTheirs=${() => (setConflict(null), dropDraft())} restore=${restore} drop=${() => (dropDraft(), setFound(null))}
      go=${go} close=${() => (setChosen(null), requestAnimationFrame(back))} />`;
};
