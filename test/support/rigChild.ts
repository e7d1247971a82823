import { runRigCommand } from '../../hardware/rig/command.ts';

/** A rig run in a process of its own, for tests that send it signals. */
process.exitCode = await runRigCommand({
  plan: 'smoke',
  sim: true,
  out: process.argv[2] ?? 'runs',
  transport: 'pty',
});
