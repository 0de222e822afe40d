// The pictures of docs/studio.md and the README: node tools/studio/pictures.mjs ADDRESS FOLDER [RETURNED.docx]; of an empty folder, its form.
import puppeteer from "puppeteer-core";

const [address, folder, returned] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
const page = await browser.newPage();
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const shot = async (name) => {
  await wait(600);
  await page.screenshot({ path: `${folder}/${name}.png` });
};
const choose = async (path, row) => {
  const value = await page.waitForSelector(`button.value[data-path="${path}"]${row ? `[data-row="${row}"]` : ""}`);
  await value.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await value.click();
};

await page.setViewport({ width: 1280, height: 760 });
await page.goto(`${address}`);
await page.waitForSelector("button.value, .begin");
if (await page.$(".begin")) {
  await page.type("#begin-title", "Rivers of peace");
  await page.type("#begin-venue", "Palais des Nations");
  await shot("studio-begin");
  await browser.close();
  process.exit();
}
await page.waitForFunction(() => !document.querySelector(".working"));
await choose("venue.floor");
await shot("studio");
await page.keyboard.press("Escape");
await choose("sections[0].text");
await page.waitForSelector(".cm-content");
await shot("studio-prose");
await page.keyboard.press("Escape");
await page.evaluate(() => [...document.querySelectorAll(".tab")].at(1).click());
await wait(1000);
await choose("people.keita.name.family", "agenda[2]");
await shot("studio-row");
await page.keyboard.press("Escape");
await choose("people.kasse.status", "agenda[1]");
await shot("studio-person");
await page.keyboard.press("Escape");
await page.evaluate(() => [...document.querySelectorAll(".tab")].at(0).click());
await page.evaluate(() => document.querySelector(".returned summary").click());
await (await page.waitForSelector("#returned-file")).uploadFile(returned);
await page.waitForSelector(".edit");
await page.evaluate(() => document.activeElement.blur());
await page.evaluate(() => document.querySelector(".returned").scrollIntoView());
await shot("studio-returned");
await browser.close();
