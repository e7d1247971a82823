import { runRigCommand } from '../../hardware/rig/command.ts';
import { profileIn } from '../../src/cli/rig/profile.ts';
import { crashAt } from './crashing.ts';

/** Boluses on the ports of a profile in a process of its own, for tests that end it; with `crash`, a defect in it after the first. */
const [, , profile = '', out = '', how] = process.argv;
if (how === 'crash') crashAt(/boluses: \d+ of/);

process.exitCode = await runRigCommand({
  plan: 'acceptance',
  sim: false,
  profile: profileIn(profile, '2026-11-27'),
  only: ['100 boluses of 1 U'],
  out,
});
