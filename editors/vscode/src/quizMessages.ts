/** What the quiz's page and the extension say to each other. */

import type { Entry, Rating, WholeEntry } from './protocol';

export type ToPage =
  | {
      kind: 'question';
      number: number;
      of: number;
      html: string;
      concept: string;
      level: Entry['level'];
      /** From 1. */
      line: number;
    }
  | { kind: 'answer'; html: string }
  | { kind: 'done'; asked: number; rated: Record<Rating, number> };

export type FromPage =
  | { kind: 'ready' | 'reveal' | 'skip' | 'open' | 'code' | 'again' | 'close' }
  | { kind: 'rate'; rating: Rating }
  /** A link into a guide was followed. */
  | { kind: 'link'; href: string };

/** The answer of an entry; of one whose server does not tell, its text without the heading. */
export function answerOf(entry: Pick<WholeEntry, 'markdown' | 'answer'>): string | null {
  if (entry.answer !== undefined) return entry.answer;
  const rest = entry.markdown.replace(/^[^\n]*\n?/, '').trim();
  return rest === '' ? null : rest;
}

const SCHEME = 'guide:';

/**
 * `markdown` with links to files under a scheme of our own: VS Code's renderer leaves `file:` links
 * as text.
 */
export function withGuideLinks(markdown: string): string {
  return markdown.replaceAll('](file:', `](${SCHEME}`);
}

/** The `file:` URI of such a link; undefined for any other. */
export function fileOfLink(href: string): string | undefined {
  return href.startsWith(SCHEME) ? `file:${href.slice(SCHEME.length)}` : undefined;
}
