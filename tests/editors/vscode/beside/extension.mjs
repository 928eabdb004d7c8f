// Another extension for Python, as a person has one: basedpyright's server, and a lens of its own
// above each class.
import { CodeLens, languages } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

let client;

export async function activate(context) {
  const run = { command: process.env.OTHER_SERVER, args: ['--stdio'] };
  const documentSelector = [{ scheme: 'file', language: 'python' }];
  client = new LanguageClient('beside', 'beside', { run, debug: run }, { documentSelector });
  const lenses = {
    provideCodeLenses(document) {
      return document
        .getText()
        .split('\n')
        .flatMap((text, line) => (/^class /.test(text) ? [line] : []))
        .map((line) => {
          const { range } = document.lineAt(line);
          return new CodeLens(range, { title: 'subclasses', command: 'beside.subclasses' });
        });
    },
  };
  context.subscriptions.push(languages.registerCodeLensProvider(documentSelector, lenses));
  await client.start();
}

export function deactivate() {
  return client?.stop();
}
