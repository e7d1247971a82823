import type { PumpState } from './state.ts';

/** What a remote that asks is told of the pump, but for the time: the state itself, never what it was before. Amounts are in µU. */
export const remoteStatusOf = ({ ledger, pump, annunciation }: PumpState) => {
  const { current, last } = ledger.bolus;
  return {
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
