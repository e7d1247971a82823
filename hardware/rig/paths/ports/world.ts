import { match } from 'ts-pattern';
import type { AlarmName } from '../../../../src/domain/alarms.ts';
import { countsIn, microstepsOf } from '../../../../src/domain/drive.ts';
import { pulses } from '../../../../src/domain/units.ts';
import type { Observed } from '../../../../src/runtime/run.ts';
import type { Event } from '../../../../src/verify/automaton.ts';
import { fingerOn } from '../../bench/finger.ts';
import type { OnLines } from '../../bench/rigPump.ts';
import type { Stimulus } from '../../bench/stimuli.ts';
import { RigTrouble } from '../../run/phases.ts';
import { broken, type Cause, comes, type Situation, spoilt, verdictOf } from '../acts.ts';
import { JAM } from '../benchSystem.ts';
import { creepTo } from '../payloads.ts';
import { atomicIn, isIn, pumpModel } from '../pumpModel.ts';
import type { World } from '../world.ts';
import { arrival } from './arrival.ts';
import { heldButton } from './button.ts';
import type { Cables } from './cables.ts';
import { basket, type PathInstruments } from './instruments.ts';
import type { Lacks } from './lacks.ts';
import { doings } from './meanwhile.ts';

/** How long after a stimulus an alarm of HIGH priority was shown, ms of pump time. */
export type Reaction = { readonly event: string; readonly alarm: string; readonly ms: number };

export type PortWorld = World & {
  /** Finds where the plunger is, before the first life; makes whole what the life before has left. */
  readonly begin: () => Promise<void>;
  /** Told of each step of the pump. */
  readonly heard: (step: Observed, life: number) => void;
  /** Nothing comes from a device any more, until all is made whole. */
  readonly interrupt: (line: 'motor' | 'encoder') => void;
  /** As it was found: what is still pressed or switched is let go. */
  readonly leave: () => Promise<void>;
};

export type PortWorldOptions = {
  readonly cables: () => Cables | null;
  readonly lacks: Lacks;
  readonly can: (stimulus: Stimulus) => boolean;
  /** A driver without supply says so. */
  readonly saysSupply: boolean;
  /** The input of the board that the button holds down, of a pump that has one. */
  readonly input: number | undefined;
  readonly instruments: PathInstruments;
  /** Told of each stimulus that an alarm must answer, and of each answer. */
  readonly did?: () => void;
  readonly reacted?: (reaction: Reaction) => void;
};

/** Just short of the deadline of the motor's adapter, so that nothing fails and everything is slow. */
const SLOW_MS = 75;
/** What is put in: so full that the plunger meets it soon. */
const BRIM_UNITS = 290;
/** More than the half of a pulse that is let pass, less than a whole one. */
const TOO_FAR_COUNTS = 8;
/** Of many pulses, because those of one are rounded. */
const MANY = 40_000;
const microstepsIn = (pulse: number): number => {
  let sum = 0;
  for (let each = 1; each <= pulse; each += 1) sum += microstepsOf(each);
  return sum;
};
const PER_COUNT = microstepsIn(MANY) / countsIn(pulses(MANY));
/** Half a pulse: less would be no movement that counts (SR-008), and a whole pulse more or less is seen. */
const TOLERANCE = microstepsIn(MANY) / MANY / 2;

