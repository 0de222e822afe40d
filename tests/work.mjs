// Plays somebody who begins an event from a note, settles it, edits the file, brings a Word file home, mails and commits, by keyboard
// alone: node work.mjs ADDRESS NOTE. Prints what was seen, as JSON. Between the steps it asks who started it for what is outside.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [address, note] = process.argv.slice(2);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
/** Has something done outside, and gives what comes of it. */
const outside = async (what) => {
  process.stdout.write(`${JSON.stringify({ outside: what })}\n`);
  return (await answers.next()).value;
};

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
const page = await browser.newPage();
page.setDefaultTimeout(40_000);
const errors = [], violations = [], messages = [];
page.on("pageerror", (error) => errors.push(String(error)));
// Where somebody types over text that has a look, Chromium gives the new letters that look in a style attribute, which is blocked.
const expected = /status of 422|Applying inline style/;
page.on("console", (message) => ["error", "warn"].includes(message.type()) && !expected.test(message.text()) && errors.push(message.text()));
process.on("uncaughtException", async (error) => {
  console.error(error, messages, await page.evaluate(() => document.body.innerText).catch(() => "the page is closed"));
  process.exit(1);
});
await page.setViewport({ width: 1280, height: 900 });
await page.goto(address);

const settled = () => page.waitForFunction(() => document.querySelector("button.value") && !document.querySelector(".working"));
const looked = async (where) => {
  await page.evaluate(axe);
  for (const width of [1280, 400]) {
    await page.setViewport({ width, height: 900 });
    const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
    violations.push(...found.violations.map((one) => `${where} at ${width}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`));
  }
  await page.setViewport({ width: 1280, height: 900 });
};
const press = async (text, within = ".panel") => {
  const handle = await page.waitForFunction(
    (text, within) => [...document.querySelectorAll(`${within} button, ${within} summary`)].find((one) => one.innerText.trim().startsWith(text) && !one.disabled),
    {}, text, within,
  );
  await handle.focus();
  await page.keyboard.press("Enter");
};
const said = async (text) => {
  await page.waitForFunction((text) => [...document.querySelectorAll("[role=status]")].some((one) => one.innerText.includes(text)), {}, text);
  messages.push(text);
  await settled();
};
const keys = async (modifier, key) => {
  await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  await page.keyboard.up(modifier);
};
const printed = (text) => page.waitForFunction((text) => [...document.querySelectorAll("button.value")].some((one) => one.getAttribute("aria-label").includes(text)), {}, text);

// An empty folder, and a note.
await page.waitForSelector("#begin-title");
await looked("begin");
await (await page.$("#begin-note")).uploadFile(note);
await settled();
await page.waitForSelector(".doubts li");
await page.waitForSelector(".original .heading, .original p");
await looked("doubts");
const doubts = await page.$$eval(".doubts h3", (all) => all.map((one) => one.innerText));
while (await page.$(".doubts li")) {
  const count = (await page.$$(".doubts li")).length;
  await press("It is right", ".doubts");
  await page.waitForFunction((count) => document.querySelectorAll(".doubts li").length < count, {}, count);
}
await settled();

// The file as text: what has no pages is not saved, and what is typed outlives the page.
await press("The file", ".bar");
await page.waitForSelector(".cm-content");
await page.waitForFunction(() => document.activeElement?.matches(".cm-content"));
await keys("Control", "Home");
await page.keyboard.type("mode: in a tent\n");
await page.waitForSelector(".file-foot .error");
await looked("file");
await keys("Control", "s");
await page.waitForFunction(() => document.querySelector(".file-told").innerText.includes("not saved yet"));
const unsaved = await outside("event");
await page.reload();
await page.waitForFunction(() => document.querySelector(".file-told")?.innerText.includes("what you typed earlier"));
await page.waitForFunction(() => document.activeElement?.matches(".cm-content"));
await keys("Control", "Home");
await keys("Shift", "End");
await page.keyboard.type("mode: hybrid");
await keys("Control", "s");
await page.waitForFunction(() => document.querySelector(".file-told").innerText.includes("Saved"));
await press("Close", ".file");
await settled();

// A Word file comes back: one edit is rejected.
const word = await outside("word");
await press("A Word file that came back");
await (await page.waitForSelector("#returned-file")).uploadFile(word);
await page.waitForSelector(".edit");
await looked("returned");
const edits = await page.$$eval(".edit", (all) => all.map((one) => one.innerText));
const marked = await page.$$eval("button.value.marked", (all) => all.map((one) => one.dataset.path));
/** Lines of values that stand elsewhere than where they are printed. */
const misplaced = await page.$$eval(".value.more", (all) => all.filter((one) => {
  const { top } = one.getBoundingClientRect(), sheet = one.parentElement.getBoundingClientRect();
  return Math.abs(top - sheet.top - (parseFloat(one.style.top) * sheet.height) / 100) > 1;
}).length);
await page.$eval('.edit input[type=radio]', (one) => one.focus());
await page.keyboard.press("ArrowDown");
await press("Write the");
await said("Written from");
await press("Done with this file");

// The papers are mailed as a draft, and the files committed.
await press("Mail");
await press("Show what the mail says");
await page.waitForSelector(".mail .card.bad");
await page.focus(".mail input[type=checkbox]");
await page.keyboard.press("Space");
await press("Show what the mail says");
await page.waitForSelector(".letter");
await looked("mail");
const letter = await page.$eval(".letter", (one) => one.innerText);
await press("Write into");
await said("nothing is sent");
await page.waitForFunction(() => /files? (is|are) not committed yet/.test(document.querySelector(".section.git summary")?.innerText));
await page.focus(".section.git summary");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.querySelector("#git-message")?.value);
await looked("commit");
await press("Commit on");
await said("Committed as");
await page.waitForFunction(() => document.querySelector(".section.git summary").innerText.includes("is committed"));

// A word that is typed, and not saved, when the studio is killed; it begins again, and another tab opens it.
await page.waitForSelector('button.value[data-path="title"]');
await page.focus('button.value[data-path="title"]');
await page.keyboard.press("Enter");
await (await page.waitForSelector(".line-editor textarea")).type("Who drinks last?");
await page.waitForFunction(() => Object.values(localStorage).some((one) => one.includes("Who drinks last?")));
const before = errors.length;
const again = await outside("kill");
await page.close();
const other = await browser.newPage();
await other.goto(again);
await other.waitForFunction(() => [...document.querySelectorAll("blockquote")].some((one) => one.innerText === "Who drinks last?"), { timeout: 40_000 });
await other.evaluate(() => [...document.querySelectorAll(".panel button")].find((one) => one.innerText === "Restore it").click());
await other.waitForFunction(() => document.querySelector('button.value[data-path="title"]')?.getAttribute("aria-label") === "Who drinks last?", { timeout: 40_000 });
await other.reload();
await other.waitForSelector("button.value");
const offered = await other.$$eval("blockquote", (all) => all.length);

process.stdout.write(`${JSON.stringify({ errors: errors.slice(0, before), violations, messages, doubts, unsaved, edits, marked, misplaced, letter, offered })}\n`);
await browser.close();
