import type { AnyStateMachine } from 'xstate';
import { type FactOf, factSchema } from '../../../src/domain/facts.ts';
import { wallMs } from '../../../src/domain/units.ts';
import { readJournal } from '../../../src/runtime/journalRead.ts';
import { recover } from '../../../src/runtime/recover.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import { HOLD_UP_MS } from '../../power/board/codec.ts';
import { type SimulatedPump, simulatedPump } from '../simulatedPump.ts';
import type { Head } from './head.ts';
import { storyOf, type Telling } from './telling.ts';

type Reset = FactOf<'watchdog.fired'>['cause'];

/** A reset is over sooner than a person can say. */
export const RESET_MS = 1_000;

/** `cut`: without a warning; `fails`: with one, by the supply monitor. `reset`: the hardware can tell why it began anew. */
export type Pause = {
  readonly end: 'cut' | 'fails' | 'off';
  readonly awayMs: number;
  readonly reset?: Reset;
};

/** `watchdog`, `exception`, `brownOut`: why the hardware began anew. */
export const resetOf = (cause: string | undefined): Reset => {
  const fact = factSchema.parse({ type: 'watchdog.fired', cause });
  if (fact.type !== 'watchdog.fired') throw new Error('a reset is told by another fact');
  return fact.cause;
};

/** Ends a life of the pump; what it did until then, told. A cut is told by the next life. */
export const endOf = async (
  pump: SimulatedPump,
  { end }: Pause,
  from: number,
  telling: Telling,
  began: number,
): Promise<readonly string[]> => {
  if (end === 'cut') return [];
  if (end === 'fails') {
    pump.power.fail();
    await pump.wait(HOLD_UP_MS);
  } else {
    pump.clock.resume();
    await pump.runtime.stop('operator');
  }
  return storyOf(pump.steps.slice(from), telling, began, pump.clock.now());
};

/** The power comes back after a while. Nothing is saved but the journal and the plunger. */
export const afterPause = async (
  pump: SimulatedPump,
  { settings, wearer }: Head,
  { watch, chart }: { readonly watch: (step: Observed) => void; readonly chart: AnyStateMachine | null },
  { awayMs, reset }: Pause,
): Promise<SimulatedPump> => {
  if (wearer !== null)
    throw new Error('a story with a body knows no power cut: its sensor would stay behind');
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  const mechanics = pump.world.model.committed();
  const wall = wallMs(pump.clock.wall() + awayMs);
  pump.clock.close();
  await pump.world.close();
  const lines = [...pump.lines];
  const next = await simulatedPump({
    transport: 'memory',
    watch,
    ...(chart === null ? {} : { chart }),
    continues: {
      start: recover(reading.read, {
        boot: 'again',
        wallMs: wall,
        settings,
        preparation: [],
        ...(chart === null ? {} : { chart }),
        ...(reset === undefined ? {} : { reset }),
      }),
      mechanics,
      wallMs: wall,
      reset: pump.power.reset(),
    },
    storage: { append: line => void lines.push(line), sync: () => {} },
  });
  return { ...next, lines };
};
