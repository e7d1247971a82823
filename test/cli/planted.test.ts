import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inPlantedTree, isletOf, ROOT } from '../support/plantedTree.ts';
import { req } from '../support/req.ts';

/** A guard of the lock is dropped, and an alarm that was acknowledged never comes back. */
const FAULTS = [
  {
    file: 'machines/lock/lock.ts',
    was: "'entry.opened': { guard: 'isUnlocked', target: 'open' }",
    is: "'entry.opened': { target: 'open' }",
  },
  {
    file: 'machines/alarm/signal.ts',
    was: "after: { rearm: [{ guard: 'isInformation' }, ...comeBack] }",
    is: 'after: { rearm: [] }',
  },
] as const;

test('SR-081 SR-107 faults planted in small machines are found, each with its shortest run, which replays', {
  timeout: 300_000,
  ...req('SR-081', 'SR-107'),
}, () => {
  inPlantedTree(FAULTS, tree => {
    const { status, stdout, stderr } = isletOf(tree, 'verify', '--most', '200');
    expect(status, stderr).toBe(EXIT.failed);
    expect(stdout).toMatch(/^lock .* 12 of 13$/m);
    expect(stdout).toMatch(/^alarm, \d+ sorts .* 46 of 49$/m);
    expect(stdout).toMatch(/properties by verdict: \d+ hold, 2 broken, /);
    expect(stdout).toMatch(
      /nothing is entered on a locked one: broken by 1 event, and no run is shorter; a run of the chart alone: islet replay /,
    );
    expect(stdout).toMatch(
      /comes back while its cause lasts: broken by 2 events, and no run is shorter; a run of the chart alone: islet replay /,
    );
    const folder = join(tree, 'runs/violations');
    const stories = readdirSync(folder).map(name => join(folder, name));
    expect(stories).toHaveLength(2);
    for (const story of stories) {
      expect(readFileSync(story, 'utf8')).toContain('no run is shorter');
      const again = isletOf(tree, 'replay', '--check', story);
      expect(again.status, again.stdout + again.stderr).toBe(EXIT.ok);
    }
    // What it left to go on with rests on the faults: another tree does not go on with it.
    const resumed = isletOf(ROOT, 'verify', '--resume', join(tree, 'verify.walks'));
    expect(resumed.status).toBe(EXIT.badInput);
    expect(resumed.stderr).toContain('other charts, other properties or another engine');
    // In the chart that is whole, the lock takes the same events and does something else.
    const [lock = ''] = stories.filter(story => story.includes('-lock-'));
    expect(isletOf(ROOT, 'replay', '--check', lock).status).toBe(EXIT.failed);
  });
});
