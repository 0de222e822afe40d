// Shows pages to headless Chromium, and tells what a reader would meet: one visit a line, as JSON, and one line of JSON
// for each. Of a visit: url, width, height, zone, javascript (false), print (true), axe (true), screenshot (a file).
import { createInterface } from "node:readline";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const look = (page) =>
  page.evaluate(() => {
    const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    const yours = document.querySelector("[data-yours]");
    return {
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      // What sticks out of the window, though the page could not be scrolled to it.
      outside: [...document.body.querySelectorAll("*")]
        .filter((one) => shown(one) && !one.closest(".skip, .unseen, thead"))
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((one) => one.outerHTML.slice(0, 80)),
      yours: yours && shown(yours) ? yours.innerText : null,
      headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((one) => Number(one.tagName[1])),
      links: [...document.querySelectorAll("a[href]")].map((one) => one.href),
      pictures: [...document.images].map((one) => ({ src: one.src, alt: one.alt, width: one.naturalWidth })),
      labels: [...document.querySelectorAll("td[data-label]")]
        .map((one) => getComputedStyle(one, "::before").content).filter((content) => content !== "none"),
      nav: [...document.querySelectorAll("nav, .files")].some(shown),
      text: document.body.innerText,
    };
  });

const focusRing = async (page) => {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    const { outlineStyle } = getComputedStyle(document.activeElement);
    return { href: document.activeElement.getAttribute("href"), left: box.left, outline: outlineStyle };
  });
};

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", // Debian’s; elsewhere CHROMIUM says where it is,
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
for await (const line of createInterface({ input: process.stdin })) {
  const visit = JSON.parse(line);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const requests = [], errors = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("requestfailed", (request) => errors.push(`failed: ${request.url()}`));
  await page.setViewport({ width: visit.width ?? 1280, height: visit.height ?? 900 });
  await page.setJavaScriptEnabled(visit.javascript ?? true);
  if (visit.zone) await page.emulateTimezone(visit.zone);
  if (visit.print) await page.emulateMediaType("print");
  await page.goto(visit.url, { waitUntil: "load" });
  const found = { requests, errors, ...(await look(page)) };
  if (visit.screenshot) await page.screenshot({ path: visit.screenshot, fullPage: true });
  if (visit.axe) {
    // The page's policy lets no script in; the debugger's is no part of it.
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
    found.rules = result.passes.length;
    found.violations = result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
  }
  found.focus = await focusRing(page);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  await context.close();
}
await browser.close();
