import { afterEach, expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { controllersApart } from '../../src/cli/start/controllersApart.ts';
import type { ControllerName } from '../../src/domain/controllers.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { mgPerDl, milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import { questionFor } from '../../src/runtime/question.ts';
import { AUTOMATED } from '../support/automated.ts';
import { req } from '../support/req.ts';

const desk = realClock();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const HOUR = 3_600_000;
const asked = (number: number, controller: ControllerName) => {
  const now = monoMs(6 * HOUR);
  const readings = Array.from({ length: 12 }, (_, index) => ({
    at: monoMs(5 * HOUR + 300_000 * (index + 1)),
    mgPerDl: mgPerDl(150 + index),
    inDoubt: false,
  }));
  const ledger = { ...emptyLedger, settings: AUTOMATED, past: { readings, carbs: [] } };
  const question = questionFor(ledger, controller, number, {
    monoMs: now,
    wallMs: wallMs(1_760_000_000_000),
  });
  if (question === null) throw new Error('no question');
  return question;
};

const apart = (thread?: URL) => {
  const heard: Fact[] = [];
  let tell = (): void => {};
  const port = controllersApart({
    sink: fact => {
      heard.push(fact);
      tell();
    },
    desk,
    clock: { register: () => () => {} },
    ...(thread ? { thread, patience: milliseconds(500) } : {}),
  });
  closing.push(port.close);
  return {
    port,
    heard,
    next: () =>
      new Promise<Fact>(resolve => {
        const length = heard.length;
        tell = () => {
          const fact = heard[length];
          if (fact) resolve(fact);
        };
      }),
  };
};

test.each(['islet', 'oref', 'loop'] as const)(
  'SR-088 %s answers from its own thread',
  {
    ...req('SR-088'),
  },
  async controller => {
    const { port, next } = apart();
    port.ask(asked(7, controller));
    expect(await next()).toMatchObject({ type: 'controller.answered', question: 7 });
  },
);

test('SR-088 one that hangs is ended, one that breaks its thread is told, and the next question is answered', {
  ...req('SR-088'),
}, async () => {
  const { port, next, heard } = apart(new URL('./planted/hangs.mjs', import.meta.url));
  port.ask(asked(1, 'oref'));
  expect(await next()).toMatchObject({ type: 'controller.failed', question: 1, how: 'hung' });
  port.ask(asked(2, 'loop'));
  expect(await next()).toMatchObject({ type: 'controller.failed', question: 2, how: 'threw' });
  port.ask(asked(3, 'oref'));
  port.ask(asked(4, 'islet'));
  expect(await next()).toMatchObject({ type: 'controller.answered', question: 4 });
  expect(heard).toHaveLength(3);
});
