/**
 * A pump that lives one scenario in a process of its own and is killed where it is told:
 * `node doomed.ts FOLDER DEEDS never|command|byte N`, where DEEDS is a file with the deeds of the scenario
 * as JSON (this process is started hundreds of times, and reading transcripts costs). It leaves `journal.jsonl` and
 * `mechanics.jsonl` in the folder; a life that was not cut short leaves `life.json` too.
 */

import * as fs from 'node:fs';
import { join } from 'node:path';
import { match, P } from 'ts-pattern';
import { z } from 'zod';
import { lockStepClock } from '../../../hardware/clock/lockstep.ts';
import { connectDevices, simulateDevices } from '../../../hardware/devices.ts';
import { simulatedSurroundings } from '../../../hardware/io/surroundings.ts';
import { cables } from '../../../hardware/link/simulated.ts';
import { type MechanicsState, newMechanics } from '../../../hardware/mechanics/state.ts';
import { simulatedPower } from '../../../hardware/power/board/bench.ts';
import { holdKey } from '../../../hardware/rig/change.ts';
import type { Deed } from '../../../hardware/rig/scenario.ts';
import {
  createJournalFile,
  type JournalFile,
  openJournalFile,
} from '../../../hardware/storage/fileJournal.ts';
import { cartridgeOf } from '../../../src/domain/change.ts';
import { exampleSettings } from '../../../src/domain/settings.ts';
import { after, milliseconds, type WallMs, wallMs } from '../../../src/domain/units.ts';
import type { FactSink } from '../../../src/ports.ts';
import { encodeHeader, journalOn } from '../../../src/runtime/journal.ts';
import { begin, type Recovered } from '../../../src/runtime/recover.ts';
import { run } from '../../../src/runtime/run.ts';
import { promptSounder } from '../promptSounder.ts';
import { recoveredFrom } from './afterlife.ts';
import { executioner } from './executioner.ts';
import { CARTRIDGE_UU, type Commitment, HEADER, type Life, MIDNIGHT } from './life.ts';

const [folder, script, kind, count] = z
  .tuple([z.string(), z.string(), z.enum(['never', 'command', 'byte']), z.coerce.number().int()])
  .parse(process.argv.slice(2));

const fate = executioner({ kind, count });
const path = join(folder, 'journal.jsonl');
const plunger = fs.openSync(join(folder, 'mechanics.jsonl'), 'a');

const keep = (state: MechanicsState): void => {
  const commitment: Commitment = { ...fate.progress(), state };
  fs.writeSync(plunger, `${JSON.stringify(commitment)}\n`);
};

/** Everything between two losses of power. */
const bootPump = async (file: JournalFile, start: Recovered, mechanics: MechanicsState, wall: WallMs) => {
  const clock = lockStepClock({ zeroMono: start.from, zeroWall: wall });
  const world = await simulateDevices({ clock, transport: 'memory', seed: 7, mechanics, onCommitted: keep });
  let sink: FactSink = () => {};
  const sounder = promptSounder(fact => sink(fact));
  const power = await simulatedPower({
    clock,
    make: await cables('memory', () => {}),
    sink: fact => sink(fact),
  });
  const surroundings = simulatedSurroundings(fact => sink(fact), power);
  const devices = connectDevices({
    ...world.links,
    clock,
    sink: fact => sink(fact),
    sounder,
    power: power.board,
    feed: power.board,
    checks: [],
  });
  const runtime = run({
    clock,
    journal: fate.journal(journalOn(file, start.end)),
    devices: fate.devices(devices),
    annunciator: fate.annunciator,
    start,
  });
  sink = runtime.submit;
  clock.register({ name: 'runtime', idle: runtime.idle });
  const pass = (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  await pass(2_000);
  return { clock, world, sounder, surroundings, runtime, pass, file };
};

type Pump = Awaited<ReturnType<typeof bootPump>>;

const firstBoot = (): Promise<Pump> => {
  const header = encodeHeader(HEADER);
  const preparation = [cartridgeOf(CARTRIDGE_UU)];
  const start = begin(header.hash, {
    boot: 'first',
    wallMs: MIDNIGHT,
    settings: exampleSettings,
    preparation,
  });
  const mechanics = newMechanics(CARTRIDGE_UU);
  keep(mechanics);
  return bootPump(createJournalFile(path, header.line, fate.calls), start, mechanics, MIDNIGHT);
};

/** The power goes in the scenario itself and returns after a minute; from then on the pump dies in its second life. */
const powerCut = async ({ clock, world, file }: Pump): Promise<Pump> => {
  fate.settle();
  const wall = wallMs(clock.wall() + 60_000);
  const mechanics = world.model.committed();
  clock.close();
  await world.close();
  file.close();
  const again = openJournalFile(path, fate.calls);
  return bootPump(again, recoveredFrom(again.bytes, wall), mechanics, wall);
};

const live = async (pump: Pump, deed: Deed): Promise<Pump> =>
  match(deed)
    .with({ end: 'cut' }, () => powerCut(pump))
    .with({ end: P.union('off', 'fails') }, () => {
      throw new Error('a doomed pump is never switched off in order');
    })
    .with({ waitMs: P.number }, async ({ waitMs }) => {
      await pump.pass(waitMs);
      return pump;
    })
    .with({ holdMs: P.number }, async ({ holdMs }) => {
      await holdKey({ wait: pump.pass, give: async fact => void (await live(pump, { give: fact })) }, holdMs);
      return pump;
    })
    .with({ give: P.any }, async ({ give }) => {
      pump.runtime.submit(give);
      await pump.clock.settle();
      return pump;
    })
    .with({ together: P.any }, async ({ together }) => {
      for (const fact of together) pump.runtime.submit(fact);
      await pump.clock.settle();
      return pump;
    })
    .with({ live: P.any }, () => {
      throw new Error('nobody wears this pump');
    })
    .with({ behave: P.any }, () => {
      throw new Error('this pump asks no controller');
    })
    .with({ surround: P.any }, async ({ surround }) => {
      pump.surroundings.inject(surround);
      await pump.clock.settle();
      return pump;
    })
    .with({ voices: P.any }, async ({ voices }) => {
      pump.sounder.inject(voices);
      return pump;
    })
    .with({ leapMs: P.number }, async ({ leapMs }) => {
      pump.clock.shiftWall(leapMs);
      return pump;
    })
    .with({ stillMs: P.number }, async ({ stillMs }) => {
      pump.clock.standStill(stillMs);
      return pump;
    })
    .with({ inject: P.any }, async ({ inject }) => {
      pump.world.inject(inject);
      return pump;
    })
    .exhaustive();

let pump = await firstBoot();
const deeds: readonly Deed[] = JSON.parse(fs.readFileSync(script, 'utf8'));
for (const deed of deeds) pump = await live(pump, deed);

// The last fact is taken now; halting takes a moment of pump time, which somebody has to let pass.
const stopping = pump.runtime.stop('operator');
pump.clock.resume();
await stopping;
fate.settle();
const fault = pump.runtime.faulted();
if (fault !== null) throw new Error(fault);
const life: Life = { bytes: fate.progress().bytes, bytesAtCommand: fate.bytesAtCommand() };
fs.writeFileSync(join(folder, 'life.json'), JSON.stringify(life));
pump.clock.close();
await pump.world.close();
pump.file.close();
