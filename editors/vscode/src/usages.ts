/** Where a construct is used in the workspace, in VS Code's own view of references. */

import * as vscode from 'vscode';
import type { Location, Usages } from './protocol';
import type { Server } from './server';

export async function showUsages(server: Server, of: object): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for usages') },
    async () => server.ask<Usages>('pygloss/usages', of),
  );
  if (!found) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This server cannot look for usages.'));
    return;
  }
  if (found.locations.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing of the kind in this workspace.'));
    return;
  }
  const locations = found.locations.map(location);
  const first = locations[0];
  if (!first) return;
  const uri = editor?.document.uri ?? first.uri;
  const position = editor?.selection.active ?? first.range.start;
  await vscode.commands.executeCommand('editor.action.showReferences', uri, position, locations);
  if (!found.complete) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There are more: the first {0} are shown (setting `pygloss.usages.limit`).', locations.length),
    );
  }
}

function location({ uri, range: { start, end } }: Location): vscode.Location {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  return new vscode.Location(vscode.Uri.parse(uri, true), range);
}
