import { expect, test } from 'vitest';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { nothingEarlier, shownRun } from '../../src/cli/pageApart/shownRun.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { judging } from '../../src/inspector/judged.ts';
import { keyframeOf } from '../../src/inspector/keyframe.ts';
import { toldBy } from '../inspector/support/told.ts';
import { req } from '../support/req.ts';
import { planted, watched } from './watchedPage.ts';

test('what the thread makes of facts alone is what the pump did, step by step, verdicts too', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  const facts: readonly Fact[] = [
    { type: 'resume.requested' },
    { type: 'bolus.requested', bolus: 'b-1', amountUu: 500_000 },
    { type: 'bolus.confirmed', bolus: 'b-1' },
  ];
  for (const fact of facts) await pump.give(fact);
  await pump.wait(1_800_000);
  const judged = judging();
  const here = pump.steps.map(step => ({ ...frameOf(step), ...judged.of(step) }));
  expect(here.length).toBeGreaterThan(100);
  for (const from of [0, 40]) {
    const first = pump.steps[from];
    if (first === undefined) throw new Error('no such step');
    const run = shownRun(keyframeOf(first.before), from, nothingEarlier());
    // Over the wire, as they come to it.
    for (const { envelope } of pump.steps.slice(from)) run.take(structuredClone(envelope));
    const shown = run.history.since(0);
    if (from === 0) {
      expect(shown).toEqual(here);
      expect(run.judging.verdicts()).toEqual(judged.verdicts());
    }
    expect(shown.map(({ judged: _, ...frame }) => frame)).toEqual(
      here.slice(from).map(({ judged: _, ...frame }) => frame),
    );
  }
  await pump.close();
});

test('what a body lived is kept from the first step that tells of it, for whoever comes later', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  await pump.give({ type: 'resume.requested' });
  const [first] = pump.steps;
  if (first === undefined) throw new Error('no step');
  const run = shownRun(keyframeOf(first.before), 0, nothingEarlier());
  const [without, ...others] = pump.steps;
  if (without) run.take(without.envelope);
  expect(run.lived()).toBeNull();
  for (const [index, { envelope }] of others.entries())
    run.take(envelope, { glucoseMgDl: 100 + index, eatenG: 0 });
  expect(run.lived()?.glucose.map(({ mgPerDl }) => mgPerDl)).toEqual(others.map((_, index) => 100 + index));
  expect(others.length).toBeGreaterThan(3);
  await pump.close();
});

test(
  'SR-116 a page whose thread dies is told of loudly and begun anew at its address; the pump goes on',
  req('SR-116'),
  async () => {
    const { pump, address, says } = await watched(planted('page'));
    const own = await address();
    await pump.give({ type: 'screen.locked' });
    await says('THE PAGE HAS FAILED, THE PUMP GOES ON: planted in the page');
    const taken = pump.steps.length;
    await pump.give({ type: 'resume.requested' });
    expect(pump.steps.length).toBeGreaterThan(taken);
    await says(`The page is there again: ${own}`);
    // From the state that the pump has by then.
    const { frames } = await toldBy(
      own,
      all => all.length > 0,
      async () => pump.give({ type: 'screen.unlocked' }),
    );
    const last = pump.steps.at(-1);
    if (last === undefined) throw new Error('no step');
    // What it judges again from there comes beside.
    expect(frames.at(-1)).toMatchObject(frameOf(last));
  },
);

test(
  'SR-116 a page that is begun anew shows the pump as it is by then, without another step',
  req('SR-116'),
  async () => {
    const { pump, address, says } = await watched(planted('page'));
    const own = await address();
    await pump.give({ type: 'resume.requested' });
    const seen = await toldBy(own, all => all.at(-1)?.modes.includes('delivering') ?? false);
    expect(seen.frames.at(-1)?.modes).toContain('delivering');
    await pump.give({ type: 'screen.locked' });
    await pump.give({ type: 'suspend.requested' });
    const last = pump.steps.at(-1);
    if (last === undefined) throw new Error('no step');
    await says('The page is there again');
    const { frames } = await toldBy(own, all => all.length > 0);
    expect(frames.at(-1)).toMatchObject(frameOf(last));
    expect(frames.at(-1)?.modes).toContain('suspended');
    expect(pump.steps.at(-1)).toBe(last);
  },
);

