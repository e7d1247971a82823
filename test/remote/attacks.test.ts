import { copyFileSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RemoteSession } from '../../hardware/remote/client.ts';
import type { Frame } from '../../hardware/remote/frame.ts';
import type { Request } from '../../hardware/remote/messages.ts';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { replay } from '../../src/runtime/recover.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { turned } from './partners.ts';
import { type RemoteStand, type StandPump, settled, type Wire, withRemotes } from './stand.ts';

const started = async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  return pump;
};

const LUNCH = { bolus: 'lunch', amountUu: 500_000 } as const;
const permit = (session: RemoteSession, bolus: string = LUNCH.bolus) =>
  session.command(challenge => ({ type: 'permit', challenge, bolus }));
const ask = (session: RemoteSession, bolus: string = LUNCH.bolus) =>
  session.command(challenge => ({ type: 'bolus', challenge, bolus, amountUu: LUNCH.amountUu }));
const confirm = (session: RemoteSession, amountUu: number = LUNCH.amountUu) =>
  session.command(challenge => ({ type: 'confirm', challenge, bolus: LUNCH.bolus, amountUu }));

/** Lets a command go no further than the wire: the frame that carried it, never delivered. */
const caught = async (
  session: RemoteSession,
  wire: Wire,
  make: (challenge: string) => Request,
): Promise<Frame> => {
  const asked = await session.ask({ type: 'ask' });
  if (asked.type !== 'challenge') throw new Error('the pump gave no challenge');
  let held: Frame | null = null;
  wire.meddle = frame => {
    held = frame;
    return [];
  };
  // Its answer never comes.
  session.ask(make(asked.challenge)).catch(() => {});
  while (held === null) await new Promise(done => setImmediate(done));
  wire.meddle = frame => [frame];
  return held;
};

/** Attacks, and looks at what is on record and at what is counted: nothing may have changed. */
const harmless = async (
  pump: StandPump,
  stand: RemoteStand,
  attack: () => Promise<void>,
): Promise<readonly string[]> => {
  const before = stand.counted();
  const recorded = stand.rejected().length;
  await attack();
  await settled(pump);
  // Rejections that follow one another within a second are told together.
  await pump.wait(1_100);
  expect(stand.counted()).toBe(before);
  return stand.rejected().slice(recorded);
};

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
