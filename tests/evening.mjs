// Plays an officer's last evening in the studio, by keyboard alone: node evening.mjs ADDRESS PROJECT. Prints what was seen, as JSON.
import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import puppeteer from "puppeteer-core";

const [address, project] = process.argv.slice(2);
process.on("uncaughtException", async (error) => {
  console.error(error, await page.evaluate(() => [document.activeElement.outerHTML, document.querySelector('textarea')?.value, document.querySelector('button.value[data-path=title]')?.outerHTML, document.querySelector('.working') !== null, document.querySelector('.panel').innerText]), messages);
  process.exit(1);
});
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
const page = await browser.newPage();
page.setDefaultTimeout(30_000);
const errors = [], messages = [];
const devtools = await browser.target().createCDPSession();
await devtools.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: `${project}/taken`, eventsEnabled: true });
const taken = new Promise((resolve) => devtools.on("Browser.downloadProgress", ({ state }) => state === "completed" && resolve()));
page.on("pageerror", (error) => errors.push(String(error)));
await page.setViewport({ width: 1280, height: 900 });
await page.goto(address);

const settled = () => page.waitForFunction(() => document.querySelector("button.value") && !document.querySelector(".working"));
/** Goes to an element, and presses Enter on it. */
const press = async (selector, key = "Enter") => {
  await page.waitForSelector(selector);
  await page.focus(selector);
  await page.keyboard.press(key);
};
const named = async (text, within = ".panel") => {
  const handle = await page.waitForFunction(
    (text, within) => [...document.querySelectorAll(`${within} button, ${within} summary`)].find((one) => one.innerText.trim() === text && !one.disabled),
    {}, text, within,
  );
  await handle.focus();
  await page.keyboard.press("Enter");
};
const said = async (text) => {
  await page.waitForFunction((text) => document.querySelector("[role=status]").innerText.includes(text), {}, text);
  messages.push(await page.$eval("[role=status]", (one) => one.innerText));
  await settled();
};
const value = (path, row) => `button.value[data-path="${path}"]${row ? `[data-row="${row}"]` : ""}`;
const printed = (text) => page.waitForFunction((text) => [...document.querySelectorAll("button.value")].some((one) => one.getAttribute("aria-label").includes(text)), {}, text);
const fill = async (selector, text) => {
  await page.waitForSelector(selector);
  await page.focus(selector);
  await page.keyboard.type(text);
};

await settled();
await named("Programme", ".bar");
// TBC becomes confirmed.
await press(value("people.kasse.status", "agenda[1]"));
await page.waitForSelector('.form[aria-label="Sékou Kassé"]');
await named("Mark as confirmed");
await said("Sékou Kassé is confirmed");
// Somebody new comes instead of somebody.
await press(value("people.diallo.status", "agenda[3]"));
await page.waitForSelector('.form[aria-label="Diallo"]');
await named("Somebody comes instead");
await fill("#replace-name", "Sow, Awa");
await page.keyboard.press("Enter");
await said("comes instead of Diallo");
await printed("Awa");
// A row is added, and moved.
await press(value("agenda[0].item"));
await page.waitForSelector(".line-editor textarea");
await page.keyboard.press("Escape");
await page.waitForFunction(() => document.querySelector("#row-title")?.innerText.includes("Opening"));
await named("Add a row below");
await fill("#new-item", "Coffee break");
await page.keyboard.press("Enter");
await said("“Coffee break” is added");
await printed("Coffee break");
await press(value("agenda[1].item"));
await page.waitForSelector(".line-editor textarea");
await page.keyboard.press("Escape");
await page.waitForFunction(() => document.querySelector("#row-title")?.innerText.includes("Coffee"));
await named("Move down");
await said("“Coffee break” has moved");
// The floor, while what somebody else has changed is pulled.
await press(value("venue.floor"));
await page.waitForSelector(".line-editor textarea");
execFileSync("git", ["-C", project, "pull", "--quiet", "--autostash"]);
await page.keyboard.type("20th Floor");
await page.keyboard.press("Enter");
await said("Saved");
// A paragraph with italics and a note.
await named("Concept note", ".bar");
await press(value("structure"));
await page.waitForSelector(".cm-content");
await page.keyboard.down("Control");
await page.keyboard.press("a");
await page.keyboard.up("Control");
await page.keyboard.type("The hour is *short*.[^hour]\n\n[^hour]: One of them.");
await page.keyboard.down("Control");
await page.keyboard.press("Enter");
await page.keyboard.up("Control");
await said("Saved, in ");
await printed("The hour is");
await printed("One of them");
// Three changes that are taken back.
for (const title of ["One", "Two", "Three"]) {
  await press(value("title"));
  await page.waitForSelector(".line-editor textarea");
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  await page.waitForFunction((button, title) => document.querySelector(button)?.getAttribute("aria-label") === title, {}, value("title"), title);
  await settled();
}
for (const title of ["Two", "One", "Civil society engagement"]) {
  await named("Undo", ".bar");
  await page.waitForFunction((button, title) => document.querySelector(button)?.getAttribute("aria-label").startsWith(title), {}, value("title"), title);
  await settled();
}
const focused = await page.evaluate(() => document.activeElement.innerText);
// The title in the other language, and the programme to take away.
await page.select(".switches label:first-child select", "fr");
await page.waitForFunction(() => document.querySelector('button.value[data-path="title"]')?.getAttribute("aria-label").startsWith("La société"));
await settled();
await press(value("title"));
await page.waitForSelector(".line-editor textarea");
await page.keyboard.type("Qui garde le Mali ?");
await page.keyboard.press("Enter");
await printed("Qui garde");
await settled();
await named("Download");
await named("PDF");
await said("is ready, and its acknowledgement is proven");
await taken;
await named("Stop", ".bar");
await page.waitForSelector("[role=alert]");
process.stdout.write(JSON.stringify({ errors, messages, focused, taken: await readdir(`${project}/taken`), alert: await page.$eval("[role=alert]", (one) => one.innerText) }));
await browser.close();
