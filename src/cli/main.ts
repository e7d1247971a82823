import { processIo } from './io.ts';
import { islet } from './islet.ts';

// A reader that went away (`islet … | head`) is no failure of ours, and no reason to leave a motor unattended.
process.stdout.on('error', () => {});
process.exit(await islet(process.argv.slice(2), processIo()));
