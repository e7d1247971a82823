import type { Choice, Condition, Deed, Document } from './document.ts';

/** What is learned on the way: actions and delays by name. */
export type Learned = {
  /** The name to call a deed by: the one given, or another where that one already does something else. */
  readonly deed: (name: string, deed: Deed) => string;
  readonly guard: (name: string, condition: Condition) => Condition;
  readonly delay: (name: string, length: Choice<number>) => void;
  readonly all: () => Pick<Document, 'guards' | 'actions' | 'delays'>;
};

export const learnedNames = (): Learned => {
  const [actions, guards, delays] = [
    new Map<string, Deed>(),
    new Map<string, Condition>(),
    new Map<string, Choice<number>>(),
  ];
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  return {
    deed: (name, deed) => {
      for (let number = 1; ; number += 1) {
        const own = number === 1 ? name : `${name} ${number}`;
        const known = actions.get(own);
        if (known !== undefined && !isSame(known, deed)) continue;
        actions.set(own, deed);
        return own;
      }
    },
    guard: (name, condition) => {
      const known = guards.get(name);
      if (known !== undefined && !isSame(known, condition)) return condition;
      guards.set(name, condition);
      return { guard: name };
    },
    delay: (name, length) => {
      const known = delays.get(name);
      if (known !== undefined && !isSame(known, length))
        throw new Error(`cannot read this SCXML: the delay "${name}" has two lengths`);
      delays.set(name, length);
    },
    all: () => ({
      guards: Object.fromEntries(guards),
      actions: Object.fromEntries(actions),
      delays: Object.fromEntries(delays),
    }),
  };
};
