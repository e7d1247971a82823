import type { MonoMs, WallMs } from '../../../src/domain/units.ts';
import { FAULT_NAMES, type FaultName, WORLD_FAULTS } from '../../../src/domain/worldFaults.ts';
import type { Clock } from '../../../src/ports.ts';
import type { SimulatedBoard } from '../../annunciator/board/bench.ts';
import type { Cgm } from '../../cgm/sensor.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { QsbSimulator } from '../../encoder/qsb/simulator.ts';
import type { SimulatedButton } from '../../io/button.ts';
import type { SimulatedPower } from '../../power/board/bench.ts';
import type { StorageFault } from '../../storage/faultyCalls.ts';
import type { RelaySimulator } from '../../supervisor/relay/simulator.ts';

/** All that is simulated around one pump, as far as it can be made to go wrong. Null: this world has none. */
export type Bench = {
  readonly clock: Clock;
  readonly devices: Pick<SimulatedDevices, 'inject' | 'links' | 'simulators' | 'unplug'>;
  readonly sounder: Pick<SimulatedBoard, 'inject' | 'freeze' | 'unplug'>;
  readonly power: Pick<SimulatedPower, 'fail' | 'freeze' | 'unplug' | 'watchdog'>;
  readonly second: {
    readonly encoder: QsbSimulator;
    readonly relay: RelaySimulator;
    readonly kill: () => void;
  } | null;
  readonly button: SimulatedButton;
  readonly setStorage: ((fault: StorageFault | null) => void) | null;
  readonly setCheck: ((fails: boolean) => void) | null;
};

/** A fault that is on, and since when. */
export type Injected = {
  readonly what: FaultName;
  readonly sinceMonoMs: MonoMs;
  readonly sinceWallMs: WallMs;
};

export type Injector = {
  /** The sensor is put in last. */
  readonly wear: (cgm: Pick<Cgm, 'setFault' | 'fault'>) => void;
  /** Does it, or ends it; or says in a sentence why that cannot be. */
  readonly set: (what: FaultName, on: boolean) => string | null;
  /** Faults of devices that this world does not have. */
  readonly unavailable: readonly FaultName[];
  /** What is on now, the first that began first. */
  readonly now: () => readonly Injected[];
};

/** What a fault does to its device. Devices that can have one fault at a time share a slot. */
type Deed = { readonly slot?: string; readonly start: () => void; readonly end?: () => void };

/** The motor driver answers within 80 ms; this is later than anybody waits. */
const LATE_MS = 2_000;
/** Offset 9 of the driver's settings is its command timeout, in ms. */
const OTHER_SETTING = { kind: 'setting', offset: 9, value: 200 } as const;
const FOR_EVER = Number.POSITIVE_INFINITY;

const isDriver = (deed: Deed | null): boolean => deed?.slot?.startsWith('driver') === true;

/** Does to a simulated world what `WORLD_FAULTS` says, and keeps account of it. */
export const injector = (bench: Bench): Injector => {
  let cgm: Pick<Cgm, 'setFault' | 'fault'> | null = null;
  const on = new Map<FaultName, Injected>();
  const deeds = deedsOn(bench, () => cgm);

  const end = (what: FaultName): void => {
    if (!on.delete(what)) return;
    deeds[what]?.end?.();
    // What heals the driver heals all of it: whatever else is wrong with it stays wrong.
    if (isDriver(deeds[what]))
      for (const other of on.keys()) if (isDriver(deeds[other])) deeds[other]?.start();
  };
  const start = (what: FaultName, deed: Deed): void => {
    for (const other of [...on.keys()])
      if (deed.slot !== undefined && deeds[other]?.slot === deed.slot) end(other);
    deed.start();
    if (WORLD_FAULTS[what].ends === 'byItself' && what !== 'cgmSpike') return;
    on.set(what, { what, sinceMonoMs: bench.clock.now(), sinceWallMs: bench.clock.wall() });
  };

  return {
    unavailable: FAULT_NAMES.filter(name => deeds[name] === null),
    wear: next => {
      cgm = next;
    },
    set: (what, isOn) => {
      const deed = deeds[what];
      const { title, device, ends } = WORLD_FAULTS[what];
      if (deed?.slot === 'cgm' && cgm === null)
        return `${device}: ${title}: the sensor is in the hands of the program that runs this pump.`;
      if (deed === null) return `${device}: ${title}: there is no such device in this world.`;
      if (!isOn && ends === 'withTheRun' && on.has(what))
        return `${device}: ${title}: this ends only with the run; begin another.`;
      if (!isOn) end(what);
      else if (!on.has(what)) start(what, deed);
      return null;
    },
    now: () => {
      // It has been heard, and is over.
      if (cgm?.fault() !== 'spike') on.delete('cgmSpike');
      return [...on.values()];
    },
  };
};

