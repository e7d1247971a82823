import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { appetite } from '../../src/cli/pageApart/appetite.ts';
import { backlog } from '../../src/cli/pageApart/backlog.ts';
import { deaths } from '../../src/cli/pageApart/deaths.ts';
import { heldUp } from '../../src/cli/pageApart/heldUp.ts';
import { intake } from '../../src/cli/pageApart/intake.ts';
import { lifeSigns } from '../../src/cli/pageApart/lifeSigns.ts';
import { cut, lines } from '../../src/cli/pageApart/lines.ts';
import { fromPageSchema } from '../../src/cli/pageApart/messages.ts';
import { requestedFacts } from '../../src/cli/pageApart/shownRun.ts';
import type { Envelope, Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import type { PageRequest, SubmitAnswer } from '../../src/inspector/protocol.ts';
import { req } from '../support/req.ts';

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

describe('what one thread may ask of a pump', () => {
  const ACCEPTED: SubmitAnswer = { accepted: true };
  const suspend: PageRequest = { type: 'suspend.requested' };
  const resume: PageRequest = { type: 'resume.requested' };
  const bench = () => {
    const done: string[] = [];
    let now = 10_000;
    const { answer, beat } = intake(() => monoMs(now));
    const ask = (id: number, request: PageRequest, sent = now): SubmitAnswer =>
      answer({ id, sent: monoMs(sent), request }, () => {
        done.push(request.type);
        return ACCEPTED;
      });
    const wait = (ms: number): void => {
      now += ms;
    };
    return { ask, beat, done, wait };
  };

  test('SR-116 a request is carried out once, whatever its thread says twice', req('SR-116'), () => {
    const { ask, done } = bench();
    expect(ask(1, resume)).toEqual(ACCEPTED);
    expect([ask(1, resume), ask(0, suspend)].map(({ accepted }) => accepted)).toEqual([false, false]);
    expect(ask(2, suspend)).toEqual(ACCEPTED);
    expect(done).toEqual([resume.type, suspend.type]);
  });

  test(
    'SR-116 a request that has waited for more than three seconds is refused, and a stop never is',
    req('SR-116'),
    () => {
      const { ask, done, wait } = bench();
      expect(ask(1, resume, 7_000)).toEqual(ACCEPTED);
      wait(60_000);
      expect(ask(2, resume, 66_999)).toMatchObject({
        accepted: false,
        reason: expect.stringContaining('3 s ago'),
      });
      expect(ask(3, suspend, 0)).toEqual(ACCEPTED);
      expect(done).toEqual([resume.type, suspend.type]);
    },
  );

  test(
    'SR-116 of stops without end one in a beat is carried out beyond what anybody asks, and answers for all',
    req('SR-116'),
    () => {
      const { ask, beat, done } = bench();
      const flood = (from: number): boolean[] =>
        Array.from({ length: 1_000 }, (_, each) => ask(from + each, suspend).accepted);
      expect(flood(1)).not.toContain(false);
      expect(done).toHaveLength(101);
      beat();
      flood(2_000);
      expect(done).toHaveLength(202);
    },
  );
});

test('a thread that was held up hears late what was asked meanwhile, for as long as it may have waited', () => {
  const at = (ms: number) => monoMs(ms);
  const held = heldUp(at(0));
  for (let ms = 250; ms <= 3_000; ms += 250) held.tick(at(ms));
  expect(held.isSo(at(4_900))).toBe(false);
  expect(held.isSo(at(5_001))).toBe(true);
  // It has come back, and the first that runs is its clock.
  held.tick(at(11_000));
  for (const ms of [11_001, 11_250, 11_500, 11_750]) {
    if (ms > 11_001) held.tick(at(ms));
    expect(held.isSo(at(ms))).toBe(true);
  }
  held.tick(at(12_000));
  expect(held.isSo(at(12_000))).toBe(false);
  held.tick(at(20_000));
  held.begin(at(20_001));
  expect(held.isSo(at(20_002))).toBe(false);
});

test('what a thread says to a person is cut, and told no faster than it is read', () => {
  const said: string[] = [];
  const { say, beat } = lines(line => said.push(line));
  for (let each = 0; each < 500; each += 1) say(`line ${each}`);
  expect(said).toHaveLength(21);
  expect(said.at(-1)).toContain('the rest is left out');
  beat();
  say('again');
  expect(said.at(-1)).toBe('again');
  expect(cut('x'.repeat(1_000_000))).toHaveLength(2_000);
  expect(cut('short')).toBe('short');
  const tooLong = { what: 'say', line: 'x'.repeat(2_001) };
  expect(fromPageSchema.safeParse(tooLong).success).toBe(false);
});

test('where no thread can be measured, what the process has grown by is held against it', () => {
  const words: string[] = [];
  let resident = 900_000_000;
  const measure = appetite(
    {},
    said => words.push(said),
    200_000_000,
    () => resident,
  );
  measure();
  resident = 1_100_000_000;
  measure();
  expect(words).toEqual([]);
  resident = 1_200_000_000;
  measure();
  expect(words).toEqual(['it holds 300 MB']);
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
