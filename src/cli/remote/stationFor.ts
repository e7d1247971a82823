import type { KeyFile } from '../../../hardware/remote/keyFile.ts';
import type { Status } from '../../../hardware/remote/messages.ts';
import { type Station, type StationOptions, station } from '../../../hardware/remote/station.ts';
import type { MonoMs } from '../../domain/units.ts';
import type { Clock } from '../../ports.ts';
import type { Runtime } from '../../runtime/run.ts';
import type { PumpState } from '../../runtime/state.ts';

/** What a remote that asks is told of the pump: the state itself, never what it was before. */
const statusOf = ({ ledger, pump, annunciation }: PumpState, now: MonoMs): Status => {
  const { current, last } = ledger.bolus;
  return {
    monoMs: now,
    delivering: ledger.delivering,
    permission: String(pump.value.permission),
    bolus: current === null ? null : pick(current, { phase: current.phase }),
    lastBolus: last === null ? null : pick(last, { reason: last.reason }),
    reservoirUu: ledger.reservoir.volumeUu,
    alarms: annunciation.map(({ alarm }) => alarm),
  };
};

type Amounts = { readonly bolus: string; readonly requestedUu: number; readonly deliveredUu: number };

const pick = <More extends object>({ bolus, requestedUu, deliveredUu }: Amounts, more: More) => ({
  bolus,
  requestedUu,
  deliveredUu,
  ...more,
});

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
      status: () => statusOf(runtime.state(), clock.now()),
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
