/** When a server that keeps ending is no longer started again. */

/** So many ends within this time, in milliseconds, are too many. */
const MOST = 5;
const WITHIN = 3 * 60 * 1000;

export class Crashes {
  #times: number[] = [];

  /** Notes an end at `now` (milliseconds); whether the server may be started again. */
  add(now: number): boolean {
    this.#times = [...this.#times, now].filter((time) => now - time < WITHIN);
    return this.#times.length < MOST;
  }
}
