// Starts code-server with a profile of its own and the packaged extension in it, and ends it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from './cases.mjs';

const { WORK, VSIX } = process.env;

/** What keeps the workbench quiet and its pictures the same. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.hover.above': false,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'window.restoreWindows': 'none',
  'notebook.globalToolbar': false,
};

async function freePort() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/**
 * `{url, settings(object), machine(object), log(), stop()}`; `vsix: false` leaves the extension out.
 * Its windows are remote ones: what belongs to a machine, as the path of a program, has to stand in the
 * settings of the `machine`. In those of the user it counts or not, as the start happens to go.
 */
export async function startCodeServer(install, { settings = {}, env = {}, vsix = VSIX, more = [] } = {}) {
  const profile = mkdtempSync(path.join(WORK, 'profile-'));
  const home = path.join(profile, 'home');
  const user = path.join(profile, 'data', 'User');
  const remote = path.join(profile, 'data', 'Machine');
  for (const folder of [home, user, remote]) mkdirSync(folder, { recursive: true });
  const write = (folder, own) => writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(own, null, 2));
  const writeUser = (own) => write(user, { ...QUIET, ...own });
  const writeMachine = (own) => write(remote, own);
  writeUser(settings);
  writeMachine({});
  const environment = {
    ...process.env,
    HOME: home,
    TMPDIR: profile,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...env,
  };
  for (const name of Object.keys(environment)) if (/^(XDG_|VSCODE_|PYGLOSS_)/.test(name) && !(name in env)) delete environment[name];
  const program = path.join(install, 'bin', 'code-server');
  const folders = ['--user-data-dir', path.join(profile, 'data'), '--extensions-dir', path.join(profile, 'extensions')];
  for (const file of [vsix, ...more].filter(Boolean)) {
    const done = spawnSync(program, [...folders, '--install-extension', file], { env: environment, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`installing ${file}: ${done.stdout}${done.stderr}`);
  }
  const port = await freePort();
  const args = [
    ...folders,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
    '--disable-getting-started-override',
    ...(settings['security.workspace.trust.enabled'] ? [] : ['--disable-workspace-trust']),
  ];
  // A group of its own: it starts processes that have to end with it.
  const child = spawn(program, args, { env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += data));
  const url = `http://127.0.0.1:${port}`;
  await until('code-server to listen', async () => (await fetch(`${url}/healthz`)).ok, 60);
  return {
    url,
    profile,
    home,
    port,
    settings: writeUser,
    machine: writeMachine,
    readSettings: () => JSON.parse(readFileSync(path.join(user, 'settings.json'), 'utf8')),
    log: () => log,
    stop() {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    },
  };
}

/** Processes below this code-server whose program is the pygloss in question: their ids. */
export function serversOf(profile) {
  const lines = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).stdout.split('\n');
  return lines
    .filter((line) => line.includes(profile) && /bin\/pygloss serve/.test(line) && !line.includes('node'))
    .map((line) => Number(line.trim().split(/\s+/)[0]));
}
