// Opens a backtest's page in Chromium as a person would, and prints what it saw as one JSON object.
//   node page.mjs DIRECTORY-OF-NODE-MODULES CHROMIUM PAGE DIRECTORY-FOR-PICTURES
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , modules, chromium, file, pictures] = process.argv;
const playwright = createRequire(resolve(modules, 'package.json'))('playwright-core');
const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
const context = await playwright.chromium.launchPersistentContext(profile, {
  executablePath: chromium,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
const seen = { errors: [], dialogs: 0, requests: [], widths: {} };

function watch(page) {
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('dialog', (dialog) => { seen.dialogs++; dialog.dismiss(); });
  page.on('request', (request) => seen.requests.push(request.url()));
}

try {
  const url = pathToFileURL(resolve(file)).href;
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
    const page = await context.newPage();
    watch(page);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(url);
    await page.locator('footer').waitFor();
    // The chart is drawn once its place is known.
    await page.locator('.chart').or(page.locator('.empty')).first().waitFor();
    seen.widths[`${width}-${scheme}`] = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      view: document.documentElement.clientWidth,
      beyond: [...document.querySelectorAll('body *')]
        .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter((each) => !each.closest('thead'))
        .map((each) => `${each.tagName}.${each.getAttribute('class')}`),
      background: getComputedStyle(document.body).backgroundColor,
    }));
    await page.screenshot({ path: join(pictures, `page-${width}-${scheme}.png`), fullPage: true });
    await page.close();
  }

  const page = await context.newPage();
  watch(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(url);
  await page.locator('footer').waitFor();
  const rows = () => page.locator('#findings tbody tr').count();
  const status = () => page.locator('#findings-status').textContent();
  seen.heading = await page.locator('h1').textContent();
  seen.text = await page.locator('main').innerText();
  seen.images = await page.locator('img').count();
  seen.columns = await page.locator('.chart .slot').count();
  seen.changes = await page.locator('#changes tbody tr').count();
  if (await page.locator('#findings-search').count()) {
    seen.all = { rows: await rows(), status: await status() };
    await page.locator('#findings-search').fill('ROLLBACK mallory');
    seen.searched = { rows: await rows(), status: await status() };
    await page.locator('#findings-verdict').selectOption('attempt');
    seen.chosen = { rows: await rows(), status: await status() };
    await page.locator('#findings-search').fill('nothing like it');
    seen.nothing = { rows: await rows(), text: await page.locator('#findings ~ .empty').textContent() };
    await page.locator('button.rank').first().click();
    seen.clicked = { search: await page.locator('#findings-search').inputValue(), rows: await rows() };
    await page.locator('.legend button').first().click();
    seen.bars = await page.locator('.chart .fill-violation').count();
  }

  // Last, for it makes errors on purpose: the page's own policy lets in neither scripts nor the network.
  seen.errorsBefore = seen.errors.length;
  seen.broken = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = 1';
    document.body.append(script);
    const sent = await fetch('http://127.0.0.1:9/').then(() => true, () => false);
    return { intruder: window.intruder === 1, sent };
  });
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
seen.errors.length = seen.errorsBefore;
console.log(JSON.stringify(seen));
