// Finding things in the guide: search, the command for a symbol, the views, the source.
import path from 'node:path';
import { contains, equal, test, until } from './cases.mjs';
import { project, withWindow } from './rooms.mjs';

test('search shows results while one types, and the entry in focus in the preview', async () => {
  const folder = project();
  await withWindow('search', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.command('pygloss: Search Guide');
    await window.page.locator('.quick-input-widget input.input').fill('late binding');
    const rows = await until('results', async () => {
      const found = await window.rows();
      return found.length > 2 && found;
    });
    const wanted = rows.findIndex((row) => row.includes('Why do lambdas created in a loop'));
    equal(wanted >= 0, true, `that ${JSON.stringify(rows)} has the question about lambdas`);
    await window.key('ArrowDown');
    await window.key('ArrowUp');
    const [first] = await window.labels();
    await window.previewAt(first);
    await window.shot('search-preview-on-focus');
    equal((await window.rows()).length > 2, true, 'that the list is still there');
    await window.choose('Why do lambdas created in a loop');
    await window.previewAt('Why do lambdas created in a loop all use the last value?');
  });
});

test('the key opens the guide for what stands under the cursor', async () => {
  const folder = project();
  await withWindow('key', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('@dataclass');
    await window.goTo(31, 4);
    await window.key('Control+Alt+F1');
    await window.choose('What does the @dataclass decorator generate?');
    await window.previewAt('What does the @dataclass decorator generate?');
  });
});

test('the context menu has the command, the palette has it for Python alone', async () => {
  const folder = project({ 'notes.txt': 'plain\n' });
  await withWindow('menu', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    contains((await window.palette('pygloss: Open Guide for Symbol')).join(), 'Open Guide for Symbol', 'the palette');
    await window.page.locator('.view-line', { hasText: '@dataclass' }).first().click({ button: 'right' });
    const item = window.page.locator('.monaco-menu .action-label', { hasText: 'Open Guide for Symbol' });
    await until('the menu', async () => (await item.count()) === 1);
    await window.shot('context-menu');
    await window.key('Escape');
    await window.open('notes.txt');
    const rows = (await window.palette('pygloss: ')).join('\n');
    contains(rows, 'Search Guide', 'the palette');
    equal(rows.includes('Open Guide for Symbol'), false, 'that the palette for a text offers it');
  });
});

test('the setting opens the source instead, at the heading', async () => {
  const folder = project({ '.vscode/settings.json': JSON.stringify({ 'pygloss.openWith': 'source' }) });
  await withWindow('source', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does functools.wraps do');
    await window.clickLens('What does functools.wraps do');
    await window.choose('What does functools.wraps do, and what breaks without it?');
    await until('the source', async () => (await window.tabs()).some((name) => name.endsWith('.md')));
    await until('the heading', async () => {
      const lines = await window.page.locator('.monaco-editor .view-line').allInnerTexts();
      return lines.some((line) => line.replaceAll('\u00a0', ' ').startsWith('### What does functools.wraps do, and'));
    });
  });
});

test('the view lists what the file raises, the chapters and their entries', async () => {
  const folder = project();
  await withWindow('views', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.command('pygloss: Browse Guide');
    const rows = (name) => window.page.locator(`.pane:has(.pane-header[aria-label^="${name}"]) .monaco-list-row`);
    const texts = (name) => rows(name).allInnerTexts();
    await until('constructs', async () => (await texts('In This File')).some((row) => row.includes('dataclass')), 30);
    await until('chapters', async () => (await texts('Guide')).length > 3);
    const construct = rows('In This File').filter({ hasText: 'dataclass' }).first();
    await construct.click();
    await until('its questions', async () =>
      (await texts('In This File')).some((row) => row.includes('What does the @dataclass decorator generate')),
    );
    await rows('Guide').first().click();
    await until('pages', async () => (await texts('Guide')).length > 6);
    await window.shot('views-open');
    await rows('In This File').filter({ hasText: 'What does the @dataclass decorator generate' }).first().click();
    await window.previewAt('What does the @dataclass decorator generate?');
  });
});
