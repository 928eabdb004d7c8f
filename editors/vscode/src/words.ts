/** How entries and concepts are worded in lists. */

import type { Concept, Entry, State } from './protocol';

const ICONS: Record<State | 'none', string> = { known: 'pass-filled', learning: 'mortar-board', none: '' };

/** The name of the theme icon for a state. */
export function iconOf(state: State | null): string {
  return ICONS[state ?? 'none'];
}

/** `medium · Data model › Slots`: what helps to tell entries of one title apart. */
export function describeEntry(entry: Pick<Entry, 'kind' | 'level' | 'section'>): string {
  const kind = entry.kind === 'question' ? entry.level : 'topic';
  // That a question stands among questions says nothing.
  const section = entry.section.filter((title) => title !== 'Questions');
  return [kind, section.join(' › ')].filter(Boolean).join(' · ');
}

/** `3 questions · known`, in words and not by colour alone. */
export function describeConcept(concept: Pick<Concept, 'state'>, entries: Pick<Entry, 'kind'>[]): string {
  const questions = entries.filter(({ kind }) => kind === 'question').length;
  return [questions > 0 ? count(questions, 'question') : '', concept.state ?? ''].filter(Boolean).join(' · ');
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** The state of an entry: that of its concepts where they agree, else "learning" if any is. */
export function stateOf(concepts: Pick<Concept, 'state'>[]): State | null {
  if (concepts.length > 0 && concepts.every(({ state }) => state === 'known')) return 'known';
  return concepts.some(({ state }) => state === 'learning') ? 'learning' : null;
}

/** `Language and ecosystem` of `01-language-and-ecosystem`; other names of folders are as they are. */
export function folderTitle(name: string): string {
  const [, words] = /^\d+[-_. ]+(.+)$/.exec(name) ?? [];
  if (words === undefined) return name;
  const spaced = words.replaceAll(/[-_]+/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
