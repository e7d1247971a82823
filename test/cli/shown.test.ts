import { describe, expect, test } from 'vitest';
import { EXIT, Refusal } from '../../src/cli/exits.ts';
import type { End } from '../../src/cli/start/ending.ts';
import { shown } from '../../src/cli/start/shown.ts';
import { monoMs } from '../../src/domain/units.ts';
import type { Inspector } from '../../src/inspector/server.ts';
import { fakeSource } from '../inspector/support/fakeSource.ts';
import { req } from '../support/req.ts';

const INSPECTOR: Inspector = {
  address: 'http://127.0.0.1:7/?token=t',
  port: 7,
  token: 't',
  close: async () => {},
};

/** A page that is opened or fails when a test says so, and a clock that has come to its deadline when a test says so. */
const bench = ({ isRunning = false } = {}) => {
  const opening = Promise.withResolvers<Inspector>();
  const ending = Promise.withResolvers<End>();
  const out: string[] = [];
  const said: string[] = [];
  let deadline = (): void => {};
  const goesOn = shown(
    { serve: () => opening.promise },
    fakeSource(),
    { charts: {}, coverage: null, pageDir: '.' },
    {
      options: { port: 0, json: false, open: false },
      book: { file: { path: 'journal.jsonl' } },
      desk: {
        now: () => monoMs(0),
        wakeAt: (_, then) => {
          deadline = then;
          return () => {};
        },
      },
      ending: ending.promise,
      isRunning,
      io: { say: line => said.push(line), out: line => out.push(line), isTerminal: false, env: {} },
    },
  );
  return { opening, ending, goesOn, out, said, tooLate: () => deadline() };
};

const settle = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

describe('a pump and the page that it begins with', () => {
  test('it goes on with its page where that is there in time', async () => {
    const { opening, goesOn, out, said } = bench();
    opening.resolve(INSPECTOR);
    expect(await goesOn).toBe(false);
    expect(out).toEqual([INSPECTOR.address]);
    expect(said).toEqual([]);
  });

  test(
    'SR-116 it goes on without a page that takes too long, says so, and tells the address later',
    req('SR-116'),
    async () => {
      const { opening, goesOn, out, said, tooLate } = bench();
      tooLate();
      expect(await goesOn).toBe(false);
      expect(said).toEqual([
        'The page is not there yet, and the pump goes on without it. Its address is told when it is.',
      ]);
      opening.resolve(INSPECTOR);
      await settle();
      expect(out).toEqual([INSPECTOR.address]);
    },
  );

  test('SR-116 it goes on without a page whose thread has failed, and says so', req('SR-116'), async () => {
    const { opening, goesOn, said } = bench();
    opening.reject(new Error('its thread has failed too often'));
    expect(await goesOn).toBe(false);
    expect(said).toEqual(['NOBODY SEES THIS PUMP, WHICH GOES ON: its thread has failed too often']);
  });

  test('a page that can never be served here is refused before time begins, and only told of afterwards', async () => {
    const refusal = new Refusal(EXIT.environment, 'no port is free');
    const early = bench();
    early.opening.reject(refusal);
    await expect(early.goesOn).rejects.toBe(refusal);
    const late = bench();
    late.tooLate();
    await late.goesOn;
    late.opening.reject(refusal);
    await settle();
    expect(late.said.at(-1)).toBe('NOBODY SEES THIS PUMP, WHICH GOES ON: no port is free');
  });

  test(
    'SR-116 a pump that runs already goes on without a page that can never be served, and says so',
    req('SR-116'),
    async () => {
      const { opening, goesOn, said } = bench({ isRunning: true });
      opening.reject(new Refusal(EXIT.environment, 'no port is free'));
      expect(await goesOn).toBe(false);
      expect(said).toEqual(['NOBODY SEES THIS PUMP, WHICH GOES ON: no port is free']);
    },
  );

  test('whoever ends it does not wait for its page', async () => {
    const { opening, ending, goesOn, said } = bench();
    ending.resolve({ kind: 'operator', name: 'SIGINT' });
    expect(await goesOn).toBe(true);
    opening.reject(new Error('the page was closed before it was there'));
    await settle();
    expect(said).toEqual([]);
  });
});
