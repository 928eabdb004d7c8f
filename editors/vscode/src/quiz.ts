/**
 * The quiz: one question at a time in a page of its own. What stands in the page is `quizPage`;
 * here is what it is told and what it asks for. Answers are fetched when the person wants them.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { showEntry, showLink } from './preview';
import type { Position, QuizItem, WholeEntry } from './protocol';
import { answerOf, fileOfLink, withGuideLinks, type FromPage, type ToPage } from './quizMessages';
import type { Server } from './server';

const QUESTIONS = 20;
/** Where VS Code keeps how its Markdown preview looks. */
const MARKDOWN = 'vscode.markdown-language-features';

export class Quiz implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #items: QuizItem[] = [];
  #at = 0;
  #document: vscode.Uri | undefined;
  readonly #rated = { again: 0, good: 0, easy: 0 };

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
  ) {}

  /** Asks about the document, or about what stands at `position` of it. */
  async ask(uri: string, position: Position | undefined): Promise<void> {
    const params = { textDocument: { uri }, limit: QUESTIONS, ...(position && { position }) };
    const items = await this.server.ask<QuizItem[]>('pygloss/quiz', params);
    if (!items || items.length === 0) {
      const said = items
        ? vscode.l10n.t('The guides have no question about this.')
        : vscode.l10n.t('This server has no quiz.');
      void vscode.window.showInformationMessage(said);
      return;
    }
    this.#items = items;
    this.#at = 0;
    this.#document = vscode.Uri.parse(uri, true);
    Object.assign(this.#rated, { again: 0, good: 0, easy: 0 });
    if (this.#panel) {
      this.#panel.reveal();
      await this.#showQuestion();
    } else {
      // The page says when it is ready for the first question.
      this.#open();
    }
  }

  #open(): void {
    const styles = vscode.extensions.getExtension(MARKDOWN)?.extensionUri;
    const roots = ['dist', 'media'].map((name) => vscode.Uri.joinPath(this.context.extensionUri, name));
    if (styles) roots.push(vscode.Uri.joinPath(styles, 'media'));
    const panel = vscode.window.createWebviewPanel(
      'pygloss.quiz',
      vscode.l10n.t('Quiz'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, localResourceRoots: roots, retainContextWhenHidden: true },
    );
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: FromPage) => this.#hear(message));
    panel.onDidDispose(() => (this.#panel = undefined));
    panel.webview.html = this.#html(panel.webview, styles);
    this.#panel = panel;
  }

  #html(webview: vscode.Webview, styles: vscode.Uri | undefined): string {
    const nonce = randomBytes(16).toString('base64');
    const own = (...path: string[]) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, ...path)).toString();
    const sheets = [own('media', 'quiz.css')];
    if (styles) {
      sheets.unshift(webview.asWebviewUri(vscode.Uri.joinPath(styles, 'media', 'highlight.css')).toString());
    }
    const policy = [
      `default-src 'none'`,
      `style-src ${webview.cspSource}`,
      `script-src 'nonce-${nonce}'`,
      `img-src ${webview.cspSource} data:`,
      `font-src ${webview.cspSource}`,
      `form-action 'none'`,
      `base-uri 'none'`,
    ].join('; ');
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>pygloss quiz</title>
${sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}">`).join('\n')}
</head>
<body>
<main id="quiz"></main>
<div id="status" role="status" aria-live="polite"></div>
<script nonce="${nonce}" src="${own('dist', 'quizPage.js')}"></script>
</body>
</html>`;
  }

  async #hear(message: FromPage): Promise<void> {
    const item = this.#items[this.#at];
    switch (message.kind) {
      case 'ready':
        return this.#showQuestion();
      case 'reveal':
        return item && this.#showAnswer(item);
      case 'rate':
        if (!item) return;
        this.#rated[message.rating] += 1;
        await this.server.ask('pygloss/rate', { entry: item.entry.id, rating: message.rating });
        this.#at += 1;
        return this.#showQuestion();
      case 'skip':
        this.#at += 1;
        return this.#showQuestion();
      case 'open':
        return item && showEntry(item.entry);
      case 'code':
        return item && this.#showCode(item);
      case 'link':
        return this.#follow(message.href);
      case 'again':
        return this.ask(String(this.#document), undefined);
      case 'close':
        this.#panel?.dispose();
    }
  }

  async #showQuestion(): Promise<void> {
    const item = this.#items[this.#at];
    if (!item) {
      this.#tell({ kind: 'done', asked: this.#items.length, rated: { ...this.#rated } });
      return;
    }
    const { entry, concept, range } = item;
    const question = await render(entry.title);
    this.#tell({
      kind: 'question',
      number: this.#at + 1,
      of: this.#items.length,
      html: question,
      concept: concept.name,
      level: entry.level,
      line: range.start.line + 1,
    });
  }

  async #showAnswer(item: QuizItem): Promise<void> {
    const whole = await this.server.ask<WholeEntry>('pygloss/entry', { id: item.entry.id });
    const text = (whole && answerOf(whole)) ?? vscode.l10n.t('The guide has no answer to this.');
    this.#tell({ kind: 'answer', html: await render(text) });
  }

  async #follow(href: string): Promise<void> {
    const file = fileOfLink(href);
    if (file !== undefined) await showLink(vscode.Uri.parse(file, true));
  }

  async #showCode({ range: { start, end } }: QuizItem): Promise<void> {
    if (!this.#document) return;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const shown = vscode.window.visibleTextEditors.find(({ document }) => String(document.uri) === String(this.#document));
    await vscode.window.showTextDocument(this.#document, {
      selection,
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    });
  }

  #tell(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }

  dispose(): void {
    this.#panel?.dispose();
  }
}

async function render(markdown: string): Promise<string> {
  return vscode.commands.executeCommand<string>('markdown.api.render', withGuideLinks(markdown));
}
