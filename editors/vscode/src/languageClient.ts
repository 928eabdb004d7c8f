/**
 * The language client: what VS Code shows of the server without being asked. Loaded when the
 * server is started for the first time, for it is the largest part of the extension.
 */

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  ShowMessageNotification,
  MessageType,
  State,
  TransportKind,
  type LanguageClientOptions,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { Crashes } from './crashes';
import { LINK_COMMANDS } from './protocol';
import { serverSettings } from './settings';

export interface Events {
  /** A command of the server, from a lens, a link or a code action. `next` lets the server do it. */
  command(name: string, args: unknown[], next: () => Thenable<unknown>): Thenable<unknown>;
  /** The server asks to show a file. */
  show(uri: vscode.Uri, line: number): Promise<void>;
  /** Problems that the server tells of. */
  message(type: 'error' | 'warning' | 'information', text: string): void;
  progress(title: string | undefined): void;
  stateChanged(): void;
  state(state: 'starting' | 'running' | 'stopped'): void;
  /** The server ended too often. */
  givenUp(): void;
}

export interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  request<T>(method: string, params?: unknown, token?: vscode.CancellationToken): Promise<T>;
  version(): string | undefined;
}

const selector = [
  ...['file', 'untitled', 'vscode-notebook-cell'].map((scheme) => ({ scheme, language: 'python' })),
  { scheme: 'file', language: 'markdown' },
];

export function connect(program: string, more: string[], output: vscode.LogOutputChannel, events: Events): Connection {
  const crashes = new Crashes();
  let isStopping = false;
  let hasRun = false;
  const options: LanguageClientOptions = {
    documentSelector: selector,
    outputChannel: output,
    // Settings come when the server asks for them, which it does first of all.
    progressOnInitialization: false,
    markdown: { isTrusted: { enabledCommands: LINK_COMMANDS }, supportHtml: false },
    errorHandler: {
      error: (_error, _message, count) => ({
        action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      closed: () => {
        // One that never ran is told of by whoever started it.
        if (!hasRun) return { action: CloseAction.DoNotRestart, handled: true };
        if (crashes.add(Date.now())) {
          return { action: CloseAction.Restart, handled: true, message: 'The server ended; it is started again.' };
        }
        events.givenUp();
        return {
          action: CloseAction.DoNotRestart,
          handled: true,
          message: 'The server ended too often; it is not started again.',
        };
      },
    },
    initializationFailedHandler: (error: Error) => {
      output.error(`The server could not be initialized: ${error.message}`);
      return false;
    },
    middleware: {
      executeCommand: (command, args, next) => events.command(command, args, async () => next(command, args)),
      handleWorkDoneProgress: (token, params, next) => {
        if (params.kind === 'end') events.progress(undefined);
        else {
          const { percentage, message } = params;
          const parts = [params.kind === 'begin' ? params.title : 'indexing', message];
          if (percentage !== undefined) parts.push(`${percentage} %`);
          events.progress(parts.filter(Boolean).join(' '));
        }
        next(token, params);
      },
      window: {
        showDocument: async (params, token, next) => {
          if (params.external || !params.uri.startsWith('file:')) return next(params, token);
          await events.show(vscode.Uri.parse(params.uri, true), params.selection?.start.line ?? 0);
          return { success: true };
        },
      },
      workspace: {
        didChangeConfiguration: async (sections, next) => {
          // A setting of the start ends this server: it is not told any more.
          await new Promise((resolve) => setImmediate(resolve));
          if (!isStopping) await next(sections);
        },
        configuration: (params) => params.items.map(({ section }) => (section === 'pygloss' ? serverSettings() : null)),
      },
    },
  };
  const run = { command: program, args: ['serve', ...more], transport: TransportKind.stdio };
  const client = new LanguageClient('pygloss', 'pygloss', { run, debug: run }, options);
  const announcement: StaticFeature = {
    fillClientCapabilities(capabilities) {
      capabilities.experimental = {
        ...(capabilities.experimental as object | undefined),
        commands: [...LINK_COMMANDS],
        pygloss: { showsUsages: true, stateNotifications: true },
      };
    },
    initialize() {},
    getState: () => ({ kind: 'static' }),
    clear() {},
  };
  client.registerFeature(announcement);
  client.onNotification(ShowMessageNotification.type, ({ type, message }) => {
    events.message(
      type === MessageType.Error ? 'error' : type === MessageType.Warning ? 'warning' : 'information',
      message,
    );
  });
  client.onNotification('pygloss/stateChanged', () => events.stateChanged());
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      hasRun = true;
      events.state('running');
    } else events.state(newState === State.Starting ? 'starting' : 'stopped');
  });
  return {
    start: () => client.start(),
    stop: () => {
      isStopping = true;
      return client.dispose(5000);
    },
    request: (method, params, token) => {
      // What is undefined would go out as a parameter that is null.
      if (params === undefined) return token ? client.sendRequest(method, token) : client.sendRequest(method);
      return token ? client.sendRequest(method, params, token) : client.sendRequest(method, params);
    },
    version: () => client.initializeResult?.serverInfo?.version,
  };
}
