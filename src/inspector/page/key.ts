/** A key and what it does: the tables of these are what works, and what is shown to whoever asks for it. */
export type Key = {
  /** As the browser names it; `Shift+` before an arrow where that is held. */
  readonly key: string;
  /** As a person reads it. */
  readonly name: string;
  readonly words: string;
  readonly act: () => void;
};

export const byKey = (keys: readonly Key[]): ReadonlyMap<string, Key> =>
  new Map(keys.map(each => [each.key, each]));
