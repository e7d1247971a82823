import { afterEach, expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { forecastsApart } from '../../src/cli/start/forecastsApart.ts';
import type { ControllerName } from '../../src/domain/controllers.ts';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { mgPerDl, milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import { expectationOf, type ForecastAsked } from '../../src/inspector/expectation.ts';
import { createInsight } from '../../src/inspector/page/insight.ts';
import type { Expectation, Frame } from '../../src/inspector/protocol.ts';
import { questionFor } from '../../src/runtime/question.ts';
import { AUTOMATED } from '../support/automated.ts';
import { req } from '../support/req.ts';

const desk = realClock();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const MINUTE = 60_000;
const NOW = 360 * MINUTE;

/** The question after `number` more readings than an hour of them. */
const asked = (number: number, controller: ControllerName): ForecastAsked => {
  const now = monoMs(NOW + number * 5 * MINUTE);
  const readings = Array.from({ length: 12 + number }, (_, index) => ({
    at: monoMs(NOW - (11 - index) * 5 * MINUTE),
    mgPerDl: mgPerDl(150 + index),
    inDoubt: false,
  }));
  const ledger = { ...emptyLedger, settings: AUTOMATED, past: { readings, carbs: [] } };
  const question = questionFor(ledger, controller, number, {
    monoMs: now,
    wallMs: wallMs(1_760_000_000_000 + now),
  });
  if (question === null) throw new Error('no question');
  return { atMonoMs: now, question };
};

const apart = (thread?: URL) => {
  const told: Expectation[] = [];
  let heard = (): void => {};
  const port = forecastsApart({
    tell: expectation => {
      told.push(expectation);
      heard();
    },
    desk,
    ...(thread ? { thread, patience: milliseconds(1_500) } : {}),
  });
  closing.push(port.close);
  const until = (count: number) =>
    new Promise<readonly Expectation[]>(resolve => {
      heard = () => {
        if (told.length >= count) resolve(told);
      };
      heard();
    });
  return { port, told, until };
};

test('each controller forecasts in the thread what it forecasts here', async () => {
  const { port, told, until } = apart();
  const all = (['islet', 'oref', 'loop'] as const).map((name, index) => asked(index, name));
  for (const each of all) port.ask(each);
  // Asking waits for nothing: nobody has been told by then.
  expect(told).toEqual([]);
  expect(await until(3)).toEqual(all.map(expectationOf));
  expect(told.map(({ kind }) => kind)).toEqual(['forecast', 'forecast', 'forecast']);
});

test(
  'SR-088 one that loops holds up nobody, is ended and told as missing, and the next is forecast',
  req('SR-088'),
  async () => {
    const { port, until } = apart(new URL('./planted/forecasts.mjs', import.meta.url));
    const began = performance.now();
    port.ask(asked(0, 'oref'));
    port.ask(asked(1, 'islet'));
    port.ask(asked(2, 'loop'));
    port.ask(asked(3, 'islet'));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await until(4)).toEqual([
      { kind: 'missing', atMonoMs: NOW, why: 'no answer within 1.5 s; its thread was ended.' },
      expect.objectContaining({ kind: 'forecast', atMonoMs: NOW + 5 * MINUTE }),
      { kind: 'missing', atMonoMs: NOW + 10 * MINUTE, why: 'planted in the thread' },
      expect.objectContaining({ kind: 'forecast', atMonoMs: NOW + 15 * MINUTE }),
    ]);
  },
);

test('what waits is bounded: the oldest is left out, and told', async () => {
  const { port, told } = apart(new URL('./planted/forecasts.mjs', import.meta.url));
  for (let number = 0; number < 51; number += 1) port.ask(asked(number, 'oref'));
  expect(told.map(({ kind, atMonoMs }) => [kind, atMonoMs])).toEqual(
    [1, 2].map(number => ['missing', NOW + number * 5 * MINUTE]),
  );
});

test('a late forecast is shown at its reading, and one that is missing says why, in whatever order they come', () => {
  const insight = createInsight();
  const frame = (monoMs: number, expected: readonly Expectation[]): Frame => ({
    seq: 1,
    monoMs,
    wallMs: monoMs,
    fact: { type: 'tick.elapsed' },
    derived: [],
    taken: [],
    commands: [],
    active: {},
    modes: [],
    readings: null,
    alarms: [],
    expected,
    req: [],
  });
  const first = expectationOf(asked(0, 'islet'));
  insight.take(frame(NOW + 6 * MINUTE, [{ kind: 'missing', atMonoMs: NOW + 5 * MINUTE, why: 'planted.' }]));
  insight.take(frame(NOW + 7 * MINUTE, [first]));
  const at = (minutes: number): number => (NOW + minutes * MINUTE) / 1_000;
  expect(insight.expectedAt(at(1))).toMatchObject({ at: at(0) });
  expect(insight.missingAt(at(1))).toBeNull();
  expect(insight.expectedAt(at(6))).toBeNull();
  expect(insight.missingAt(at(6))).toEqual({ at: at(5), why: 'planted.' });
  expect(insight.missingAt(at(18))).toBeNull();
});
