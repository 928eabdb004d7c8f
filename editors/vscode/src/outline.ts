/** A guide's files as a tree of folders, in their own order. */

import type { Page } from './protocol';

export interface Folder {
  kind: 'folder';
  name: string;
  /** How many pages are below it, at any depth. */
  pages: number;
  children: (Folder | { kind: 'page'; page: Page })[];
}

/** The guides as folders of one root; where there is only one guide, its content is the root's. */
export function foldersOf(pages: Page[]): Folder {
  const root: Folder = { kind: 'folder', name: '', pages: 0, children: [] };
  for (const page of pages) {
    let folder = root;
    root.pages += 1;
    for (const name of [page.guide, ...page.folder]) {
      let below = folder.children.find((child) => child.kind === 'folder' && child.name === name);
      if (below?.kind !== 'folder') {
        below = { kind: 'folder', name, pages: 0, children: [] };
        folder.children.push(below);
      }
      below.pages += 1;
      folder = below;
    }
    folder.children.push({ kind: 'page', page });
  }
  const [only] = root.children;
  return root.children.length === 1 && only?.kind === 'folder' ? only : root;
}
