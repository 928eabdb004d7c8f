/** "In this file": the constructs of the Python file in front, each with its questions. */

import * as vscode from 'vscode';
import type { Concept, Construct, Entry } from './protocol';
import type { Server } from './server';
import { entryNode } from './guideTree';
import { describeConcept, iconOf } from './words';

type Node = { kind: 'construct'; construct: Construct; uri: vscode.Uri } | { kind: 'entry'; entry: Entry };

/** In milliseconds: how long after the last key the list is asked for again. */
const SETTLED = 600;

export class ConstructTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #document: vscode.TextDocument | undefined;

  constructor(private readonly server: Server) {
    this.#subscriptions = [
      server.onDidChange(() => this.#later(0)),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        // A preview or a list in front is no other file.
        if (editor) this.#look(editor.document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#document) this.#later(SETTLED);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) this.#look(vscode.window.activeTextEditor?.document);
      }),
    ];
    this.#look(vscode.window.activeTextEditor?.document);
  }

  #look(document: vscode.TextDocument | undefined): void {
    const now = document?.languageId === 'python' ? document : undefined;
    if (document && !now && this.#document && !this.#document.isClosed) return;
    if (now === this.#document) return;
    this.#document = now;
    void vscode.commands.executeCommand('setContext', 'pygloss.hasFile', now !== undefined);
    this.#later(0);
  }

  #later(time: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), time);
  }

  /** The Python file that is in front, or was before a preview or a list took its place. */
  get document(): vscode.TextDocument | undefined {
    return this.#document;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) {
      return node.kind === 'construct' ? node.construct.entries.map((entry) => ({ kind: 'entry', entry })) : [];
    }
    const document = this.#document;
    if (!document || !this.server.isRunning) return [];
    const params = { textDocument: { uri: document.uri.toString() } };
    const found = await this.server.ask<Construct[]>('pygloss/constructs', params);
    return (found ?? []).map((construct) => ({ kind: 'construct', construct, uri: document.uri }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === 'entry' ? entryNode(node.entry) : constructNode(node.construct, node.uri);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const one of this.#subscriptions) one.dispose();
  }
}

function constructNode({ concept, range, entries }: Construct, uri: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(concept.name, vscode.TreeItemCollapsibleState.Collapsed);
  const line = range.start.line + 1;
  item.id = `construct:${concept.id}`;
  item.description = [`line ${line}`, describeConcept(concept, entries)].filter(Boolean).join(' · ');
  item.iconPath = markOf(concept);
  item.contextValue = `construct.${concept.state ?? 'none'}`;
  item.tooltip = `${concept.name} (${concept.family}), line ${line}`;
  item.resourceUri = uri.with({ scheme: 'pygloss-place', fragment: `L${line}` });
  return item;
}

function markOf(concept: Concept): vscode.ThemeIcon {
  return new vscode.ThemeIcon(iconOf(concept.state) || 'symbol-misc');
}
