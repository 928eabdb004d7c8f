/**
 * The requests that pygloss answers beyond LSP. Lines and columns are LSP's: from 0, in UTF-16.
 */

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Location {
  uri: string;
  range: Range;
}

export type State = 'known' | 'learning';

/** What can be explained in Python source. */
export interface Concept {
  id: string;
  name: string;
  family: string;
  since: string | null;
  state: State | null;
}

/** A question with its answer, or a section, of a guide. */
export interface Entry {
  id: string;
  title: string;
  kind: 'question' | 'topic';
  level: 'easy' | 'medium' | 'hard' | null;
  /** The titles of the headings above it, outermost first. */
  section: string[];
  tags: string[];
  /** Null while the built-in guide is not unpacked. */
  uri: string | null;
  /** Its heading in that file. */
  range: Range;
}

export interface WholeEntry extends Entry {
  /** All of its text, from the heading on. */
  markdown: string;
  /** The answer alone; null where there is none. Older servers do not tell. */
  answer?: string | null;
}

/** A construct of a Python file, with what the guides have about it. */
export interface Construct {
  concept: Concept;
  range: Range;
  entries: Entry[];
}

export interface QuizItem {
  concept: Concept;
  entry: Entry;
  range: Range;
}

export type Rating = 'again' | 'good' | 'easy';

export interface Usages {
  concepts: string[];
  locations: Location[];
  complete: boolean;
}

export interface PlanItem {
  concept: Concept;
  places: number;
  entries: Entry[];
  prerequisites: Entry[];
}

export interface Guide {
  name: string;
  uri: string | null;
  builtin: boolean;
  files: number;
  questions: number;
  topics: number;
  problems: number;
}

/** A file of a guide. */
export interface Page {
  uri: string | null;
  guide: string;
  title: string;
  /** The folders that it is in, outermost first. */
  folder: string[];
  entries: number;
}

export interface PageEntry extends Entry {
  concepts: Concept[];
}

export interface CheckedFile {
  uri: string;
  diagnostics: {
    range: Range;
    message: string;
    severity?: number;
    code?: string | number;
  }[];
}

/** The commands of the server that may stand as links in hovers. */
export const LINK_COMMANDS = [
  'pygloss.openEntry',
  'pygloss.quizHere',
  'pygloss.markKnown',
  'pygloss.markLearning',
  'pygloss.showUsages',
] as const;

/** How a server says that it has no such method (JSON-RPC 2.0, section 5.1). */
export const METHOD_NOT_FOUND = -32601;
