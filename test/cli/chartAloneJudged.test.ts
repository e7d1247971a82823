import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chartStoryIn } from '../../src/cli/replay/chartAlone.ts';
import { subjectOf } from '../../src/cli/verify/machines.ts';
import { playChart } from '../../src/verify/stories/chartStory.ts';
import { inFolder } from './islet.ts';

const STORIES = [
  ['alarm, sort 1', ['alarm.raised grade=first', 'timer.escalationElapsed'], 'alarm: '],
  ['lock', ['screen.unlocked', 'screen.locked'], 'lock: '],
] as const;

test.each(STORIES)(
  'events of a chart alone put its properties to the test: %s',
  async (machine, events, prefix) => {
    await inFolder(async folder => {
      const path = join(folder, 'run.txt');
      const text = [`= chart ${machine}`, '', ...events.map(event => `> ${event}`)].join('\n');
      writeFileSync(path, playChart(subjectOf(machine).make(), text).told);
      const frames = chartStoryIn(path)?.frames ?? [];
      const exercised = frames.flatMap(({ judged }) => judged?.exercised ?? []);
      expect(exercised.length).toBeGreaterThan(0);
      expect(exercised.filter(key => !key.startsWith(prefix))).toEqual([]);
      expect(frames.flatMap(({ judged }) => judged?.broken ?? [])).toEqual([]);
    });
  },
);
