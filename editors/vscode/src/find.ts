/**
 * Where the server's program is. The first of these that is set or there counts: the environment
 * variable PYGLOSS_SERVER_PATH, the setting `pygloss.server.path`, the program that the package
 * brings, a `pygloss` on PATH. What a person named and cannot be run is told, not passed over.
 */

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export interface Places {
  environment: NodeJS.ProcessEnv;
  /** The setting; empty where it is not set. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  platform: NodeJS.Platform;
}

export type Origin = 'environment' | 'setting' | 'bundled' | 'PATH';

export type Found =
  | { path: string; origin: Origin }
  | { problem: string; origin: Origin | undefined };

export const VARIABLE = 'PYGLOSS_SERVER_PATH';

export function findServer(places: Places): Found {
  const { environment, extension, platform } = places;
  const named: [string | undefined, Origin, string][] = [
    [environment[VARIABLE], 'environment', `the environment variable ${VARIABLE}`],
    [places.setting, 'setting', 'the setting `pygloss.server.path`'],
  ];
  for (const [written, origin, who] of named) {
    if (!written?.trim()) continue;
    const file = expand(written.trim());
    const problem = path.isAbsolute(file) ? cannotRun(file, platform) : 'is no absolute path';
    if (problem === undefined) return { path: file, origin };
    return { problem: `${who} names \`${file}\`, which ${problem}`, origin };
  }
  const name = platform === 'win32' ? 'pygloss.exe' : 'pygloss';
  const bundled = path.join(extension, 'bin', name);
  if (cannotRun(bundled, platform) === undefined) return { path: bundled, origin: 'bundled' };
  for (const folder of (environment['PATH'] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, name);
    if (cannotRun(file, platform) === undefined) return { path: file, origin: 'PATH' };
  }
  return {
    problem: `this package brings no server for ${platform}, and there is no \`${name}\` on PATH`,
    origin: undefined,
  };
}

function expand(file: string): string {
  return file === '~' || file.startsWith('~/') ? path.join(homedir(), file.slice(1)) : file;
}

/** Why `file` cannot be run, to follow "which". */
function cannotRun(file: string, platform: NodeJS.Platform): string | undefined {
  try {
    if (!statSync(file).isFile()) return 'is no file';
    if (platform !== 'win32') accessSync(file, constants.X_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' ? 'may not be run' : 'does not exist';
  }
}
