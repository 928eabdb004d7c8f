// What cases share: one browser, one code-server per version and profile, folders to work in.
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCodeServer } from './code_server.mjs';
import { openWindow, startBrowser } from './workbench.mjs';

const { WORK, PROJECT_ROOT, NEWEST, OLDER } = process.env;
const servers = new Map();
let browser;
let failures = 0;

export async function theBrowser() {
  browser ??= startBrowser();
  return browser;
}

/** The code-server of a version with the settings of a name: started once. */
export async function theServer(version = 'newest', name = 'plain', options = {}) {
  const key = `${version}:${name}`;
  if (!servers.has(key)) servers.set(key, startCodeServer(version === 'newest' ? NEWEST : OLDER, options));
  return servers.get(key);
}

/** A folder with the tour in it, and `files` beside. */
export function project(files = {}) {
  const folder = path.join(mkdtempSync(path.join(WORK, 'project-')), 'invoices');
  mkdirSync(folder);
  cpSync(path.join(PROJECT_ROOT, 'tests/data/tour.py'), path.join(folder, 'tour.py'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** Opens a window, uses it, leaves a picture of how it ended, and closes it. */
export async function withWindow(name, { version, server, ...what }, use) {
  const window = await openWindow(await theBrowser(), server ?? (await theServer(version)), what);
  try {
    await use(window);
    await window.shot(name);
  } catch (error) {
    failures += 1;
    await window.shot(`${name}-FAILED-${failures}`).catch(() => undefined);
    throw error;
  } finally {
    await window.close();
  }
}

export async function stopAll() {
  await (await browser)?.close();
  for (const server of await Promise.allSettled(servers.values())) server.value?.stop();
}
