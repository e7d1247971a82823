import { describe, expect, test } from 'vitest';
import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { requestIn } from '../../src/runtime/refusal.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const PRINCIPAL = '0123456789abcdef';

/** Everything that a person, at the pump or from afar, can want started or changed. */
const REQUESTS: readonly Fact[] = [
  { type: 'bolus.requested', bolus: 'dinner', amountUu: 1_000_000 },
  { type: 'bolus.confirmed', bolus: 'dinner' },
  { type: 'bolus.confirmedAgain', bolus: 'dinner' },
  { type: 'resume.requested' },
  { type: 'resume.requested', origin: 'remote' },
  { type: 'tempBasal.requested', percent: 50, durationMs: 1_800_000 },
  { type: 'automation.enabled' },
  { type: 'remote.permissionRequested', principal: PRINCIPAL, bolus: `${PRINCIPAL}-1` },
  { type: 'change.requested' },
  { type: 'change.cancelled' },
  { type: 'set.disconnected' },
  { type: 'rewind.requested' },
  cartridgeOf(100_000_000),
  { type: 'prime.started' },
  { type: 'prime.skipped' },
  { type: 'fill.requested', amountUu: 300_000 },
  { type: 'fill.skipped' },
];

const given =
  (...facts: readonly Fact[]) =>
  async (): Promise<CorePump> => {
    const pump = await corePump();
    for (const fact of facts) await pump.give(fact);
    return pump;
  };
const off: Fact = { type: 'power.lost', cause: 'operator' };
const on: Fact = { type: 'power.applied', boot: 'again', gapMs: 1_000 };

/** A pump in each state of its life, and where requests go otherwise ways. */
const LIVES: Readonly<Record<string, () => Promise<CorePump>>> = {
  off: given(off),
  'self-test': given(off, on),
  recovering: given(off, on, { type: 'selfTest.passed' }),
  suspended: given({ type: 'suspend.requested' }),
  delivering: given({ type: 'resume.requested' }),
  'confirming a bolus': given(
    { type: 'resume.requested' },
    { type: 'bolus.requested', bolus: 'lunch', amountUu: 1_000_000 },
  ),
  'stopped by an alarm': given({ type: 'resume.requested' }, { type: 'pressure.measured', pascals: 60_000 }),
  'changing the cartridge': given({ type: 'change.requested' }, { type: 'cartridge.removed' }),
  'fail-safe': given({ type: 'resume.requested' }, { type: 'motor.cut' }),
};

/** What a person notices at once: an answer, or a pump that does otherwise than before. */
const isAnswered = ({ steps }: CorePump): boolean => {
  const last = steps.at(-1);
  if (last === undefined) return false;
  const { before, state, commands } = last;
  return (
    commands.some(
      command =>
        (command.type === 'refuse' && command.reasons.length > 0) ||
        command.type === 'askConfirmation' ||
        command.type === 'permitRemote',
    ) ||
    JSON.stringify(before.pump.value) !== JSON.stringify(state.pump.value) ||
    JSON.stringify(before.machines.therapy.value) !== JSON.stringify(state.machines.therapy.value)
  );
};

describe('SR-046 no request of a person is dropped in silence', () => {
  for (const [life, begin] of Object.entries(LIVES)) {
    test(`in the state "${life}"`, req('SR-046'), async () => {
      const silent: string[] = [];
      let asked = 0;
      for (const request of REQUESTS) {
        const pump = await begin();
        expect(requestIn(request), request.type).not.toBeNull();
        await pump.give(request);
        const at = pump.steps.findIndex(({ envelope }) => envelope.fact === request);
        if (!isAnswered({ ...pump, steps: pump.steps.slice(0, at + 1) })) silent.push(request.type);
        asked += 1;
      }
      expect(silent).toEqual([]);
      expect(asked).toBe(REQUESTS.length);
    });
  }
});
