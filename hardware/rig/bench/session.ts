import type { Fact } from '../../../src/domain/facts.ts';
import type { ByteLink, Devices, JournalPort } from '../../../src/ports.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import { balance } from '../../balance/adapter.ts';
import { BALANCES } from '../../balance/makes.ts';
import type { BalancePort } from '../../balance/port.ts';
import { type EStopEvent, eStop } from '../../io/numato/eStop.ts';
import { type RecordSerial, recordedLink } from '../../link/recorder.ts';
import type { BeginTrace } from '../../link/trace.ts';
import { MOTORS } from '../profile/motors.ts';
import type { RigProfile } from '../profile/schema.ts';
import { RigTrouble } from '../run/phases.ts';
import type { Bench } from './bench.ts';
import { type GlucoseOnRig, glucoseOnRig } from './glucose.ts';
import { type Hands, handsOn } from './hands.ts';
import { type OnLines, type RigPump, type RigPumpOptions, rigPump } from './rigPump.ts';
import { WIRED } from './stimuli.ts';
import { ownVoice, tapped } from './tapped.ts';
import { endingWith } from './time.ts';

/** A pump on the rig, and the balance below its cannula. */
export type PumpOnRig = RigPump & { readonly balance: BalancePort };

/** Lines without a pump, the balance, and how its bench is made ready for the next one. */
export type BareLines = OnLines & { readonly balance: BalancePort; readonly tidy: () => Promise<void> };

