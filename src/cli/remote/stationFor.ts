import type { KeyFile } from '../../../hardware/remote/keyFile.ts';
import { type Station, type StationOptions, station } from '../../../hardware/remote/station.ts';
import type { Clock } from '../../ports.ts';
import { remoteStatusOf } from '../../runtime/remoteStatus.ts';
import type { Runtime } from '../../runtime/run.ts';

export type StationParts = {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly keys: KeyFile;
  readonly showCode: StationOptions['showCode'];
};

/** The remote station of a running pump. */
export const stationFor = ({ runtime, clock, keys, showCode }: StationParts): Station => {
  const served = station({
    clock,
    sink: runtime.submit,
    keys,
    showCode,
    pump: {
      roleOf: principal => runtime.state().ledger.remote.partners[principal] ?? null,
      status: () => ({ monoMs: clock.now(), ...remoteStatusOf(runtime.state()) }),
      waiting: () => {
        const { current } = runtime.state().ledger.bolus;
        if (current?.phase !== 'pending') return null;
        return { bolus: current.bolus, amountUu: current.requestedUu };
      },
    },
  });
  runtime.observe(({ envelope, commands }) => served.observe({ fact: envelope.fact, commands }));
  return served;
};
