/**
 * A pump that lives one scenario in a process of its own and is killed where it is told:
 * `node doomed.ts FOLDER SCENARIO never|command|byte N`. It leaves `journal.jsonl` and
 * `mechanics.jsonl` in the folder; a life that was not cut short leaves `life.json` too.
 */

import * as fs from 'node:fs';
import { join } from 'node:path';
import { match, P } from 'ts-pattern';
import { z } from 'zod';
import { lockStepClock } from '../../../hardware/clock/lockstep.ts';
import { connectDevices, simulateDevices } from '../../../hardware/devices.ts';
import { newMechanics } from '../../../hardware/mechanics/state.ts';
import { createJournalFile, type FileCalls } from '../../../hardware/storage/fileJournal.ts';
import type { Command } from '../../../src/domain/commands.ts';
import { exampleSettings } from '../../../src/domain/settings.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { AnnunciatorPort, Devices, FactSink } from '../../../src/ports.ts';
import { encodeHeader, type Journal, journalOn } from '../../../src/runtime/journal.ts';
import { begin } from '../../../src/runtime/recover.ts';
import { run } from '../../../src/runtime/run.ts';
import { CARTRIDGE_UU, HEADER, type Life, MIDNIGHT } from './life.ts';
import { type Deed, SCENARIOS, scenarioNames } from './scenarios.ts';

const NEVER = Number.POSITIVE_INFINITY;

const [folder, name, kind, count] = z
  .tuple([z.string(), z.enum(scenarioNames), z.enum(['never', 'command', 'byte']), z.coerce.number().int()])
  .parse(process.argv.slice(2));
const lastCommand = kind === 'command' ? count : NEVER;
const lastByte = kind === 'byte' ? count : NEVER;

/** Nothing is tidied up, nothing is flushed: the kernel takes the process away within this call. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');

let written = 0;

/** Writes what is still allowed of a line, and dies over it. */
const deadlyWrite = (file: number, bytes: NodeJS.ArrayBufferView, from = 0): number => {
  const length = Math.min(bytes.byteLength - from, lastByte - written);
  const taken = fs.writeSync(file, bytes, from, length);
  written += taken;
  if (written >= lastByte) die();
  return taken;
};

// node:fs declares four forms of this call; the journal uses one.
const calls: FileCalls = { ...fs, writeSync: deadlyWrite as FileCalls['writeSync'] };

let obeyed = 0;
/** Where the journal ended when each command was obeyed. */
const bytesAtCommand: number[] = [];
/** Commands of the step in hand that have not been obeyed yet. */
let waiting: readonly Command['type'][] = [];

const counted = (): void => {
  waiting = waiting.slice(1);
  obeyed += 1;
  bytesAtCommand.push(written);
  if (obeyed >= lastCommand) die();
};

/** Commands before this one have been obeyed by now; they had no effect outside that could be seen. */
const upTo = (type: Command['type'] | undefined): void => {
  while (waiting.length > 0 && waiting[0] !== type) counted();
  if (type !== undefined && waiting.length === 0) throw new Error(`${type} was not commanded`);
};

const obeying = (type: Command['type'], act: () => void): void => {
  upTo(type);
  act();
  counted();
};

const watchedJournal = (journal: Journal): Journal => ({
  ...journal,
  append: (entry, durable) => {
    upTo(undefined);
    journal.append(entry, durable);
    waiting = entry.commands.map(({ type }) => type);
  },
});

const watchedDevices = (devices: Devices): Devices => ({
  motor: {
    move: intent => obeying('moveMotor', () => devices.motor.move(intent)),
    stop: () => obeying('stopMotor', devices.motor.stop),
  },
  encoder: { read: () => obeying('readEncoder', devices.encoder.read) },
  force: { read: () => obeying('measureForce', devices.force.read) },
  selfTest: { run: () => obeying('runSelfTest', devices.selfTest.run) },
  close: devices.close,
});

const annunciator: AnnunciatorPort = { show: () => obeying('annunciate', () => {}) };

const header = encodeHeader(HEADER);
const file = createJournalFile(join(folder, 'journal.jsonl'), header.line, calls);
const kept = fs.openSync(join(folder, 'mechanics.jsonl'), 'a');

const clock = lockStepClock({ zeroWall: MIDNIGHT });
const world = await simulateDevices({
  clock,
  transport: 'memory',
  seed: 7,
  mechanics: newMechanics(CARTRIDGE_UU),
  onCommitted: state =>
    void fs.writeSync(kept, `${JSON.stringify({ bytes: written, commands: obeyed, state })}\n`),
});
let sink: FactSink = () => {};
const devices = connectDevices({ ...world.links, clock, sink: fact => sink(fact) });
const start = begin(header.hash, {
  boot: 'first',
  wallMs: MIDNIGHT,
  settings: exampleSettings,
  preparation: [{ type: 'cartridge.replaced', volumeUu: CARTRIDGE_UU }],
});
const runtime = run({
  clock,
  journal: watchedJournal(journalOn(file, start.end)),
  devices: watchedDevices(devices),
  annunciator,
  start,
});
sink = runtime.submit;
clock.register({ name: 'runtime', idle: runtime.idle });

const pass = (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms)));

const live = (deed: Deed): Promise<void> =>
  match(deed)
    .with({ waitMs: P.number }, ({ waitMs }) => pass(waitMs))
    .with({ give: P.any }, ({ give }) => {
      runtime.submit(give);
      return clock.settle();
    })
    .with({ inject: P.any }, async ({ inject }) => world.inject(inject))
    .exhaustive();

await pass(2_000);
for (const deed of SCENARIOS[name]) await live(deed);

// The last fact is taken now; halting takes a moment of pump time, which somebody has to let pass.
const stopping = runtime.stop('operator');
clock.resume();
await stopping;
upTo(undefined);
const fault = runtime.faulted();
if (fault !== null) throw new Error(fault);
const life: Life = { bytes: written, bytesAtCommand };
fs.writeFileSync(join(folder, 'life.json'), JSON.stringify(life));
clock.close();
await world.close();
file.close();
