import { expect, test } from 'vitest';
import { networkCgm } from '../../hardware/cgm/network/client.ts';
import { askWithin } from '../../hardware/cgm/network/service.ts';
import { exchangeInMemory } from '../../hardware/link/http/served.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { milliseconds } from '../../src/domain/units.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { KINDS, kindNamed, MINUTE_MS, SECRET } from './bench.ts';

/** A slow swing, so that no reading is in doubt. */
const calm = (index: number): number => 110 + ((index * 7) % 30);

/** A pump that has run for an hour and reads from a simulated service. */
const wearing = async (
  name: string,
  read: (index: number) => number = calm,
  settings: Settings = exampleSettings,
) => {
  const pump = await corePump({ settings });
  await pump.wait(60 * MINUTE_MS);
  const { simulate, client } = kindNamed(name);
  const service = simulate({ clock: pump.clock, read, secret: SECRET });
  const ask = askWithin(exchangeInMemory(service.serve, pump.clock), pump.clock);
  const source = networkCgm({
    name,
    service: client(new URL('http://127.0.0.1/'), ask),
    clock: pump.clock,
    chance: () => 0,
    every: milliseconds(MINUTE_MS),
    sink: pump.runtime.submit,
    trouble: () => {},
  });
  source.start();
  const freshness = (): string =>
    String(JSON.stringify(pump.runtime.state().machines.sensor.value.freshness));
  const isTold = (): boolean => pump.shown().some(({ alarm }) => alarm === 'cgmLost');
  return { pump, service, source, freshness, isTold };
};

test.each(Object.keys(KINDS))(
  'SR-087 %s dies: readings grow late, stale and lost, with an alarm after 20 min; it comes back, and the pump goes on with what it missed',
  req('SR-087'),
  async name => {
    const { pump, service, source, freshness, isTold } = await wearing(name);
    const begun = pump.clock.now();
    await pump.wait(21 * MINUTE_MS);
    expect([freshness(), isTold()]).toEqual(['"fresh"', false]);
    service.setFault('hangs');
    await pump.wait(8 * MINUTE_MS);
    expect(freshness()).toBe('"late"');
    await pump.wait(6 * MINUTE_MS);
    expect([freshness(), isTold()]).toEqual(['"stale"', false]);
    await pump.wait(8 * MINUTE_MS);
    expect([freshness(), isTold()]).toEqual(['{"lost":"told"}', true]);
    service.setFault(null);
    await pump.wait(90_000);
    // What is fresh counts from here; one reading alone may be chance.
    expect([freshness(), isTold()]).toEqual(['{"lost":"returning"}', true]);
    await pump.wait(90_000);
    expect([freshness(), isTold()]).toEqual(['"fresh"', false]);
    const believed = pump.runtime.state().ledger.glucose.trail;
    // Of the 20 min that were missed, those of the last 12 were still to be had.
    expect(
      believed.map(({ measuredAt }) => Math.round(measuredAt / MINUTE_MS) - Math.round(begun / MINUTE_MS)),
    ).toEqual([0, 5, 10, 15, 20, 35, 40, 45]);
    source.stop();
  },
);

test(
  'SR-087 a service that never gives a reading is a sensor that is lost, 20 min after the start',
  req('SR-087'),
  async () => {
    const { pump, service, source, isTold } = await wearing('xDrip+');
    service.setFault('empty');
    await pump.wait(MINUTE_MS);
    source.stop();
    const empty = await wearing('Nightscout 3');
    empty.service.setFault('down');
    await empty.pump.wait(19 * MINUTE_MS);
    expect(empty.isTold()).toBe(false);
    await empty.pump.wait(2 * MINUTE_MS);
    expect(empty.isTold()).toBe(true);
    expect(isTold()).toBe(false);
    empty.source.stop();
  },
);

test.each(Object.keys(KINDS))(
  'SR-093 %s contradicts what the pump has believed: it raises no insulin by it, says so, and goes on with the next that is sound',
  req('SR-093'),
  async name => {
    let change = 0;
    const { pump, source } = await wearing(name, index => calm(index) + (index === 4 ? change : 0));
    const doubts = () => pump.runtime.state().ledger.glucose.doubts;
    const isDoubted = () => pump.shown().some(({ alarm }) => alarm === 'sensorUnready');
    await pump.wait(21 * MINUTE_MS);
    expect([doubts(), isDoubted()]).toEqual([[], false]);
    change = 30;
    await pump.wait(2 * MINUTE_MS);
    expect([doubts(), isDoubted()]).toEqual([['contradicted'], true]);
    await pump.wait(3 * MINUTE_MS);
    expect([doubts(), isDoubted()]).toEqual([[], false]);
    source.stop();
  },
);

test.each(Object.keys(KINDS))(
  'SR-093 %s gives another, low value for what the pump has believed: basal stops by itself, and goes on with what is sound',
  req('SR-093'),
  async name => {
    let change = 0;
    const { pump, source } = await wearing(name, index => calm(index) + (index === 4 ? change : 0), {
      ...exampleSettings,
      lowSuspend: 'predictive',
    });
    await pump.give({ type: 'resume.requested' });
    const pulses = () => pump.runtime.state().ledger.doses.basal;
    const isTold = () => pump.shown().some(({ alarm }) => alarm === 'lowPredicted');
    await pump.wait(21 * MINUTE_MS);
    expect([pump.runtime.state().ledger.lowSuspend.hold, isTold()]).toEqual([null, false]);
    change = -70;
    await pump.wait(2 * MINUTE_MS);
    expect([pump.runtime.state().ledger.lowSuspend.hold, isTold()]).toEqual([expect.anything(), true]);
    const given = pulses();
    await pump.wait(2 * MINUTE_MS);
    expect(pulses()).toBe(given);
    await pump.wait(60 * MINUTE_MS);
    expect([pump.runtime.state().ledger.lowSuspend.hold, isTold()]).toEqual([null, false]);
    expect(pulses()).toBeGreaterThan(given);
    source.stop();
  },
);
