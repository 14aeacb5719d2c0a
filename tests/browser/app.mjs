// Uses the app as people do, in Chromium: every page on a phone and a desk, light and dark, narrow and with large text,
// in each language; then the flows whose taps and times are promised. Fails on sideways scrolling, an outside request,
// a blocked script or style, an accessibility violation, too many taps.
//   node app.mjs LINK ROUTES.json [FIGURES.json]
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [link, routesFile, figuresFile] = process.argv.slice(2);
const base = new URL(link).origin;
const routes = JSON.parse(readFileSync(routesFile, "utf8"));
const views = [
  { name: "phone, dark, German", width: 390, height: 844, dark: true, language: "de" },
  { name: "narrowest phone", width: 320, height: 640 },
  { name: "phone, text at 200 %", width: 390, height: 844, textSize: "200%" },
  { name: "desk, dark", width: 1280, height: 900, dark: true },
];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let passed = 0;
const problems = [];
const figures = {};

const first = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en" });
const opener = await first.newPage();
await opener.goto(link);
const kept = await first.storageState();
const pages = [];
for (const route of routes) {
  const asked = await first.request.get(base + route, { maxRedirects: 0 });
  const isPage = (asked.headers()["content-type"] ?? "").startsWith("text/html") && ![405, 302, 301].includes(asked.status());
  if (isPage) pages.push(route);  // the others take a form, lead on, or give a file
}
await first.close();
await Promise.all([through(views.slice(0, 2)), through(views.slice(2))]);
await flows();
await browser.close();
for (const each of problems) console.error(each);
console.log(`${passed} passed, ${problems.length} failed`);
console.log(JSON.stringify(figures));
if (figuresFile) writeFileSync(figuresFile, JSON.stringify(figures, null, 1));
process.exit(problems.length ? 1 : 0);

async function through(some) {
  for (const view of some) {
    const context = await browser.newContext({
      viewport: { width: view.width, height: view.height }, colorScheme: view.dark ? "dark" : "light",
      locale: view.language ?? "en", storageState: kept, serviceWorkers: "block",
    });
    for (const route of pages) {
      const found = await look(context, route, view);
      if (found.length) problems.push(...found.map((each) => `${route}, ${view.name}: ${each}`));
      else passed += 1;
    }
    await context.close();
  }
}

function watched(page, found) {
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(base) && !address.startsWith("data:") && !address.startsWith("blob:")) found.push(`asked for ${address}`);
  });
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) found.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => found.push(`script: ${error.message}`));
}

async function look(context, route, view) {
  const page = await context.newPage();
  const found = [];
  watched(page, found);
  const answer = await page.goto(base + route);
  if (!answer.ok()) found.push(`status ${answer.status()}`);
  if (view.textSize) await page.evaluate((size) => document.documentElement.style.setProperty("font-size", size), view.textSize);
  for (const each of await page.locator("details").all()) await each.evaluate((node) => { node.open = true; });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) found.push(`scrolls sideways by ${over} px`);
  const small = await page.evaluate(() => [...document.querySelectorAll("button, .button, nav a, input:not([type=hidden]), select, summary")]
    .filter((each) => { const box = each.getBoundingClientRect(); return box.width && box.height && !["checkbox", "radio"].includes(each.type) && box.height < 47.5; })
    .map((each) => each.textContent.trim().slice(0, 30) || each.name));
  if (small.length) found.push(`targets lower than 48 px: ${small.slice(0, 5).join(" | ")}`);
  const language = await page.evaluate(() => document.documentElement.lang);
  if (language !== (view.language ?? "en")) found.push(`speaks ${language}`);
  // what a bar at the edge covers at this very scroll position is free a finger's breadth later
  await page.evaluate(() => { for (const each of document.querySelectorAll("body *")) if (["fixed", "sticky"].includes(getComputedStyle(each).position)) each.style.position = "static"; });
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  found.push(...violations.map((each) => `${each.id}: ${each.help} (${each.nodes.length} x, first ${each.nodes[0].target})`));
  await page.close();
  return found;
}

// The promised flows: taps counted, time from the first tap to the page that says it is in.
async function flows() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en", storageState: kept, serviceWorkers: "block" });
  const page = await context.newPage();
  const found = [];
  watched(page, found);
  await flow(page, "pain score", 1, async (tap) => { await tap(page.locator('form[action="/log/score"] button[value="6"]').first()); });
  await flow(page, "repeat a dose", 1, async (tap) => { await tap(page.locator("[data-flow=dose-again]")); });
  await flow(page, "check-in", 6, async (tap) => {
    await tap(page.locator("[data-flow=check-in]"));
    for (let step = 0; step < 8; step += 1) {
      const next = page.locator("[data-flow-step]:visible").first();
      if (!(await next.count())) break;
      await tap(next);
      if (await page.locator(".flash").count()) break;
    }
  });
  await context.close();
  problems.push(...found.map((each) => `flows: ${each}`));
}

async function flow(page, name, most, steps) {
  await page.goto(`${base}/`);
  const fits = await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight + 1);
  if (!fits) problems.push("today does not fit on one screen at 390 x 844");
  let taps = 0;
  const begun = performance.now();
  try {
    await steps(async (target) => { taps += 1; await target.click({ timeout: 5000 }); await page.waitForLoadState(); });
    await page.locator(".flash").waitFor({ timeout: 5000 });
  } catch (error) {
    problems.push(`${name}: ${String(error).split("\n")[0]}`);
    return;
  }
  figures[name] = { taps, seconds: Math.round(performance.now() - begun) / 1000 };
  if (taps > most) problems.push(`${name}: ${taps} taps, at most ${most} promised`);
  else passed += 1;
}
