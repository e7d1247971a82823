import {
  type SimulatedPump,
  type SimulatedPumpOptions,
  simulatedPump,
} from '../../hardware/rig/simulatedPump.ts';
import type { FactOf } from '../../src/domain/facts.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';

/** How a pump was switched off, and what happened until it was switched on again. */
export type Pause = {
  /** By the wall clock; negative when that was set back meanwhile. */
  readonly gapMs: number;
  /** `cut`: nobody switched it off, the power went. */
  readonly end: 'operator' | 'signal' | 'cut';
  /** Somebody turned the screw of the pump without power. */
  readonly creepCounts?: number;
  /** Why the hardware began anew, as it tells itself. */
  readonly reset?: FactOf<'watchdog.fired'>['cause'];
  /** Other settings than those of the journal. */
  readonly settings?: Settings;
  readonly atPowerOn?: true;
  readonly alter?: SimulatedPumpOptions['alter'];
  readonly guarded?: SimulatedPumpOptions['guarded'];
};

/** Ends one life of a simulated pump and begins the next, on the same journal and the same plunger. */
export const switchedOff = async (
  pump: SimulatedPump,
  { gapMs, end, creepCounts = 0, reset, settings, atPowerOn, alter, guarded }: Pause,
): Promise<SimulatedPump> => {
  if (end !== 'cut') {
    pump.clock.resume();
    await pump.runtime.stop(end);
  }
  const mechanics = pump.world.model.committed();
  pump.clock.close();
  await pump.world.close();
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  const last = reading.read.entries.at(-1);
  if (last === undefined) throw new Error('the journal is empty');
  const wall = wallMs(last.wallMs + gapMs);
  const lines = [...pump.lines];
  const next = await simulatedPump({
    transport: 'memory',
    continues: {
      start: recover(reading.read, {
        boot: 'next',
        wallMs: wall,
        settings: settings ?? null,
        preparation: [],
        ...(reset === undefined ? {} : { reset }),
      }),
      mechanics,
      wallMs: wall,
      reset: pump.power.reset(),
    },
    arrange: world => world.inject({ creepCounts }),
    storage: { append: line => void lines.push(line), sync: () => {} },
    ...(atPowerOn ? { atPowerOn } : {}),
    ...(alter ? { alter } : {}),
    ...(guarded ? { guarded } : {}),
  });
  return { ...next, lines };
};
