import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { proofOf } from '../../src/cli/replay/proof.ts';
import { replaySource } from '../../src/cli/replay/replay.ts';
import { chartOf } from '../../src/inspector/charts/derive.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { history } from '../../src/inspector/history.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { corePump } from '../support/corePump.ts';

/** A bolus, an occlusion and what follows, with the boot. */
const life = async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'cgm.measured', mgPerDl: 110, sequence: 1 });
  await pump.give({ type: 'bolus.requested', bolus: 'b', amountUu: 200_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
  await pump.wait(60_000);
  pump.devices.mood.forceMn = 40_000;
  await pump.wait(600_000);
  await pump.give({ type: 'alarm.acknowledged', alarm: 'occlusion' });
  return pump;
};

test('a frame shows the transitions taken by the ids of the chart file, and what they touched', async () => {
  const { steps } = await life();
  const frames = steps.map(frameOf);
  const ids = new Set(chartOf(pumpMachine).transitions.map(transition => transition.id));
  const states = new Set(chartOf(pumpMachine).states.map(state => state.id));
  const taken = frames.flatMap(frame => frame.taken).filter(({ machine }) => machine === 'pump');
  expect(taken.length).toBeGreaterThan(50);
  for (const { transition } of taken) expect(ids).toContain(transition);
  for (const frame of frames) for (const id of frame.active.pump ?? []) expect(states).toContain(id);
  const moved = frames.find(frame => frame.commands.some(command => command.type === 'moveMotor'));
  expect(moved?.taken.map(({ event }) => event)).toContain('intent.recorded');
  expect(moved?.active.pump).toContain('pump.motor.underway.moving');
  const occluded = frames.find(frame => frame.derived.some(({ type }) => type === 'occlusion.detected'));
  expect(occluded?.req).toContain('SR-080');
  expect(occluded?.modes).toContain('occlusion alarm');
  expect(occluded?.alarms[0]).toMatchObject({ alarm: 'occlusion', priority: 'high', signal: 'sounding' });
  expect(occluded?.active['alarm:occlusion']).toBeDefined();
});

test('a journal gives the frames that the running pump gave', async () => {
  const { steps, lines } = await life();
  const reading = readJournal(`${lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  const replayed: Observed[] = [];
  const proof = proofOf(reading.read, step => replayed.push(step));
  expect(proof).toEqual({ steps: lines.length - 1, same: true, firstDifference: null });
  const live = new Map(steps.map(step => [step.envelope.seq, frameOf(step)]));
  let compared = 0;
  for (const frame of replayed.map(frameOf)) {
    const then = live.get(frame.seq);
    if (then === undefined) continue;
    expect(isDeepStrictEqual(JSON.parse(JSON.stringify(frame)), JSON.parse(JSON.stringify(then)))).toBe(true);
    compared += 1;
  }
  expect(compared).toBe(steps.length);
  expect(compared).toBeGreaterThan(100);
});

test('a replay can be looked at and not be told anything', async () => {
  const { steps } = await life();
  const frames = steps.map(frameOf);
  const source = replaySource('j', frames, { steps: frames.length, same: true, firstDifference: null });
  expect(source.since(0)).toEqual(frames);
  expect(source.since(frames.at(-2)?.seq ?? 0)).toEqual(frames.slice(-1));
  expect(source.status()).toMatchObject({ kind: 'replay', injected: null, proof: { same: true } });
  expect(source.submit({ type: 'suspend.requested' })).toMatchObject({ accepted: false });
});

test('a history keeps the last frames, in order, and tells listeners of each', async () => {
  const { steps } = await life();
  const frames = steps.map(frameOf);
  const kept = history([], 20);
  const heard: number[] = [];
  const end = kept.subscribe({ frame: ({ seq }) => void heard.push(seq), status: () => {} });
  for (const frame of frames) kept.add(frame);
  end();
  const last = frames.at(-1);
  if (last === undefined) throw new Error('nothing happened');
  kept.add({ ...last, seq: last.seq + 1 });
  expect(heard).toEqual(frames.map(({ seq }) => seq));
  const all = kept.since(0).map(({ seq }) => seq);
  expect(all.length).toBeGreaterThanOrEqual(20);
  expect(all.length).toBeLessThanOrEqual(25);
  expect(all.at(-1)).toBe(last.seq + 1);
  expect(kept.since(last.seq - 1).map(({ seq }) => seq)).toEqual([last.seq, last.seq + 1]);
});
