import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { terminalAnnunciator } from '../../../hardware/annunciator/terminal.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import type { Fact } from '../../domain/facts.ts';
import { exampleSettings, type Settings } from '../../domain/settings.ts';
import type { BodyNow } from '../../inspector/protocol.ts';
import type { AnnunciatorPort } from '../../ports.ts';
import { journalOn } from '../../runtime/journal.ts';
import { type Observed, type Runtime, run } from '../../runtime/run.ts';
import type { Io } from '../io.ts';
import type { PageApart } from '../pageApart/apart.ts';
import { bluetoothWords } from './bluetooth.ts';
import { type Book, FIRST_CARTRIDGE_UU } from './book.ts';
import { hostChecks } from './checks.ts';
import { controllersApart } from './controllersApart.ts';
import { isMeasured, type Sensor, type Source, sensorFor } from './glucose.ts';
import type { StartOptions } from './options.ts';
import { wornBy } from './patient.ts';
import { type Live, liveSource } from './source.ts';
import { realWorld, simulatedWorld, type World } from './world.ts';

const LAUNCHER = fileURLToPath(new URL('../bin.mjs', import.meta.url));

/** A pump that has booted, with its world standing still. */
export type Composed = {
  readonly runtime: Runtime;
  readonly world: World;
  readonly cgm: Sensor;
  readonly live: Live;
  /** Ends the thread in which controllers answer, if it was begun. */
  readonly endThread: () => Promise<void>;
};

export type Ingredients = {
  readonly options: StartOptions;
  readonly book: Book;
  /** From the file that was named, or null. */
  readonly settings: Settings | null;
  readonly glucose: Source;
  readonly io: Io;
  /** Shows each step; it is neither asked nor waited for. */
  readonly page: PageApart;
};

/** Joins journal, devices, sensor and runtime. Throws a Refusal when a real device cannot be opened. */
export const compose = async ({
  options,
  book,
  settings,
  glucose,
  io,
  page,
}: Ingredients): Promise<Composed> => {
  const { file, recovered, boot } = book;
  const active = settings ?? recovered.state.ledger.settings ?? exampleSettings;
  let runtime: Runtime | null = null;
  let live: Live | null = null;
  let body: BodyNow | null = null;
  const submit = (fact: Fact): void => runtime?.submit(fact);

  const worldOptions = {
    from: recovered.from,
    wallMs: book.wallMs,
    speed: options.speed,
    seed: options.seed,
    reservoirUu: recovered.verdict === 'new' ? FIRST_CARTRIDGE_UU : recovered.state.ledger.reservoir.volumeUu,
    encoderCounts: recovered.state.ledger.encoder.last ?? 0,
    sink: submit,
    supervision: options.supervised
      ? {
          command: [process.execPath, ...process.execArgv, LAUNCHER, 'supervisor'] as const,
          journal: resolve(file.path),
        }
      : null,
    checks: hostChecks({ journal: file.path, settings: () => runtime?.state().ledger.settings ?? null }),
    setStorage: book.setStorage,
    isWritable: () => process.stdout.writable,
    say: io.say,
  };
  const world =
    options.real === null ? await simulatedWorld(worldOptions) : await realWorld(options.real, worldOptions);
  const desk = realClock();
  const controller = controllersApart({ sink: submit, desk, clock: world.clock });
  const isNew = recovered.verdict === 'new' && world.simulated !== null;
  const starting = starter(isNew, 'patient' in glucose && glucose.controller !== 'off', submit);
  runtime = run({
    clock: world.clock,
    journal: journalOn(file, recovered.end),
    devices: world.devices,
    annunciator: together(terminalAnnunciator({ say: io.say, bell: io.isTerminal }), world.sounds),
    start: recovered,
    controller,
  });
  runtime.observe(starting);
  page.begin({ state: runtime.state, seq: recovered.end.seq, journal: resolve(file.path) });
  runtime.observe(step => {
    page.step(body === null ? step : { ...step, body });
    live?.keepPace();
  });
  world.clock.register({ name: 'the runtime', idle: runtime.idle });
  const cgm = sensorFor({
    from: glucose,
    world,
    runtime,
    settings: active,
    seed: options.seed,
    desk,
    say: io.say,
    lived: ({ glucoseMgPerDl, eatenG }) => {
      body = { glucoseMgDl: Math.round(glucoseMgPerDl), eatenG };
    },
  });
  if (cgm.simulated !== null) world.simulated?.faults.wear(cgm.simulated);
  live = liveSource({
    tellStatus: page.tellStatus,
    runtime,
    world,
    cgm: cgm.simulated,
    isTimeReal: isMeasured(glucose),
    boot,
    journal: file.path,
    trace: nameOf(glucose),
    wearer: 'patient' in glucose ? wornBy(glucose) : null,
    seed: options.real === null ? options.seed : null,
    speed: options.speed,
    isReachable: options.remote !== null,
  });
  return {
    runtime,
    world,
    cgm,
    live,
    endThread: async () => {
      await controller.close();
      desk.close();
    },
  };
};

/** Whose glucose it is, for the page. */
const nameOf = (glucose: Ingredients['glucose']): string => {
  if ('readings' in glucose) return glucose.file;
  if ('service' in glucose) return `${glucose.address.service} at ${glucose.address.base.host}`;
  if ('sensorId' in glucose) return bluetoothWords(glucose);
  return `${glucose.patient.name}, ${glucose.scenario.name}`;
};

/** What is read and what is heard. */
const together = (terminal: AnnunciatorPort, sounds: AnnunciatorPort | null): AnnunciatorPort => ({
  show: alarms => {
    sounds?.show(alarms);
    terminal.show(alarms);
  },
  sound: (signal, times) => (sounds ?? terminal).sound(signal, times),
});

/**
 * Whoever types the command for a new simulated pump has thereby started it: one resume, once it
 * operates; whoever names a controller wants it too. A pump that has run before, or a real one, waits for a person at the page (SR-038).
 */
const starter = (
  isWanted: boolean,
  withAutomation: boolean,
  submit: (fact: Fact) => void,
): ((observed: Observed) => void) => {
  let isDone = !isWanted;
  return ({ state }) => {
    if (isDone || !state.pump.matches({ life: 'operating' })) return;
    isDone = true;
    submit({ type: 'resume.requested' });
    if (withAutomation) submit({ type: 'automation.enabled' });
  };
};
