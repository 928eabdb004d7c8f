import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { alike } from '../src/alike';
import { anchorAt } from '../src/anchor';
import { Crashes } from '../src/crashes';
import { expandGuide, isBelow } from '../src/folders';
import { explicit } from '../src/layers';
import { foldersOf } from '../src/outline';
import type { Construct, Page } from '../src/protocol';
import { answerOf, fileOfLink, withGuideLinks } from '../src/quizMessages';
import { count, describeConcept, describeEntry, folderTitle, stateOf } from '../src/words';

test('the anchor is that of the heading on the line, or of the nearest one above', () => {
  const html =
    '<h1 data-line="0" class="code-line" id="slots">Slots</h1><p data-line="2">…</p>' +
    '<h2 data-line="4" id="a--b">A &amp; b</h2><h2 id="x&amp;y" data-line="9">x&amp;y</h2>';
  assert.equal(anchorAt(html, 4), 'a--b');
  assert.equal(anchorAt(html, 8), 'a--b');
  assert.equal(anchorAt(html, 30), 'x&y');
  assert.equal(anchorAt(html, 0), 'slots');
  assert.equal(anchorAt('<p data-line="0">no heading</p>', 3), undefined);
});

test('the fifth end within three minutes is one too many', () => {
  const crashes = new Crashes();
  assert.deepEqual([0, 1, 2, 3, 4].map((time) => crashes.add(time)), [true, true, true, true, false]);
  const slow = new Crashes();
  for (let minute = 0; minute < 20; minute += 1) assert.equal(slow.add(minute * 60_000), true);
});

test('the nearest layer of a setting counts; a restricted one only as the person’s own', () => {
  const layers = { globalValue: 1, workspaceValue: 2, workspaceFolderValue: 3 };
  assert.equal(explicit(layers, true, true), 3);
  assert.equal(explicit({ globalValue: 1, workspaceValue: 2 }, true, false), 2);
  assert.equal(explicit(layers, false, true), 1);
  assert.equal(explicit(layers, false, false), 3);
  assert.equal(explicit({}, true, false), undefined);
});

test('guides are below the person’s folder, absolute, or below each workspace folder', () => {
  assert.deepEqual(expandGuide('~/notes', ['/w']), [path.join(homedir(), 'notes')]);
  assert.deepEqual(expandGuide('/a/../notes', ['/w']), ['/notes']);
  assert.deepEqual(expandGuide('docs', ['/w', '/v']), ['/w/docs', '/v/docs']);
  assert.ok(isBelow('/notes/a/b.md', '/notes'));
  assert.ok(isBelow('/notes', '/notes'));
  assert.ok(isBelow('/notes/..a.md', '/notes'));
  assert.ok(!isBelow('/notes2/a.md', '/notes'));
});

test('pages stand in their folders in their own order, one guide without a folder of its own', () => {
  const page = (title: string, guide: string, ...folder: string[]): Page => ({ uri: null, guide, title, folder, entries: 1 });
  const one = foldersOf([page('b', 'g', '2'), page('a', 'g', '1'), page('c', 'g', '2')]);
  assert.deepEqual(one.children.map((child) => (child.kind === 'folder' ? [child.name, child.pages] : child.page.title)), [['2', 2], ['1', 1]]);
  const two = foldersOf([page('b', 'g'), page('a', 'h', 'x', 'y')]);
  assert.deepEqual(two.children.map((child) => (child.kind === 'folder' ? child.name : '')), ['g', 'h']);
  assert.equal(foldersOf([]).children.length, 0);
});

test('an entry with mixed concepts is known only where all of them are', () => {
  const of = (...states: ('known' | 'learning' | null)[]) => stateOf(states.map((state) => ({ state })));
  assert.equal(of('known', 'known'), 'known');
  assert.equal(of('known', null), null);
  assert.equal(of('known', 'learning'), 'learning');
  assert.equal(of(), null);
});

test('lists say in words what their icons say', () => {
  assert.equal(describeEntry({ kind: 'question', level: 'hard', section: ['A', 'B'] }), 'hard · A › B');
  assert.equal(describeEntry({ kind: 'topic', level: null, section: [] }), 'topic');
  assert.equal(describeConcept({ state: 'known' }, [{ kind: 'question' }, { kind: 'topic' }]), '1 question · known');
  assert.equal(describeConcept({ state: null }, [{ kind: 'topic' }]), '');
  assert.equal(count(1200, 'file'), '1,200 files');
});

test('the answer of a server that does not tell it is the text below the heading', () => {
  assert.equal(answerOf({ markdown: '## Q?\n\nBecause.\n' }), 'Because.');
  assert.equal(answerOf({ markdown: '## Q?\n' }), null);
  assert.equal(answerOf({ markdown: '## Q?\n\nNo.', answer: 'Because.' }), 'Because.');
  assert.equal(answerOf({ markdown: '## Q?\n\nNo.', answer: null }), null);
});

test('links of an answer to files of a guide survive VS Code’s renderer, and lead back to the file', () => {
  assert.equal(withGuideLinks('See [a](file:///g/a.md#b).'), 'See [a](guide:///g/a.md#b).');
  assert.equal(fileOfLink('guide:///g/a.md#b'), 'file:///g/a.md#b');
  assert.equal(fileOfLink('https://example.com/'), undefined);
});

test('a numbered folder is shown without its number, any other as it is', () => {
  assert.equal(folderTitle('01-language-and-ecosystem'), 'Language and ecosystem');
  assert.equal(folderTitle('2024'), '2024');
  assert.equal(folderTitle('my_notes'), 'my_notes');
});

test('a list says the section of a question only where that says something', () => {
  assert.equal(describeEntry({ kind: 'question', level: 'easy', section: ['Questions'] }), 'easy');
  assert.equal(describeEntry({ kind: 'question', level: 'hard', section: ['Slots', 'Questions'] }), 'hard · Slots');
});

test('what raises the same question first is one thing to a person', () => {
  const construct = (id: string, ...entries: [string, 'question' | 'topic'][]) =>
    ({ concept: { id }, entries: entries.map(([id, kind]) => ({ id, kind })) }) as unknown as Construct;
  const slots = construct('dunder.slots', ['slots.md', 'topic'], ['slots.md#what', 'question']);
  const idiom = construct('idiom.slots', ['slots.md#what', 'question']);
  const other = construct('syntax.class-attribute', ['attribute.md#what', 'question']);
  const silent = construct('syntax.assignment');
  assert.deepEqual(alike(slots, [slots, idiom, other, silent]), ['dunder.slots', 'idiom.slots']);
  assert.deepEqual(alike(silent, [slots, silent, construct('syntax.name')]), ['syntax.assignment']);
});