test(
  'SR-116 what was asked of a page that hangs is not carried out when it comes back, after what came later',
  req('SR-116'),
  async () => {
    const { pump, address, requests } = await watched(planted('page'));
    const { origin, searchParams } = new URL(await address());
    const send = async (type: string): Promise<string> => {
      const answer = await fetch(`${origin}/api/requests`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${searchParams.get('token')}` },
        body: JSON.stringify({ type }),
      });
      return answer.text();
    };
    // It hangs for four seconds, with the request in its socket.
    await pump.give({ type: 'activity.ended' });
    const asked = send('resume.requested');
    const stopped = send('suspend.requested');
    await pump.give({ type: 'suspend.requested' });
    expect(await asked).toContain('may have waited for it: nothing was done');
    expect(await stopped).toContain('true');
    expect(requests.map(({ type }) => type)).toEqual(['suspend.requested']);
    expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(false);
    // Once it has caught up it hands on what is asked.
    await expect.poll(() => send('screen.unlocked'), { timeout: 20_000 }).toContain('true');
    expect(await send('resume.requested')).toContain('true');
    await pump.clock.settle();
    expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
  },
);

test(
  'SR-116 a page that has come to another state than the pump is ended, says so, and shows that of the pump',
  req('SR-116'),
  async () => {
    const { pump, address, says } = await watched(planted('page'));
    const own = await address();
    // Heard there as another fact.
    await pump.give({ type: 'settings.discarded' });
    await says('has led to another state there than in the pump');
    await pump.give({ type: 'resume.requested' });
    await says(`The page is there again: ${own}`);
    const { frames } = await toldBy(own, all => all.length > 0);
    expect(frames.at(-1)?.modes).toContain('delivering');
  },
);

test('a step that does not follow the last one is not taken', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  const [first, , third] = pump.steps;
  if (first === undefined || third === undefined) throw new Error('no steps');
  const run = shownRun(keyframeOf(first.before), null, nothingEarlier());
  run.take(first.envelope);
  expect(() => run.take(third.envelope)).toThrow('after step 1 comes 2, and 3 was told');
  expect(() => run.take(first.envelope)).toThrow('after step 1 comes 2, and 1 was told');
  await pump.close();
});

test(
  'SR-116 a page whose thread hangs is waited for by nobody, is ended once it does not answer, and is there again with what has been done meanwhile',
  req('SR-116'),
  async () => {
    const { pump, address, says } = await watched(planted('page'));
    const own = await address();
    await pump.give({ type: 'screen.touched' });
    const hung = pump.steps.length;
    await pump.give({ type: 'resume.requested' });
    await pump.wait(1_800_000);
    expect(pump.steps.length).toBeGreaterThan(hung + 20);
    await says('THE PAGE HAS FAILED, THE PUMP GOES ON: it has not answered');
    await says(`The page is there again: ${own}`);
    const { frames } = await toldBy(
      own,
      all => all.length > 0,
      async () => pump.give({ type: 'suspend.requested' }),
    );
    expect(frames.at(-1)?.modes).toContain('suspended');
    // What was before it was begun anew is in no journal: that is said where properties are shown.
    expect(frames[0]?.judged?.trouble).toContain('in no journal');
    const { origin, searchParams } = new URL(own);
    const charts = await fetch(`${origin}/api/charts`, {
      headers: { Authorization: `Bearer ${searchParams.get('token')}` },
    });
    expect(await charts.json()).toMatchObject({
      verdicts: { trouble: expect.stringContaining('in no journal') },
    });
  },
);

test('SR-116 a page that eats memory is ended, and nothing else with it', req('SR-116'), async () => {
  const { pump, address, says } = await watched(planted('page'));
  await address();
  await pump.give({ type: 'entry.opened' });
  await says('THE PAGE HAS FAILED, THE PUMP GOES ON: it holds');
  await pump.give({ type: 'resume.requested' });
  expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
});

test('a page that was too far behind goes on from the state after the steps that it lacks, and says so', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  await pump.wait(600_000);
  const [first] = pump.steps;
  const [missing, after] = pump.steps.slice(-2);
  if (first === undefined || missing === undefined || after === undefined) throw new Error('no steps');
  const run = shownRun(keyframeOf(first.before), null, nothingEarlier());
  run.take(first.envelope);
  run.leap(keyframeOf(after.before), after.envelope.seq - 1, 'from record 2 on, because it was late');
  run.take(after.envelope);
  const last = run.history.since(0).at(-1);
  expect(last).toMatchObject({
    ...frameOf(after),
    judged: { trouble: 'from record 2 on, because it was late' },
  });
  expect(run.judging.verdicts().trouble).toBe('from record 2 on, because it was late');
  await pump.close();
});

test('SR-116 what a page sends that is no request reaches no pump, and is told', req('SR-116'), async () => {
  const { pump, address, says, requests } = await watched(planted('page'));
  await address();
  await pump.give({ type: 'entry.closed' });
  await says('nothing was done');
  expect(requests).toEqual([]);
});
