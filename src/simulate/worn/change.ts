import { cartridgeOf } from '../../domain/change.ts';
import type { FactSink } from '../../ports.ts';
import type { PumpState } from '../../runtime/state.ts';

/** What hands do to a pump: a bay, a set, a body. */
export type Hands = {
  readonly takeOut: () => void;
  readonly putIn: (volumeUu: number) => void;
  readonly wearSet: (isOn: boolean) => void;
};

/** The step of a change that a person has to take now; null while none is wanted of them. */
const stepIn = ({ value: { supply } }: PumpState['pump']): string | null =>
  typeof supply === 'object' && 'changing' in supply && typeof supply.changing === 'string'
    ? supply.changing
    : null;

/**
 * A change of cartridge and set as a person goes through it: says `go` at each step that waits for them. The new set is
 * primed already and its cannula filled by hand, so that what is counted is what the body gets.
 */
export const changer = (submit: FactSink, hands: Hands, cartridgeUu: number) => {
  const acts: Readonly<Record<string, () => void>> = {
    unloading: hands.takeOut,
    occupied: hands.takeOut,
    empty: () => {
      hands.wearSet(false);
      submit({ type: 'set.disconnected' });
    },
    disconnected: () => submit({ type: 'rewind.requested' }),
    rewound: () => hands.putIn(cartridgeUu),
    seated: () => submit(cartridgeOf(cartridgeUu)),
    loaded: () => submit({ type: 'prime.skipped' }),
    primed: () => {
      hands.wearSet(true);
      submit({ type: 'fill.skipped' });
    },
  };
  return {
    begin: () => submit({ type: 'change.requested' }),
    /** Whether a step waits for a person. */
    wants: ({ pump }: PumpState): boolean => Object.hasOwn(acts, stepIn(pump) ?? ''),
    go: ({ pump }: PumpState): void => acts[stepIn(pump) ?? '']?.(),
  };
};
