import { match } from 'ts-pattern';
import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { broken, type Cause, press, type Situation, spoilt, submit, world } from './acts.ts';
import { LEVELS } from './bench.ts';
import { forceOffset, freeOffset, volumeAt } from './payloads.ts';
import { benchSettings, FULL_UU } from './pumpOnBench.ts';

/** What is put in: so full that the plunger meets it soon. What the user says of it is another matter. */
const BRIM_UU = 290_000_000;
/** The cause of an event of a cartridge change, or of the cartridge itself; null for all others. */
export const supplyCause = (event: Event, situation: Situation): Cause | null =>
  match(event.type)
    .returnType<Cause | null>()
    .with(
      'change.cancelled',
      'set.disconnected',
      'prime.started',
      'prime.held',
      'prime.stopped',
      'prime.skipped',
      'fill.skipped',
      'fill.cancelled',
      type => submit(situation, { type }),
    )
    .with('rewind.requested', type => onceHalted(situation, { type }))
    .with('fill.requested', type => submit(situation, { type, amountUu: 100_000 }))
    .with('cartridge.accepted', () => stateCartridge(situation))
    .with('cartridge.refused', () => submit(situation, { ...cartridgeOf(FULL_UU), unitsPerMl: 500 }))
    .with('cartridge.removed', () => broken(situation, () => world(situation).inject({ cartridgeOut: true })))
    .with('cartridge.inserted', () =>
      broken(situation, () => world(situation).inject({ cartridgeUu: BRIM_UU })),
    )
    .with('rewind.failed', 'seating.failed', () =>
      broken(situation, () =>
        world(situation).simulators.motor.fault({ kind: 'conditions', killSwitch: true }),
      ),
    )
    .with('seat.doubted', () => spoilt(() => press(situation, freeOffset(situation)), true))
    .with('force.lost', () => spoilt(() => press(situation, forceOffset(situation, 'force.lost')), true))
    .otherwise(() => null);

/** How much is in the new cartridge: as much as the levels say that are announced with it. */
const stateCartridge = (situation: Situation): Cause => {
  const [first, ...rest] = situation.ahead;
  const levels = first?.type === 'reservoir.refilled' ? rest : [];
  const depth = LEVELS.slice(1).findIndex((level, at) => levels[at]?.type !== `reservoir.${level}`);
  const told = LEVELS.slice(1, depth === -1 ? undefined : depth + 1).map(level => `reservoir.${level}`);
  return {
    when: 'settled',
    takesTime: false,
    act: async () => {
      const { runtime, clock } = situation.bench.pump();
      runtime.submit({ type: 'settings.changed', settings: benchSettings });
      // A cartridge goes before settings that wait.
      await clock.settle();
      runtime.submit(cartridgeOf(volumeAt(situation, told)));
    },
  };
};

/** Longer than the drive needs to say that it stands. */
const HALT_MS = 200;

/** A person who asks the drive to move again, and no sooner than it has come to rest. */
const onceHalted = (situation: Situation, fact: Fact): Cause => ({
  when: 'settled',
  takesTime: false,
  act: async () => {
    const { runtime, clock } = situation.bench.pump();
    await clock.advanceTo(after(clock.now(), milliseconds(HALT_MS)));
    runtime.submit(fact);
  },
});
