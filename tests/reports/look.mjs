// look.mjs PAGE.html PICTURES: opens a page in Chromium, light and dark, wide and narrow, takes a
// picture of each into the folder, and prints what it found as JSON.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.env.WEIR_BROWSER_TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const { AxeBuilder } = require("@axe-core/playwright");

const [page_file, pictures] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const found = [];
for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["dark", 420]]) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const messages = [];
  const requests = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  page.on("dialog", (dialog) => { messages.push("a dialog: " + dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => requests.push(request.url()));
  await page.goto("file://" + path.resolve(page_file));
  fs.mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${colorScheme}-${width}.png`), fullPage: true });
  // The tooltip of the first chart.
  await page.locator("section figure svg").first().hover();
  const tip = await page.locator(".tip:not([hidden])").first().innerText();
  const axe = await new AxeBuilder({ page }).analyze();
  found.push({
    colorScheme, width, messages, requests, tip,
    title: await page.title(),
    headings: await page.locator("h2").allInnerTexts(),
    charts: await page.locator("section figure svg").count(),
    lines: await page.locator("svg polyline").count(),
    columns: await page.locator("svg rect").count(),
    canvases: await page.locator("canvas").count(),
    text: await page.locator("body").innerText() + (await page.locator("svg text").allTextContents()).join("\n"),
    scripts: await page.locator("script").count(),
    bold: await page.locator("h1 b, td script").count(),
    overflow: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    violations: axe.violations.map((violation) => violation.id + ": " + violation.nodes[0].html),
  });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
