import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs } from '../../src/domain/units.ts';
import type { Observed, Parts } from '../../src/runtime/run.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const delivering = async (alter?: (parts: Parts) => Parts): Promise<CorePump> => {
  const pump = await corePump(alter === undefined ? {} : { alter });
  await pump.give({ type: 'resume.requested' });
  return pump;
};
const taken = ({ steps }: CorePump): readonly string[] => steps.map(({ envelope }) => envelope.fact.type);
const isFailSafe = ({ runtime }: CorePump): boolean => runtime.state().pump.matches({ life: 'failSafe' });
const reasonOf = ({ steps }: CorePump): readonly string[] =>
  steps.flatMap(({ envelope: { fact } }) => (fact.type === 'fault.latched' ? [fact.reason] : []));

/** Devices that note what was asked of the motor. */
const noting =
  (calls: string[], broken: readonly string[] = []) =>
  (parts: Parts): Parts => {
    const noted = (name: string, call: () => void) => () => {
      calls.push(name);
      if (broken.includes(name)) throw new Error(`${name} is broken`);
      call();
    };
    const { devices, annunciator } = parts;
    return {
      ...parts,
      annunciator: { ...annunciator, show: alarms => noted('show', () => annunciator.show(alarms))() },
      devices: {
        ...devices,
        encoder: { read: noted('read', devices.encoder.read) },
        motor: {
          ...devices.motor,
          move: intent => noted('move', () => devices.motor.move(intent))(),
          stop: noted('stop', devices.motor.stop),
        },
        close: async () => noted('close', () => void devices.close())(),
      },
    };
  };

describe('SR-005 the second lock before the motor', () => {
  test('nothing moves by a pulse that the journal does not hold', req('SR-005'), async () => {
    const pump = await delivering(parts => ({ ...parts, journal: { ...parts.journal, holds: () => false } }));
    await pump.wait(10 * MINUTE);
    expect(pump.devices.commanded).toEqual([]);
    expect(pump.runtime.faulted()).toMatch(/^pulse 1 was never recorded \(while taking intent.recorded\)$/);
    expect(isFailSafe(pump)).toBe(true);
  });

  test('nor by settings that have changed where they lie', req('SR-066'), async () => {
    // Settings of its own: others use those of the example.
    const pump = await corePump({ settings: structuredClone(exampleSettings) });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(10 * MINUTE);
    const moved = pump.devices.commanded.length;
    expect(moved).toBeGreaterThan(1);
    Object.assign(pump.runtime.state().ledger.settings ?? {}, { maxBolusUu: 24_000_000 });
    await pump.wait(10 * MINUTE);
    expect(pump.devices.commanded).toHaveLength(moved);
    expect(pump.steps.find(({ envelope }) => envelope.fact.type === 'check.failed')?.envelope.fact).toEqual({
      type: 'check.failed',
      item: 'settings',
      reason: 'The settings in memory are not those that were accepted.',
    });
    expect(pump.runtime.faulted()).toBeNull();
  });

  test('SR-113 nor by one that is behind what moved before this life', req('SR-113'), async () => {
    const moved = [{ intent: { pulse: 1_000, channel: 'basal', bolus: null }, at: monoMs(0) }] as const;
    const pump = await delivering(parts => ({ ...parts, start: { ...parts.start, moved } }));
    await pump.wait(10 * MINUTE);
    expect(pump.devices.commanded).toEqual([]);
    expect(pump.runtime.faulted()).toContain('may move once');
  });
});

describe('SR-118 an invariant that is broken', () => {
  test(
    'is a defect: the step has not happened, and the fault is latched whatever else is broken',
    req('SR-118'),
    async () => {
      let broken = false;
      const pump = await delivering(parts => ({
        ...parts,
        monitor: memory => ({ memory, violations: broken ? [{ invariant: 'I7', says: 'planted' }] : [] }),
      }));
      const before = pump.runtime.state();
      broken = true;
      await pump.give({ type: 'suspend.requested' });
      expect(pump.runtime.faulted()).toBe('invariant I7 is broken: planted (while taking suspend.requested)');
      expect(taken(pump).slice(-1)).toEqual(['fault.latched']);
      expect(pump.steps.at(-1)?.before).toBe(before);
      expect(isFailSafe(pump)).toBe(true);
      expect(reasonOf(pump)).toEqual([pump.runtime.faulted()]);
    },
  );
});

