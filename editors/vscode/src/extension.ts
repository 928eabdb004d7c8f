/**
 * What VS Code calls first. Everything that costs time waits until a Python file is there or a
 * person asks for something.
 */

import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { expandGuide, isBelow } from './folders';
import { Pending } from './pending';
import { showPlace } from './preview';
import { Quiz } from './quiz';
import { routeCommand } from './route';
import { Server } from './server';
import { setting } from './settings';
import { showStatus } from './status';
import { ConstructTree } from './fileTree';
import { GuideTree } from './guideTree';

export function activate(context: vscode.ExtensionContext): void {
  const quiz = new Pending<Quiz>();
  const server: Server = new Server(context, {
    command: (name, args, next) => routeCommand({ server, quiz: quiz.get() }, name, args, next),
    show: showPlace,
  });
  quiz.set(new Quiz(context, server));
  const here = new ConstructTree(server);
  const guide = new GuideTree(server);
  context.subscriptions.push(
    server,
    quiz.get(),
    vscode.window.createTreeView('pygloss.file', { treeDataProvider: here }),
    vscode.window.createTreeView('pygloss.guide', { treeDataProvider: guide, showCollapseAll: true }),
    here,
    guide,
    showStatus(server),
    ...registerCommands({ context, server, quiz: quiz.get(), file: () => here.document }),
    vscode.workspace.onDidOpenTextDocument((document) => startFor(server, document)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const isOfStart = ['server', 'builtinGuide'].some((name) => event.affectsConfiguration(`pygloss.${name}`));
      if (isOfStart && server.condition.kind !== 'idle') void server.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (server.condition.kind !== 'idle') void server.restart();
    }),
  );
  for (const document of vscode.workspace.textDocuments) startFor(server, document);
}

/** Starts the server for Python, and for notes of a guide that the person named. */
function startFor(server: Server, document: vscode.TextDocument): void {
  if (server.condition.kind !== 'idle') return;
  const { languageId, uri } = document;
  const isPython =
    languageId === 'python' && ['file', 'untitled', 'vscode-notebook-cell'].includes(uri.scheme);
  if (isPython || (languageId === 'markdown' && isNote(uri))) void server.start();
}

function isNote(uri: vscode.Uri): boolean {
  if (uri.scheme !== 'file') return false;
  const roots = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return setting<string[]>('guides', [])
    .flatMap((guide) => expandGuide(guide, roots))
    .some((guide) => isBelow(uri.fsPath, guide));
}
