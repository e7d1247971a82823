import { runRigCommand } from '../../hardware/rig/command.ts';
import { crashAt } from './crashing.ts';

/** A rig run in a process of its own, for tests that send it signals; with `crash`, a defect in it after ten paths. */
if (process.argv[3] === 'crash') crashAt(/10 of/);

process.exitCode = await runRigCommand({
  plan: 'smoke',
  sim: true,
  out: process.argv[2] ?? 'runs',
  transport: 'pty',
});
