import { expect, test } from 'vitest';
import { type StateValue, transition } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { PumpEvent } from '../../machines/pump/vocabulary.ts';
import { type Channel, channels } from '../../src/domain/channels.ts';
import type { PumpSnapshot } from '../../src/runtime/state.ts';
import { regionValues, withValues } from '../support/chartValues.ts';
import { pumping } from './taking.ts';

/** What is under way when a pulse of such a channel falls due. */
const UNDER_WAY: Readonly<Record<Channel, Readonly<Record<string, StateValue>>>> = {
  basal: {},
  bolus: { bolus: 'delivering' },
  extended: { extended: 'delivering' },
  prime: { supply: { changing: { primingTubing: 'short' } } },
};

const withContext = (chart: PumpSnapshot, context: Partial<PumpSnapshot['context']>): PumpSnapshot => ({
  ...chart,
  context: { ...chart.context, ...context },
});

/** In what values of a region no pulse of this channel may move, by what a person would say. */
const closes = (channel: Channel, region: string, value: StateValue): boolean => {
  const words = JSON.stringify(value);
  switch (region) {
    case 'life':
      return !words.includes('operating');
    case 'occlusion':
      return value === 'occluded';
    case 'reservoir':
      return value === 'empty';
    case 'supply':
      return channel === 'prime' ? !/primingTubing|fillingCannula/.test(words) : value !== 'ready';
    case 'permission':
      return channel !== 'prime' && value !== 'delivering';
    case 'conditions':
      return channel !== 'prime' && value !== 'clear';
    case 'bolus':
    case 'extended':
      return channel === region && value !== 'delivering';
    default:
      return false;
  }
};

test.each(channels)(
  'a pulse of %s is claimed, and moved once its record is written, in no other state than those that allow it',
  async channel => {
    const delivering = withValues((await pumping()).pump, { motor: 'still', ...UNDER_WAY[channel] });
    let open = 0;
    let closed = 0;
    for (const [region, values] of regionValues) {
      if (region === 'motor') continue;
      for (const value of values) {
        const still = withValues(delivering, { [region]: value });
        const [claimed] = transition(pumpMachine, still, { type: 'pulse.due', channel });
        const recording = withValues(still, { motor: { underway: 'recording' } });
        const [moved] = transition(pumpMachine, withContext(recording, { owner: channel }), {
          type: 'intent.recorded',
        });
        const isOpen = !closes(channel, region, value);
        const where = `${region} ${JSON.stringify(value)}`;
        expect(claimed.value.motor, where).toEqual(isOpen ? { underway: 'recording' } : 'still');
        expect(claimed.context.owner, where).toBe(isOpen ? channel : 'nobody');
        expect(moved.value.motor, where).toEqual(isOpen ? { underway: 'moving' } : 'concluding');
        if (isOpen) open += 1;
        else closed += 1;
      }
    }
    expect(Math.min(open, closed)).toBeGreaterThan(5);
  },
);

test('a pulse that was verified ends the memory of one that was missed: only two in a row are a stall', async () => {
  let chart = (await pumping()).pump;
  const pulse = (...outcome: readonly PumpEvent[]): StateValue => {
    const due: PumpEvent = { type: 'pulse.due', channel: 'basal' };
    const events: readonly PumpEvent[] = [
      due,
      { type: 'intent.recorded' },
      { type: 'motor.arrived' },
      ...outcome,
    ];
    for (const event of events) [chart] = transition(pumpMachine, chart, event);
    const { motor } = chart.value;
    [chart] = transition(pumpMachine, chart, { type: 'outcome.recorded' });
    return motor;
  };
  const MISSED: PumpEvent = { type: 'pulse.unverified' };
  for (let time = 0; time < 3; time += 1) {
    expect(pulse(MISSED)).toBe('concluding');
    expect(chart.context.misses).toBe('one');
    expect(pulse({ type: 'pulse.verified' })).toBe('concluding');
    expect(chart.context.misses).toBe('none');
  }
  expect([pulse(MISSED), pulse(MISSED)]).toEqual(['concluding', 'uncertain']);
  expect(chart.context.misses).toBe('none');
});

test('what is found of a cartridge when the pump starts decides what has to be done with it', async () => {
  const unknown = withValues((await pumping()).pump, { supply: 'unknown' });
  const found = (['ready', 'empty', 'moved', 'occupied'] as const).map(each => {
    const [{ value }, actions] = transition(pumpMachine, unknown, { type: 'supply.found', found: each });
    return [value.supply, actions.map(({ type }) => type).includes('raiseAlarm')];
  });
  expect(found).toEqual([
    ['ready', false],
    [{ changing: 'empty' }, false],
    [{ changing: 'occupied' }, true],
    [{ changing: 'occupied' }, false],
  ]);
});

test('of a bolus that runs beside an extended one, only what was meant is cancelled', async () => {
  const both = withValues((await pumping()).pump, { bolus: 'delivering', extended: 'delivering' });
  const left = (['normal', 'extended', 'both'] as const).map(part => {
    const [{ value }] = transition(pumpMachine, both, { type: 'bolus.cancelled', part });
    return [value.bolus === 'delivering', value.extended === 'delivering'];
  });
  expect(left).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
});
