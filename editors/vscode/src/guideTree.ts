/** "Guide": guides, their folders and pages, and the entries of a page with their marks. */

import * as vscode from 'vscode';
import { foldersOf, type Folder } from './outline';
import type { Entry, Page, PageEntry } from './protocol';
import type { Server } from './server';
import { count, describeEntry, folderTitle, iconOf, stateOf } from './words';

type Node =
  | { kind: 'folder'; folder: Folder; path: string }
  | { kind: 'page'; page: Page }
  | { kind: 'entry'; entry: PageEntry };

export class GuideTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.#subscription = server.onDidChange(() => this.#changed.fire());
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      // The first look at this view starts the server.
      const pages = (await this.server.ask<Page[]>('pygloss/browse', {})) ?? [];
      return childrenOf(foldersOf(pages), '');
    }
    if (node.kind === 'folder') return childrenOf(node.folder, node.path);
    if (node.kind === 'page' && node.page.uri !== null) {
      const entries = await this.server.ask<PageEntry[]>('pygloss/browse', { uri: node.page.uri });
      return (entries ?? []).map((entry) => ({ kind: 'entry', entry }));
    }
    return [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'entry') return entryNode(node.entry);
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    if (node.kind === 'folder') {
      const item = new vscode.TreeItem(folderTitle(node.folder.name), Collapsed);
      item.id = `folder:${node.path}`;
      item.iconPath = new vscode.ThemeIcon('library');
      item.description = count(node.folder.pages, 'page');
      return item;
    }
    const { page } = node;
    const item = new vscode.TreeItem(page.title, page.entries > 0 && page.uri !== null ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('book');
    item.description = `${page.entries}`;
    item.tooltip = `${page.title}: ${page.entries === 1 ? 'one entry' : `${page.entries} entries`}`;
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

function childrenOf(folder: Folder, above: string): Node[] {
  return folder.children.map((child) =>
    child.kind === 'page'
      ? { kind: 'page', page: child.page }
      : { kind: 'folder', folder: child, path: `${above}/${child.name}` },
  );
}

/** A question or section, which opens when it is chosen. */
export function entryNode(entry: Entry | PageEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(entry.title);
  const state = 'concepts' in entry ? stateOf(entry.concepts) : null;
  const icon = iconOf(state) || (entry.kind === 'question' ? 'question' : 'note');
  item.iconPath = new vscode.ThemeIcon(icon);
  item.description = [entry.level ?? '', state ?? ''].filter(Boolean).join(' · ');
  item.tooltip = `${entry.title}\n${describeEntry(entry)}`;
  item.contextValue = 'entry';
  item.command = { command: 'pygloss.showEntry', title: vscode.l10n.t('Open'), arguments: [entry] };
  return item;
}
