/** Labels that a walk met, in the order of their first meeting. */
export type LabelsMet = {
  readonly labels: readonly number[];
  /** States by whose steps labels were first met: expanded once more, they tell all labels in the same order. */
  readonly telling: readonly number[];
  /** A step with this label leaves this state. */
  readonly note: (label: number, state: number) => void;
};

export const labelsMet = (): LabelsMet => {
  const labels: number[] = [];
  const telling: number[] = [];
  let isKnown = new Uint8Array(1_024);
  return {
    labels,
    telling,
    note: (label, state) => {
      if (isKnown[label] === 1) return;
      if (label >= isKnown.length) isKnown = roomier(isKnown, label);
      isKnown[label] = 1;
      labels.push(label);
      if (telling.at(-1) !== state) telling.push(state);
    },
  };
};

const roomier = (flags: Uint8Array, index: number): Uint8Array<ArrayBuffer> => {
  const wider = new Uint8Array(Math.max(index + 1, flags.length * 2));
  wider.set(flags);
  return wider;
};
