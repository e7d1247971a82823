import { describe, expect, test } from 'vitest';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { req } from '../support/req.ts';
import { ask, caught, confirm, harmless, LUNCH, permit, started } from './attack.ts';
import { turned } from './partners.ts';
import { withRemotes } from './stand.ts';

describe('a paired remote that goes beyond what it may', () => {
  test(
    'SR-110 SR-032 a permission is good for one request of its own command',
    req('SR-110', 'SR-032'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const { session } = await stand.open(await stand.pair('controller'));
        expect(await ask(session)).toMatchObject({
          type: 'refused',
          reasons: [expect.stringContaining('no permission')],
        });
        expect(await permit(session, 'other')).toMatchObject({ type: 'permitted' });
        expect(await ask(session)).toMatchObject({
          type: 'refused',
          reasons: [expect.stringContaining('no permission')],
        });
        // The attempt has cost the permission.
        expect(await ask(session, 'other')).toMatchObject({ type: 'refused' });
        expect(await permit(session)).toMatchObject({ type: 'permitted' });
        expect(await ask(session)).toMatchObject({ type: 'asks' });
        await pump.give({ type: 'bolus.cancelled' });
        expect(await ask(session)).toMatchObject({ type: 'refused' });
        expect(await permit(session)).toMatchObject({
          type: 'refused',
          reasons: [expect.stringContaining('used before')],
        });
        await pump.wait(60_000);
        expect(pump.runtime.state().ledger.doses.bolus).toBe(0);
      });
    },
  );

  test(
    'SR-026 SR-110 a bolus is confirmed by its own remote, with the amount that was shown',
    req('SR-026', 'SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const mine = await stand.open(await stand.pair('controller'));
        const other = await stand.open(await stand.pair('controller'));
        await permit(mine.session);
        await ask(mine.session);
        const recorded = await harmless(pump, stand, async () => {
          expect(await confirm(other.session)).toMatchObject({ type: 'refused' });
          expect(await confirm(mine.session, 5_000_000)).toMatchObject({ type: 'refused' });
        });
        expect(recorded).toEqual(['mismatched', 'mismatched']);
        expect(await confirm(mine.session)).toMatchObject({ type: 'accepted' });
      });
    },
  );

  test('SR-111 out of range is refused whole, on record, and moved nowhere', req('SR-111'), async () => {
    const pump = await started();
    await withRemotes(pump, async stand => {
      const { session } = await stand.open(await stand.pair('controller'));
      await permit(session);
      const recorded = await harmless(pump, stand, async () => {
        for (const amountUu of [25_000_001, 0, -1, 0.5, Number.MAX_SAFE_INTEGER])
          expect(
            await session.command(challenge => ({ type: 'bolus', challenge, bolus: 'lunch', amountUu })),
          ).toMatchObject({ type: 'refused' });
      });
      expect(recorded).toEqual(Array(5).fill('malformed'));
      // In range for a message, beyond the settings of this pump: the ledger refuses, and offers nothing less.
      expect(
        await session.command(challenge => ({
          type: 'bolus',
          challenge,
          bolus: 'lunch',
          amountUu: 20_000_000,
        })),
      ).toMatchObject({
        type: 'refused',
        reasons: [expect.stringContaining('largest bolus'), expect.stringContaining('in an hour')],
      });
      expect(pump.runtime.state().ledger.bolus.current).toBeNull();
    });
  });
});

test(
  'SR-110 SR-032 on simulated devices, no attack on a suspended pump turns the motor',
  req('SR-110', 'SR-032'),
  async () => {
    const pump = await simulatedPump({ transport: 'memory' });
    await pump.give({ type: 'resume.requested' });
    await withRemotes(pump, async stand => {
      const { session, wire } = await stand.open(await stand.pair('controller'));
      await permit(session);
      await ask(session);
      const late = await caught(session, wire, challenge => ({ type: 'confirm', challenge, ...LUNCH }));
      expect(await session.command(challenge => ({ type: 'suspend', challenge }))).toMatchObject({
        type: 'accepted',
      });
      await pump.wait(2_000);
      const delivered = pump.world.model.deliveredUu();
      const recorded = await harmless(pump, stand, async () => {
        wire.inject(late, ...wire.sent, { ...late, payload: turned(late.payload, 30) });
        stand.stranger().inject(...wire.sent);
      });
      expect(recorded).toContain('replayed');
      expect(recorded).toContain('forged');
      expect(await permit(session, 'more')).toMatchObject({ type: 'refused' });
      expect(await ask(session, 'more')).toMatchObject({ type: 'refused' });
      expect(await confirm(session)).toMatchObject({ type: 'refused' });
      await pump.wait(30 * 60_000);
      expect(pump.world.model.deliveredUu()).toBe(delivered);
      expect(pump.runtime.faulted()).toBeNull();
    });
  },
);
