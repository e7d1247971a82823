import { exploreCommand } from '../../hardware/rig/online/command.ts';
import { crashAt } from './crashing.ts';

/** An exploration in a process of its own, for tests that end it; with `crash`, a defect in it after the first pump. */
if (process.argv[2] === 'crash') crashAt(/\d+ pumps/);

process.exitCode = await exploreCommand({
  seed: 1,
  steps: 1_000_000,
  seconds: 600,
  transitions: 1_000_000,
  goal: 'transitions',
  transport: 'memory',
  out: 'runs',
  json: true,
});
