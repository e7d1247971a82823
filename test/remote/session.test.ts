import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textBytes } from '../../hardware/remote/bytes.ts';
import { newKeyPair } from '../../hardware/remote/crypto.ts';
import { cutFrames, encodeFrame, frameReader, KIND, MOST_PAYLOAD } from '../../hardware/remote/frame.ts';
import { accept, answer, call, prove } from '../../hardware/remote/handshake.ts';
import { decodeMessage, encodeMessage, requestSchema } from '../../hardware/remote/messages.ts';
import { openFrame, sealFrame } from '../../hardware/remote/session.ts';
import { req } from '../support/req.ts';
import { opened, paired, turned } from './partners.ts';

const hello = textBytes('suspend');

describe('a session between two that are paired', () => {
  test('SR-110 what one side says the other reads, both ways, and nobody else', req('SR-110'), () => {
    const { pump, remote } = opened();
    const said = sealFrame(remote, hello);
    expect(openFrame(pump, said.frame)).toMatchObject({ ok: true, counter: 1, plain: hello });
    expect(openFrame(remote, sealFrame(pump, hello).frame)).toMatchObject({ ok: true, plain: hello });
    expect(Buffer.from(said.frame.payload).includes('suspend')).toBe(false);
    // What is sent back to its sender is not taken for an answer.
    expect(openFrame(remote, said.frame)).toEqual({ ok: false, reason: 'forged' });
    expect(openFrame(opened().pump, said.frame)).toEqual({ ok: false, reason: 'forged' });
  });

  test('SR-110 a bit turned in any byte of a frame is found', req('SR-110'), () => {
    const { pump, remote } = opened();
    const { frame } = sealFrame(remote, hello);
    for (let byte = 0; byte < frame.payload.length; byte += 1)
      for (let bit = 0; bit < 8; bit += 1)
        expect(openFrame(pump, { ...frame, payload: turned(frame.payload, byte, bit) })).toEqual({
          ok: false,
          reason: 'forged',
        });
    expect(openFrame(pump, frame).ok).toBe(true);
  });

  test('SR-110 a frame cut short is refused at every length', req('SR-110'), () => {
    const { pump, remote } = opened();
    const { frame } = sealFrame(remote, hello);
    for (let length = 0; length < frame.payload.length; length += 1)
      expect(openFrame(pump, { ...frame, payload: frame.payload.slice(0, length) }).ok).toBe(false);
  });

  test(
    'SR-110 whatever the order of arrival, each frame is taken at most once and never after a later one',
    req('SR-110'),
    () => {
      fc.assert(
        fc.property(fc.array(fc.nat({ max: 7 }), { maxLength: 24 }), arrivals => {
          let { pump, remote } = opened(KEPT);
          const frames = Array.from({ length: 8 }, (_, index) => {
            const said = sealFrame(remote, Uint8Array.of(index));
            remote = said.session;
            return said.frame;
          });
          let last = -1;
          for (const index of arrivals) {
            const frame = frames[index];
            if (frame === undefined) throw new Error('there is no such frame');
            const read = openFrame(pump, frame);
            expect(read.ok).toBe(index > last);
            if (!read.ok) {
              expect(read.reason).toBe('replayed');
              continue;
            }
            pump = read.session;
            last = index;
          }
        }),
        { numRuns: 60 },
      );
    },
  );
});

const KEPT = paired();

