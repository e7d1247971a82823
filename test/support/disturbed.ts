import { simulatedCgm } from '../../hardware/cgm/simulated.ts';
import { simulatedButton } from '../../hardware/io/button.ts';
import { lockStepHeartbeat } from '../../hardware/power/heartbeat.ts';
import { type Injector, injector } from '../../hardware/rig/disturb/injector.ts';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { breakableCheck } from '../../hardware/selftest/breakable.ts';
import { configurationIn } from '../../hardware/supervisor/configuration.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { exampleSettings } from '../../src/domain/settings.ts';

/** A pump that delivers, in a world in which everything can go wrong. */
export type Disturbed = {
  readonly faults: Injector;
  readonly pump: Awaited<ReturnType<typeof simulatedPump>>;
  /** Every alarm since it began to deliver, in order. */
  readonly raised: () => readonly AlarmName[];
  readonly close: () => Promise<void>;
};

/** Restless, as skin is, and within every limit. */
const skin = (index: number): number => Math.round(115 + 8 * Math.sin(index / 3));

export const disturbed = async (): Promise<Disturbed> => {
  const lines: string[] = [];
  let fails = false;
  const storage = {
    append: (line: string) => {
      if (fails) throw new Error('ENOSPC: no space left on device');
      lines.push(line);
    },
    sync: () => {},
  };
  const check = breakableCheck();
  const pump = await simulatedPump({
    transport: 'memory',
    storage,
    settings: { ...exampleSettings, quickBolusStepUu: 500_000 },
    supervised: { configuration: () => configurationIn(lines) },
    guarded: lockStepHeartbeat(),
    checks: [check],
  });
  const { clock, world, sounder, power, runtime, second } = pump;
  const cgm = simulatedCgm(
    { clock, sink: runtime.submit, firstSequence: 0 },
    { everyMs: 300_000, read: skin },
  );
  const faults = injector({
    clock,
    devices: world,
    sounder,
    power,
    second: second === null ? null : { ...second, kill: () => second.unplug('process') },
    button: simulatedButton(runtime.submit),
    setStorage: fault => {
      fails = fault === 'failing';
    },
    setCheck: check.set,
  });
  faults.wear(cgm);
  cgm.start();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(11 * 60_000);
  const raised: AlarmName[] = [];
  runtime.observe(({ state, before }) => {
    for (const { alarm } of state.annunciation)
      if (!before.annunciation.some(other => other.alarm === alarm)) raised.push(alarm);
  });
  return {
    faults,
    pump,
    raised: () => raised,
    close: async () => {
      cgm.stop();
      await pump.abandon();
    },
  };
};
