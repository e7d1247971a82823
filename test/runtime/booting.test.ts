import { expect, test } from 'vitest';
import { type Parts, run } from '../../src/runtime/run.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

test(
  'SR-038 a boot goes before what anybody wants meanwhile, and until then the pump is not idle',
  req('SR-038'),
  async () => {
    const made: Parts[] = [];
    await corePump({
      alter: parts => {
        made.push(parts);
        return parts;
      },
    });
    const [parts] = made;
    if (parts === undefined) throw new Error('the pump is made of nothing');
    const journal = { append: () => {}, holds: () => true, close: () => {} };
    const work: (() => void)[] = [];
    const runtime = run({ ...parts, journal, defer: each => void work.push(each) });
    const seen: string[] = [];
    runtime.observe(({ envelope }) => seen.push(envelope.fact.type));
    expect(runtime.idle()).toBe(false);
    runtime.submit({ type: 'suspend.requested' });
    expect(work).toHaveLength(1);
    while (work.length > 0) work.shift()?.();
    const { boot } = parts.start;
    expect(seen.slice(0, boot.length + 1)).toEqual([...boot.map(({ type }) => type), 'suspend.requested']);
    expect(runtime.idle()).toBe(true);
    // What waits together is taken together, by one turn of the host.
    runtime.submit({ type: 'screen.touched' });
    expect(runtime.idle()).toBe(false);
    runtime.submit({ type: 'suspend.requested' });
    expect(work).toHaveLength(1);
    work.shift()?.();
    expect(seen.slice(-2).toSorted()).toEqual(['screen.touched', 'suspend.requested']);
    expect(runtime.idle()).toBe(true);
  },
);

test(
  'SR-035 the signals of the quick bolus are sounded, each as often as is asked',
  req('SR-035'),
  async () => {
    const heard: string[] = [];
    const pump = await corePump({
      alter: parts => ({
        ...parts,
        annunciator: { ...parts.annunciator, sound: (signal, times) => heard.push(`${signal} ${times}`) },
      }),
    });
    await pump.give({ type: 'resume.requested' });
    const press = async (ms: number): Promise<void> => {
      await pump.give({ type: 'button.pressed' });
      await pump.wait(ms);
      await pump.give({ type: 'button.released' });
    };
    await press(2_500);
    await press(100);
    await press(100);
    await pump.wait(5_000);
    expect(heard).toEqual(['ready 1', 'step 1', 'step 1', 'count 2']);
  },
);

test('SR-075 a journal that takes no more while the pump boots ends the boot', req('SR-075'), async () => {
  const pump = await corePump({ journalFailsAt: 2 });
  const taken = pump.steps.map(({ envelope }) => envelope.fact.type);
  expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
  expect(taken.slice(0, 2)).toEqual(['settings.changed', 'journal.failed']);
  expect(taken).not.toContain('power.applied');
});

test(
  'SR-038 what comes between self-test and journal makes nobody read the journal twice',
  req('SR-038'),
  async () => {
    const pump = await corePump();
    await pump.give({ type: 'power.lost', cause: 'operator' });
    await pump.give({ type: 'power.applied', boot: 'again', gapMs: 0 });
    const { length } = pump.steps;
    pump.runtime.observe(({ envelope }) => {
      if (envelope.fact.type === 'selfTest.passed')
        pump.runtime.submit({ type: 'watchdog.fired', cause: 'watchdog' });
    });
    await pump.give({ type: 'selfTest.passed' });
    const taken = pump.steps.slice(length).map(({ envelope }) => envelope.fact.type);
    expect(taken.slice(0, 3)).toEqual(['selfTest.passed', 'watchdog.fired', 'journal.read']);
    expect(taken.filter(type => type === 'journal.read')).toHaveLength(1);
  },
);
