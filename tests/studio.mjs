// Plays somebody who clicks the title in the studio, changes it, and looks at it on a phone. Prints what was seen, as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
const page = await browser.newPage();
const requests = [], errors = [];
page.on("request", (request) => requests.push(request.url()));
page.on("console", (message) => ["error", "warn"].includes(message.type()) && errors.push(message.text()));
page.on("pageerror", (error) => errors.push(String(error)));
page.on("response", (response) => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`));
await page.setViewport({ width: 1280, height: 900 });
await page.goto(process.argv[2]);

const title = 'button.value[data-path="title"]';
const violations = async () => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
};
await (await page.waitForSelector(title)).click();
const found = await violations();
const area = await page.waitForSelector(".line-editor textarea");
// Somebody looks into another tab before typing.
const other = await browser.newPage();
await other.bringToFront();
await page.waitForFunction(() => document.visibilityState === "hidden" || !document.hasFocus());
await page.bringToFront();
await other.close();
await area.type("Who guards?");
await page.keyboard.press("Enter");
await page.waitForFunction((button) => document.querySelector(button)?.getAttribute("aria-label") === "Who guards?", {}, title);
const seen = {
  title: await page.$eval(title, (button) => button.getAttribute("aria-label")),
  message: await page.$eval("[role=status]", (status) => status.innerText),
};
await page.setViewport({ width: 400, height: 800 });
found.push(...(await violations()));
process.stdout.write(JSON.stringify({ ...seen, requests, errors, violations: found }));
await browser.close();
