/** "Add Notes Folder…": the setting `pygloss.guides`, without writing it by hand. */

import * as vscode from 'vscode';
import { openSetting } from './settings';

export async function addNotesFolder(): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Add Notes Folder'),
    openLabel: vscode.l10n.t('Add Notes'),
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: true,
  });
  if (!chosen || chosen.length === 0) return;
  const configuration = vscode.workspace.getConfiguration('pygloss');
  const inspected = configuration.inspect<string[]>('guides');
  const isWorkspaces = inspected?.workspaceValue !== undefined;
  const before = (isWorkspaces ? inspected.workspaceValue : inspected?.globalValue) ?? [];
  const added = chosen.map((uri) => uri.fsPath).filter((folder) => !before.includes(folder));
  const target = isWorkspaces ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update('guides', [...before, ...added], target);
  const open = vscode.l10n.t('Open Setting');
  const said = vscode.l10n.t('Notes are read from {0}.', chosen.map((uri) => uri.fsPath).join(', '));
  if ((await vscode.window.showInformationMessage(said, open)) === open) await openSetting('guides');
}
