/** The item in the status bar: whether the guide is there, and what it is doing. */

import * as vscode from 'vscode';
import type { Guide } from './protocol';
import type { Condition, Server } from './server';
import { count } from './words';

export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('pygloss.status', vscode.StatusBarAlignment.Right, 50);
  item.name = 'pygloss';
  item.command = 'pygloss.showMenu';
  let guides: Guide[] = [];

  const draw = (condition: Condition): void => {
    item.backgroundColor = undefined;
    switch (condition.kind) {
      case 'idle':
        item.hide();
        return;
      case 'starting':
        item.text = '$(loading~spin) pygloss';
        item.tooltip = vscode.l10n.t('pygloss is starting');
        break;
      case 'stopped':
        item.text = '$(error) pygloss';
        item.tooltip = `pygloss: ${condition.reason}`;
        item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
        break;
      case 'running': {
        const problems = guides.reduce((sum, guide) => sum + guide.problems, 0);
        item.text = condition.work ? '$(loading~spin) pygloss' : problems > 0 ? '$(warning) pygloss' : '$(book) pygloss';
        item.tooltip = condition.work ? `pygloss: ${condition.work}` : tooltip(guides);
      }
    }
    const said = typeof item.tooltip === 'string' ? item.tooltip : ['pygloss', ...guides.map(describe)].join('. ');
    item.accessibilityInformation = { label: said, role: 'button' };
    item.show();
  };

  const ask = async (): Promise<void> => {
    if (!server.isRunning) return;
    guides = (await server.ask<Guide[]>('pygloss/guides').catch(() => undefined)) ?? [];
    draw(server.condition);
  };

  draw(server.condition);
  return vscode.Disposable.from(
    item,
    server.onDidChangeCondition(draw),
    server.onDidChange(() => void ask()),
  );
}

function tooltip(guides: Guide[]): vscode.MarkdownString | string {
  if (guides.length === 0) return vscode.l10n.t('pygloss is ready');
  const text = new vscode.MarkdownString('**pygloss**\n\n');
  for (const guide of guides) {
    text.appendText(describe(guide));
    text.appendMarkdown('\n\n');
  }
  return text;
}

function describe(guide: Guide): string {
  const parts = [count(guide.questions, 'question'), count(guide.topics, 'topic'), count(guide.files, 'file')];
  if (guide.problems > 0) parts.push(count(guide.problems, 'problem'));
  return `${guide.builtin ? vscode.l10n.t('Built-in guide') : guide.name}: ${parts.join(', ')}`;
}