/** What can be done to a pump by relays, hands and its cables, and what the line of its motor and its encoder say of it. */
export const portWorld = (
  { hands, time }: Pick<OnLines, 'hands' | 'time'>,
  {
    cables,
    lacks,
    can,
    saysSupply,
    input,
    instruments: { count, isHeldDown, cell, scale },
    did = () => {},
    reacted = () => {},
  }: PortWorldOptions,
): PortWorld => {
  let zero: number | null = null;
  let forceMn = 0;
  const arrives = arrival(time);
  const button = heldButton(
    input === undefined ? down => hands.set('press', down) : fingerOn({ hands, time, isHeldDown, input }),
    arrives,
  );
  const done = doings();
  const seen = basket();
  /** What is to be undone, by what was done. */
  const undo = new Map<string, () => Promise<void>>();
  let stimulated: { readonly event: string; readonly at: number } | null = null;

  const counts = async (): Promise<number> => {
    const counted = await time.answered(count());
    if (typeof counted === 'string') throw new RigTrouble(counted);
    return counted;
  };
  const cut = (line: 'motor' | 'encoder'): void => {
    cables()?.[line].fault('toHost', { kind: 'silent' });
  };
  const switched = async (what: 'cutSupply' | 'openBay' | 'pinch', on: boolean): Promise<void> => {
    if (what === 'cutSupply' && on) undo.set(what, () => hands.set(what, false));
    if (what === 'pinch') done.closed(on);
    await hands.set(what, on);
  };
  const pressed = async (): Promise<void> => {
    undo.set('eStop', () => hands.order({ order: 'eStop', pressed: false }));
    await hands.order({ order: 'eStop', pressed: true });
  };
  const stalled = async (): Promise<void> => {
    undo.set('stall', () => hands.order({ order: 'stall', on: false }));
    await hands.order({ order: 'stall', on: true });
  };
  const crept = async (situation: Situation, by: number): Promise<void> => {
    await hands.order({ order: 'creep', counts: by });
    situation.oracle.crept(by * PER_COUNT);
    done.crept(by * PER_COUNT);
  };
  const loosened = async (): Promise<void> => {
    done.loosened();
    await hands.order({ order: 'loosen' });
  };
  /** It fails as a driver without supply does, or without a line. */
  const motorFails = (): void | Promise<void> =>
    can('cutSupply') && saysSupply ? switched('cutSupply', true) : cut('motor');
  const swap = async (order: 'remove' | 'insert'): Promise<void> => {
    if (can('openBay') && order === 'remove') await switched('openBay', true);
    if (can('swap')) {
      done[order === 'remove' ? 'removed' : 'inserted']();
      await hands.order(order === 'remove' ? { order } : { order, units: BRIM_UNITS });
    }
    if (can('openBay') && order === 'insert') await switched('openBay', false);
  };

  const bringAbout = (event: Event, situation: Situation): Cause | null =>
    match(event.type)
      .returnType<Cause | null>()
      .with('motor.failed', () => broken(motorFails))
      .with('rewind.failed', 'seating.failed', () => broken(can('eStop') ? pressed : motorFails))
      .with('timer.pulseElapsed', () =>
        broken(() => {
          cables()?.motor.fault('toHost', { kind: 'delay', ms: SLOW_MS });
        }),
      )
      .with('motor.arrived', () =>
        broken(async () => {
          const verdict = verdictOf(situation.ahead);
          if (verdict === 'pulse.unverified') await stalled();
          if (verdict === 'delivery.exceeded') await crept(situation, TOO_FAR_COUNTS);
        }),
      )
      .with('delivery.exceeded', () => comes(true))
      .with('timer.verificationElapsed', () => spoilt(() => cut('encoder')))
      .with('timer.haltElapsed', () => spoilt(() => cut('motor')))
      .with('motor.strayed', () => ({
        when: 'settled',
        takesTime: true,
        act: async () => {
          const at = await counts();
          await crept(situation, creepTo(situation, 'motor.strayed', { counts: at, forceMn }));
        },
      }))
      .with('occlusion.detected', () => spoilt(() => switched('pinch', true)))
      .with('occlusion.relieved', () => spoilt(() => switched('pinch', false)))
      .with('force.lost', () => spoilt(loosened))
      .with(JAM, () => button.jam(situation))
      .with('bolus.admitted', () => button.askedWhileHeld(situation))
      .with('cartridge.removed', () => broken(() => swap('remove')))
      .with('cartridge.inserted', () => broken(() => swap('insert')))
      .otherwise(() => null);

  const whole = (isOver = true): void | Promise<void> => {
    const mine = cables();
    mine?.motor.heal();
    mine?.encoder.heal();
    const undone = [...undo.values(), ...button.letGo(isOver)];
    undo.clear();
    return undone.length === 0 ? undefined : oneByOne(undone);
  };

  return {
    seesAtOnce: false,
    findings: () => [...arrives.findings(), ...seen.taken()],
    trouble: cell.trouble,
    rest: async ({ ordered }, state) => {
      await arrives.judged();
      await cell.end();
      if (scale === null) return;
      const states = () => atomicIn(state());
      seen.add(...(await scale.rest({ ordered, meanwhile: done.meanwhile, states })));
    },
    lack: lacks.of,
    cause: (event, situation) => {
      const cause = bringAbout(event, situation);
      const alarm = ANSWERED.get(event.type);
      if (cause === null || alarm === undefined) return cause;
      return {
        ...cause,
        act: () => {
          if (mustAnswer(event, alarm, situation)) {
            stimulated = { event: event.type, at: situation.bench.pump().clock.now() };
            did();
          }
          return cause.act();
        },
      };
    },
    heal: () => whole(false),
    look: async state => {
      // A question to the encoder would begin its stream again, which the pump has stopped for its pulse.
      if (isIn(state, { motor: 'underway' }) || isIn(state, { motor: 'halting' })) return null;
      const count = await counts();
      const place = done.placeIn(state);
      if (place !== null) seen.add(await cell.look(place));
      return {
        // Whoever asked the driver now would break into what the pump asks it: the encoder alone tells.
        mayMove: null,
        microsteps: (count - (zero ?? count)) * PER_COUNT,
        tolerance: TOLERANCE,
      };
    },
    begin: async () => {
      await whole();
      if (zero !== null) return;
      zero = await counts();
      await cell.begin();
      await scale?.begin();
    },
    heard: step => {
      const { envelope, commands } = step;
      const { fact } = envelope;
      button.heard(step);
      arrives.heard(step);
      if (fact.type === 'force.measured') forceMn = fact.forceMn;
      for (const command of commands) {
        if (command.type === 'moveMotor') scale?.moved();
        if (command.type !== 'annunciate') continue;
        for (const { alarm, priority, sinceMonoMs } of command.alarms) {
          if (stimulated === null || priority !== 'high' || alarm !== ANSWERED.get(stimulated.event))
            continue;
          // One that was there before is no answer.
          if (sinceMonoMs < stimulated.at) continue;
          reacted({ event: stimulated.event, alarm, ms: sinceMonoMs - stimulated.at });
          stimulated = null;
        }
      }
    },
    interrupt: cut,
    leave: async () => {
      await whole();
    },
  };
};

/** What a pump must notice without a pulse in between, and by which alarm. */
const ANSWERED: ReadonlyMap<string, AlarmName> = new Map([
  ['motor.strayed', 'encoderMismatch'],
  ['cartridge.removed', 'cartridgeRemoved'],
  ['force.lost', 'forceLost'],
]);

/** The chart raises it here, and it is not there yet. */
const mustAnswer = (event: Event, alarm: AlarmName, { bench, state }: Situation): boolean =>
  pumpModel
    .step(state, event)
    .asked.some(({ type, params }) => type === 'raiseAlarm' && params.alarm === alarm) &&
  !(bench.shown() ?? []).some(shown => shown.alarm === alarm);

const oneByOne = async (acts: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const act of acts) await act();
};
