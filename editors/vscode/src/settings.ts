/** The settings of section `pygloss`: which go to the server, and changing them. */

import * as vscode from 'vscode';
import { explicit, type Inspected } from './layers';

/** Settings that the server asks for; the others are this extension's own, or go with its start. */
export const SERVER_SETTINGS = [
  'guides',
  'hover.detail',
  'hover.disable',
  'lens.mode',
  'lens.disable',
  'definition.enable',
  'hints.enable',
  'usages.limit',
] as const;

export function setting<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration('pygloss').get<T>(name) ?? otherwise;
}

/**
 * What a person set, with dotted names. Defaults stay out: they would stand over what a
 * `pygloss.toml` of the workspace says.
 */
export function serverSettings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration('pygloss');
  const found: Record<string, unknown> = {};
  for (const name of SERVER_SETTINGS) {
    const inspected = configuration.inspect(name) as Inspected | undefined;
    const value = inspected && explicit(inspected, vscode.workspace.isTrusted, name === 'guides');
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Sets a setting where it is set already, else for the person everywhere. */
export async function change(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('pygloss');
  const inspected = configuration.inspect(name);
  const target =
    inspected?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : inspected?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  await configuration.update(name, value, target);
}

/** Opens the settings where this one is set, or has to be. */
export async function openSetting(name: string): Promise<void> {
  const { workspaceValue } = vscode.workspace.getConfiguration('pygloss').inspect(name) ?? {};
  const query = `pygloss.${name}`;
  if (workspaceValue !== undefined) {
    await vscode.commands.executeCommand('workbench.action.openWorkspaceSettings', { query });
  } else if (name === 'server.path' && vscode.env.remoteName !== undefined) {
    // What belongs to a machine counts in the settings of that machine alone.
    await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
  } else {
    await vscode.commands.executeCommand('workbench.action.openSettings', query);
  }
}
