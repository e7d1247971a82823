import type { PumpState } from '../../runtime/state.ts';

/** How fast time may run now, and why slower than asked; null when it is not. */
export type Pace = { readonly factor: number; readonly slowed: string | null };

/** A person cannot read, decide and press a button in a hundredth of a second. */
const TO_CONFIRM = 1;
const TO_FOLLOW = 20;

/**
 * Slows accelerated time where a person has something to decide or to follow. It changes when things
 * are shown, never what happens: the same facts are taken at the same instants of the pump's clock.
 */
export const paceOf = (state: PumpState, asked: number): Pace => {
  const [wish] = wishes(state).filter(({ factor }) => factor < asked);
  return wish ?? { factor: asked, slowed: null };
};

/** In these steps of a cartridge change the drive is at work; in the others a person is, or holds a key. */
const AT_WORK = ['rewinding', 'seating', 'fillingCannula'] as const;
const isAtWork = (pump: PumpState['pump']): boolean =>
  AT_WORK.some(changing => pump.matches({ supply: { changing } }));

const wishes = ({ pump, machines, annunciation }: PumpState): readonly Pace[] => [
  ...(machines.remote.matches({ pairing: 'open' })
    ? [{ factor: TO_CONFIRM, slowed: 'a remote is being paired' }]
    : []),
  ...(machines.remote.matches({ link: { paired: 'permitted' } })
    ? [{ factor: TO_CONFIRM, slowed: 'a remote may ask for a bolus' }]
    : []),
  ...(machines.lock.matches({ entry: 'open' })
    ? [{ factor: TO_CONFIRM, slowed: 'something is being entered' }]
    : []),
  // A button that only stays down is nobody's finger.
  ...(machines.quick.matches({ entry: 'idle' })
    ? []
    : [{ factor: TO_CONFIRM, slowed: 'the button is in use' }]),
  ...(pump.matches({ supply: 'changing' }) && !isAtWork(pump)
    ? [{ factor: TO_CONFIRM, slowed: 'the cartridge is being changed' }]
    : []),
  ...(isAtWork(pump) ? [{ factor: TO_FOLLOW, slowed: 'the plunger moves for a cartridge change' }] : []),
  ...(pump.matches({ bolus: 'confirming' })
    ? [{ factor: TO_CONFIRM, slowed: 'a bolus waits for confirmation' }]
    : []),
  ...(pump.hasTag('bolusing') || pump.matches({ bolus: 'cancelling' })
    ? [{ factor: TO_FOLLOW, slowed: 'a bolus is delivered' }]
    : []),
  // An acknowledged one too: it sounds again in minutes, and those are for dealing with its cause.
  ...(annunciation.some(({ priority }) => priority === 'high')
    ? [{ factor: TO_FOLLOW, slowed: 'a HIGH alarm is active' }]
    : []),
];
