import { match } from 'ts-pattern';
import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { type Cause, type Situation, submit } from './acts.ts';
import { LEVELS } from './bench.ts';
import { volumeAt } from './payloads.ts';
import { benchSettings, FULL_UU } from './pumpOnBench.ts';

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
