/** A word that opens something. Whoever prints it, logs it or writes it as JSON gets four letters of nothing. */
export class Secret {
  readonly #word: string;

  constructor(word: string) {
    this.#word = word;
  }

  /** For the one question that needs it. */
  reveal(): string {
    return this.#word;
  }

  toString(): string {
    return '****';
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