describe('SR-118 a defect', () => {
  test('stops the motor first, and the second is not latched again', req('SR-118'), async () => {
    const calls: string[] = [];
    const pump = await delivering(noting(calls));
    calls.length = 0;
    pump.runtime.fail(new Error('x'.repeat(500)));
    expect(calls[0]).toBe('stop');
    expect(reasonOf(pump)).toEqual(['x'.repeat(400)]);
    expect(pump.runtime.faulted()).toBe(`${'x'.repeat(500)} (outside the core)`);
    calls.length = 0;
    pump.runtime.fail('a word');
    expect(calls).toEqual(['stop']);
    expect(reasonOf(pump)).toHaveLength(1);
    expect(pump.runtime.faulted()).toBe(`${'x'.repeat(500)} (outside the core)`);
  });

  test('that is no error is told by its words', req('SR-118'), async () => {
    const pump = await delivering();
    pump.runtime.fail('a word');
    expect(pump.runtime.faulted()).toBe('a word (outside the core)');
  });

  test(
    'of one device keeps no other command of the step from being obeyed',
    req('SR-080', 'SR-118'),
    async () => {
      const calls: string[] = [];
      const pump = await delivering(noting(calls, ['stop']));
      await pump.clock.advanceUntil(() => pump.devices.isMoving(), 10 * MINUTE);
      calls.length = 0;
      await pump.give({ type: 'cartridge.removed' });
      expect(pump.shown().map(({ alarm }) => alarm)).toEqual(
        expect.arrayContaining(['cartridgeRemoved', 'internalFault']),
      );
      expect(calls).toContain('show');
      expect(pump.runtime.faulted()).toBe('stop is broken (while taking cartridge.removed)');
    },
  );

  test('after the pump was stopped changes nothing', async () => {
    const pump = await delivering();
    await pump.runtime.stop('operator');
    pump.runtime.fail(new Error('late'));
    expect(pump.runtime.faulted()).toBeNull();
    expect(taken(pump).at(-1)).toBe('power.lost');
  });
});

describe('SR-075 a journal that takes no more', () => {
  test('is told to, in fail-safe, and nobody writes to it again', req('SR-075'), async () => {
    let appended = 0;
    let full = false;
    const calls: string[] = [];
    const pump = await delivering(parts => ({
      ...noting(calls)(parts),
      journal: {
        ...parts.journal,
        append: (entry, durable) => {
          appended += 1;
          if (full) throw 'no space';
          parts.journal.append(entry, durable);
        },
      },
    }));
    full = true;
    const before = appended;
    calls.length = 0;
    await pump.give({ type: 'suspend.requested' });
    // At once, and again by the step that says so.
    expect(calls.slice(0, 2)).toEqual(['stop', 'stop']);
    expect(pump.steps.at(-1)?.envelope.fact).toEqual({ type: 'journal.failed', reason: 'no space' });
    // The step that could not be written has not happened.
    expect(taken(pump)).not.toContain('suspend.requested');
    expect(isFailSafe(pump)).toBe(true);
    await pump.give({ type: 'cgm.measured', mgPerDl: 100, sequence: 1 });
    expect(taken(pump).at(-1)).toBe('cgm.measured');
    expect(appended).toBe(before + 1);
    expect(pump.runtime.faulted()).toBeNull();
  });

  test('is told, too, by a motor that does not stop either', req('SR-075', 'SR-118'), async () => {
    let full = false;
    const pump = await delivering(parts => ({
      ...noting([], ['stop'])(parts),
      journal: {
        ...parts.journal,
        append: (entry, durable) => {
          if (full) throw new Error('no space');
          parts.journal.append(entry, durable);
        },
      },
    }));
    full = true;
    await pump.give({ type: 'suspend.requested' });
    expect(pump.runtime.faulted()).toBe('stop is broken');
    expect(isFailSafe(pump)).toBe(true);
  });
});

