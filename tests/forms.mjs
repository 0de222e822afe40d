// Uses each form of the studio once, mostly by keyboard: node forms.mjs ADDRESS PICTURE. Prints what was seen, as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [address, picture] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
const page = await browser.newPage();
page.setDefaultTimeout(30_000);
const errors = [], violations = [], messages = [];
let at = "";
process.on("uncaughtException", async (error) => {
  console.error(at, error, await page.evaluate(() => document.querySelector(".panel").innerText), errors, messages);
  await browser.close();
  process.exit(1);
});
page.on("pageerror", (error) => errors.push(String(error)));
page.on("console", (message) => ["error", "warn"].includes(message.type()) && errors.push(`${message.text()} ${message.location().url ?? ""}`));
await page.setViewport({ width: 1280, height: 900 });
await page.goto(address);
await page.waitForSelector("button.value");
await page.goto(`${address.split("?")[0]}?paper=programme`);

const check = async () => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  violations.push(...found.violations.map((one) => `${at}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`));
};
const settled = () => page.waitForFunction(() => document.querySelector("button.value") && !document.querySelector(".working"));
/** Presses Enter on a button by its words or its name. */
const press = async (text) => {
  const button = await page.waitForFunction((text) => [...document.querySelectorAll(".panel button, .panel summary")].find((one) =>
    [one.innerText.trim(), one.getAttribute("aria-label")].includes(text) && !one.disabled && one.checkVisibility()), {}, text);
  await button.focus();
  await page.keyboard.press("Enter");
};
const said = async (text) => {
  await page.waitForFunction((text) => document.querySelector("[role=status]").innerText.includes(text), {}, text);
  messages.push(await page.$eval("[role=status]", (one) => one.innerText));
  await settled();
};
/** Opens a form from the list of forms; the focus is then on its heading. */
const open = async (name) => {
  at = name;
  await page.$eval(".panel", (panel) => panel.querySelector("details.forms")?.setAttribute("open", ""));
  await (await page.waitForSelector(`.menu [data-form="${name}"]`)).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.matches(".form h2"));
};
/** Opens the form of a printed word. */
const click = async (path) => {
  at = path;
  if (await page.$(".chosen")) {
    await press("Close");
    await page.waitForFunction(() => !document.querySelector(".chosen"));
  }
  const word = `button.value[data-path="${path}"]`;
  await (await page.waitForSelector(word)).focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector(".chosen .form");
  if (await page.$(".line-editor textarea")) {
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement.matches("button.value"));
  }
};
const field = async (label) => {
  const found = await page.waitForFunction((label) => {
    const words = [...document.querySelectorAll(".form label")].find((one) => one.firstChild.textContent.trim() === label && one.htmlFor);
    return words && document.getElementById(words.htmlFor);
  }, {}, label);
  return found.asElement();
};
const fill = async (label, text, key) => {
  const input = await field(label);
  await input.evaluate((one) => one.closest("details")?.setAttribute("open", ""));
  await input.focus();
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type(text);
  if (key) await page.keyboard.press(key);
};
const choose = async (label, value) => {
  const input = await field(label);
  await input.evaluate((one) => one.closest("details")?.setAttribute("open", ""));
  await input.select(value);
};
const save = async (what) => {
  await press("Save");
  await said(`Saved: ${what}`);
};

await settled();
await check();
await open("event");
await fill("Subtitle", "Voices from the Sahel", "Enter");
await said("Saved: Title and kind");
await click("time.start");
await fill("Other zones shown", "Europe/Zurich", "Enter");
await save("Date and hours");
await click("venue.floor");
await fill("Room", "Room A");
await save("Place");
await open("access");
await choose("Format", "hybrid");
await choose("Open to", "by-invitation");
await choose("By invitation of", "hsc");
await check();
await save("Taking part");
await open("people");
await press("Add a person");
await fill("Name", "Sow, Awa");
await choose("Status", "tbc");
await press("Save");
await said("Saved: Person");
await click("people.keita.name.family");
await press("Mark as invited");
await said("is invited");
// The file is what it was before the form was saved, and the form can be used again.
await (await page.waitForFunction(() => [...document.querySelectorAll(".bar button")].find((one) => one.innerText.trim() === "Undo" && !one.disabled))).click();
await said("Undone");
await press("Mark as invited");
await said("is invited");
await open("panel");
await page.waitForSelector(".items li");
await (await page.$(".items li:nth-child(1) .open")).focus();
await page.keyboard.down("Alt");
await page.keyboard.press("ArrowDown");
await page.keyboard.up("Alt");
await said("is now number 2 of 5");
await page.waitForFunction(() => document.activeElement.getAttribute("aria-label") === "Move Sékou Kassé down");
await choose("Add somebody", "sow");
await press("Add");
await said("Awa Sow is on the list");
await press("Awa Sow");
await fill("Role", "discussant");
await check();
await save("Awa Sow");
await click("agenda[0].item");
await page.waitForFunction(() => document.querySelector(".inner input[type=time]"));
await (await page.$(".inner input[type=time]")).focus();
await page.keyboard.type("0915AM");
await (await page.$$(".inner input[type=time]"))[1].focus();
await page.keyboard.type("0920AM");
await check();
await save("Opening");
await open("parties");
await page.waitForSelector(".items li");
await press("Human Security Collective");
await fill("Role", "co-host", "Enter");
await save("Human Security Collective");
await open("funders");
await page.waitForSelector(".items li");
await press("Austrian Development Agency");
await (await field("Picture")).uploadFile(picture);
await page.waitForFunction(() => document.querySelector(".picture-field").innerText.includes("is put into the project"));
await check();
await save("Austrian Development Agency");
await open("sections");
await press("Add a section");
await fill("Heading", "Follow-up");
await fill("Text", "A report follows *in June*.");
await press("Save");
await said("Saved: Section");
await press("Move Follow-up up");
await said("is now number 5 of 6");
await open("questions");
for (const question of ["What can be done?", "Who does it?"]) {
  await press("Add a question");
  await fill("Guiding question", question, "Enter");
  await said("Saved: Guiding question");
}
await press("Move Who does it? up");
await said("is now number 1 of 2");
// What is refused is told at its field, and what was typed stays.
await open("registration");
await fill("E-mail", "nobody");
await press("Save");
await page.waitForSelector(".invalid .wrong-here");
const refused = await page.evaluate(() => [document.activeElement.value, document.querySelector(".wrong-here").innerText]);
await check();
await fill("E-mail", "mali@example.org");
await save("Registration");
await open("practical");
await press("Add a note");
await fill("Heading", "Getting there");
await fill("Text", "Bring a passport.");
await press("Save");
await said("Saved: For participants");
await open("contacts");
await press("Add a contact");
await fill("Name", "Secretariat");
await fill("E-mail", "office@example.org", "Enter");
await said("Saved: Contact");
await open("look");
await fill("Accent", "#1c5b34");
await choose("Density", "airy");
await save("Look of the papers");
await press("Close");
await page.waitForFunction(() => document.activeElement.dataset.form === "look");
await page.setViewport({ width: 400, height: 800 });
await open("place");
await check();
const wide = await page.evaluate(() => document.documentElement.scrollWidth);
process.stdout.write(JSON.stringify({ errors, messages, violations, refused, wide }));
await browser.close();
