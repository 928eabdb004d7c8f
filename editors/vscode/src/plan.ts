/** "Show Study Plan": what of this workspace is best to learn next. */

import * as vscode from 'vscode';
import { pickEntry } from './pick';
import { showEntry } from './preview';
import type { PlanItem } from './protocol';
import type { Server } from './server';
import { count, iconOf } from './words';

const LENGTH = 50;

export async function showStudyPlan(server: Server): Promise<void> {
  const title = vscode.l10n.t('Looking through the workspace');
  const plan = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title },
    async () => server.ask<PlanItem[]>('pygloss/studyPlan', { limit: LENGTH }),
  );
  if (!plan) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This server makes no study plans.'));
    return;
  }
  if (plan.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing left to learn in this workspace.'));
    return;
  }
  const items = plan.map((item, index) => {
    const icon = iconOf(item.concept.state);
    const first = item.prerequisites.length > 0 ? ` · first: ${item.prerequisites.map((entry) => entry.title).join(', ')}` : '';
    return {
      label: `${index + 1}. ${icon && `$(${icon}) `}${item.concept.name}`,
      description: `${count(item.places, 'place')}${first}`,
      detail: item.entries[0]?.title ?? '',
      item,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Study Plan: best to learn next first'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return;
  const { prerequisites, entries, concept } = chosen.item;
  const all = [...prerequisites, ...entries];
  const entry = all.length > 1 ? await pickEntry(all, concept.name) : all[0];
  if (entry) await showEntry(entry);
}
