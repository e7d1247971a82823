import type { Writable } from 'node:stream';
import { processIo } from './io.ts';
import { islet } from './islet.ts';

// A reader that went away (`islet … | head`) is no failure of ours, and no reason to leave a motor unattended.
process.stdout.on('error', () => {});
const code = await islet(process.argv.slice(2), processIo());
/** A pipe takes 64 KB at a time: what its reader has yet to take would be lost with the process. */
const flushed = (stream: Writable): Promise<void> =>
  new Promise(resolve => stream.write('', () => resolve()));
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(code);
