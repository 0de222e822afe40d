/** Asks the server, and listens to it. */
/** @typedef {import("./types.js").State} State */

/**
 * @param {string} path
 * @returns {Promise<any>} null where there is no such thing (any more)
 */
export const get = async (path) => {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // The stream of events tells that nobody answers.
  }
};

/**
 * @param {string} action
 * @param {object} [body]
 * @returns {Promise<{status: number, body: any}>} status 0 where the server does not answer
 */
export const post = async (action, body = {}) => {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/api/${action}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
};

/**
 * @param {object} body
 * @returns {Promise<{status: number, file?: Blob, name?: string, body?: any}>} a file, or what was said instead
 */
export const take = async (body) => {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/api/take", { method: "POST", headers, body: JSON.stringify(body) });
    const named = /filename\*=UTF-8''(.+)$/.exec(answer.headers.get("Content-Disposition") ?? "");
    if (named) return { status: answer.status, file: await answer.blob(), name: decodeURIComponent(named[1]) };
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0 };
  }
};

/**
 * Listen for as long as the tab is seen: browsers allow six streams to one server, and hidden tabs would use them up.
 * @param {string} query
 * @param {{state: (state: State) => void, stopped: () => void, lost: () => void}} tell
 * @returns {() => void} ends it
 */
export const listen = (query, tell) => {
  /** @type {EventSource | null} */
  let source = null;
  const close = () => {
    source?.close();
    source = null;
  };
  const open = () => {
    if (document.hidden) return close();
    if (source) return;
    source = new EventSource(`/api/events?${query}`);
    source.onmessage = (event) => tell.state(JSON.parse(event.data));
    source.onerror = () => tell.lost();
    source.addEventListener("stopped", () => {
      close();
      document.removeEventListener("visibilitychange", open);
      tell.stopped();
    });
  };
  open();
  document.addEventListener("visibilitychange", open);
  return () => {
    document.removeEventListener("visibilitychange", open);
    close();
  };
};
