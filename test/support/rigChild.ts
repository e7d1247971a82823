import { runRigCommand } from '../../hardware/rig/command.ts';

/** A rig run in a process of its own, for tests that send it signals; with `crash`, a defect in it after ten paths. */
if (process.argv[3] === 'crash') {
  let isPlanted = false;
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    if (!isPlanted && String(text).includes('10 of')) {
      isPlanted = true;
      queueMicrotask(() => {
        throw new Error('planted');
      });
    }
    return write(text);
  };
}

process.exitCode = await runRigCommand({
  plan: 'smoke',
  sim: true,
  out: process.argv[2] ?? 'runs',
  transport: 'pty',
});
