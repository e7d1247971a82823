import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keyFile } from '../../hardware/remote/keyFile.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { settled, withRemotes } from './stand.ts';

const MINUTE = 60_000;
const LUNCH = { bolus: 'lunch', amountUu: 500_000 } as const;

const started = async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  return pump;
};

describe('a remote of a running pump', () => {
  test(
    'SR-110 is paired only while a person at the pump shows a code, and its key is in no journal',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('monitor');
        expect(pump.runtime.state().ledger.remote.partners).toEqual({ [kept.principal]: 'monitor' });
        expect(pump.runtime.state().machines.remote.value).toMatchObject({
          pairing: 'closed',
          link: { paired: 'idle' },
        });
        expect(keyFile(stand.keysPath).partners()).toEqual([kept]);
        if (process.platform !== 'win32') expect(statSync(stand.keysPath).mode & 0o777).toBe(0o600);
        const journal = pump.lines.join('\n');
        expect(journal).toContain(kept.principal);
        expect(journal).not.toContain(Buffer.from(kept.key).toString('hex'));
        expect(journal).not.toContain(stand.code());
      });
    },
  );

  test('SR-110 a code lives 90 s and is gone after one attempt', req('SR-110'), async () => {
    const pump = await started();
    await withRemotes(pump, async stand => {
      await pump.give({ type: 'pairing.opened', role: 'controller' });
      const first = stand.code();
      await pump.wait(91_000);
      expect(pump.runtime.state().machines.remote.value).toMatchObject({ pairing: 'closed' });
      stand
        .stranger()
        .inject({ kind: 'pairHello', payload: Uint8Array.of(1, ...new Uint8Array(32).fill(9)) });
      await settled(pump);
      expect(stand.rejected()).toEqual(['unpaired']);
      await pump.give({ type: 'pairing.opened', role: 'controller' });
      expect(stand.code()).not.toBe(first);
      const stranger = stand.stranger();
      stranger.inject({ kind: 'pairHello', payload: Uint8Array.of(1, ...new Uint8Array(32).fill(9)) });
      stranger.inject({ kind: 'pairCommit', payload: new Uint8Array(33) });
      stranger.inject({ kind: 'pairReveal', payload: new Uint8Array(33) });
      await settled(pump);
      expect(stand.rejected()).toEqual(['unpaired', 'wrongCode']);
      expect(pump.runtime.state().machines.remote.value).toMatchObject({
        pairing: 'closed',
        link: 'unpaired',
      });
    });
  });

  test(
    'SR-110 SR-032 a bolus from afar takes a permission, a request and a confirmation of the amount shown',
    req('SR-110', 'SR-032'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const { session } = await stand.open(await stand.pair('controller'));
        expect(session.role).toBe('controller');
        expect(
          await session.command(challenge => ({ type: 'permit', challenge, bolus: 'lunch' })),
        ).toMatchObject({ type: 'permitted' });
        expect(await session.command(challenge => ({ type: 'bolus', challenge, ...LUNCH }))).toMatchObject({
          type: 'asks',
          ...LUNCH,
        });
        await pump.wait(10_000);
        expect(pump.devices.moved()).toBe(0);
        expect(await session.command(challenge => ({ type: 'confirm', challenge, ...LUNCH }))).toMatchObject({
          type: 'accepted',
        });
        await pump.wait(30_000);
        expect(pump.runtime.state().ledger.doses.bolus).toBe(20);
        // The pump announces what was asked of it from afar.
        expect(pump.shown().map(({ alarm }) => alarm)).toContain('remoteChange');
        const status = await session.ask({ type: 'readStatus' });
        expect(status).toMatchObject({
          type: 'status',
          status: { delivering: true, bolus: null, lastBolus: { deliveredUu: 500_000, reason: 'completed' } },
        });
      });
    },
  );

  test('SR-110 each role may do what it is for, and no more', req('SR-110'), async () => {
    const pump = await started();
    await withRemotes(pump, async stand => {
      const monitor = await stand.open(await stand.pair('monitor'));
      const caregiver = await stand.open(await stand.pair('caregiver'));
      const before = stand.counted();
      expect(await monitor.session.ask({ type: 'readStatus' })).toMatchObject({ type: 'status' });
      for (const { session } of [monitor, caregiver]) {
        for (const type of ['permit', 'bolus', 'confirm'] as const)
          expect(
            await session.command(
              challenge => ({ type, challenge, ...(type === 'permit' ? { bolus: 'x' } : LUNCH) }) as never,
            ),
          ).toMatchObject({ type: 'refused' });
      }
      expect(await monitor.session.command(challenge => ({ type: 'suspend', challenge }))).toMatchObject({
        type: 'refused',
      });
      expect(stand.counted()).toBe(before);
      await pump.wait(2_000);
      expect(stand.rejected()).toEqual(Array(7).fill('forbidden'));
      expect(await caregiver.session.command(challenge => ({ type: 'suspend', challenge }))).toMatchObject({
        type: 'accepted',
      });
      expect(pump.runtime.state().ledger.delivering).toBe(false);
      expect(pump.shown().map(({ alarm }) => alarm)).toContain('remoteChange');
    });
  });

  test(
    'SR-110 a permission is refused while the pump cannot give a bolus, and has one holder',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const one = await stand.open(await stand.pair('controller'));
        const other = await stand.open(await stand.pair('controller'));
        const permit = (who: typeof one, bolus: string) =>
          who.session.command(challenge => ({ type: 'permit', challenge, bolus }));
        expect(await permit(one, 'a')).toMatchObject({ type: 'permitted' });
        expect(await permit(other, 'b')).toMatchObject({
          type: 'refused',
          reasons: [expect.stringContaining('holds')],
        });
        await pump.wait(61_000);
        expect(
          await one.session.command(challenge => ({
            type: 'bolus',
            challenge,
            bolus: 'a',
            amountUu: 50_000,
          })),
        ).toMatchObject({ type: 'refused' });
        expect(await permit(other, 'b')).toMatchObject({ type: 'permitted' });
        // A suspension takes the permission with it.
        await pump.give({ type: 'suspend.requested' });
        expect(pump.runtime.state().ledger.remote.permission).toBeNull();
        expect(await permit(other, 'b')).toMatchObject({
          type: 'refused',
          reasons: [expect.stringContaining('stopped')],
        });
        await pump.give({ type: 'resume.requested' });
        expect(await permit(other, 'b')).toMatchObject({ type: 'permitted' });
        await pump.give({
          type: 'remote.unpaired',
          principal: Object.keys(pump.runtime.state().ledger.remote.partners)[1] ?? '',
        });
        expect(pump.runtime.state().ledger.remote.permission).toBeNull();
      });
    },
  );

  test(
    'SR-112 the link is cut in mid-bolus: the bolus goes on, and the state is asked for afterwards',
    req('SR-112'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('controller');
        const { session, wire } = await stand.open(kept);
        await session.command(challenge => ({ type: 'permit', challenge, bolus: 'lunch' }));
        await session.command(challenge => ({ type: 'bolus', challenge, ...LUNCH }));
        await session.command(challenge => ({ type: 'confirm', challenge, ...LUNCH }));
        await pump.wait(5_000);
        await wire.cut();
        await pump.wait(2_000);
        expect(pump.runtime.state().pump.matches({ bolus: 'delivering' })).toBe(true);
        const again = await stand.open({ ...kept, session: 1 });
        const asked = await again.session.ask({ type: 'readStatus' });
        expect(asked).toMatchObject({ status: { bolus: { requestedUu: 500_000, phase: 'active' } } });
        await pump.wait(30_000);
        expect(pump.runtime.state().ledger.doses.bolus).toBe(20);
      });
    },
  );

  test(
    'SR-112 half an hour of silence raises A-44, which ends when the remote is heard',
    req('SR-112'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('monitor');
        const { session } = await stand.open(kept);
        await pump.wait(29 * MINUTE);
        await session.ask({ type: 'readStatus' });
        const lost = () => pump.shown().some(({ alarm }) => alarm === 'remoteLost');
        await pump.wait(29 * MINUTE);
        expect(lost()).toBe(false);
        await pump.wait(2 * MINUTE);
        expect(lost()).toBe(true);
        await session.ask({ type: 'readStatus' });
        await pump.give();
        expect(lost()).toBe(false);
      });
    },
  );

  test('SR-110 an unpaired remote is a stranger, at once and after a restart', req('SR-110'), async () => {
    const pump = await started();
    await withRemotes(pump, async stand => {
      const kept = await stand.pair('caregiver');
      const { session } = await stand.open(kept);
      await session.command(challenge => ({ type: 'unpair', challenge })).catch(() => {});
      await pump.give();
      expect(pump.runtime.state().ledger.remote.partners).toEqual({});
      expect(keyFile(stand.keysPath).partners()).toEqual([]);
      await expect(session.ask({ type: 'readStatus' })).rejects.toThrow('ended the link');
      await expect(stand.open(kept)).rejects.toThrow();
      expect(stand.rejected()).toEqual(['unpaired']);
    });
  });
});
