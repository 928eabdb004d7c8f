// Quiz, marks, usages, study plan.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { contains, equal, test, until } from './cases.mjs';
import { project, theServer, withWindow } from './rooms.mjs';

const THEMES = {
  dark: ['Default Dark Modern', 'vscode-dark'],
  contrast: ['Default High Contrast', 'vscode-high-contrast'],
  light: ['Default Light Modern', 'vscode-light'],
};

test('quiz by the keyboard alone, without a violation of accessibility in any theme', async () => {
  const folder = project({ '.vscode/settings.json': '{}' });
  await withWindow('quiz-rated', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.goTo(31, 4);
    await window.key('F1');
    await window.keyboard.type('pygloss: Quiz Me');
    await until('the command', async () => (await window.rows()).some((row) => row.includes('Quiz Me on This File')));
    await window.key('Enter');
    const frame = await window.frame('#question');
    const text = (selector) => frame.locator(selector).first().innerText();
    const focus = () => frame.evaluate(() => document.activeElement?.textContent ?? '');
    const inEveryTheme = async (what) => {
      for (const [name, [theme, kind]] of Object.entries(THEMES)) {
        writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
        await until(`the theme ${name}`, () => frame.evaluate((wanted) => document.body.classList.contains(wanted), kind));
        equal(await window.accessibility(frame), [], `the violations of the ${what} (${name})`);
        await window.shot(`quiz-${what}-${name}`);
      }
    };
    contains(await text('.progress'), 'Question 1 of ');
    await until('the focus on the button', async () => (await focus()).startsWith('Show the answer'));
    await inEveryTheme('question');
    const question = await text('#question');

    await window.key('Enter');
    await until('the answer', async () => (await frame.locator('#answer .markdown').count()) === 1);
    equal((await text('#answer .markdown')).length > 40, true, 'that there is an answer');
    await until('the focus on a rating', async () => (await focus()).startsWith('Good'));
    await inEveryTheme('answer');

    await window.key('1');
    await until('the next question', async () => (await text('.progress')).startsWith('Question 2'));
    equal((await text('#question')) === question, false, 'that the same question is asked again');
    contains(await frame.locator('#status').innerText(), 'Question 2', 'what a screen reader is told');
  });
});

test('the page of the quiz may run nothing but its own script; a link in an answer opens the guide', async () => {
  const folder = project();
  await withWindow('quiz-link', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.command('pygloss: Quiz Me on This File');
    const frame = await window.frame('#question');
    const policy = await frame.evaluate(() => document.querySelector('meta[http-equiv]')?.getAttribute('content'));
    contains(policy, "default-src 'none'", 'the policy');
    equal(/unsafe|\*(?!\.)|https?:\/\/(?!127)/.test(policy.replace(/https:\/\/\*\.vscode-cdn\.net/g, '')), false, `that ${policy} is too wide`);
    const ran = await frame.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.body.append(script);
      return globalThis.ran === true;
    });
    equal(ran, false, 'that a foreign script ran');

    // The first question whose answer has a link.
    const link = frame.locator('#answer a[href^="guide:"]').first();
    await until('an answer with a link', async () => {
      await frame.locator('button', { hasText: 'Show the answer' }).click();
      await frame.locator('#answer .markdown').waitFor();
      if ((await link.count()) > 0) return true;
      await frame.locator('button', { hasText: 'Easy' }).click();
      await frame.locator('button', { hasText: 'Show the answer' }).waitFor();
      return false;
    });
    const title = (await link.innerText()).trim();
    await link.click();
    await until('the guide', async () => (await window.tabs()).some((name) => name.startsWith('Preview')));
    equal(title.length > 0, true, 'that the link has a text');
  });
});

test('marking as known takes the lens away and shortens the hover; the mark shows in the view', async () => {
  const folder = project();
  const server = await theServer('newest', 'marks');
  await withWindow('marks', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does functools.wraps do');
    await window.goTo(46, 8);
    const lens = await window.lens('__slots__');
    const before = await window.hover(/__slots__/);
    await window.key('Escape');
    await window.command('pygloss: Mark as Known');
    await window.choose('__slots__');
    await until('the lens to go', async () => {
      const lenses = await window.lenses();
      return lenses.length > 1 && !lenses.includes(lens);
    });
    await window.goTo(46, 8);
    const after = await window.hover(/__slots__/);
    equal(after.length < before.length, true, `that ${JSON.stringify(after)} is shorter than ${JSON.stringify(before)}`);
    await window.shot('marks-hover');
    await window.key('Escape');
    await window.command('pygloss: Browse Guide');
    await until('the mark', async () =>
      (await window.viewRows('In This File')).some((row) => row.includes('__slots__') && row.includes('known')),
    );
    await window.command('pygloss: Remove the Mark');
    await window.choose('__slots__');
    await window.lens('__slots__');
  });
});

test('usages are shown as references', async () => {
  const folder = project({ 'other.py': 'import functools\n\n\ndef f(g):\n    @functools.wraps(g)\n    def h():\n        return g()\n\n    return h\n' });
  await withWindow('usages', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does functools.wraps do');
    await window.goTo(23, 18);
    await window.command('pygloss: Show Usages in Workspace');
    const list = window.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'wraps' }).first();
    await list.click({ timeout: 3000 }).catch(() => undefined);
    await until('the references', async () => {
      const rows = await window.page.locator('.reference-zone-widget .monaco-list-row').allInnerTexts();
      return rows.some((row) => row.includes('other.py'));
    });
  });
});

test('the study plan names what the workspace uses', async () => {
  const folder = project();
  await withWindow('study-plan', { folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('question');
    await window.command('pygloss: Show Study Plan');
    const rows = await until('the plan', async () => {
      const found = await window.rows();
      return found.length > 3 && found[0].startsWith('1.') && found;
    });
    contains(rows.join('\n'), 'place', 'the plan');
  });
});