/** One pump with everything around it, from power-on until its lines are closed. */
export type Session = {
  /** Boots the pump and lets `use` have it; the pump is switched off afterwards, unless the run has ended. */
  readonly run: (options: RigPumpOptions, use: (pump: PumpOnRig) => Promise<void>) => Promise<void>;
  /** Lets `use` boot pumps of its own on these lines, one after the other, of which it leaves none with power. */
  readonly bare: (use: (on: BareLines) => Promise<void>) => Promise<void>;
  /** Lines that are gone, in words. */
  readonly lost: () => readonly string[];
  /** Takes the pump off its motor and halts that; whether the driver then said so: what it says then is `whenHalted` of its make. */
  readonly halt: () => Promise<boolean>;
  /** Cuts the supply of the motor driver by its relay; false where there is none, or it did not say that it did. */
  readonly cutSupply: () => Promise<boolean>;
  /**
   * Switches off every relay that does something to a pump, but for the one in the supply where that is to stay cut, and has hands that pressed the
   * e-stop let it go where nothing is to stay. Throws RigTrouble, after all was tried, where one did not say that it did.
   */
  readonly letGo: (keep: 'supply as it is' | 'nothing') => Promise<void>;
  /** Asks once more how the e-stop is, before its line is closed: a press may be on its way. */
  readonly askEStop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SessionOptions = {
  readonly profile: RigProfile;
  /** Ends what is done with the pump. */
  readonly signal: AbortSignal;
  readonly record: RecordSerial;
  readonly trace: BeginTrace;
  readonly watch: (step: Observed) => void;
  /** A journal anew, for a pump before its first life. */
  readonly journal: () => JournalPort;
  readonly alter: (devices: Devices) => Devices;
  /** Called when the bench has been made ready for a pump: what is planted goes wrong again. */
  readonly tidied: () => void;
  readonly heardEStop: (event: EStopEvent, isAsked: boolean) => void;
};

/** A driver that halts says so within its own attempts, ms. */
const HALT_MS = 3_000;
const PUMP_LINES = ['motor', 'encoder', 'force', 'bay'] as const;

export const session = (bench: Bench, options: SessionOptions): Session => {
  const { profile, record, trace, watch, journal, alter, signal } = options;
  const { links, time, plantable } = bench;
  const { clock } = time;
  const make = MOTORS[profile.devices.motor.kind];
  const lines = {
    motor: tapped({ device: 'motor', link: links.motor, now: clock.now, record }),
    encoder: tapped({ device: 'encoder', link: links.encoder, now: clock.now, record }),
    force: tapped({ device: 'force', link: links.force, now: clock.now, record }),
    bay: tapped({ device: 'bay', link: links.bay, now: clock.now, record }),
  };
  const recorded = (device: string, link: ByteLink): ByteLink =>
    recordedLink(link, { device, clock, record });
  const { relays, hands: simulated } = links;
  const hands: Hands = handsOn(
    {
      ...(relays === undefined ? {} : { relays: recorded('relays', relays) }),
      ...(simulated === undefined ? {} : { hands: recorded('hands', simulated) }),
    },
    clock,
  );
  const { kind, ownSerial } = profile.devices.balance;
  const scale = balance({
    link: recorded('balance', links.balance),
    clock,
    dialect: BALANCES[kind].dialect,
    profile: { serial: ownSerial },
  });
  const lost: string[] = [];
  for (const name of [...PUMP_LINES, 'balance'] as const)
    links[name].onLost(reason => void lost.push(`${name}: ${reason}`));

  /** The e-stop is pressed because the rig itself has asked for that, to see what the pump does. */
  let isAsked = false;
  /** The hands may be on it; `perhaps` where they did not say that they do as they were told. */
  let handOnEStop: 'no' | 'perhaps' | 'yes' = 'no';
  const { eStopInput, buttonInput } = profile.devices.bay;
  const emergency =
    eStopInput === undefined
      ? null
      : eStop({
          line: lines.bay,
          input: eStopInput,
          clock,
          tell: event => options.heardEStop(event, isAsked && event.type === 'eStop.pressed'),
        });

  const mine = endingWith(time, signal);
  const order: Hands['order'] = async given => {
    if (given.order === 'eStop') isAsked = given.pressed;
    if (given.order === 'eStop' && given.pressed) handOnEStop = 'perhaps';
    try {
      await mine.answered(hands.order(given));
      if (given.order === 'eStop') handOnEStop = given.pressed ? 'yes' : 'no';
    } catch (refused) {
      // Nobody has pressed it for the rig: whoever does now means it.
      if (given.order === 'eStop') isAsked = false;
      throw refused;
    }
  };
  /** No pump has power before it is known that nobody wants it to stand still. Then as a person leaves a bench: a whole line, a supply, a full cartridge. */
  const tidy = async (): Promise<void> => {
    // What a path before has pressed and not let go would be taken for its own for good.
    if (isAsked) await order({ order: 'eStop', pressed: false });
    if (emergency !== null) await mine.answered(emergency.asked());
    if (relays !== undefined)
      for (const relay of Object.keys(WIRED) as (keyof typeof WIRED)[])
        await mine.answered(hands.set(relay, false));
    if (simulated !== undefined) await mine.answered(hands.order({ order: 'renew' }));
    options.tidied();
  };

  const on: OnLines = {
    time: mine,
    lines,
    drive: make.drive,
    button: buttonInput,
    watchMotor: make.watch,
    turn: make.turn,
    hands: {
      set: (what, isOn) => mine.answered(hands.set(what, isOn)),
      order,
    },
    record,
    trace,
    watch,
    journal,
    alter,
  };

  /** What serves the values of a sensor, until the lines are closed. */
  let served: GlucoseOnRig | null = null;
  let isClosed = false;
  const serving = async (): Promise<GlucoseOnRig | null> => {
    if (profile.cgm === undefined) return null;
    const service = await glucoseOnRig(clock, profile.cgm.tcpPort);
    if (isClosed) {
      await service.close();
      throw new RigTrouble('the run has ended');
    }
    served = service;
    return service;
  };
  const serveNoMore = async (): Promise<void> => {
    await served?.close();
    served = null;
  };

  return {
    bare: use => use({ ...on, balance: scale, tidy }),
    run: async (pumpOptions, use) => {
      await tidy();
      // Where it cannot be served no pump has power yet.
      const glucose = pumpOptions.sensor === undefined ? null : await serving();
      const pump = await rigPump(on, pumpOptions, glucose);
      try {
        await use({ ...pump, balance: scale });
      } finally {
        // After an interruption the teardown halts the motor, and not a pump that knows nothing of it.
        if (!signal.aborted) {
          await serveNoMore();
          await pump.stop();
        }
      }
    },
    lost: () => lost,
    halt: async () => {
      // What was planted to make a run fail does not keep its motor from being halted.
      plantable?.links.motor.heal();
      lines.motor.sever();
      let isHalted = false;
      const driver = make.drive({
        link: ownVoice(lines.motor),
        clock,
        sink: (fact: Fact) => {
          isHalted ||= fact.type === 'motor.halted';
        },
      });
      driver.stop();
      return time.until(() => isHalted, HALT_MS);
    },
    cutSupply: async () => {
      if (relays === undefined) return false;
      try {
        await time.answered(hands.set('cutSupply', true));
        return true;
      } catch {
        return false;
      }
    },
    letGo: async keep => {
      const troubles: unknown[] = [];
      if (handOnEStop !== 'no' && keep === 'nothing')
        await time.answered(hands.order({ order: 'eStop', pressed: false })).catch((trouble: unknown) => {
          // Hands that never said that they pressed it may be such as cannot.
          if (handOnEStop === 'yes') troubles.push(trouble);
        });
      if (relays !== undefined)
        for (const relay of Object.keys(WIRED) as (keyof typeof WIRED)[]) {
          if (relay === 'cutSupply' && keep !== 'nothing') continue;
          await time
            .answered(hands.set(relay, false))
            .catch(() => time.answered(hands.set(relay, false)))
            .catch((trouble: unknown) => void troubles.push(trouble));
        }
      if (troubles.length > 0) throw troubles[0];
    },
    askEStop: async () => {
      if (emergency !== null) await time.answered(emergency.asked());
    },
    close: async () => {
      isClosed = true;
      emergency?.end();
      await serveNoMore();
      await bench.close();
    },
  };
};
