/** Lists to choose from. */

import * as vscode from 'vscode';
import type { Concept, Entry } from './protocol';
import { count, describeEntry, iconOf } from './words';

export interface EntryItem extends vscode.QuickPickItem {
  entry: Entry;
}

export function entryItem(entry: Entry): EntryItem {
  const icon = entry.kind === 'question' ? '$(question)' : '$(book)';
  return { label: `${icon} ${entry.title}`, description: describeEntry(entry), entry };
}

export async function pickEntry(entries: Entry[], title: string): Promise<Entry | undefined> {
  const chosen = await vscode.window.showQuickPick(entries.map(entryItem), { title, matchOnDescription: true });
  return chosen?.entry;
}

export async function pickConcept<T extends { concept: Concept; entries: unknown[] }>(
  found: T[],
  title: string,
): Promise<T | undefined> {
  if (found.length < 2) return found[0];
  const items = found.map((one) => {
    const icon = iconOf(one.concept.state);
    return {
      label: `${icon && `$(${icon}) `}${one.concept.name}`,
      description: [one.concept.family, count(one.entries.length, 'entry').replace('entrys', 'entries')].join(' · '),
      one,
    };
  });
  return (await vscode.window.showQuickPick(items, { title }))?.one;
}
