/** "Search Guide": results while one types, and the entry in focus in the preview. */

import * as vscode from 'vscode';
import { entryItem, type EntryItem } from './pick';
import { showEntry } from './preview';
import type { Entry } from './protocol';
import type { Server } from './server';

/** In milliseconds: typing goes on meanwhile. */
const TYPING = 120;
const LOOKING = 350;
const RESULTS = 50;

export function searchGuide(server: Server): void {
  const list = vscode.window.createQuickPick<EntryItem>();
  list.title = vscode.l10n.t('Search Guide');
  list.placeholder = vscode.l10n.t('What are you looking for?');
  list.matchOnDescription = true;
  let typing: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let asked = 0;
  /** The arrow keys move the focus; the list itself does, too, when it is filled. */
  let moved = false;

  const search = async (query: string): Promise<void> => {
    const mine = (asked += 1);
    if (!query.trim()) {
      list.items = [];
      return;
    }
    list.busy = true;
    try {
      const entries = (await server.ask<Entry[]>('pygloss/search', { query, limit: RESULTS })) ?? [];
      if (mine !== asked) return;
      moved = false;
      // The order is the server's, and what it found need not contain what was typed.
      list.items = entries.map((entry) => ({ ...entryItem(entry), alwaysShow: true }));
    } finally {
      if (mine === asked) list.busy = false;
    }
  };

  list.onDidChangeValue((value) => {
    clearTimeout(typing);
    typing = setTimeout(() => void search(value), TYPING);
  });
  list.onDidChangeActive(([item]) => {
    clearTimeout(looking);
    if (!item || (!moved && item === list.items[0])) {
      moved = true;
      return;
    }
    looking = setTimeout(() => void preview(item.entry), LOOKING);
  });
  const preview = async (entry: Entry): Promise<void> => {
    list.ignoreFocusOut = true;
    await showEntry(entry);
    // The preview takes the focus; the list wants it back.
    list.show();
    list.ignoreFocusOut = false;
  };
  list.onDidAccept(() => {
    const [item] = list.selectedItems;
    list.hide();
    if (item) void showEntry(item.entry);
  });
  list.onDidHide(() => {
    clearTimeout(typing);
    clearTimeout(looking);
    if (!list.ignoreFocusOut) list.dispose();
  });
  list.show();
}
