import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { appetite } from '../../src/cli/pageApart/appetite.ts';
import { backlog } from '../../src/cli/pageApart/backlog.ts';
import { deaths } from '../../src/cli/pageApart/deaths.ts';
import { lifeSigns } from '../../src/cli/pageApart/lifeSigns.ts';
import { requestedFacts } from '../../src/cli/pageApart/shownRun.ts';
import type { Envelope, Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';

const HOUR_MS = 3_600_000;
const beats = (signs: ReturnType<typeof lifeSigns>, times: number): (string | null)[] =>
  Array.from({ length: times }, () => signs.beat());

describe('whether a thread lives', () => {
  test('one that owes no answer is not taken to hang', () => {
    const signs = lifeSigns();
    expect(beats(signs, 1_000)).toEqual(Array.from({ length: 1_000 }, () => null));
  });

  test('one that has answered once has ten beats for the next answer, and one that loads has sixty', () => {
    const young = lifeSigns();
    expect(young.mayAsk()).toBe(true);
    expect(beats(young, 60).at(-1)).toBeNull();
    expect(young.beat()).toContain('has not answered');
    const signs = lifeSigns();
    signs.mayAsk();
    signs.answered(true);
    expect(signs.mayAsk()).toBe(true);
    expect(beats(signs, 10).at(-1)).toBeNull();
    expect(signs.beat()).toContain('has not answered');
  });

  test('one that is given a long journal has the time for it, and an answer from before does not count', () => {
    const signs = lifeSigns();
    signs.mayAsk();
    signs.begins(1_000_000);
    signs.answered(false);
    signs.mayAsk();
    expect(beats(signs, 2_000).at(-1)).toBeNull();
    signs.answered(true);
    signs.mayAsk();
    expect(beats(signs, 11).at(-1)).toContain('has not answered');
  });

  test('a status that could not be told is wanted when the answer has come', () => {
    const signs = lifeSigns();
    expect([signs.mayAsk(), signs.mayAsk()]).toEqual([true, false]);
    expect(signs.answered(true)).toBe(true);
    expect(signs.mayAsk()).toBe(true);
    expect(signs.answered(true)).toBe(false);
  });
});

test('what waits for a thread is bounded, and begins anew with a run', () => {
  const waiting = backlog(3);
  waiting.begin(0);
  expect([1, 2, 3, 4, 5].map(waiting.takes)).toEqual([true, true, true, false, false]);
  expect(waiting.heard(2)).toBe(false);
  // Left out is left out: no step is taken without the one before it.
  expect(waiting.takes(6)).toBe(false);
  expect(waiting.heard(3)).toBe(true);
  waiting.begin(6);
  expect(waiting.takes(7)).toBe(true);
  waiting.begin(null);
  expect(waiting.takes(90_000)).toBe(true);
});

test('five deaths in an hour are too many, and are forgotten an hour after: a page that dies once a day dies for ever', () => {
  const daily = deaths();
  for (let day = 1; day <= 50; day += 1)
    expect(daily.another(monoMs(day * 24 * HOUR_MS))).toEqual({ isTooOften: false, pause: 1_000 });
  const often = deaths();
  for (let minute = 0; minute < 4; minute += 1)
    expect(often.another(monoMs(minute * 60_000)).isTooOften).toBe(false);
  expect(often.another(monoMs(4 * 60_000))).toEqual({ isTooOften: true, pause: HOUR_MS - 4 * 60_000 });
  expect(often.isTooOften()).toBe(true);
  expect(often.another(monoMs(HOUR_MS + 5 * 60_000)).isTooOften).toBe(false);
});

test('facts that were asked for and never come are forgotten at last', () => {
  const facts = requestedFacts();
  const kept: Fact[] = Array.from({ length: 300 }, () => ({ type: 'resume.requested' }));
  for (const [id, fact] of kept.entries()) facts.keep(id, fact);
  const envelope: Envelope = {
    seq: 1,
    monoMs: monoMs(1),
    wallMs: wallMs(1),
    fact: { type: 'resume.requested' },
  };
  expect(facts.within(envelope, 99).fact).toBe(envelope.fact);
  expect(facts.within(envelope, 100).fact).toBe(kept[100]);
  expect(facts.within(envelope, 100).fact).toBe(envelope.fact);
});

test('a thread that eats memory without coming to an end is found out', async () => {
  const eater = new Worker(
    'const eaten = []; for (;;) eaten.push(Array.from({ length: 100_000 }, (_, each) => ({ each })));',
    { eval: true },
  );
  const ended = new Promise(resolve => void eater.once('exit', resolve));
  const words: string[] = [];
  const measure = appetite(
    eater,
    said => {
      words.push(said);
      void eater.terminate();
    },
    200_000_000,
  );
  const timer = setInterval(measure, 50);
  await ended;
  clearInterval(timer);
  expect(words[0]).toMatch(/^it holds \d{3,} MB$/);
});
