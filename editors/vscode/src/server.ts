/** The server of this window: started when it is first needed, and asked for everything else. */

import * as vscode from 'vscode';
import type { Connection, Events } from './languageClient';
import { findServer, VARIABLE, type Found, type Origin } from './find';
import { METHOD_NOT_FOUND } from './protocol';
import { openSetting, setting } from './settings';

export type Condition =
  | { kind: 'idle' }
  | { kind: 'starting' }
  | { kind: 'running'; work: string | undefined }
  | { kind: 'stopped'; reason: string };

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel('pygloss', { log: true });
  /** Says that what the server would answer may be another now. */
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #condition = new vscode.EventEmitter<Condition>();
  readonly onDidChangeCondition = this.#condition.event;
  condition: Condition = { kind: 'idle' };
  found: Found | undefined;
  #connection: Connection | undefined;
  #starting: Promise<void> | undefined;
  readonly #told = new Set<string>();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly route: Pick<Events, 'command' | 'show'>,
  ) {}

  /** Starts it, unless that has been done; what goes wrong is told to the person. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const found = findServer({
      environment: process.env,
      setting: setting('server.path', ''),
      extension: this.context.extensionPath,
      platform: process.platform,
    });
    this.found = found;
    if ('problem' in found) return this.#cannot(found.problem, found.origin ?? 'setting');
    this.output.info(`server: ${found.path} (${found.origin})`);
    this.#become({ kind: 'starting' });
    try {
      const { connect } = (await import('./languageClient')) as typeof import('./languageClient');
      const more = setting('builtinGuide', true) ? [] : ['--no-builtin-guide'];
      this.#connection = connect(found.path, more, this.output, {
        ...this.route,
        message: (type, text) => this.#message(type, text),
        progress: (work) => {
          if (this.condition.kind === 'running') this.#become({ kind: 'running', work });
          if (work === undefined) this.#changed.fire();
        },
        stateChanged: () => this.#changed.fire(),
        state: (state) => {
          if (state === 'running') this.#become({ kind: 'running', work: undefined });
          else if (state === 'starting') this.#become({ kind: 'starting' });
          // A better reason may be there already.
          else if (this.condition.kind !== 'stopped') {
            this.#become({ kind: 'stopped', reason: vscode.l10n.t('The server is not running.') });
          }
          this.#changed.fire();
        },
        givenUp: () => this.#givenUp(),
      });
      await this.#connection.start();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // What could not be written to a program that is gone says nothing.
      const reason = /EPIPE|ECONNRESET/.test(message) ? vscode.l10n.t('it ended at once') : message;
      this.#connection = undefined;
      await this.#cannot(`\`${found.path}\` could not be started: ${reason}`, found.origin);
    }
  }

  async #cannot(problem: string, origin: Origin): Promise<void> {
    this.output.error(problem);
    this.#become({ kind: 'stopped', reason: problem });
    const open = vscode.l10n.t('Open Setting');
    const log = vscode.l10n.t('Show Log');
    const again = vscode.l10n.t('Try Again');
    const waysOut: Record<Origin, string> = {
      environment: vscode.l10n.t('Correct that variable, or unset it.'),
      setting: vscode.l10n.t('Name the program `pygloss` in the setting `pygloss.server.path`, or put it on PATH.'),
      bundled: vscode.l10n.t('The log says more.'),
      PATH: vscode.l10n.t('The log says more.'),
    };
    const wayOut = waysOut[origin];
    void vscode.window
      .showErrorMessage(`pygloss: ${problem}. ${wayOut}`, open, again, log)
      .then((chosen) => {
        if (chosen === open) return openSetting('server.path');
        if (chosen === again) return this.restart();
        if (chosen === log) this.output.show();
        return undefined;
      });
  }

  #givenUp(): void {
    const reason = vscode.l10n.t('The server ended five times within three minutes and is not started again.');
    this.#become({ kind: 'stopped', reason });
    const again = vscode.l10n.t('Restart Server');
    const log = vscode.l10n.t('Show Log');
    void vscode.window.showErrorMessage(`pygloss: ${reason}`, again, log).then((chosen) => {
      if (chosen === again) return this.restart();
      if (chosen === log) this.output.show();
      return undefined;
    });
  }

  /** Problems of the settings once each, with the way to them; other messages as they come. */
  #message(type: 'error' | 'warning' | 'information', text: string): void {
    const show = {
      error: vscode.window.showErrorMessage,
      warning: vscode.window.showWarningMessage,
      information: vscode.window.showInformationMessage,
    }[type];
    const named = /in the settings, `([\w.]+)`/.exec(text)?.[1] ?? (/\bguide/.test(text) && type !== 'information' ? 'guides' : undefined);
    if (named === undefined) {
      void show(text);
      return;
    }
    if (this.#told.has(text)) return;
    this.#told.add(text);
    const open = vscode.l10n.t('Open Setting');
    void show(text, open).then((chosen) => (chosen === open ? openSetting(named) : undefined));
  }

  #become(condition: Condition): void {
    this.condition = condition;
    this.#condition.fire(condition);
  }

  async restart(): Promise<void> {
    this.condition = { kind: 'idle' };
    this.#told.clear();
    const before = this.#connection;
    this.#connection = undefined;
    await this.#starting?.catch(() => undefined);
    await before?.stop().catch((error: unknown) => this.output.warn(String(error)));
    this.#starting = undefined;
    await this.start();
  }

  /** Asks the server; undefined, and told once, where it is too old to know the method. */
  async ask<T>(method: string, params?: unknown, token?: vscode.CancellationToken): Promise<T | undefined> {
    await this.start();
    if (!this.#connection || this.condition.kind === 'stopped') return undefined;
    try {
      return await this.#connection.request<T>(method, params, token);
    } catch (error) {
      if ((error as { code?: number }).code !== METHOD_NOT_FOUND) throw error;
      this.output.warn(`this server does not know ${method}`);
      return undefined;
    }
  }

  get isRunning(): boolean {
    return this.condition.kind === 'running';
  }

  version(): string | undefined {
    return this.#connection?.version();
  }

  environmentVariable(): string | undefined {
    return process.env[VARIABLE];
  }

  async dispose(): Promise<void> {
    await this.#connection?.stop().catch(() => undefined);
    this.output.dispose();
  }
}
