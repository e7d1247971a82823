/** A list as it is read. An array is one. */
export type List<Entry> = {
  readonly length: number;
  readonly at: (index: number) => Entry | undefined;
  readonly [Symbol.iterator]: () => Iterator<Entry>;
};

/**
 * A list that shares its entries with the list it grew from: a day of pulses is not copied for each pulse. It never changes; what it
 * shares only grows behind its end, where it does not look.
 */
class Shared<Entry> implements List<Entry> {
  readonly #entries: Entry[];
  readonly #from: number;
  readonly length: number;

  constructor(entries: Entry[], from: number) {
    this.#entries = entries;
    this.#from = from;
    this.length = entries.length - from;
  }

  at(index: number): Entry | undefined {
    const place = index < 0 ? index + this.length : index;
    return place < 0 || place >= this.length ? undefined : this.#entries[this.#from + place];
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.#entries.slice(this.#from, this.#from + this.length)[Symbol.iterator]();
  }

  /** Written out it is its entries: whoever compares texts compares them. */
  toJSON(): readonly Entry[] {
    return [...this];
  }

  grown(entry: Entry, dropped: number): Shared<Entry> {
    const from = this.#from + dropped;
    const end = this.#from + this.length;
    // Another list has grown from this one already, or more is held than is read: from here on the entries are its own.
    if (end < this.#entries.length || from * 2 > end) return ofItsOwn(this.#entries.slice(from, end), entry);
    this.#entries.push(entry);
    return new Shared(this.#entries, from);
  }
}

const ofItsOwn = <Entry>(entries: Entry[], entry: Entry): Shared<Entry> => {
  entries.push(entry);
  return new Shared(entries, 0);
};

/** The list that has grown to these entries, as it would be then. */
export const listOf = <Entry>(entries: readonly Entry[]): List<Entry> =>
  entries.length === 0 ? [] : new Shared([...entries], 0);

/** This list without its first `dropped`, at most all of them, and with one more. */
export const grown = <Entry>(list: List<Entry>, entry: Entry, dropped: number): List<Entry> =>
  list instanceof Shared ? list.grown(entry, dropped) : ofItsOwn([...list].slice(dropped), entry);
