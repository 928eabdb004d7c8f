import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { findServer, VARIABLE } from '../src/find';

const folder = mkdtempSync(path.join(tmpdir(), 'pygloss-find-'));

function program(...name: string[]): string {
  const file = path.join(folder, ...name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

const onPath = program('path', 'pygloss');
const bundled = program('extension', 'bin', 'pygloss');
const set = program('set', 'pygloss');
const named = program('named', 'pygloss');
const places = {
  environment: { PATH: path.dirname(onPath) },
  setting: '',
  extension: path.join(folder, 'extension'),
  platform: 'linux' as const,
};

test('the environment stands before the setting, that before the package, that before PATH', () => {
  const environment = { ...places.environment, [VARIABLE]: named };
  assert.deepEqual(findServer({ ...places, environment, setting: set }), { path: named, origin: 'environment' });
  assert.deepEqual(findServer({ ...places, setting: set }), { path: set, origin: 'setting' });
  assert.deepEqual(findServer(places), { path: bundled, origin: 'bundled' });
  assert.deepEqual(findServer({ ...places, extension: folder }), { path: onPath, origin: 'PATH' });
});

test('what a person named and cannot be run is told, not passed over', () => {
  const problem = (setting: string) => {
    const found = findServer({ ...places, setting });
    return 'problem' in found ? found.problem : assert.fail(`found ${found.path}`);
  };
  assert.match(problem('/nowhere/pygloss'), /`\/nowhere\/pygloss`, which does not exist$/);
  assert.match(problem('pygloss'), /is no absolute path$/);
  assert.match(problem(folder), /is no file$/);
  const notes = path.join(folder, 'notes');
  writeFileSync(notes, '');
  assert.match(problem(notes), /may not be run$/);
});

test('where there is none at all, what was looked for is told', () => {
  const found = findServer({ ...places, extension: folder, environment: {} });
  assert.deepEqual(found, {
    problem: 'this package brings no server for linux, and there is no `pygloss` on PATH',
    origin: undefined,
  });
});
