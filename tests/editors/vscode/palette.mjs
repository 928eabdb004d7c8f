// The commands about the server and the notes, the status bar and the walkthrough.
import path from 'node:path';
import { contains, equal, test, until } from './cases.mjs';
import { serversOf } from './code_server.mjs';
import { project, theServer, withWindow } from './rooms.mjs';

test('a folder of notes is added by hand, and its problems are shown', async () => {
  const notes = project({ 'wraps.md': '# functools.wraps\n\n## What does wraps do?\n\nPelicans. See [more](missing.md).\n' });
  const folder = project();
  const server = await theServer('newest', 'notes');
  // What an earlier attempt added is not there.
  server.settings({});
  await withWindow('check-guide', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does functools.wraps do');
    await window.command('pygloss: Add Notes Folder…');
    const input = window.page.locator('.quick-input-widget input.input');
    await until('the dialog', async () => (await input.inputValue()).includes('project-'));
    await input.fill(`${notes}/`);
    await until('the folder', async () => (await window.rows()).some((row) => row.includes('wraps.md') || row.includes('..')));
    const button = window.page.locator('.quick-input-widget .monaco-button', { hasText: /Add Notes|OK/ }).first();
    // It does nothing while the dialog still looks at the folder.
    await until('the dialog to close', async () => {
      if (await button.isVisible()) await button.click({ timeout: 2000 });
      return !(await button.isVisible());
    });
    await window.notification('Notes are read from');
    await until('the setting', () => server.readSettings()['pygloss.guides']?.length === 1);
    await window.lens('What does wraps do?');
    await window.command('pygloss: Check Guide');
    await window.notification('1 problem in 1 file of your guides');
    await window.pressNotification('Show Problems');
    await until('the problem', async () =>
      (await window.page.locator('.markers-panel .monaco-list-row').allInnerTexts()).join().includes('missing.md'),
    );
  });
});

test('the log, the restart and the report for a bug', async () => {
  const folder = project();
  const server = await theServer('newest', 'report');
  await withWindow('log', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.command('pygloss: Copy Debug Information');
    await window.notification('in the clipboard');
    const report = await window.page.evaluate(() => navigator.clipboard.readText());
    for (const part of ['### pygloss', 'extension 0.1.0', '(bundled)', 'built-in guide', 'running']) contains(report, part, 'the report');
    equal(report.includes(folder), false, 'that the report names the folder');

    const [before] = serversOf(server.profile);
    await window.command('pygloss: Restart Server');
    await until('another server', () => {
      const now = serversOf(server.profile);
      return now.length === 1 && now[0] !== before;
    });
    await window.command('pygloss: Show Log');
    // Its text is written by a native module, which this code-server has not.
    await until('the log', async () =>
      (await window.page.locator('.part.panel select').evaluateAll((lists) => lists.map((list) => list.value))).join().includes('pygloss'),
    );
  });
});

test('the status bar tells of the guide, and offers what one may want', async () => {
  const folder = project();
  await withWindow('status-menu', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await until('a guide in the status bar', async () => /built-in guide: [\d,]+ questions/i.test(await window.statusText()));
    await window.page.locator('.statusbar-item[id*="pygloss"]').first().click();
    await until('the menu', async () => (await window.labels()).some((label) => label.includes('Quiz Me on This File')));
  });
});

test('the walkthrough has a step for each of the four things', async () => {
  const folder = project();
  await withWindow('walkthrough', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.command('Welcome: Open Walkthrough...');
    await window.choose('Get Started with pygloss');
    const steps = window.page.locator('.gettingStartedContainer .getting-started-step .step-title');
    await until('the steps', async () => (await steps.allInnerTexts()).length === 4);
    equal(await steps.allInnerTexts(), ['Hover', 'Questions above the code', 'Jump to the answer', 'Your own notes'], 'the steps');
  });
});
