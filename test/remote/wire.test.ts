import { describe, expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { ask, caught, confirm, harmless, LUNCH, permit, started } from './attack.ts';
import { turned } from './partners.ts';
import { withRemotes } from './stand.ts';

describe('somebody on the wire', () => {
  test(
    'SR-110 replays every frame of a bolus: each is rejected, and no second bolus follows',
    req('SR-110', 'SR-032'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const { session, wire } = await stand.open(await stand.pair('controller'));
        await permit(session);
        await ask(session);
        await confirm(session);
        await pump.wait(30_000);
        expect(pump.runtime.state().ledger.doses.bolus).toBe(20);
        const frames = wire.sent.filter(({ kind }) => kind === 'sealed');
        expect(frames).toHaveLength(6);
        const recorded = await harmless(pump, stand, async () => wire.inject(...frames));
        expect(recorded).toEqual(Array(6).fill('replayed'));
        // The same on a new connection, handshake and all.
        const again = stand.stranger();
        expect(await harmless(pump, stand, async () => again.inject(...wire.sent))).toContain('forged');
        await pump.wait(60_000);
        expect(pump.runtime.state().ledger.doses.bolus).toBe(20);
      });
    },
  );

  test(
    'SR-110 lets a later frame overtake: the one that was overtaken is rejected',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const { session, wire } = await stand.open(await stand.pair('caregiver'));
        const held = await caught(session, wire, challenge => ({ type: 'suspend', challenge }));
        await session.ask({ type: 'readStatus' });
        expect(await harmless(pump, stand, async () => wire.inject(held))).toEqual(['replayed']);
        expect(pump.runtime.state().ledger.delivering).toBe(true);
      });
    },
  );

  test(
    'SR-110 holds a command back for more than 60 s: it has expired by the clock of the pump',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const { session, wire } = await stand.open(await stand.pair('controller'));
        await permit(session);
        await ask(session);
        const late = await caught(session, wire, challenge => ({ type: 'confirm', challenge, ...LUNCH }));
        await pump.wait(60_001);
        expect(await harmless(pump, stand, async () => wire.inject(late))).toEqual(['expired']);
        await pump.wait(60_000);
        expect(pump.runtime.state().ledger.doses.bolus).toBe(0);
      });
    },
  );

  test(
    'SR-110 turns a bit in every byte of a command, and cuts it at every length',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('controller');
        let session = 0;
        let attacked = 0;
        for (let from = 0; ; from += 20) {
          const { session: open, wire } = await stand.open({ ...kept, session });
          session += 1;
          const { payload } = await caught(open, wire, challenge => ({ type: 'suspend', challenge }));
          if (from >= payload.length) break;
          const forged = await harmless(pump, stand, async () => {
            for (let byte = from; byte < Math.min(from + 20, payload.length); byte += 1) {
              wire.inject({ kind: 'sealed', payload: turned(payload, byte, byte % 8) });
              attacked += 1;
            }
          });
          const cut = await harmless(pump, stand, async () => {
            for (let length = from; length < Math.min(from + 10, payload.length); length += 1)
              wire.inject({ kind: 'sealed', payload: payload.slice(0, length) });
          });
          expect(new Set([...forged, ...cut])).toEqual(new Set(['forged']));
          expect(forged.length).toBe(Math.min(20, payload.length - from));
          // A link that was attacked still takes what is genuine.
          expect(await open.ask({ type: 'readStatus' })).toMatchObject({ type: 'status' });
        }
        expect(attacked).toBeGreaterThan(80);
        expect(pump.runtime.state().ledger.delivering).toBe(true);
      });
    },
  );

  test('SR-110 comes with a forged key, or with no key at all', req('SR-110'), async () => {
    const pump = await started();
    await withRemotes(pump, async stand => {
      const kept = await stand.pair('controller');
      const recorded = await harmless(pump, stand, async () => {
        await expect(stand.open({ ...kept, key: new Uint8Array(32).fill(7) })).rejects.toThrow(
          'not the pump',
        );
        await expect(stand.open({ ...kept, principal: 'f'.repeat(16) })).rejects.toThrow('ended');
        const wire = stand.stranger();
        wire.inject({
          kind: 'hello',
          payload: Uint8Array.of(1, ...Buffer.from(kept.principal, 'hex'), ...new Uint8Array(32).fill(9)),
        });
        wire.inject({ kind: 'proof', payload: new Uint8Array(32) });
        stand.stranger().inject({ kind: 'sealed', payload: new Uint8Array(60) });
      });
      expect([...recorded].sort()).toEqual(['forged', 'malformed', 'unpaired']);
    });
  });

  test(
    'SR-110 swaps the keys of a pairing: nobody is paired, and the code is void',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const recorded = await harmless(pump, stand, async () => {
          await pump.give({ type: 'pairing.opened', role: 'controller' });
          const wire = stand.stranger();
          // A middle that has its own keys and must answer for a code that it does not know.
          wire.inject({ kind: 'pairHello', payload: Uint8Array.of(1, ...new Uint8Array(32).fill(9)) });
          for (const round of [0, 1])
            wire.inject(
              { kind: 'pairCommit', payload: Uint8Array.of(round, ...new Uint8Array(32).fill(3)) },
              { kind: 'pairReveal', payload: Uint8Array.of(round, ...new Uint8Array(32).fill(4)) },
            );
        });
        expect(recorded).toEqual(['wrongCode']);
        expect(pump.runtime.state().machines.remote.value).toMatchObject({
          pairing: 'closed',
          link: 'unpaired',
        });
      });
    },
  );
});