describe('whoever watches', () => {
  test('is told after the commands were obeyed, and no more once it throws or wants no more', async () => {
    const pump = await delivering();
    const seen: string[] = [];
    const watch = (name: string, then: (step: Observed) => void = () => {}) =>
      pump.runtime.observe(step => {
        seen.push(name);
        then(step);
      });
    watch('breaks', () => {
      throw new Error('of the watcher');
    });
    const end = watch('ends');
    watch('stays');
    await pump.give({ type: 'suspend.requested' });
    end();
    await pump.give({ type: 'resume.requested' });
    expect(seen).toEqual(['breaks', 'ends', 'stays', 'stays']);
    expect(pump.runtime.faulted()).toBeNull();
  });
});

describe('an end', () => {
  test.each<[Extract<Fact, { type: 'power.lost' }>['cause'], boolean]>([
    ['depleted', true],
    ['failing', true],
    ['supply', false],
  ])('of power that is %s: nothing more is taken: %s', async (cause, isLast) => {
    const pump = await delivering();
    await pump.give({ type: 'power.lost', cause });
    await pump.give({ type: 'pressure.measured', pascals: 101_000 });
    expect(taken(pump).at(-1)).toBe(isLast ? 'power.lost' : 'pressure.measured');
    expect(pump.runtime.idle()).toBe(true);
  });

  test('in order takes the motor first and the journal last, once', async () => {
    const calls: string[] = [];
    const pump = await delivering(parts => ({
      ...noting(calls)(parts),
      journal: {
        ...parts.journal,
        close: () => {
          calls.push('journal');
          parts.journal.close();
        },
      },
    }));
    calls.length = 0;
    await pump.runtime.stop('signal');
    expect(calls.filter(name => name !== 'show')).toEqual(['stop', 'close', 'journal']);
    expect(pump.steps.at(-1)?.envelope.fact).toEqual({ type: 'power.lost', cause: 'signal' });
    const { length } = pump.steps;
    await pump.runtime.stop('operator');
    await pump.give({ type: 'resume.requested' });
    await pump.wait(60 * MINUTE);
    expect(pump.steps).toHaveLength(length);
  });
});

test('facts of one moment wait together, and until they are taken the pump is not idle', async () => {
  const pump = await delivering();
  expect(pump.runtime.idle()).toBe(true);
  const { length } = pump.steps;
  pump.runtime.submit({ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
  pump.runtime.submit({ type: 'suspend.requested' });
  expect(pump.runtime.idle()).toBe(false);
  expect(pump.steps).toHaveLength(length);
  await pump.give();
  expect(taken(pump).slice(length)).toEqual(['suspend.requested', 'bolus.requested']);
  expect(pump.steps.map(({ envelope }) => envelope.seq)).toEqual(pump.steps.map((_, index) => index + 1));
});

test(
  'SR-038 the journal is read once, by a self-test that a recovering pump has passed',
  req('SR-038'),
  async () => {
    const pump = await delivering();
    expect(taken(pump).filter(type => type === 'journal.read')).toHaveLength(1);
    expect(pump.steps.find(({ envelope }) => envelope.fact.type === 'journal.read')?.envelope.fact).toEqual({
      type: 'journal.read',
      verdict: 'new',
    });
    await pump.give({ type: 'selfTest.passed' });
    expect(taken(pump).filter(type => type === 'journal.read')).toHaveLength(1);
    await pump.give({ type: 'power.lost', cause: 'operator' });
    await pump.give({ type: 'power.applied', boot: 'again', gapMs: 0 });
    const { length } = pump.steps;
    await pump.give({ type: 'selfTest.passed' }, { type: 'power.failing' });
    expect(taken(pump).slice(length, length + 3)).toEqual([
      'selfTest.passed',
      'power.failing',
      'journal.read',
    ]);
    const again = taken(pump).slice(length);
    expect(again.filter(type => type === 'journal.read')).toHaveLength(1);
  },
);
