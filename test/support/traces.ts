import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrace, type Trace } from '../../hardware/cgm/trace.ts';

const FOLDER = join(import.meta.dirname, '../../src/simulate/data/recorded');

/** Every recording of a glucose sensor that comes with the project. */
export const recordedTraces = (): readonly Trace[] =>
  ['loop-live-capture.json', ...readdirSync(join(FOLDER, 'icgm')).map(file => `icgm/${file}`)].map(file => {
    const read = readTrace(file, readFileSync(join(FOLDER, file), 'utf8'));
    if (!read.ok) throw new Error(`${file}: ${read.problem.problem}`);
    return read.trace;
  });
