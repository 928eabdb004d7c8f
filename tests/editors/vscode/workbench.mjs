// A window of the workbench, used as a person uses it: keys, clicks, and what can be seen.
import { createRequire } from 'node:module';
import path from 'node:path';
import { until } from './cases.mjs';

const { EXTENSION, CHROMIUM, OUT } = process.env;
const require = createRequire(path.join(EXTENSION, 'package.json'));
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');

export async function startBrowser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** Opens a folder or a `.code-workspace` in a window, and a file in it. */
export async function openWindow(browser, server, { folder, workspace, file, size = { width: 1280, height: 800 } }) {
  const context = await browser.newContext({ viewport: size, permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const query = new URLSearchParams(workspace ? { workspace } : { folder });
  if (file) {
    const uri = `vscode-remote://127.0.0.1:${server.port}${file}`;
    query.set('payload', JSON.stringify([['openFile', uri]]));
  }
  await page.goto(`${server.url}/?${query}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar');
  return new Window(page);
}

export class Window {
  constructor(page) {
    this.page = page;
    this.keyboard = page.keyboard;
  }

  async shot(name) {
    await this.page.screenshot({ path: path.join(OUT, `${name}.png`) });
  }

  async close() {
    await this.page.context().close();
  }

  async key(...keys) {
    for (const key of keys) await this.keyboard.press(key);
  }

  /** Runs a command by its title in the palette. */
  async command(title) {
    await this.quick('F1', `>${title}`, title);
  }

  /** Opens the list of a key, types, and chooses a row; again where something took the focus away. */
  async quick(key, typed, wanted) {
    await until(`"${wanted}" in the list of ${key}`, async () => {
      await this.key('Escape', key);
      const limit = { timeout: 5000 };
      await this.page.locator('.quick-input-widget input.input').fill(typed, limit);
      await this.page.locator('.quick-input-list .monaco-list-row', { hasText: wanted }).first().click(limit);
      return true;
    });
  }

  /** The rows of the palette for `title`. */
  async palette(title) {
    await this.key('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(`>${title}`);
    let before = '';
    const rows = await until('commands at rest', async () => {
      const found = await this.rows();
      const isAtRest = found.some((row) => row.includes(title.trim())) && before === found.join();
      before = found.join();
      return isAtRest && found;
    });
    await this.key('Escape');
    return rows;
  }

  /** What the list in front shows. */
  async rows() {
    return this.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
  }

  /** The same without what stands beside them. */
  async labels() {
    const texts = await this.page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** Chooses the row of the list in front that has this text. */
  async choose(text) {
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    await row.click();
  }

  async open(name) {
    await this.quick('Control+p', name, path.basename(name));
    await until(`a tab of ${name}`, async () => (await this.tabs()).includes(path.basename(name)));
  }

  async tabs() {
    return this.page.locator('.tabs-container .tab').evaluateAll((tabs) => tabs.map((tab) => (tab.getAttribute('aria-label') ?? '').split(',')[0]));
  }

  async goTo(line, column = 1) {
    await this.key('Control+1', 'Control+g');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.key('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  async lenses() {
    const texts = await this.page.locator('.codelens-decoration a').allInnerTexts();
    return texts.map((text) => text.replaceAll('\u00a0', ' ').trim());
  }

  async lens(part) {
    return until(`a lens "${part}"`, async () => (await this.lenses()).find((text) => text.includes(part)));
  }

  async clickLens(part) {
    await this.page.locator('.codelens-decoration a', { hasText: part }).first().click();
  }

  /** Shows the hover at the cursor, again while it does not say what is wanted; gives its text. */
  async hover(wanted = /./) {
    return until(`a hover with ${wanted}`, async () => {
      await this.key('Escape');
      await this.key('Control+k', 'Control+i');
      return until('its text', async () => {
        const text = await this.hoverText();
        return wanted.test(text) && text;
      }, 3);
    });
  }

  async hoverText() {
    const texts = await this.page.locator('.monaco-hover:not(.hidden) .hover-contents, .monaco-hover:not(.hidden) .markdown-hover').allInnerTexts();
    const text = texts.join('\n').replaceAll('\u00a0', ' ');
    return text.includes('Loading') ? '' : text;
  }

  /** The rows of a view of the side bar. */
  async viewRows(name) {
    return this.page.locator(`.pane:has(.pane-header[aria-label^="${name}"]) .monaco-list-row`).allInnerTexts();
  }

  async notifications() {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  async notification(part, seconds) {
    return until(`a notification "${part}"`, async () => (await this.notifications()).find((text) => text.includes(part)), seconds);
  }

  async pressNotification(text) {
    await this.page.locator('.notification-toast .monaco-button', { hasText: text }).first().click();
  }

  statusText() {
    return this.page.locator('.statusbar-item[id*="pygloss"]').first().getAttribute('aria-label');
  }

  /** The frame of a webview that has an element `selector`. */
  async frame(selector, seconds) {
    return until(
      `a webview with ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          if (frame === this.page.mainFrame()) continue;
          const has = await frame.evaluate((one) => document.querySelector(one) !== null, selector).catch(() => false);
          if (has) return frame;
        }
        return undefined;
      },
      seconds,
    );
  }

  /** Waits until the preview shows the heading with this text at its top; gives its distance from it. */
  async previewAt(title, seconds) {
    return until(
      `the preview at "${title}"`,
      async () => {
        const frame = await this.frame('.markdown-body, body.vscode-body h1', 3);
        const place = await frame.evaluate((wanted) => {
          const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
          const heading = headings.find((one) => one.textContent?.trim() === wanted);
          if (!heading) return undefined;
          const { top } = heading.getBoundingClientRect();
          const last = document.documentElement.scrollHeight - window.innerHeight - window.scrollY < 2;
          return { top, isShown: top >= -2 && top < (last ? window.innerHeight : 120) };
        }, title);
        return place?.isShown ? `${Math.round(place.top)} px` : undefined;
      },
      seconds,
    );
  }

  /** What axe-core finds wrong in a frame: one line each. */
  async accessibility(frame) {
    const source = (await import('node:fs')).readFileSync(axe, 'utf8');
    await frame.evaluate(source);
    const violations = await frame.evaluate(async () => (await globalThis.axe.run(document)).violations);
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`);
  }
}
