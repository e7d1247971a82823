import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds, wallMs } from '../../src/domain/units.ts';
import type { Stepped } from '../../src/runtime/draft.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { shared } from '../support/shared.ts';

export const MINUTE = 60_000;

/** A pump that delivers, in steps taken by hand from where it is. */
export const delivering = async (...facts: readonly Fact[]): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  for (const fact of facts) await pump.give(fact);
  return pump;
};
export const pumping = shared(async () => (await delivering()).runtime.state());

/** Takes a fact so long after the last one. */
export const take = (state: PumpState, fact: Fact, laterMs = 0): Stepped => {
  const { at } = state.ledger;
  if (at === null) throw new Error('the pump has no time yet');
  const monoMs = after(at.monoMs, milliseconds(laterMs));
  return step(state, { seq: 1_000, monoMs, wallMs: wallMs(at.wallMs + laterMs), fact });
};
export const takeAll = (state: PumpState, ...facts: readonly Fact[]): PumpState =>
  facts.reduce((before, fact) => take(before, fact).state, state);
export const typesOf = (list: readonly { readonly type: string }[]): readonly string[] =>
  list.map(({ type }) => type);
export const life = ({ pump }: PumpState): unknown => pump.value.life;
export const shown = ({ annunciation }: PumpState) =>
  annunciation.map(({ alarm, signal, condition }) => `${alarm} ${signal} ${condition}`);
export const withLedger = (state: PumpState, change: Partial<PumpState['ledger']>): PumpState => ({
  ...state,
  ledger: { ...state.ledger, ...change },
});

export const PRESSURE: Fact = { type: 'pressure.measured', pascals: 60_000 };
export const BREATH: Fact = { type: 'pressure.measured', pascals: 101_000 };
export const HOT: Fact = { type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 };
export const LOW_BATTERY: Fact = {
  type: 'battery.measured',
  percent: 20,
  millivolts: 3_700,
  minutesLeft: 600,
};
