import { copyFileSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../hardware/remote/frame.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { replay } from '../../src/runtime/recover.ts';
import { req } from '../support/req.ts';
import { ask, caught, harmless, permit, started } from './attack.ts';
import { settled, withRemotes } from './stand.ts';

describe('the station under load and over restarts', () => {
  test(
    'SR-110 SR-111 a flood is dropped, told in a few facts, and keeps nobody from suspending',
    req('SR-110', 'SR-111'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const caregiver = await stand.open(await stand.pair('caregiver'));
        const flooder = await stand.open(await stand.pair('monitor'));
        const steps = pump.steps.length;
        const recorded = await harmless(pump, stand, async () => {
          const junk: Frame = { kind: 'sealed', payload: new Uint8Array(40) };
          for (let index = 0; index < 3_000; index += 1) flooder.wire.inject(junk);
          for (let index = 0; index < 200; index += 1) stand.stranger().inject(junk);
          await settled(pump);
        });
        expect(recorded.length).toBeGreaterThan(100);
        expect(pump.steps.length - steps).toBeLessThan(20);
        expect(await caregiver.session.command(challenge => ({ type: 'suspend', challenge }))).toMatchObject({
          type: 'accepted',
        });
        expect(pump.runtime.state().ledger.delivering).toBe(false);
      });
    },
  );

  test(
    'SR-110 after a restart no old frame is worth anything, and the number of the session goes on',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('caregiver');
        const { session, wire } = await stand.open(kept);
        const held = await caught(session, wire, challenge => ({ type: 'suspend', challenge }));
        const older = readFileSync(stand.keysPath);
        stand.restart();
        const recorded = await harmless(pump, stand, async () => stand.stranger().inject(...wire.sent, held));
        expect(recorded.length).toBeGreaterThan(0);
        expect(recorded).not.toContain('failed');
        // The remote has seen session 1, so the next one is higher, or it is not its pump.
        const next = await stand.open({ ...kept, session: 1 });
        expect(await next.session.ask({ type: 'readStatus' })).toMatchObject({ type: 'status' });
        expect(JSON.parse(older.toString()).partners[0].session).toBe(1);
        expect(JSON.parse(readFileSync(stand.keysPath, 'utf8')).partners[0].session).toBe(2);
      });
    },
  );

  test(
    'SR-110 keys that were restored from an older copy are refused by the remote',
    req('SR-110'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('caregiver');
        const copy = `${stand.keysPath}.old`;
        copyFileSync(stand.keysPath, copy);
        await stand.open(kept);
        copyFileSync(copy, stand.keysPath);
        stand.restart();
        await expect(stand.open({ ...kept, session: 1 })).rejects.toThrow('older state');
      });
    },
  );

  test(
    'SR-110 SR-024 the journal tells who is paired and which ids were used, and no permission survives it',
    req('SR-110', 'SR-024'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const { session } = await stand.open(await stand.pair('controller'));
        await permit(session);
        await ask(session);
        await pump.give({ type: 'bolus.cancelled' });
        await permit(session, 'next');
        await pump.give({ type: 'power.lost', cause: 'supply' });
        const reading = readJournal(`${pump.lines.join('\n')}\n`);
        if (!reading.ok) throw new Error(reading.error.problem);
        const { state, same } = replay(reading.read.entries);
        expect(same).toBe(true);
        expect(Object.values(state.ledger.remote.partners)).toEqual(['controller']);
        expect(state.ledger.remote.permission).toBeNull();
        expect([...state.ledger.bolus.used]).toEqual([expect.stringMatching(/^[0-9a-f]{16}-lunch$/)]);
      });
    },
  );

  test(
    'SR-111 whatever bytes arrive, in whatever stage, nothing is taken and nothing breaks',
    req('SR-111'),
    async () => {
      const pump = await started();
      await withRemotes(pump, async stand => {
        const kept = await stand.pair('controller');
        const kinds = fc.constantFrom(
          'pairHello',
          'pairCommit',
          'pairReveal',
          'pairConfirm',
          'hello',
          'welcome',
          'proof',
          'sealed',
        );
        const frames = fc.array(
          fc.record({
            kind: kinds,
            payload: fc.oneof(
              fc.uint8Array({ maxLength: 90 }),
              fc.uint8Array({ minLength: 33, maxLength: 33 }),
            ),
          }),
          { minLength: 1, maxLength: 12 },
        );
        let session = 0;
        await fc.assert(
          fc.asyncProperty(frames, fc.boolean(), fc.boolean(), async (sent, isOpen, isWindow) => {
            if (isWindow) await pump.give({ type: 'pairing.opened', role: 'controller' });
            const wire = isOpen ? (await stand.open({ ...kept, session })).wire : stand.stranger();
            if (isOpen) session += 1;
            const recorded = await harmless(pump, stand, async () => wire.inject(...sent));
            expect(recorded).not.toContain('failed');
          }),
          { numRuns: 60 },
        );
        expect(pump.runtime.faulted()).toBeNull();
        expect(stand.rejected().length).toBeGreaterThan(60);
      });
    },
  );
});
