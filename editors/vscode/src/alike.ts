/** Constructs that are one thing to a person, such as `__slots__` and the idiom that it makes. */

import type { Construct } from './protocol';

/** The ids of `chosen` and of those of `here` that raise the same question first. */
export function alike(chosen: Construct, here: Construct[]): string[] {
  const leading = ({ entries }: Construct) => entries.find(({ kind }) => kind === 'question')?.id;
  const question = leading(chosen);
  const same = here.filter((one) => question !== undefined && leading(one) === question);
  return [...new Set([chosen, ...same].map(({ concept }) => concept.id))];
}
