/** Shows an entry of a guide beside the code: VS Code's own Markdown preview, or the source. */

import * as vscode from 'vscode';
import { anchorAt } from './anchor';
import type { Entry } from './protocol';
import { setting } from './settings';

const PREVIEW = 'markdown.preview';

export async function showEntry(entry: Pick<Entry, 'uri' | 'range' | 'title'>): Promise<void> {
  if (entry.uri === null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” cannot be opened yet: the built-in guide is still being unpacked.', entry.title),
    );
    return;
  }
  await showPlace(vscode.Uri.parse(entry.uri, true), entry.range.start.line);
}

/** Shows line `line` (from 0) of a file: Markdown as the person chose, anything else as it is. */
export async function showPlace(uri: vscode.Uri, line: number): Promise<void> {
  const plain = uri.with({ fragment: '' });
  const isMarkdown = /\.(md|markdown|mdx)$/i.test(uri.path);
  if (!isMarkdown || setting<string>('openWith', 'preview') === 'source') {
    const selection = new vscode.Range(line, 0, line, 0);
    const viewColumn = columnOfSource(plain);
    await vscode.commands.executeCommand('vscode.open', plain, { selection, viewColumn });
    return;
  }
  const text = Buffer.from(await vscode.workspace.fs.readFile(plain)).toString('utf8');
  const html = await vscode.commands.executeCommand<string>('markdown.api.render', text);
  const anchor = anchorAt(html, line);
  await openPreview(anchor === undefined ? plain : plain.with({ fragment: anchor }));
}

/** Shows what a link of a guide leads to: its fragment is the anchor. */
export async function showLink(uri: vscode.Uri): Promise<void> {
  const isMarkdown = /\.(md|markdown|mdx)$/i.test(uri.path);
  if (isMarkdown && setting<string>('openWith', 'preview') === 'preview') await openPreview(uri);
  else await showPlace(uri, 0);
}

/**
 * The preview opens beside the group that has the focus. Where there is one already, the group
 * before it gets the focus first, so that the same preview is used again.
 */
async function openPreview(uri: vscode.Uri): Promise<void> {
  const column = columnOfPreview();
  if (column === 1) {
    await focusGroup(1);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
    return;
  }
  if (column !== undefined) await focusGroup(column - 1);
  else await makeRoomBeside();
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
}

function columnOfPreview(): vscode.ViewColumn | undefined {
  for (const group of vscode.window.tabGroups.all) {
    const has = group.tabs.some(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PREVIEW),
    );
    if (has) return group.viewColumn;
  }
  return undefined;
}

/** A preview that made its own group would scroll before its lines have their width. */
async function makeRoomBeside(): Promise<void> {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const name = GROUPS[activeTabGroup.viewColumn - 1];
  if (activeTabGroup.viewColumn < all.length || name === undefined) return;
  await vscode.commands.executeCommand('workbench.action.newGroupRight');
  await vscode.commands.executeCommand(`workbench.action.focus${name}EditorGroup`);
}

const GROUPS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

async function focusGroup(column: number): Promise<void> {
  const name = GROUPS[column - 1];
  if (name === undefined || vscode.window.tabGroups.activeTabGroup.viewColumn === column) return;
  await vscode.commands.executeCommand(`workbench.action.focus${name}EditorGroup`);
}

/** Where the source opens: in its tab, if it has one; else beside the code. */
function columnOfSource(uri: vscode.Uri): vscode.ViewColumn {
  for (const group of vscode.window.tabGroups.all) {
    for (const { input } of group.tabs) {
      const is = input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
      if (is) return group.viewColumn;
    }
  }
  return vscode.ViewColumn.Beside;
}