const deedsOn = (
  { devices, sounder, power, second, button, setStorage, setCheck }: Bench,
  worn: () => Pick<Cgm, 'setFault'> | null,
): Readonly<Record<FaultName, Deed | null>> => {
  const { inject, links, simulators, unplug } = devices;
  const mechanics = (injection: Parameters<typeof inject>[0], undo?: typeof injection): Deed => ({
    start: () => inject(injection),
    ...(undo === undefined ? {} : { end: () => inject(undo) }),
  });
  const motor = (fault: Parameters<typeof simulators.motor.fault>[0], slot: string): Deed => ({
    slot: `driver ${slot}`,
    start: () => simulators.motor.fault(fault),
    end: simulators.motor.heal,
  });
  const motorLine = (start: () => void): Deed => ({ slot: 'motor line', start, end: links.motor.heal });
  const encoder = (fault: Parameters<QsbSimulator['fault']>[0]): Deed => ({
    slot: 'encoder',
    start: () => simulators.encoder.fault(fault),
    end: simulators.encoder.heal,
  });
  const force = (fault: Parameters<typeof simulators.force.fault>[0]): Deed => ({
    slot: 'force',
    start: () => simulators.force.fault(fault),
    end: simulators.force.heal,
  });
  const sensor = (fault: Parameters<Cgm['setFault']>[0]): Deed => ({
    slot: 'cgm',
    start: () => worn()?.setFault(fault),
    end: () => worn()?.setFault(null),
  });
  const once = (start: () => void): Deed => ({ start });
  const voice = (which: 'speaker' | 'vibrator' | 'buzzer'): Deed => ({
    start: () => sounder.inject({ [which]: false }),
    end: () => sounder.inject({ [which]: true }),
  });
  const { watchdog } = power;
  const beside = (deed: (there: NonNullable<Bench['second']>) => Deed): Deed | null =>
    second === null ? null : deed(second);
  const storage = (fault: StorageFault): Deed | null =>
    setStorage === null
      ? null
      : { slot: 'storage', start: () => setStorage(fault), end: () => setStorage(null) };

  return {
    occlusion: mechanics({ occlusion: true }, { occlusion: false }),
    motorStall: mechanics({ stall: true }, { stall: false }),
    slip: mechanics({ slipPercent: 40 }, { slipPercent: 0 }),
    creep: mechanics({ creepCounts: 40 }),
    plungerLoose: mechanics({ loose: true }),
    softLine: mechanics({ compliance: 2 }, { compliance: 1 }),
    setOff: mechanics({ onBody: false }, { onBody: true }),
    motorSilent: motor({ kind: 'noReply', replies: FOR_EVER }, 'replies'),
    motorLostReply: motor({ kind: 'noReply', replies: 1 }, 'replies'),
    motorLateReply: motorLine(() => links.motor.fault('toHost', { kind: 'delay', ms: LATE_MS })),
    motorCutReply: motor({ kind: 'truncatedReply', replies: 1 }, 'replies'),
    motorFlippedByte: motor({ kind: 'flippedReply', replies: 1 }, 'replies'),
    motorExtraByte: motor({ kind: 'extraByte', replies: 1 }, 'replies'),
    motorPieces: motorLine(() => {
      links.motor.fault('toHost', { kind: 'split' });
      links.motor.fault('toDevice', { kind: 'split' });
    }),
    motorReboot: motor({ kind: 'brownOut' }, 'restart'),
    motorRunaway: motor({ kind: 'runaway' }, 'run'),
    motorOverheats: motor({ kind: 'conditions', driverError: true }, 'error'),
    motorLowVoltage: motor({ kind: 'conditions', lowVin: true }, 'voltage'),
    motorKillSwitch: motor({ kind: 'conditions', killSwitch: true }, 'kill switch'),
    motorSettings: motor(OTHER_SETTING, 'settings'),
    motorUnplugged: once(() => unplug('motor')),
    encoderSilent: encoder({ kind: 'noReply' }),
    encoderErrors: encoder({ kind: 'errorReply' }),
    encoderFrozen: encoder({ kind: 'frozen' }),
    encoderFlippedByte: once(() => links.encoder.fault('toHost', { kind: 'corrupt', offset: 4, mask: 0x40 })),
    encoderUnplugged: once(() => unplug('encoder')),
    forceSilent: force({ kind: 'noReply' }),
    forceStuck: force({ kind: 'stuck' }),
    forcePounds: force({ kind: 'pounds' }),
    forceOffset: force({ kind: 'offset', forceMn: 8_000 }),
    forceRestart: once(() => simulators.force.fault({ kind: 'restart' })),
    forceUnplugged: once(() => unplug('force')),
    baySilent: { start: () => simulators.bay.fault({ kind: 'noReply' }), end: simulators.bay.heal },
    bayUnplugged: once(() => unplug('bay')),
    cgmLoss: sensor('lost'),
    cgmNoise: sensor('noise'),
    cgmSpike: sensor('spike'),
    cgmFlat: sensor('flat'),
    cgmLow: sensor('low'),
    cgmSaysHigh: sensor('saysHigh'),
    cgmSaysLow: sensor('saysLow'),
    cgmTwice: sensor('twice'),
    cgmAhead: sensor('ahead'),
    cgmStale: sensor('stale'),
    speakerDead: voice('speaker'),
    vibratorDead: voice('vibrator'),
    buzzerDead: voice('buzzer'),
    soundFrozen: once(sounder.freeze),
    soundUnplugged: once(sounder.unplug),
    supplyFails: once(power.fail),
    powerFrozen: once(power.freeze),
    powerUnplugged: once(power.unplug),
    watchdogDeaf: watchdog === null ? null : once(() => watchdog.break('deaf')),
    watchdogWelded: watchdog === null ? null : once(() => watchdog.break('welded')),
    supervisorGone: beside(({ kill }) => once(kill)),
    supervisorEncoderFrozen: beside(there => ({
      slot: 'second encoder',
      start: () => there.encoder.fault({ kind: 'frozen' }),
      end: there.encoder.heal,
    })),
    supervisorEncoderSilent: beside(there => ({
      slot: 'second encoder',
      start: () => there.encoder.fault({ kind: 'noReply' }),
      end: there.encoder.heal,
    })),
    relayWelded: beside(({ relay }) => once(relay.weld)),
    relayFrozen: beside(({ relay }) => once(relay.freeze)),
    buttonStuck: { start: () => button.setStuck(true), end: () => button.setStuck(false) },
    storageFails: storage('failing'),
    storageSlow: storage('slow'),
    checkFails: setCheck === null ? null : { start: () => setCheck(true), end: () => setCheck(false) },
  };
};
