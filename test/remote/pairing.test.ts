import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../../hardware/remote/bytes.ts';
import { hmac } from '../../hardware/remote/crypto.ts';
import { pair, pairAsPump, pairAsRemote, ROUNDS } from '../../hardware/remote/pairing.ts';
import { req } from '../support/req.ts';
import { exchange, start, turned } from './partners.ts';

const code = fc.integer({ min: 0, max: 999_999 });

describe('pairing by a code that the pump shows', () => {
  test(
    'SR-110 two that know the code end with the same key, and with another one each time',
    req('SR-110'),
    () => {
      const one = exchange(4_711, 4_711);
      const other = exchange(4_711, 4_711);
      expect(one.pump).toEqual(one.remote);
      expect(one.pump).toMatchObject({ principal: expect.stringMatching(/^[0-9a-f]{16}$/) });
      expect(one.pump).not.toEqual(other.pump);
      // Two keys, two frames for each side and round, two confirmations.
      expect(one.frames).toHaveLength(2 + 4 * ROUNDS + 2);
    },
  );

  test('SR-110 a wrong code pairs nobody, whichever digit is wrong', req('SR-110'), () => {
    fc.assert(
      fc.property(code, code, (right, wrong) => {
        fc.pre(right !== wrong);
        const { pump, remote } = exchange(right, wrong);
        expect([pump, remote].map(end => typeof end)).toEqual(['string', 'string']);
        expect([pump, remote]).toContain('failed');
      }),
      { numRuns: 60 },
    );
  });

  test('SR-110 a bit turned in any byte of any frame pairs nobody', req('SR-110'), () => {
    const { frames } = exchange(271_828, 271_828);
    let checked = 0;
    for (const [index, { payload }] of frames.entries()) {
      for (let byte = 0; byte < payload.length; byte += 1) {
        // Every byte of the first exchange and of the end; one byte of each of the rounds, which are alike.
        if (index > 5 && index < frames.length - 2 && byte !== (index * 7) % payload.length) continue;
        const { pump, remote } = exchange(271_828, 271_828, (frame, at) =>
          at === index ? { ...frame, payload: turned(frame.payload, byte, byte % 8) } : frame,
        );
        // The last frame has already made the pump certain; the remote must not be.
        expect(remote, `byte ${byte} of frame ${index}`).not.toBeTypeOf('object');
        if (index < frames.length - 1)
          expect(pump, `byte ${byte} of frame ${index}`).not.toBeTypeOf('object');
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(300);
  });

  test('SR-110 a frame lost, repeated or out of turn pairs nobody', req('SR-110'), () => {
    const { frames } = exchange(1, 1);
    for (let index = 0; index < frames.length; index += 1) {
      const lost = exchange(1, 1, (frame, at) => (at === index ? null : frame));
      expect(lost.remote).not.toBeTypeOf('object');
      const before = frames[Math.max(0, index - 2)];
      if (index < 2 || before === undefined) continue;
      const repeated = exchange(1, 1, (frame, at) => (at === index ? before : frame));
      expect(repeated.remote).not.toBeTypeOf('object');
    }
  });

  test(
    'SR-110 somebody in the middle learns no more bits of the code than were guessed',
    req('SR-110'),
    () => {
      fc.assert(
        fc.property(code, code, (right, guess) => {
          fc.pre(right !== guess);
          // An impostor that says it is the pump, checks nothing, and goes on as long as the remote lets it.
          const { keys, nonces } = start(0);
          const begun = pairAsRemote(start(right));
          const remoteKey = begun.send?.payload.subarray(1) ?? new Uint8Array();
          let remote = pair(begun.pairing, {
            kind: 'pairAnswer',
            payload: concat(Uint8Array.of(1), keys.publicKey),
          });
          let learnt = 0;
          for (const [round, nonce] of nonces.entries()) {
            const bit = (guess >> round) & 1;
            const commitment = hmac(nonce, Uint8Array.of(1, round, bit), remoteKey, keys.publicKey);
            remote = pair(remote.pairing, {
              kind: 'pairCommit',
              payload: concat(Uint8Array.of(round), commitment),
            });
            // The remote reveals now, and with that this bit of the code.
            if (remote.send?.kind === 'pairReveal') learnt += 1;
            remote = pair(remote.pairing, {
              kind: 'pairReveal',
              payload: concat(Uint8Array.of(round), nonce),
            });
            if (remote.outcome === 'failed') break;
          }
          const firstWrong = 31 - Math.clz32((right ^ guess) & -(right ^ guess));
          expect(remote.outcome).toBe('failed');
          expect(learnt).toBe(firstWrong + 1);
        }),
        { numRuns: 60 },
      );
    },
  );

  test('SR-110 the middle that swaps only the keys is found in the first round', req('SR-110'), () => {
    const intruder = start(0).keys.publicKey;
    const { pump, remote, frames } = exchange(987_654, 987_654, (frame, at) =>
      at < 2 ? { ...frame, payload: Uint8Array.of(1, ...intruder) } : frame,
    );
    expect([pump, remote]).toContain('failed');
    expect(frames.length).toBeLessThanOrEqual(6);
  });

  test('SR-110 a remote that is answered with its own words is not deceived', req('SR-110'), () => {
    // Reflection: the attacker knows no code and sends back whatever the remote says.
    let remote = pairAsRemote(start(555_555));
    for (let turn = 0; remote.send !== null && turn < 100; turn += 1) {
      const reflected = remote.send.kind === 'pairHello' ? 'pairAnswer' : remote.send.kind;
      remote = pair(remote.pairing, { kind: reflected, payload: remote.send.payload });
    }
    expect(remote.outcome).toBe('failed');
  });

  test('SR-110 keys with which everybody shares the same secret are refused', req('SR-110'), () => {
    const zero = new Uint8Array(33);
    zero[0] = 1;
    const { pump, remote } = exchange(5, 5, (frame, at) => (at < 2 ? { ...frame, payload: zero } : frame));
    expect(pump).not.toBeTypeOf('object');
    expect(remote).not.toBeTypeOf('object');
  });

  test('SR-111 no sequence of made-up frames pairs anybody or throws', req('SR-111'), () => {
    const kind = fc.constantFrom('pairHello', 'pairCommit', 'pairReveal', 'pairConfirm', 'sealed', 'hello');
    const frame = fc.record({ kind, payload: fc.uint8Array({ minLength: 31, maxLength: 34 }) });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), frames => {
        let pump = pairAsPump(start(31_337));
        for (const each of frames) {
          const stepped = pair(pump, { ...each, kind: each.kind });
          expect(stepped.outcome).not.toBeTypeOf('object');
          pump = stepped.pairing;
        }
      }),
    );
  });
});
