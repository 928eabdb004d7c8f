/** "Check Guide": problems of the person's own notes, among VS Code's problems. */

import * as vscode from 'vscode';
import type { CheckedFile } from './protocol';
import type { Server } from './server';
import { count } from './words';

export async function checkGuide(server: Server, shown: vscode.DiagnosticCollection): Promise<void> {
  const files = await server.ask<CheckedFile[]>('pygloss/check');
  if (!files) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This server cannot check guides.'));
    return;
  }
  shown.clear();
  for (const file of files) {
    const diagnostics = file.diagnostics.map(({ range: { start, end }, message, severity, code }) => {
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      const diagnostic = new vscode.Diagnostic(range, message, (severity ?? 2) - 1);
      diagnostic.source = 'pygloss';
      if (code !== undefined) diagnostic.code = code;
      return diagnostic;
    });
    shown.set(vscode.Uri.parse(file.uri, true), diagnostics);
  }
  const problems = files.reduce((sum, file) => sum + file.diagnostics.length, 0);
  if (problems === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Your guides have no problems.'));
    return;
  }
  const show = vscode.l10n.t('Show Problems');
  const said = `${count(problems, 'problem')} in ${count(files.length, 'file')} of your guides.`;
  if ((await vscode.window.showWarningMessage(said, show)) === show) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}