describe('the handshake of a session', () => {
  test('SR-110 a frame of an earlier session is worth nothing in the next', req('SR-110'), () => {
    const first = opened(KEPT);
    const { frame } = sealFrame(first.remote, hello);
    const second = opened({ ...KEPT, session: 1 });
    expect(second.pump.number).toBe(2);
    expect(openFrame(second.pump, frame)).toEqual({ ok: false, reason: 'forged' });
  });

  test('SR-110 a recorded handshake opens nothing when it is played again', req('SR-110'), () => {
    const { calling, send } = call(KEPT, newKeyPair());
    const first = answer(send, () => KEPT, newKeyPair());
    if (!first.ok) throw new Error(first.reason);
    const proved = prove(calling, first.send);
    if (!proved.ok) throw new Error(proved.reason);
    const again = answer(send, () => KEPT, newKeyPair());
    if (!again.ok) throw new Error(again.reason);
    expect(accept(again.answering, proved.send)).toEqual({ ok: false, reason: 'forged' });
    expect(accept(first.answering, proved.send).ok).toBe(true);
  });

  test('SR-110 a wrong key, an unknown principal and another version are refused', req('SR-110'), () => {
    const stranger = paired();
    const { calling, send } = call(KEPT, newKeyPair());
    expect(answer(send, () => null, newKeyPair())).toEqual({ ok: false, reason: 'unpaired' });
    // A pump that does not know the key, and a remote that does not.
    const impostor = answer(send, () => ({ ...KEPT, key: stranger.key }), newKeyPair());
    if (!impostor.ok) throw new Error(impostor.reason);
    expect(prove(calling, impostor.send)).toEqual({ ok: false, reason: 'forged' });
    const forger = call({ ...KEPT, key: stranger.key }, newKeyPair());
    const answered = answer(forger.send, () => KEPT, newKeyPair());
    if (!answered.ok) throw new Error(answered.reason);
    expect(prove(forger.calling, answered.send)).toEqual({ ok: false, reason: 'forged' });
    expect(accept(answered.answering, { kind: 'proof', payload: new Uint8Array(32) }).ok).toBe(false);
    for (const version of [0, 2, 255]) {
      const older = { ...send, payload: Uint8Array.of(version, ...send.payload.subarray(1)) };
      expect(answer(older, () => KEPT, newKeyPair())).toEqual({ ok: false, reason: 'malformed' });
    }
  });

  test('SR-110 a pump that was set back to an older state is noticed', req('SR-110'), () => {
    const { calling, send } = call({ ...KEPT, session: 9 }, newKeyPair());
    const answered = answer(send, () => ({ ...KEPT, session: 3 }), newKeyPair());
    if (!answered.ok) throw new Error(answered.reason);
    expect(prove(calling, answered.send)).toEqual({ ok: false, reason: 'rolledBack' });
  });

  test('SR-110 a bit turned in any byte of hello, welcome or proof opens nothing', req('SR-110'), () => {
    let checked = 0;
    const ends = (which: 'hello' | 'welcome' | 'proof', byte: number): boolean => {
      const meddle = (payload: Uint8Array, here: string) =>
        here === which ? turned(payload, byte) : payload;
      const { calling, send } = call(KEPT, newKeyPair());
      const find = (principal: string) => (principal === KEPT.principal ? KEPT : null);
      const answered = answer({ ...send, payload: meddle(send.payload, 'hello') }, find, newKeyPair());
      if (!answered.ok) return true;
      const proved = prove(calling, { ...answered.send, payload: meddle(answered.send.payload, 'welcome') });
      if (!proved.ok) return true;
      return !accept(answered.answering, { ...proved.send, payload: meddle(proved.send.payload, 'proof') })
        .ok;
    };
    for (const [which, length] of [
      ['hello', 41],
      ['welcome', 72],
      ['proof', 32],
    ] as const) {
      for (let byte = 0; byte < length; byte += 1) {
        expect(ends(which, byte), `byte ${byte} of ${which}`).toBe(true);
        checked += 1;
      }
      expect(ends(which, length), `${which} unchanged`).toBe(false);
    }
    expect(checked).toBe(145);
  });
});

describe('the bytes of the remote link', () => {
  const kinds = Object.keys(KIND) as (keyof typeof KIND)[];
  const frames = fc.array(
    fc.record({ kind: fc.constantFrom(...kinds), payload: fc.uint8Array({ maxLength: 80 }) }),
    { maxLength: 6 },
  );

  test('SR-111 any frames come out as they went in, however the bytes are cut', req('SR-111'), () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, sizes) => {
        const bytes = sent.flatMap(frame => [...encodeFrame(frame)]);
        const got: unknown[] = [];
        const read = frameReader(
          frame => got.push(frame),
          () => expect.unreachable(),
        );
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          read(Uint8Array.from(bytes.slice(at, at + size)));
          at += size;
        }
        expect(got).toEqual(sent);
      }),
    );
  });

  test(
    'SR-111 no bytes make the decoder throw, keep more than a frame, or go on after nonsense',
    req('SR-111'),
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 6_000 }), bytes => {
          const { rest, broken } = cutFrames(bytes);
          expect(rest.length).toBeLessThan(3 + MOST_PAYLOAD);
          if (!broken) return;
          let after = 0;
          const read = frameReader(
            () => {},
            () => {
              after += 1;
            },
          );
          read(bytes);
          read(encodeFrame({ kind: 'sealed', payload: Uint8Array.of(1) }));
          expect(after).toBe(1);
        }),
        { numRuns: 500 },
      );
    },
  );

  test(
    'SR-111 no bytes are read as a request unless they are one, with every field in range',
    req('SR-111'),
    () => {
      const challenge = 'a'.repeat(32);
      const good = { type: 'bolus', challenge, bolus: 'lunch-1', amountUu: 1_000_000 } as const;
      expect(decodeMessage(requestSchema, encodeMessage(good))).toEqual(good);
      for (const bad of [
        { ...good, amountUu: 25_000_001 },
        { ...good, amountUu: 0 },
        { ...good, amountUu: -50_000 },
        { ...good, amountUu: 1.5 },
        { ...good, amountUu: '1000000' },
        { ...good, bolus: '' },
        { ...good, bolus: 'Lunch' },
        { ...good, challenge: 'a' },
        { ...good, extra: 1 },
        { type: 'bolus' },
        { type: 'resume', challenge },
        null,
      ])
        expect(decodeMessage(requestSchema, textBytes(JSON.stringify(bad))), JSON.stringify(bad)).toBeNull();
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
          expect(decodeMessage(requestSchema, bytes)).toBeNull();
        }),
      );
    },
  );
});
