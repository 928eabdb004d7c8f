// Bundles the extension and the quiz's page into dist/.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function bundle() {
  await rm(`${root}/dist`, { recursive: true, force: true });
  const common = { absWorkingDir: root, bundle: true, minify: true, logLevel: 'warning' };
  await build({
    ...common,
    // The language client is loaded when it is needed: it is by far the largest part.
    entryPoints: { extension: 'src/extension.ts', languageClient: 'src/languageClient.ts' },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // By a name that nothing in the client library has.
    external: ['vscode', './languageClient'],
    // `import()` becomes `require`, which finds a file without its ending.
    supported: { 'dynamic-import': false },
    legalComments: 'linked',
  });
  await build({
    ...common,
    entryPoints: { quizPage: 'src/quizPage.ts' },
    outdir: 'dist',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
