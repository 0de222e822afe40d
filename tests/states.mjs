// Brings the studio into each of its states and looks at them: node states.mjs ADDRESS EVENT [firefox]. Prints what was seen, as JSON.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [address, event, kind] = process.argv.slice(2);
const isChromium = kind !== "firefox";
const browser = await puppeteer.launch(isChromium
  ? { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"] }
  : { browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" });
const page = await browser.newPage();
page.setDefaultTimeout(Number(process.env.PATIENCE ?? 40_000));
const errors = [], violations = [], seen = {};
page.on("pageerror", (error) => errors.push(String(error)));
process.on("uncaughtException", async (error) => {
  console.error(error, seen, errors, await page.evaluate(() => document.body.innerText).catch(() => ""));
  process.exit(1);
});
await page.setViewport({ width: 1280, height: 900 });
await page.goto(address);

const settled = () => page.waitForFunction(() => document.querySelector("button.value") && !document.querySelector(".working"));
const value = (path) => `button.value[data-path="${path}"]`;
const named = (text) => page.waitForFunction(
  (text) => [...document.querySelectorAll("button, summary")].find((one) => one.innerText.trim() === text && !one.disabled), {}, text);
const press = async (text) => {
  await (await named(text)).focus();
  await page.keyboard.press("Enter");
};
const choose = async (path) => {
  await page.waitForSelector(value(path));
  await page.focus(value(path));
  await page.keyboard.press("Enter");
};
const label = (path, text) => page.waitForFunction((button, text) => document.querySelector(button)?.getAttribute("aria-label").startsWith(text), {}, value(path), text);
const focusedOn = async (path) => page.waitForFunction((path) => document.activeElement.getAttribute("data-path") === path, {}, path);
/** Asks axe. */
const check = async (where) => {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  violations.push(...found.violations.map((one) => `${where}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`));
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${kind ?? "chromium"}-${where.replace(/\W+/g, "-")}.png` });
};
/** Asks axe on a light and a dark desk, in a wide and in a narrow window. */
const look = async (where) => {
  for (const [width, scheme] of isChromium ? [[1280, "light"], [1280, "dark"], [400, "light"], [400, "dark"]] : [[1280, "light"]]) {
    if (isChromium) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 900 });
    await check(`${where}, ${width} ${scheme}`);
  }
  await page.setViewport({ width: 1280, height: 900 });
};

await settled();
await page.goto(`${new URL(address).origin}/?paper=programme`);
await settled();
await look("nothing chosen");
// Whatever is shown while an edit is printed, a page is always there, and stands still; what is said is said once.
const [shown] = await page.$$eval("button.value[data-path]", (all) => all.map((one) => one.dataset.path).filter((path) => path.endsWith(".item")));
const before = await page.$eval(value(shown), (one) => one.getAttribute("aria-label"));
await page.evaluate(() => {
  window.seen = { missing: 0, moved: 0, said: [] };
  const main = document.querySelector("main"), top = main.scrollTop;
  const watch = () => {
    if (document.querySelectorAll(".picture img").length < document.querySelectorAll(".page").length) window.seen.missing++;
    if (main.scrollTop !== top) window.seen.moved++;
    window.watching = requestAnimationFrame(watch);
  };
  watch();
  const status = document.querySelector("[role=status]");
  new MutationObserver(() => {
    const text = status.innerText.trim();
    if (text && window.seen.said.at(-1) !== text) window.seen.said.push(text);
  }).observe(status, { childList: true, subtree: true, characterData: true });
});
await choose(shown);
await page.waitForSelector(".line-editor textarea");
await page.keyboard.type("Words of welcome");
await page.keyboard.press("Enter");
await label(shown, "Words of welcome");
await settled();
await focusedOn(shown);
Object.assign(seen, await page.evaluate(() => (cancelAnimationFrame(window.watching), window.seen)));
// Escape gives the focus back, and changes nothing.
await choose(shown);
await page.waitForSelector(".line-editor textarea");
await look("a line");
await page.keyboard.press("Escape");
await focusedOn(shown);
// A text in composition is not saved by the Enter that ends it; one from the right runs from there.
if (isChromium) {
  const devtools = await page.createCDPSession();
  await choose(shown);
  await page.waitForSelector(".line-editor textarea");
  await devtools.send("Input.imeSetComposition", { text: "ni hao", selectionStart: 6, selectionEnd: 6 });
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229 });
  seen.composing = (await page.$(".line-editor textarea")) !== null;
  await devtools.send("Input.insertText", { text: "你好" });
  await page.keyboard.press("Enter");
  await label(shown, "你好");
  await settled();
}
await choose(shown);
const area = await page.waitForSelector(".line-editor textarea");
await area.type("كلمة ترحيب");
seen.direction = await area.evaluate((one) => getComputedStyle(one).direction);
await page.keyboard.press("Enter");
await label(shown, "كلمة ترحيب");
await settled();
await choose(shown);
await page.waitForSelector(".line-editor textarea");
await page.keyboard.type(before);
await page.keyboard.press("Enter");
await label(shown, before);
await settled();
// All places that print the value are framed, and as many are told.
const paths = await page.$$eval("button.value[data-path]", (all) => all.map((one) => one.dataset.path));
seen.lit = [];
for (const path of [...new Set(paths)].slice(0, 12)) {
  await page.focus(value(path));
  seen.lit.push(await page.evaluate((path) => {
    const of = (all) => [...document.querySelectorAll(all)].filter((one) => one.dataset.path === path).length;
    return of("button.value.lit") === of("button.value");
  }, path));
}
// The other states.
const opened = [["a date", "date"], ["a person", "people.kasse.status"]].filter(([, path]) => paths.includes(path));
for (const [where, path] of opened) {
  await choose(path);
  await page.waitForSelector(".chosen h2");
  await look(where);
  await page.keyboard.press("Escape");
}
const text = await readFile(event, "utf8");
if (text.includes("floor: 19th Floor")) {
  await choose("venue.floor");
  await page.waitForSelector(".line-editor textarea");
  await writeFile(event, text.replace("floor: 19th Floor", "floor: 20th Floor"));
  await page.keyboard.type("21st Floor");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#conflict");
  await look("a conflict");
  await press("Use what I typed");
  await label("venue.floor", "21st Floor");
  await settled();
  await press("Concept note");
  await choose("structure");
  await page.waitForSelector(".cm-content");
  await look("prose");
  await page.keyboard.press("Escape");
  await focusedOn("structure");
}
const sound = await readFile(event, "utf8");
await writeFile(event, `${sound}\n  broken: [\n`);
await page.waitForFunction(() => document.querySelector(".panel .card.bad h2"));
await look("a broken file");
await writeFile(event, sound);
await page.waitForFunction(() => !document.querySelector(".panel .card.bad h2"));
await settled();
// By touch, on a phone: the pages are above, the panel below.
if (isChromium) {
  await page.emulate({ viewport: { width: 400, height: 800, isMobile: true, hasTouch: true }, userAgent: await browser.userAgent() });
  await settled();
  const [path] = await page.$$eval("button.value[data-path]", (all) => all.filter((one) => one.tabIndex === 0 && one.getBoundingClientRect().top > 60).map((one) => one.dataset.path));
  await page.tap(value(path));
  await page.waitForSelector(".chosen h2");
  seen.below = await page.evaluate(() => document.querySelector("main").getBoundingClientRect().bottom <= document.querySelector(".panel").getBoundingClientRect().top + 1);
  seen.wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  await check("a phone");
  await page.tap(".panel .actions button:last-child");
  await page.waitForFunction(() => !document.querySelector(".chosen h2"));
}
await press("Stop");
await page.waitForSelector("[role=alert]");
await check("stopped");
process.stdout.write(JSON.stringify({ ...seen, errors, violations }));
await browser.close();
