/**
 * The server's commands, which lenses, links in hovers and code actions run. The client library
 * registers them; those that this extension can show better than the server do not reach it.
 */

import * as vscode from 'vscode';
import { pickEntry } from './pick';
import { showEntry } from './preview';
import type { Entry, Position, WholeEntry } from './protocol';
import type { Quiz } from './quiz';
import type { Server } from './server';
import { showUsages } from './usages';

export interface Parts {
  server: Server;
  quiz: Quiz;
}

interface Place {
  textDocument: { uri: string };
  position: Position;
}

export async function routeCommand(
  { server, quiz }: Parts,
  name: string,
  args: unknown[],
  next: () => Thenable<unknown>,
): Promise<unknown> {
  switch (name) {
    case 'pygloss.openEntry':
      return openEntries(server, args);
    case 'pygloss.quizHere':
      return isPlace(args[0]) ? quiz.ask(args[0].textDocument.uri, args[0].position) : next();
    case 'pygloss.showUsages':
      return isObject(args[0]) ? showUsages(server, args[0]) : next();
    default:
      return next();
  }
}

/** Shows the entry with one of these ids; where there are several, the person chooses. */
export async function openEntries(server: Server, args: unknown[]): Promise<void> {
  const ids = args.flat().filter((id): id is string => typeof id === 'string');
  const asked = ids.map((id) =>
    // An entry may be gone since the lens was drawn.
    server.ask<WholeEntry>('pygloss/entry', { id }).catch(() => undefined),
  );
  const entries = (await Promise.all(asked)).filter((entry) => entry !== undefined);
  const entry: Entry | undefined =
    entries.length > 1 ? await pickEntry(entries, vscode.l10n.t('Which question?')) : entries[0];
  if (entry) return showEntry(entry);
  if (entries.length === 0) {
    void vscode.window.showWarningMessage(vscode.l10n.t('The guides have no such entry any more.'));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPlace(value: unknown): value is Place {
  return isObject(value) && 'textDocument' in value && 'position' in value;
}
