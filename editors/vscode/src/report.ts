/** "Copy Debug Information": what a bug report needs, without anything of the person's files. */

import * as vscode from 'vscode';
import type { Guide } from './protocol';
import { serverSettings } from './settings';
import type { Server } from './server';

export async function copyReport(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const { packageJSON } = context.extension as { packageJSON: { version: string } };
  const { found, condition } = server;
  const program = !found ? 'not started' : 'problem' in found ? found.problem : `${found.path} (${found.origin})`;
  const guides = server.isRunning ? await server.ask<Guide[]>('pygloss/guides').catch(() => undefined) : undefined;
  const own = server.isRunning
    ? await server
        .ask<string>('workspace/executeCommand', { command: 'pygloss.debugInformation', arguments: [] })
        .catch(() => undefined)
    : undefined;
  const lines = [
    '### pygloss',
    '',
    `- extension ${packageJSON.version}, VS Code ${vscode.version}, ${process.platform} ${process.arch}`,
    `- server: ${program}; version ${server.version() ?? 'unknown'}; ${condition.kind}`,
    `- workspace: ${vscode.workspace.workspaceFolders?.length ?? 0} folder(s), ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}`,
    `- settings: \`${JSON.stringify(serverSettings())}\``,
    ...(guides ?? []).map(
      (guide) =>
        `- ${guide.builtin ? 'built-in guide' : 'guide'}: ${guide.files} files, ${guide.questions} questions, ${guide.topics} topics, ${guide.problems} problems`,
    ),
    '',
  ];
  if (own) lines.push(own, '');
  await vscode.env.clipboard.writeText(lines.join('\n'));
  void vscode.window.showInformationMessage(vscode.l10n.t('The debug information is in the clipboard.'));
}
