// Beside another extension for Python: both say what they know.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { contains, equal, test, until } from './cases.mjs';
import { project, theServer, withWindow } from './rooms.mjs';

const { EXTENSION, WORK, OTHER_SERVER } = process.env;
const require = createRequire(path.join(EXTENSION, 'package.json'));

/** The package of the extension in `beside/`. */
async function otherExtension() {
  const sources = fileURLToPath(new URL('beside/', import.meta.url));
  const folder = mkdtempSync(path.join(WORK, 'beside-'));
  cpSync(path.join(sources, 'package.json'), path.join(folder, 'package.json'));
  await require('esbuild').build({
    entryPoints: [path.join(sources, 'extension.mjs')],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    nodePaths: [path.join(EXTENSION, 'node_modules')],
    logLevel: 'warning',
  });
  const out = path.join(folder, 'beside.vsix');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', out];
  const vsce = path.join(EXTENSION, 'node_modules/@vscode/vsce/vsce');
  const done = spawnSync(process.execPath, [vsce, ...args], { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`packaging: ${done.stdout}${done.stderr}`);
  return out;
}

test('beside another extension for Python both hovers show, and the lenses of both', async () => {
  const server = await theServer('newest', 'beside', { more: [await otherExtension()], env: { OTHER_SERVER } });
  const folder = project();
  await withWindow('beside', { server, folder, file: path.join(folder, 'tour.py') }, async (window) => {
    await window.lens('What does the @dataclass decorator generate');
    await window.lens('subclasses');
    await window.goTo(31, 4);
    // Theirs comes when the file is analysed.
    const said = await until('both hovers', () => window.hover(/\(function\)|\(class\)|overload/i));
    contains(said, 'What does the @dataclass decorator generate?', 'the hover');
    await window.shot('beside-hover');
    equal(await window.notifications(), [], 'what is told');
  });
});
