/** A value that two parts need of each other, set before anybody asks for it. */
export class Pending<T> {
  #value: T | undefined;

  set(value: T): void {
    this.#value = value;
  }

  get(): T {
    if (this.#value === undefined) throw new Error('asked for before it was set');
    return this.#value;
  }
}
