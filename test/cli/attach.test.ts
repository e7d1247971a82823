import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { inspect, simulatedPump } from '../../src/cli/library.ts';
import { liveSource } from '../../src/cli/start/source.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { toldBy } from '../inspector/support/told.ts';
import { req } from '../support/req.ts';

const ask = async (
  address: string,
  body: unknown,
): Promise<{ readonly status: number; readonly error?: string }> => {
  const { origin, searchParams } = new URL(address);
  const answer = await fetch(`${origin}/api/requests`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${searchParams.get('token')}` },
    body: JSON.stringify(body),
  });
  return { ...(await answer.json()), status: answer.status };
};

test('one line serves the page of a pump of this process: all of its steps, live, with faults and requests', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  // In real time the screen would have locked.
  pump.clock.setSpeed(600);
  const said: string[] = [];
  const page = await inspect(pump, { port: 0, say: line => said.push(line), name: 'mine' });
  // Before it, perhaps, that the page had to be built.
  expect(said.at(-1)).toBe(`Islet: ${page.address}`);
  const booted = pump.steps.length;
  expect(booted).toBeGreaterThan(5);

  expect(await ask(page.address, { type: 'resume.requested' })).toMatchObject({ status: 200 });
  await pump.clock.settle();
  const seen = await toldBy(page.address, (frames, status) => frames.length > booted && status !== null);
  expect(seen.frames[0]?.seq).toBe(pump.steps[0]?.envelope.seq);
  expect(seen.frames.at(-1)?.modes).toContain('delivering');
  expect(seen.status).toMatchObject({
    kind: 'live',
    journal: 'mine',
    injected: [],
    world: { batteryPercent: 100 },
  });

  expect(await ask(page.address, { type: 'inject', what: 'motorStall', on: true })).toMatchObject({
    status: 200,
  });
  await pump.clock.advanceTo(after(pump.clock.now(), milliseconds(20 * 60_000)));
  expect(pump.runtime.state().annunciation.map(({ alarm }) => alarm)).toContain('motorStall');
  expect(await ask(page.address, { type: 'inject', what: 'cgmLoss', on: true })).toMatchObject({
    status: 409,
    error: expect.stringContaining('in the hands of the program'),
  });
  await page.close();
  await expect(fetch(page.address)).rejects.toThrow();
  // Nobody watches any more, and the pump goes on.
  await pump.give({ type: 'alarm.acknowledged', alarm: 'motorStall' });
  await pump.close();
});

test('a pump of which only runtime and clock are known has its page, and its devices are left alone', async () => {
  const { runtime, clock, ...rest } = await simulatedPump({ transport: 'memory' });
  const page = await inspect({ runtime, clock }, { port: 0, say: () => {} });
  const refused = await ask(page.address, { type: 'inject', what: 'occlusion', on: true });
  expect(refused).toMatchObject({ status: 409, error: expect.stringContaining('real') });
  expect(await ask(page.address, { type: 'screen.locked' })).toMatchObject({ status: 200 });
  const { frames } = await toldBy(page.address, all => all.length > 0);
  expect(frames.some(({ fact }) => fact.type === 'screen.locked')).toBe(true);
  await page.close();
  await rest.close();
});

test(
  'SR-035 a button that sticks by a fault is the one that the page presses: no finger brings it up',
  req('SR-035'),
  async () => {
    const pump = await simulatedPump({ transport: 'memory' });
    const page = await inspect(pump, { port: 0, say: () => {} });
    const begun = pump.steps.length;
    for (const request of [
      { type: 'inject', what: 'buttonStuck', on: true },
      { type: 'button', down: true },
      { type: 'button', down: false },
    ])
      expect(await ask(page.address, request)).toMatchObject({ status: 200 });
    await pump.clock.settle();
    const told = () =>
      pump.steps
        .slice(begun)
        .map(({ envelope }) => envelope.fact.type)
        .filter(type => type.startsWith('button.'));
    expect(told()).toEqual(['button.pressed']);
    await ask(page.address, { type: 'inject', what: 'buttonStuck', on: false });
    await pump.clock.settle();
    expect(told()).toEqual(['button.pressed', 'button.released']);
    await page.close();
    await pump.close();
  },
);

test('a page that cannot be served leaves the pump and its clock as they were', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  let watching = 0;
  const runtime: typeof pump.runtime = {
    ...pump.runtime,
    observe: listener => {
      watching += 1;
      const leave = pump.runtime.observe(listener);
      return () => {
        watching -= 1;
        leave();
      };
    },
  };
  pump.clock.setSpeed(600);
  await expect(inspect({ ...pump, runtime }, { port: 70_000, say: () => {} })).rejects.toThrow(
    'cannot be served',
  );
  expect(watching).toBe(0);
  await pump.give({ type: 'resume.requested' });
  // A page would slow time for whoever is to confirm this.
  await pump.give({ type: 'bolus.requested', bolus: 'b-1', amountUu: 500_000 });
  expect(pump.runtime.state().pump.matches({ bolus: 'confirming' })).toBe(true);
  expect(pump.clock.speed()).toBe(600);
  await pump.close();
});

test('a pump with another chart than the one that ships is not shown as one with that', async () => {
  const chart = pumpMachine.provide({ guards: { gateIsOpen: () => false } });
  const pump = await simulatedPump({ transport: 'memory', chart });
  await expect(inspect(pump, { port: 0, say: () => {} })).rejects.toThrow('not the one that ships');
  await pump.give({ type: 'resume.requested' });
  expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
  await pump.close();
});

test('steps that do not end at now are not gone on from, and it is said that they lack some', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  const steps = [...pump.steps];
  await pump.give({ type: 'resume.requested' });
  const { runtime, clock } = pump;
  const said: string[] = [];
  const page = await inspect({ runtime, clock, steps }, { port: 0, say: line => said.push(line) });
  expect(said.some(line => line.includes(`end with record ${steps.length}, and the pump has gone on`))).toBe(
    true,
  );
  await pump.give({ type: 'screen.locked' });
  const { frames } = await toldBy(page.address, all => all.length > 0);
  expect(frames.at(-1)?.modes).toContain('delivering');
  expect(frames[0]?.judged?.trouble).toContain('in no journal');
  await page.close();
  await pump.close();
});

test('where nothing is simulated, the sensor is not turned either', async () => {
  const { runtime, clock, close } = await simulatedPump({ transport: 'memory' });
  const turned: string[] = [];
  const source = liveSource({
    tellStatus: () => {},
    runtime,
    world: { clock, simulated: null },
    seed: null,
    cgm: {
      start: () => {},
      setFault: () => {},
      fault: () => null,
      turn: turn => void turned.push(turn),
      stop: () => {},
    },
    boot: 'boot',
    journal: 'none',
    trace: 'none',
    wearer: null,
    speed: 1,
    isReachable: false,
  });
  expect(source.submit({ type: 'world', change: { what: 'sensor', turn: 'failed' } })).toEqual({
    accepted: false,
    reason: 'The surroundings are real: nothing is injected into them.',
  });
  expect(turned).toEqual([]);
  await close();
});
