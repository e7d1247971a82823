import { describe, expect, test } from 'vitest';
import { type Staged, stageFor } from '../../src/cli/start/stage.ts';
import type { PageRequest, Status } from '../../src/inspector/protocol.ts';
import { fakeSource } from '../inspector/support/fakeSource.ts';

const RUN: PageRequest = { type: 'run', source: { kind: 'trace' } };
const DEVICES = {
  motor: 'm',
  encoder: 'e',
  force: 'f',
  bay: 'b',
  button: null,
  sound: null,
  power: null,
  supervisor: null,
};

const runNamed = (boot: string, options: Partial<Staged['options']> = {}) => ({
  pump: { live: fakeSource() },
  book: { boot, file: { path: `runs/${boot}.jsonl` } },
  options: { real: null, remote: null, ...options },
});

/** A stage whose runs end and begin when the test says so. */
const bench = (first = runNamed('first')) => {
  const ended = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<Staged>();
  const ends: string[] = [];
  const failures: unknown[] = [];
  const begins: string[] = [];
  const told: Status[] = [];
  const stage = stageFor({
    first,
    prepare: source =>
      source.kind === 'patient'
        ? 'There is nobody of that name.'
        : () => {
            begins.push(source.kind);
            return begun.promise;
          },
    end: run => {
      ends.push(run.book.boot);
      return ended.promise;
    },
    changed: () => void told.push(stage.status()),
    failed: failure => void failures.push(failure),
  });
  return { stage, first, ended, begun, ends, begins, told, failures };
};

const settle = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

describe('one pump at a time', () => {
  test('another begins only when the one before has ended, and pages are told of it', async () => {
    const { stage, first, ended, begun, ends, begins, told, failures } = bench();
    expect(stage.status()).toMatchObject({ run: 'first', runs: { mayBegin: true, before: null } });
    expect(stage.submit(RUN)).toEqual({ accepted: true });
    await settle();
    expect([ends, begins]).toEqual([['first'], []]);
    expect(stage.run()).toBe(first);
    ended.resolve();
    await settle();
    expect(begins).toEqual(['trace']);
    expect(stage.run()).toBeNull();
    const second = runNamed('second');
    begun.resolve(second);
    await settle();
    expect(stage.run()).toBe(second);
    expect(told.at(-1)).toMatchObject({
      run: 'second',
      runs: { mayBegin: true, before: 'runs/first.jsonl' },
    });
    expect(await stage.close()).toBe(second);
    expect(failures).toEqual([]);
  });

  test('while it changes neither a request nor another run is taken, and nothing reaches a pump', async () => {
    const { stage, first, ends } = bench();
    stage.submit(RUN);
    const before = first.pump.live.since(0).length;
    expect(stage.submit({ type: 'suspend.requested' })).toEqual({
      accepted: false,
      reason: 'This pump is being stopped, and another begins.',
    });
    expect(stage.submit(RUN)).toEqual({ accepted: false, reason: 'Another run is about to begin.' });
    expect(stage.status().runs).toMatchObject({ mayBegin: false });
    await settle();
    expect(ends).toEqual(['first']);
    expect(first.pump.live.since(0)).toHaveLength(before);
  });

  test('where the next cannot begin, the failure is told, no ended pump is left to be stopped, and nothing more is taken', async () => {
    const { stage, ended, begun, failures } = bench();
    stage.submit(RUN);
    ended.resolve();
    const failure = new Error('no disk');
    begun.reject(failure);
    await settle();
    expect(failures).toEqual([failure]);
    expect(stage.run()).toBeNull();
    expect(await stage.close()).toBeNull();
    for (const request of [RUN, { type: 'suspend.requested' } as const])
      expect(stage.submit(request).accepted).toBe(false);
    // What was recorded can still be seen.
    expect(stage.status()).toMatchObject({ run: 'first', runs: { mayBegin: false } });
  });

  test('a run that cannot be ended in order is left to be stopped, and no other begins', async () => {
    const { stage, first, ended, begins, failures } = bench();
    stage.submit(RUN);
    ended.reject(new Error('stuck'));
    await settle();
    expect(failures).toHaveLength(1);
    expect(begins).toEqual([]);
    expect(await stage.close()).toBe(first);
  });

  test('a program that ends during a change begins no other run', async () => {
    const { stage, ended, begins } = bench();
    stage.submit(RUN);
    const closed = stage.close();
    ended.resolve();
    expect(await closed).toBeNull();
    expect(begins).toEqual([]);
  });

  test.each([
    ['real devices', { real: DEVICES }, 'The devices are real'],
    ['remotes', { remote: 4711 }, 'Remotes may be connected'],
  ])('with %s no other begins', async (_, options, words) => {
    const { stage, ends } = bench(runNamed('first', options));
    expect(stage.status().runs).toMatchObject({ mayBegin: false });
    expect(stage.submit(RUN)).toMatchObject({ accepted: false, reason: expect.stringContaining(words) });
    await settle();
    expect(ends).toEqual([]);
  });

  test('what cannot be prepared moves nothing', async () => {
    const { stage, ends } = bench();
    const source = { kind: 'patient', patient: 'x', scenario: 'usual', seed: 1, controller: 'off' } as const;
    expect(stage.submit({ type: 'run', source })).toEqual({
      accepted: false,
      reason: 'There is nobody of that name.',
    });
    await settle();
    expect(ends).toEqual([]);
  });
});
