/** Starts the page: first the words, then everything else. */
import { html, render } from "./vendor/preact.js";
import { App } from "./app.js";
import { get } from "./api.js";
import { learn, say } from "./words.js";

const words = await get("/api/words");
learn(words.page, words);
document.title = say("name");
render(html`<${App} />`, document.body);
