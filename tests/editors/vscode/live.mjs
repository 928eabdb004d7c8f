// What changes while the workbench runs: settings, notes, the server's process.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contains, equal, test, until } from './cases.mjs';
import { serversOf } from './code_server.mjs';
import { project, theServer, withWindow } from './rooms.mjs';

/** Settings of the folder: the test writes the file, as a person does. */
function settle(folder, settings) {
  writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

test('a setting takes effect at once', async () => {
  const folder = project({ '.vscode/settings.json': '{}' });
  const file = path.join(folder, '.vscode/settings.json');
  await withWindow('setting', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does functools.wraps do');
    settle(folder, { 'pygloss.lens.mode': 'off' });
    await until('no lenses', async () => (await window.lenses()).length === 0);
    settle(folder, { 'pygloss.lens.mode': 'summary' });
    await until('one lens', async () => (await window.lenses()).length === 1);
    await window.command('pygloss: Toggle Lenses');
    await until('no lenses', async () => (await window.lenses()).length === 0);
    await window.command('pygloss: Toggle Lenses');
    await until('one lens', async () => (await window.lenses()).length === 1);
    // The setting takes effect before the workbench has written it.
    await until('the setting', () => JSON.parse(readFileSync(file, 'utf8'))['pygloss.lens.mode'] === 'summary');
    equal(JSON.parse(readFileSync(file, 'utf8')), { 'pygloss.lens.mode': 'summary' }, 'the setting');
    settle(folder, {});
    await window.lens('What does functools.wraps do');
    settle(folder, { 'pygloss.builtinGuide': false });
    await until('no lenses', async () => (await window.lenses()).length === 0);
    equal(await window.notifications(), [], 'what is told');
  });
});

test('a problem in the settings is told once, with a button to the setting', async () => {
  const folder = project({ '.vscode/settings.json': JSON.stringify({ 'pygloss.lens.mode': 'sometimes' }) });
  await withWindow('setting-problem-open', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.notification('lens.mode');
    await window.shot('setting-problem');
    equal((await window.notifications()).filter((text) => text.includes('lens.mode')).length, 1, 'how often it is told');
    await window.pressNotification('Open Setting');
    const search = window.page.locator('.settings-editor .suggest-input-container .view-line');
    await until('the setting', async () => (await search.first().innerText()).includes('pygloss.lens.mode'));
  });
});

const NOTE = (gloss) => `# functools.wraps\n\n## What does wraps do?\n\n${gloss}\n`;

test('an edited note counts at once, and a lens leads to it', async () => {
  const notes = project();
  const file = path.join(notes, 'wraps.md');
  writeFileSync(file, NOTE('It keeps the pelican of the function.'));
  const folder = project({ '.vscode/settings.json': JSON.stringify({ 'pygloss.guides': [notes], 'pygloss.hover.detail': 'full' }) });
  await withWindow('note', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does wraps do?');
    await window.goTo(23, 18);
    await window.hover(/What does wraps do\?/);
    writeFileSync(file, NOTE('It keeps the heron of the function.').replace('wraps do?', 'wraps keep?'));
    await window.lens('What does wraps keep?');
    await window.goTo(23, 18);
    contains(await window.hover(/What does wraps keep\?/), 'heron', 'the hover');
    await window.shot('note-hover');
    await window.key('Escape');
    await window.clickLens('What does wraps keep?');
    await window.choose('What does wraps keep?');
    await window.previewAt('What does wraps keep?');
  });
});

test('the server ends and is started again with the documents as they are; too often, and it is said', async () => {
  const folder = project();
  const server = await theServer('newest', 'crash');
  await withWindow('crash', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does functools.wraps do');
    // Not saved: only the open document has it.
    await window.goTo(13, 1);
    await window.keyboard.type('numbers = [n for n in range(3) if (m := n)]\n');
    await window.goTo(13, 39);
    const id = async () => until('one server', () => serversOf(server.profile).length === 1 && serversOf(server.profile)[0]);
    let before = await id();
    process.kill(before, 'SIGKILL');
    await until('another server', async () => (await id()) !== before);
    await window.hover(/assignment expression|walrus/i);
    await window.shot('crash-restarted');
    await window.key('Escape');
    for (let times = 2; times <= 5; times += 1) {
      before = await id();
      process.kill(before, 'SIGKILL');
      if (times < 5) await until('another server', async () => (await id()) !== before);
    }
    await window.notification('ended five times');
    equal(serversOf(server.profile), [], 'the servers that run');
    await window.shot('crash-given-up');
    await window.pressNotification('Restart Server');
    await id();
    await window.goTo(13, 39);
    await window.hover(/assignment expression|walrus/i);
  });
});

test('without a program to run, what is missing and the way out are said', async () => {
  const folder = project();
  const server = await theServer('newest', 'missing');
  // Also in a second window, after the first changed it.
  server.machine({ 'pygloss.server.path': '/nowhere/pygloss' });
  await withWindow('missing-setting', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    const said = await window.notification('/nowhere/pygloss');
    contains(said, 'does not exist');
    await window.shot('missing');
    contains(await window.statusText(), 'does not exist', 'the status bar');
    await window.pressNotification('Open Setting');
    await until('the settings of the machine', async () => {
      const chosen = window.page.locator('.settings-target-container .action-item.checked, .settings-tabs-widget .checked');
      return (await chosen.innerText()).startsWith('Remote');
    });
    await window.shot('missing-setting-open');
    await window.open('tour.py');
    server.machine({});
    await window.lens('What does functools.wraps do');
  });
});

test('a program that cannot run is said, too', async () => {
  const folder = project();
  const bad = path.join(project(), 'pygloss');
  writeFileSync(bad, 'no program\n', { mode: 0o755 });
  const server = await theServer('newest', 'broken', { env: { PYGLOSS_SERVER_PATH: bad } });
  await withWindow('broken', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.notification('could not be started');
    await until('the status bar', async () => (await window.statusText()).includes('could not be started'));
  });
});
