import { EXIT } from './exits.ts';
import { processIo } from './io.ts';
import { islet } from './islet.ts';

// A reader that went away (`islet … | head`) is no failure of ours.
process.stdout.on('error', () => process.exit(EXIT.ok));
process.exit(await islet(process.argv.slice(2), processIo()));
