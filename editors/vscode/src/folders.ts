/** Paths of guides, as they are written in the settings. */

import { homedir } from 'node:os';
import path from 'node:path';

/** Where a guide may be: `~` is the person's folder, relative paths are below each of `roots`. */
export function expandGuide(written: string, roots: string[]): string[] {
  if (written === '~') return [homedir()];
  if (/^~[/\\]/.test(written)) return [path.join(homedir(), written.slice(2))];
  if (path.isAbsolute(written)) return [path.normalize(written)];
  return roots.map((root) => path.join(root, written));
}

/** Whether `file` is `folder` itself or below it. */
export function isBelow(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way === '' || (!way.startsWith(`..${path.sep}`) && way !== '..' && !path.isAbsolute(way));
}
