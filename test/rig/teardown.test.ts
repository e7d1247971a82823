import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type SimulatedWorld, simulatedBench } from '../../hardware/rig/bench/bench.ts';
import { WIRED } from '../../hardware/rig/bench/stimuli.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import type { RigRun } from '../../hardware/rig/run/runRig.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';
import { NO_BASAL } from '../../hardware/rig/run/standing.ts';
import { bitOf } from '../../hardware/supervisor/relay/codec.ts';
import { after as later, milliseconds } from '../../src/domain/units.ts';
import { acceptance, only, SHORT } from './acceptanceRun.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-teardown-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Runs the plan, and says what the relays last told: which of them are on. */
const relaysAfter = async (more: Partial<RigRun>) => {
  const { record, folder } = await acceptance(out, more);
  const told = readFileSync(join(folder, 'serial.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(({ device, direction }) => device === 'relays' && direction === 'toHost')
    .map(({ hex }) => Number.parseInt(String(hex).slice(-2), 16));
  return { record, told, last: told.at(-1) };
};
const PRESSED = bitOf(WIRED.press);

describe('SR-004 after a run nothing is done to its pump any more', () => {
  test('when it is interrupted while the button is pressed', async () => {
    const run = new AbortController();
    const { record, told, last } = await relaysAfter({
      signal: run.signal,
      phases: only('button that does not come up'),
      arrange: ({ clock }) => void clock.wakeAt(later(clock.now(), milliseconds(20_000)), () => run.abort()),
    });
    expect(told.some(states => (states & PRESSED) !== 0)).toBe(true);
    expect(last).toBe(0);
    expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    expect(
      record.phases.filter(({ group }) => group === 'teardown').map(({ name, outcome }) => [name, outcome]),
    ).toEqual([
      ['halt the motor', 'PASS'],
      ['switch the relays off', 'PASS'],
      ['release the devices', 'PASS'],
    ]);
  });

  test('when the e-stop is pressed while the button is', async () => {
    const { record, told, last } = await relaysAfter({
      fault: 'eStopPressed',
      phases: only('button that does not come up'),
    });
    expect(told.some(states => (states & PRESSED) !== 0)).toBe(true);
    expect(last).toBe(0);
    expect(record.exitCode).toBe(130);
  });

  test('when it ends by itself', async () => {
    const { record, told, last } = await relaysAfter({ phases: only('cartridge taken out in a pulse') });
    expect(told.some(states => states !== 0)).toBe(true);
    expect(last).toBe(0);
    expect(record.phases.map(({ outcome }) => outcome)).not.toContain('ERROR');
  });

  test('but a supply that was cut because the motor did not halt stays cut', async () => {
    const worlds: SimulatedWorld[] = [];
    const stand = standOf({
      profile: SIMULATED_RIG,
      open: simulatedBench('memory', SIMULATED_RIG, world => void worlds.push(world)),
      transport: null,
      fault: null,
      signal: new AbortController().signal,
    });
    await stand.withPump({ settings: NO_BASAL }, async ({ hands }) => {
      await hands.set('press', true);
      worlds[0]?.simulators.motor.fault({ kind: 'runaway' });
      worlds[0]?.simulators.motor.fault({ kind: 'frozen' });
    });
    expect(await stand.halt()).toBe('supply cut');
    await stand.letGo();
    const counts = worlds[0]?.model.counts();
    await worlds[0]?.clock.advanceTo(later(worlds[0].clock.now(), milliseconds(5_000)));
    expect(worlds[0]?.model.counts()).toBe(counts);
    await stand.release();
    expect(worlds).toHaveLength(1);
  });
});

describe('SR-004 an e-stop that the hands of a bench have pressed', () => {
  /** Presses it, and says what the hands were told about it in the end. */
  const afterPress = async (arrange: (world: SimulatedWorld | undefined) => void) => {
    const words: string[] = [];
    const worlds: SimulatedWorld[] = [];
    const stand = standOf({
      profile: SIMULATED_RIG,
      open: simulatedBench('memory', SIMULATED_RIG, world => void worlds.push(world)),
      transport: null,
      fault: null,
      signal: new AbortController().signal,
      transcript: {
        write: text => {
          const { device, direction, hex } = JSON.parse(text);
          if (device === 'hands' && direction === 'toDevice') words.push(`${Buffer.from(hex, 'hex')}`);
        },
        flush: () => {},
        close: () => {},
      },
    });
    await stand.withPump({ settings: NO_BASAL }, ({ hands }) =>
      hands.order({ order: 'eStop', pressed: true }),
    );
    arrange(worlds[0]);
    const halted = await stand.halt();
    await stand.letGo();
    await stand.release();
    return { halted, words: words.filter(word => word.startsWith('estop')) };
  };

  test('is let go when the motor is halted', async () => {
    expect(await afterPress(() => {})).toEqual({ halted: 'still', words: ['estop 1\n', 'estop 0\n'] });
  });

  test('stays pressed while nobody knows that the motor is', async () => {
    const silenced = await afterPress(world => world?.simulators.motor.fault({ kind: 'frozen' }));
    expect(silenced).toEqual({ halted: 'supply cut', words: ['estop 1\n'] });
  });
});

describe('the port at which a rig serves values of a sensor', () => {
  const SENSING = 'glucose that falls, and then is not seen';
  const served = (tcpPort: number): RigProfile => ({ ...SHORT, cgm: { kind: 'nightscout', tcpPort } });
  /** A port that was free a moment ago. */
  const freePort = (): Promise<number> => taken(0).then(async ({ port, close }) => close().then(() => port));
  const taken = (port: number) =>
    new Promise<{ readonly port: number; readonly close: () => Promise<void> }>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve({
          port: typeof address === 'object' && address !== null ? address.port : port,
          close: () => new Promise(done => server.close(() => done())),
        });
      });
    });

  test('is free after a run that was interrupted', async () => {
    const port = await freePort();
    const run = new AbortController();
    const { record } = await acceptance(out, {
      profile: served(port),
      signal: run.signal,
      phases: only(SENSING),
      arrange: ({ clock }) => void clock.wakeAt(later(clock.now(), milliseconds(400_000)), () => run.abort()),
    });
    expect(record.outcome).toBe('ABORTED');
    expect(record.phases.find(({ name }) => name === SENSING)?.outcome).toBe('ABORTED');
    await (await taken(port)).close();
  });

  test('that is taken is told before the pump has power', async () => {
    const { port, close } = await taken(0);
    let steps = 0;
    const stand = standOf({
      profile: served(port),
      open: simulatedBench('memory', served(port)),
      transport: null,
      fault: null,
      signal: new AbortController().signal,
    });
    await expect(
      stand.withPump({ settings: NO_BASAL, sensor: true }, async () => {
        steps += 1;
      }),
    ).rejects.toThrow(`cgm.tcpPort = ${port}: nothing can be served there`);
    expect(steps).toBe(0);
    expect(stand.bytes('motor', 'toDevice')).toBe(0);
    await stand.release();
    await close();
  });
});
