/** The commands of the palette, the editor's context menu and the views. */

import * as vscode from 'vscode';
import { checkGuide } from './check';
import { addNotesFolder } from './notes';
import { pickConcept, pickEntry } from './pick';
import { showEntry } from './preview';
import type { Concept, Construct, Entry, State } from './protocol';
import type { Quiz } from './quiz';
import { copyReport } from './report';
import { searchGuide } from './search';
import type { Server } from './server';
import { change, setting } from './settings';
import { showStudyPlan } from './plan';
import { showUsages } from './usages';

export interface Parts {
  context: vscode.ExtensionContext;
  server: Server;
  quiz: Quiz;
}

export function registerCommands({ context, server, quiz }: Parts): vscode.Disposable[] {
  const diagnostics = vscode.languages.createDiagnosticCollection('pygloss');
  const commands: Record<string, (...args: never[]) => unknown> = {
    openGuideForSymbol: () => openGuide(server),
    searchGuide: () => searchGuide(server),
    browseGuide: () => vscode.commands.executeCommand('pygloss.guide.focus'),
    quizFile: () => quizFile(quiz),
    markSymbolKnown: (node?: Marked) => mark(server, 'known', node),
    markSymbolLearning: (node?: Marked) => mark(server, 'learning', node),
    clearSymbolMark: (node?: Marked) => mark(server, null, node),
    showSymbolUsages: (node?: Marked) => usagesHere(server, node),
    goToConstruct: (node?: Marked) => goTo(node),
    showStudyPlan: () => showStudyPlan(server),
    toggleLenses: () => toggleLenses(context),
    addNotesFolder: () => addNotesFolder(),
    checkGuide: () => checkGuide(server, diagnostics),
    restartServer: () => server.restart(),
    showLog: () => server.output.show(),
    copyDebugInformation: () => copyReport(context, server),
    showEntry: (entry: Entry) => showEntry(entry),
    showMenu: () => showMenu(server),
  };
  return [
    diagnostics,
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`pygloss.${name}`, run)),
  ];
}

/** A construct of the tree, where a command was started from there. */
interface Marked {
  construct?: Construct;
  uri?: vscode.Uri;
}

/** What stands under the cursor, most specific first. */
async function constructsHere(server: Server): Promise<Construct[] | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'python') {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no Python file in front.'));
    return undefined;
  }
  const { line, character } = editor.selection.active;
  const params = { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
  return server.ask<Construct[]>('pygloss/constructs', params);
}

function nothingHere(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The guides say nothing about what stands here.'));
}

async function openGuide(server: Server): Promise<void> {
  const found = await constructsHere(server);
  if (found === undefined) return openGuideByAction();
  const seen = new Set<string>();
  const entries = found.flatMap((one) => one.entries).filter(({ id }) => !seen.has(id) && seen.add(id));
  if (entries.length === 0) return nothingHere();
  const entry = entries.length > 1 ? await pickEntry(entries, vscode.l10n.t('Open Guide')) : entries[0];
  if (entry) await showEntry(entry);
}

/** For servers that know no constructs: their code actions are about the same. */
async function openGuideByAction(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'python') return;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    editor.selection,
    'pygloss.openGuide',
  );
  const commands = actions.flatMap(({ title, command }) => (command ? [{ label: title, command }] : []));
  const [first] = commands;
  if (!first) return nothingHere();
  const chosen = commands.length > 1 ? await vscode.window.showQuickPick(commands) : first;
  if (chosen) await vscode.commands.executeCommand(chosen.command.command, ...(chosen.command.arguments ?? []));
}

async function quizFile(quiz: Quiz): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'python') {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no Python file in front.'));
    return;
  }
  await quiz.ask(document.uri.toString(), undefined);
}

async function conceptHere(server: Server, node: Marked | undefined, title: string): Promise<Concept | undefined> {
  if (node?.construct) return node.construct.concept;
  const found = await constructsHere(server);
  if (!found) return undefined;
  if (found.length === 0) nothingHere();
  return (await pickConcept(found, title))?.concept;
}

async function mark(server: Server, state: State | null, node?: Marked): Promise<void> {
  const title = state === 'known' ? vscode.l10n.t('Mark as Known') : vscode.l10n.t('Mark as Learning');
  const concept = await conceptHere(server, node, title);
  if (!concept) return;
  const done = await server.ask('pygloss/mark', { concepts: [concept.id], state });
  if (done === undefined) return;
  const said = state === null ? vscode.l10n.t('no longer marked') : vscode.l10n.t('marked as {0}', state);
  vscode.window.setStatusBarMessage(`$(book) ${concept.name}: ${said}`, 4000);
}

async function usagesHere(server: Server, node?: Marked): Promise<void> {
  const concept = await conceptHere(server, node, vscode.l10n.t('Show Usages'));
  if (concept) await showUsages(server, { concept: concept.id });
}

async function goTo(node?: Marked): Promise<void> {
  if (!node?.construct || !node.uri) return;
  const { line, character } = node.construct.range.start;
  const place = new vscode.Range(line, character, line, character);
  await vscode.window.showTextDocument(node.uri, { selection: place });
}

const BEFORE = 'lensMode';

/** Off, and back to what it was. */
async function toggleLenses(context: vscode.ExtensionContext): Promise<void> {
  const mode = setting<string>('lens.mode', 'first');
  if (mode !== 'off') {
    await context.globalState.update(BEFORE, mode);
    await change('lens.mode', 'off');
  } else {
    await change('lens.mode', context.globalState.get(BEFORE, 'first'));
  }
}

/** What a click on the status bar offers. */
async function showMenu(server: Server): Promise<void> {
  const commands = [
    ['searchGuide', '$(search) ' + vscode.l10n.t('Search Guide')],
    ['browseGuide', '$(library) ' + vscode.l10n.t('Browse Guide')],
    ['quizFile', '$(question) ' + vscode.l10n.t('Quiz Me on This File')],
    ['showStudyPlan', '$(list-ordered) ' + vscode.l10n.t('Show Study Plan')],
    ['addNotesFolder', '$(folder-opened) ' + vscode.l10n.t('Add Notes Folder…')],
    ['toggleLenses', '$(eye) ' + vscode.l10n.t('Toggle Lenses')],
    ['restartServer', '$(refresh) ' + vscode.l10n.t('Restart Server')],
    ['showLog', '$(output) ' + vscode.l10n.t('Show Log')],
  ].map(([command = '', label = '']) => ({ label, command }));
  const title = server.condition.kind === 'stopped' ? `pygloss: ${server.condition.reason}` : 'pygloss';
  const chosen = await vscode.window.showQuickPick(commands, { title });
  if (chosen) await vscode.commands.executeCommand(`pygloss.${chosen.command}`);
}
