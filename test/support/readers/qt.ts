import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Event } from '../../../src/verify/automaton.ts';
import { programOf } from '../system.ts';

export const qtHere = programOf('qt6-scxml-dev') !== undefined;

/** Where a machine of Qt is: its active states, and the fields of its data. */
export type Rest = { readonly active: readonly string[]; readonly data: Readonly<Record<string, unknown>> };

/** Executes SCXML along runs of events: where the machine begins, and where it is after each event, run by run. */
export type Interpreter = {
  readonly run: (
    scxml: string,
    fields: readonly string[],
    runs: readonly (readonly Event[])[],
  ) => readonly Rest[];
  readonly close: () => void;
};

const restSchema = z.object({ active: z.array(z.string()), data: z.record(z.string(), z.unknown()) });

/** Builds the interpreter: Qt does the work, `qt.cpp` tells it what to do. */
export const qtInterpreter = (): Interpreter => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-qt-'));
  const program = join(folder, 'run');
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'Qt6Scxml'], { encoding: 'utf8' });
  execFileSync('g++', [
    '-std=c++17',
    '-fPIC',
    join(import.meta.dirname, 'qt.cpp'),
    '-o',
    program,
    ...flags.trim().split(/\s+/),
  ]);
  return {
    run: (scxml, fields, runs) => {
      const file = join(folder, 'chart.scxml');
      // Delays end when the walk says so: their events are sent, and none ends by itself within a day.
      writeFileSync(file, scxml.replaceAll(/delay="\d+ms"/g, 'delay="86400000ms"'));
      const told = runs.flatMap(events => [
        { load: file, fields },
        ...events.map(({ type, ...data }) => ({
          event: type,
          ...(Object.keys(data).length > 0 && { data }),
        })),
      ]);
      const said = execFileSync(program, {
        input: told.map(line => `${JSON.stringify(line)}\n`).join(''),
        encoding: 'utf8',
        maxBuffer: 1_000_000_000,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      return said
        .trim()
        .split('\n')
        .map(line => restSchema.parse(JSON.parse(line)));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};
