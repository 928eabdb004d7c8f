// Cases that are counted, in the manner of the other editors' tests.
const found = [];
const AT_ONCE = 2;

/** One that measures runs `alone`, after all others. */
export function test(name, run, { alone = false } = {}) {
  found.push({ name, run, alone });
}

export async function runAll(wanted, show) {
  const counts = { passed: 0, failed: 0 };
  const chosen = found.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  const queue = chosen.filter(({ alone }) => !alone);
  const attempt = async (name, run, verdict) => {
    const started = Date.now();
    try {
      await run();
      show(`ok      ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      return true;
    } catch (error) {
      show(`${verdict}  ${name}\n${String(error?.stack ?? error).replace(/^/gm, '        ')}`);
      return false;
    }
  };
  // The workbench now and then opens without having read its settings or the list of its folders: 2 of
  // 58 windows did on a busy machine, and once two in a row. A case that fails gets a new window, twice;
  // what it said before is shown.
  const one = async ({ name, run }) => {
    const isFine =
      (await attempt(name, run, 'again ')) ||
      (await attempt(`${name}, in a second window`, run, 'again ')) ||
      (await attempt(`${name}, in a third window`, run, 'FAILED'));
    counts[isFine ? 'passed' : 'failed'] += 1;
  };
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await one(next);
  };
  // Each has a window of its own, and most of the time is spent waiting.
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  queue.push(...chosen.filter(({ alone }) => alone));
  await work();
  return counts;
}

/** Asks `look` until it gives something truthy; fails with what it gave last. */
export async function until(what, look, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      last = await look();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  throw new Error(`waited ${seconds} s for ${what}; last: ${last}`);
}

export function contains(text, part, what = 'the text') {
  if (!String(text).includes(part)) throw new Error(`${what} has no "${part}":\n${text}`);
}

export function equal(actual, expected, what = 'it') {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}`);
}
