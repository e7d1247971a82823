import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storyIn } from '../../src/cli/files.ts';
import { proofOf } from '../../src/cli/replay/proof.ts';
import { ALARMS } from '../../src/domain/alarms.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import { runFold } from '../../src/inspector/report/runFold.ts';
import { inFolder, isletHere } from '../cli/islet.ts';

const story = (name: string): string => join(import.meta.dirname, '../../specs/scenarios', name);

const framesOf = async (name: string): Promise<readonly Frame[]> => {
  const { read } = await storyIn(story(name));
  const frames: Frame[] = [];
  proofOf(read, step => frames.push(frameOf(step)));
  return frames;
};

test('alarms live from the step that raised them to the one that ended them, each with what demands it', async () => {
  const frames = await framesOf('occlusion.txt');
  const fold = runFold();
  for (const frame of frames) fold.take(frame);
  const { alarms, steps, hits, last } = fold.told();
  expect(steps).toBe(frames.length);
  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms.map(({ alarm }) => alarm)).toContain('occlusion');
  for (const { alarm, atMonoMs, untilMonoMs, req } of alarms) {
    expect(req).toEqual(ALARMS[alarm].req);
    const on = frames.filter(
      frame => frame.monoMs >= atMonoMs && (untilMonoMs === null || frame.monoMs < untilMonoMs),
    );
    expect(on.length, alarm).toBeGreaterThan(0);
    expect(
      on.filter(frame => !frame.alarms.some(each => each.alarm === alarm)).map(({ seq }) => seq),
    ).toEqual(
      on
        .filter(({ monoMs }) => monoMs === atMonoMs)
        .filter(frame => !frame.alarms.some(each => each.alarm === alarm))
        .map(({ seq }) => seq),
    );
  }
  // Each transition that was taken is counted, and so is each state that the run ended in.
  const taken = frames.flatMap(frame => frame.taken);
  const transitions = [...hits]
    .filter(([key]) => key.includes(' '))
    .reduce((sum, [, times]) => sum + times, 0);
  expect(transitions).toBe(taken.length);
  for (const id of last?.active.pump ?? []) expect(hits.get(`pump|${id}`), id).toBeGreaterThan(0);
});

test('refusals are counted to the last, and the first are told', async () => {
  const [frame] = await framesOf('occlusion.txt');
  if (frame === undefined) throw new Error('the story has no steps');
  const fold = runFold();
  for (let seq = 1; seq <= 50; seq += 1)
    fold.take({
      ...frame,
      seq,
      commands: [{ type: 'refuse', request: 'resume', reasons: [`reason ${seq}`] }],
    });
  const { refusals, refused } = fold.told();
  expect(refused).toBe(50);
  expect(refusals.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('islet report writes one file without scripts, which is the same each time', async () => {
  await inFolder(async folder => {
    const file = join(folder, 'run.html');
    const write = async (): Promise<string> => {
      const { code, err } = await isletHere(['report', story('occlusion.txt'), '--out', file], folder);
      expect(err).toMatch(/run\.html: \d+ steps, \d+ kB/);
      expect(code).toBe(0);
      return readFileSync(file, 'utf8');
    };
    const text = await write();
    expect(await write()).toBe(text);
    expect(text).not.toMatch(/<script|javascript:|@import|<link|<img|url\((?!#)|src=/);
    expect(text).toContain('A-01 Occlusion');
    expect(text).toContain('SR-057');
    expect(text).toMatch(/class="state(?: compound)? on"/);
    const missing = await isletHere(['report', 'none.jsonl', '--out', file], folder);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('there is no such file');
    const nowhere = await isletHere(
      ['report', story('occlusion.txt'), '--out', join(folder, 'no/such/run.html')],
      folder,
    );
    expect(nowhere.code).toBe(3);
    expect(nowhere.err).toContain('choose another file');
  });
});
