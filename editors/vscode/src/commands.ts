/** The commands of the palette, the editor's context menu and the views. */

import * as vscode from 'vscode';
import { alike } from './alike';
import { checkGuide } from './check';
import { addNotesFolder } from './notes';
import { pickConcept, pickEntry } from './pick';
import { showEntry } from './preview';
import type { Construct, Entry, State } from './protocol';
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
  /** The Python file that the person is at. */
  file(): vscode.TextDocument | undefined;
}

export function registerCommands({ context, server, quiz, file }: Parts): vscode.Disposable[] {
  const diagnostics = vscode.languages.createDiagnosticCollection('pygloss');
  const commands: Record<string, (...args: never[]) => unknown> = {
    openGuideForSymbol: () => openGuide(server),
    searchGuide: () => searchGuide(server),
    browseGuide: () => vscode.commands.executeCommand('pygloss.guide.focus'),
    quizFile: () => quizFile(quiz, file()),
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

async function quizFile(quiz: Quiz, document: vscode.TextDocument | undefined): Promise<void> {
  if (!document) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no Python file in front.'));
    return;
  }
  await quiz.ask(document.uri.toString(), undefined);
}

/** A construct and what stands at the same place. */
interface Chosen {
  construct: Construct;
  here: Construct[];
}

async function constructHere(server: Server, node: Marked | undefined, title: string): Promise<Chosen | undefined> {
  if (node?.construct && node.uri) {
    const params = { textDocument: { uri: node.uri.toString() }, position: node.construct.range.start };
    const here = (await server.ask<Construct[]>('pygloss/constructs', params)) ?? [];
    return { construct: node.construct, here };
  }
  const here = await constructsHere(server);
  if (!here) return undefined;
  if (here.length === 0) nothingHere();
  const construct = await pickConcept(here, title);
  return construct && { construct, here };
}

async function mark(server: Server, state: State | null, node?: Marked): Promise<void> {
  const titles = {
    known: vscode.l10n.t('Mark as Known'),
    learning: vscode.l10n.t('Mark as Learning'),
    none: vscode.l10n.t('Remove the Mark'),
  };
  const chosen = await constructHere(server, node, titles[state ?? 'none']);
  if (!chosen) return;
  const { construct, here } = chosen;
  const done = await server.ask('pygloss/mark', { concepts: alike(construct, here), state });
  if (done === undefined) return;
  const said = state === null ? vscode.l10n.t('no longer marked') : vscode.l10n.t('marked as {0}', state);
  vscode.window.setStatusBarMessage(`$(book) ${construct.concept.name}: ${said}`, 4000);
}

async function usagesHere(server: Server, node?: Marked): Promise<void> {
  const chosen = await constructHere(server, node, vscode.l10n.t('Show Usages'));
  if (chosen) await showUsages(server, { concept: chosen.construct.concept.id });
}

async function goTo(node?: Marked): Promise<void> {
  if (!node?.construct || !node.uri) return;
  const { line, character } = node.construct.range.start;
  const place = new vscode.Range(line, character, line, character);
  await vscode.window.showTextDocument(node.uri, { selection: place });
}

const BEFORE = 'lensMode';

let toggled: Thenable<void> = Promise.resolve();

/** Off, and back to what it was. One after the other: settings that are being written take no more. */
function toggleLenses(context: vscode.ExtensionContext): Thenable<void> {
  const next = () => toggleLensesNow(context);
  toggled = toggled.then(next, next);
  return toggled;
}

async function toggleLensesNow(context: vscode.ExtensionContext): Promise<void> {
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
    ['checkGuide', '$(checklist) ' + vscode.l10n.t('Check Guide')],
    ['toggleLenses', '$(eye) ' + vscode.l10n.t('Toggle Lenses')],
    ['restartServer', '$(refresh) ' + vscode.l10n.t('Restart Server')],
    ['showLog', '$(output) ' + vscode.l10n.t('Show Log')],
  ].map(([command = '', label = '']) => ({ label, command }));
  const title = server.condition.kind === 'stopped' ? `pygloss: ${server.condition.reason}` : 'pygloss';
  const chosen = await vscode.window.showQuickPick(commands, { title });
  if (chosen) await vscode.commands.executeCommand(`pygloss.${chosen.command}`);
}
