// The main job: lens, hover, jump.
import path from 'node:path';
import { contains, equal, test, until } from './cases.mjs';
import { project, theServer, withWindow } from './rooms.mjs';

for (const version of ['newest', 'older']) {
  test(`${version}: a lens, a hover, and the jump into the guide`, async () => {
    const folder = project();
    const server = await theServer(version);
    await withWindow(`${version}-jump`, { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
      await window.key('Control+b');
      await window.lens('What does functools.wraps do');
      await window.goTo(23, 18);
      contains(await window.hover(/functools\.wraps/), 'What does functools.wraps do', 'the hover');
      await window.shot(`${version}-hover`);
      await window.key('Escape');

      await window.clickLens('What does functools.wraps do');
      const title = 'What does functools.wraps do, and what breaks without it?';
      await until('the questions', async () => (await window.rows()).length > 1);
      await window.shot(`${version}-questions`);
      await window.choose(title);
      await window.previewAt(title);

      // The next jump uses the same preview.
      await window.page.locator('.codelens-decoration a', { hasText: 'What is a closure' }).first().click();
      await window.choose('What is a closure, and what does it capture?');
      await window.previewAt('What is a closure, and what does it capture?');
      const previews = (await window.tabs()).filter((name) => name.startsWith('Preview'));
      equal(previews.length, 1, `the number of previews among ${await window.tabs()}`);
      await until('a server at rest', async () => !/starting/.test(await window.statusText()));
    });
  });
}
