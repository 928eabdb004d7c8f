// Makes the package of one platform, with the server's program inside:
//
//   npm run package                            for this machine, building the server by cargo
//   npm run package -- --server PATH           with that program
//   npm run package -- --target T --server P   for another platform (win32-x64, darwin-arm64, …)
//   npm run package -- --out FILE              where it goes; pygloss-PLATFORM.vsix unless told
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = path.resolve(root, '../..');
const { values } = parseArgs({
  options: { server: { type: 'string' }, target: { type: 'string' }, out: { type: 'string' } },
});

const here = `${process.platform}-${process.arch}`;
const target = values.target ?? here;
const program = target.startsWith('win32') ? 'pygloss.exe' : 'pygloss';

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (done.error) throw done.error;
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function server() {
  if (values.server) return path.resolve(values.server);
  if (target !== here) {
    console.error(`package: for ${target}, --server has to name a program built for it`);
    process.exit(2);
  }
  run('cargo', ['build', '--release', '--locked'], project);
  return path.join(process.env.CARGO_TARGET_DIR ?? path.join(project, 'target'), 'release', program);
}

const from = server();
if (!existsSync(from)) {
  console.error(`package: there is no program ${from}`);
  process.exit(1);
}
rmSync(path.join(root, 'bin'), { recursive: true, force: true });
mkdirSync(path.join(root, 'bin'));
copyFileSync(from, path.join(root, 'bin', program));
chmodSync(path.join(root, 'bin', program), 0o755);
copyFileSync(path.join(project, 'LICENSE'), path.join(root, 'LICENSE'));
await bundle();

const out = path.resolve(values.out ?? path.join(root, `pygloss-${target}.vsix`));
const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
// Everything that is needed at run time is in the bundle.
const args = ['package', '--no-dependencies', '--target', target, '--out', out];
// The project has no public address yet that relative links could lead to.
args.push('--allow-missing-repository', '--no-rewrite-relative-links');
run(process.execPath, [vsce, ...args], root);
console.log(`${out}: ${(statSync(out).size / 2 ** 20).toFixed(1)} MiB`);
