// Opens the report as people do, on a phone and on a desk, light and dark, large text and print, and fails on anything
// that a person would trip over: sideways scrolling, an outside request, a blocked style, an accessibility violation.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = [
  { name: "phone", width: 390, height: 844 },
  { name: "phone, dark", width: 390, height: 844, dark: true },
  { name: "narrowest phone", width: 320, height: 640 },
  { name: "phone, text at 200 %", width: 390, height: 844, textSize: "200%" },
  { name: "desk", width: 1280, height: 900 },
  { name: "desk, dark", width: 1280, height: 900, dark: true },
];
const pages = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let passed = 0;
const problems = [];

for (const file of pages) {
  for (const view of views) {
    const found = await look(file, view);
    if (found.length) problems.push(...found.map((each) => `${file}, ${view.name}: ${each}`));
    else passed += 1;
  }
}
await browser.close();
for (const each of problems) console.error(each);
console.log(`${passed} passed, ${problems.length} failed`);
process.exit(problems.length ? 1 : 0);

async function look(file, view) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.dark ? "dark" : "light",
    bypassCSP: false,
  });
  const page = await context.newPage();
  const found = [];
  const address = pathToFileURL(resolve(file)).href;
  page.on("request", (request) => { if (request.url() !== address && !request.url().startsWith("data:")) found.push(`asked for ${request.url()}`); });
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) found.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => found.push(`script: ${error.message}`));
  await page.goto(address);
  if (view.textSize) await page.evaluate((size) => document.documentElement.style.setProperty("font-size", size), view.textSize);
  for (const each of await page.locator("details").all()) await each.evaluate((node) => { node.open = true; });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) found.push(`scrolls sideways by ${over} px`);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  found.push(...violations.map((each) => `${each.id}: ${each.help} (${each.nodes.length} x, first ${each.nodes[0].target})`));
  await context.close();
  return found;
}
