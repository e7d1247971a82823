import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inPlantedTree, isletOf, ROOT } from '../support/plantedTree.ts';

const DROPPED = {
  file: 'machines/pump/motor.ts',
  was: "{ guard: 'gateIsOpen', target: 'moving' }",
  is: "{ target: 'moving' }",
} as const;

test('a stranger drops a guard: it is found, its run is written, and replays in that tree and differs in this one', {
  timeout: 3_600_000,
}, () => {
  inPlantedTree([DROPPED], tree => {
    const verified = isletOf(tree, 'verify', '--most', '40000');
    expect(verified.status, verified.stderr).toBe(1);
    expect(verified.stdout).toMatch(
      /the motor moves only through the gate: broken by 7 events, and no run is shorter; .*islet replay /,
    );
    const stories = readdirSync(join(tree, 'runs/violations')).map(name =>
      join(tree, 'runs/violations', name),
    );
    expect(stories.length).toBeGreaterThan(5);
    for (const story of stories.filter((_, index) => index % 5 === 0)) {
      const again = isletOf(tree, 'replay', '--check', story);
      expect(again.status, again.stdout + again.stderr).toBe(0);
      expect(isletOf(ROOT, 'replay', '--check', story).status).toBe(1);
    }
  });
});
