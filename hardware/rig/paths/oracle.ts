import {
  ALARMS,
  type AlarmName,
  alarmNames,
  type Grade,
  gradeNames,
  gradeOf,
  isGradeName,
  stopsTherapy,
} from '../../../src/domain/alarms.ts';
import type { Annunciation, Command } from '../../../src/domain/commands.ts';
import { microstepsOf } from '../../../src/domain/drive.ts';
import { reminderNames } from '../../../src/domain/facts.ts';
import type { Asked } from '../../../src/verify/automaton.ts';

/** What must be seen from outside after what the path says has happened. */
export type Oracle = {
  /** Takes what the path's chart asks for in one step. */
  readonly expect: (asked: readonly Asked[]) => void;
  /** A person has acknowledged this alarm. */
  readonly acknowledged: (alarm: AlarmName) => void;
  /** A small machine raises this alarm, or ceases it: the path's chart knows nothing of it. */
  readonly raisedBeside: (alarm: AlarmName) => void;
  readonly ceasedBeside: (alarm: AlarmName) => void;
  /** From now on this alarm may be shown or not: nobody can say when it comes, or goes. */
  readonly mayBeShown: (alarm: AlarmName) => void;
  /** From now on it must be shown with this grade, or must not be. */
  readonly mustBeShown: (alarm: AlarmName, grade: 'first' | 'worse' | null) => void;
  /** Somebody turned the screw by so many microsteps. */
  readonly crept: (microsteps: number) => void;
  /** The plunger went its way to a cartridge: what it moves counts from here. */
  readonly restsAt: (microsteps: number) => void;
  /** The power came back and the journal was lost before: nobody can know which alarms it forgot. */
  readonly forgetAlarms: () => void;
  /** What is wrong with what is shown; null when it is as expected. */
  readonly shownAmiss: (shown: readonly Annunciation[]) => string | null;
  /** What is wrong with what the person was told since the last call. */
  readonly toldAmiss: (commands: readonly Command[]) => string | null;
  /** What the pulses of the path come to, in microsteps of its motor: those that were verified, and those that were begun. */
  readonly ordered: () => Ordered;
  /** What is wrong with how far the motor has turned the screw, in microsteps, seen to within so many. */
  readonly travelAmiss: (microsteps: number, tolerance: number) => string | null;
};

/** So much at least, and so much at most; microsteps. */
export type Ordered = { readonly least: number; readonly most: number };

type Expected = {
  readonly condition: 'present' | 'gone';
  readonly acknowledged: boolean;
  readonly grade: Grade;
  /** Somebody could see it. */
  readonly shown?: true;
};

/** Expectations folded from what the chart asks; it shares no code with the runtime and its machines. */
export const oracle = (): Oracle => {
  let alarms: ReadonlyMap<AlarmName, Expected> = new Map();
  let alarmsAreKnown = true;
  const passedOver = new Set(OF_TIME);
  let words: string[] = [];
  let pulse = 0;
  let least = 0;
  let most = 0;
  let ordered: Ordered = { least: 0, most: 0 };

  const alarmOf = ({ params }: Asked): AlarmName => {
    const name = alarmNames.find(known => known === params.alarm);
    if (name === undefined) throw new Error(`${String(params.alarm)} is no alarm`);
    return name;
  };
  const set = (name: AlarmName, state: Expected | null): void => {
    const next = new Map(alarms);
    if (state === null) next.delete(name);
    else next.set(name, state);
    alarms = next;
  };

  const expectOne = (asked: Asked): void => {
    const word = WORDS.get(asked.type);
    if (word !== undefined) words.push(word);
    if (asked.type === 'raiseAlarm') raise(alarmOf(asked), asked);
    if (asked.type === 'ceaseAlarm') cease(alarmOf(asked));
    if (asked.type === 'resumeAlarms') {
      for (const [name, { condition, acknowledged }] of alarms) {
        if (condition === 'gone' && acknowledged) set(name, null);
      }
    }
    if (asked.type === 'claimPulse') pulse += 1;
    if (asked.type === 'moveMotor') {
      most += microstepsOf(pulse);
      ordered = { ...ordered, most: ordered.most + microstepsOf(pulse) };
    }
    if (asked.type === 'countVerified') {
      least += microstepsOf(pulse);
      ordered = { ...ordered, least: ordered.least + microstepsOf(pulse) };
    }
  };

  const raise = (name: AlarmName, { params: { grade = 'first' } }: Pick<Asked, 'params'>): void => {
    if (!isGradeName(grade)) throw new Error(`${String(grade)} is no grade`);
    const named = gradeOf(name, grade);
    const was = alarms.get(name)?.grade;
    const isWorse = was === undefined || worseThan(name, named, was);
    set(name, { condition: 'present', acknowledged: false, grade: isWorse ? named : was });
  };

  const cease = (name: AlarmName): void => {
    const was = alarms.get(name);
    if (was === undefined) return;
    const isOver = !ALARMS[name].latching || (!stopsTherapy(was.grade) && was.acknowledged);
    set(name, isOver ? null : { ...was, condition: 'gone' });
  };

  /** Information that was shown once may be gone by itself. */
  const lapse = (shown: readonly Annunciation[]): void => {
    for (const [name, expected] of alarms) {
      if (expected.grade.priority !== 'info') continue;
      if (shown.some(({ alarm }) => alarm === name)) set(name, { ...expected, shown: true });
      else if (expected.shown) set(name, null);
    }
  };

  return {
    expect: asked => asked.forEach(expectOne),
    acknowledged: name => {
      const was = alarms.get(name);
      if (was === undefined) return;
      set(name, !stopsTherapy(was.grade) && was.condition === 'gone' ? null : { ...was, acknowledged: true });
    },
    raisedBeside: name => raise(name, { params: {} }),
    ceasedBeside: cease,
    mayBeShown: name => {
      passedOver.add(name);
      set(name, null);
    },
    mustBeShown: (name, grade) => {
      passedOver.delete(name);
      if (grade === null) set(name, null);
      else if (alarms.get(name)?.grade !== gradeOf(name, grade)) raise(name, { params: { grade } });
    },
    crept: microsteps => {
      least += microsteps;
      most += microsteps;
    },
    restsAt: microsteps => {
      least = microsteps;
      most = microsteps;
    },
    forgetAlarms: () => {
      alarmsAreKnown = false;
    },
    shownAmiss: all => {
      if (!alarmsAreKnown) return null;
      const shown = all.filter(({ alarm }) => !passedOver.has(alarm));
      lapse(shown);
      const wanted = [...alarms.keys()].toSorted().join(', ');
      const seen = shown
        .map(({ alarm }) => alarm)
        .toSorted()
        .join(', ');
      if (wanted !== seen) return `the alarms shown are [${seen}], expected [${wanted}]`;
      const silent = shown.find(
        ({ alarm, signal }) => !alarms.get(alarm)?.acknowledged && signal !== 'sounding',
      );
      if (silent) return `${silent.alarm} is ${silent.signal}, and nobody has acknowledged it`;
      const wrong = shown.find(({ alarm, priority }) => alarms.get(alarm)?.grade.priority !== priority);
      if (wrong) return `${wrong.alarm} is shown as ${wrong.priority}`;
      const ranks = shown.map(({ priority }) => ['high', 'medium', 'low', 'info'].indexOf(priority));
      return ranks.every((rank, at) => at === 0 || rank >= (ranks[at - 1] ?? 0))
        ? null
        : 'a less urgent alarm is shown before a more urgent one';
    },
    toldAmiss: commands => {
      const seen = commands.flatMap(wordOf).toSorted().join(', ');
      const wanted = words.toSorted().join(', ');
      words = [];
      return seen === wanted ? null : `the person was told [${seen}], expected [${wanted}]`;
    },
    ordered: () => ordered,
    travelAmiss: (microsteps, tolerance) =>
      microsteps >= least - tolerance && microsteps <= most + tolerance
        ? null
        : `the screw has turned by ${microsteps} microsteps, expected ${least} to ${most}`,
  };
};

/** Raised by small machines because time passes; paths of the pump say nothing of how long they take. */
const OF_TIME: ReadonlySet<AlarmName> = new Set(['suspensionReminder', ...reminderNames]);

const worseThan = (alarm: AlarmName, one: Grade, other: Grade): boolean => {
  const order = gradeNames.map(name => ALARMS[alarm][name]);
  return order.indexOf(one) > order.indexOf(other);
};

const WORDS: ReadonlyMap<string, string> = new Map([
  ['askConfirmation', 'askConfirmation'],
  ['askAgain', 'askAgain'],
  ['reportBolus', 'reportBolus normal'],
  ['reportExtended', 'reportBolus extended'],
  ['reportOcclusion', 'reportOcclusion'],
  ['reportRestart', 'reportRestart'],
  ['refuseBolus', 'refuse bolus'],
  ['refuseResume', 'refuse resume'],
  ['refuseTempBasal', 'refuse tempBasal'],
  ['refuseChange', 'refuse change'],
]);

/** What of a request of the chart is seen from outside, if anything is. */
export const seenOf = ({ type }: Pick<Asked, 'type'>): 'alarms' | 'told' | 'travel' | null => {
  if (WORDS.has(type)) return 'told';
  if (type === 'raiseAlarm' || type === 'ceaseAlarm') return 'alarms';
  return type === 'moveMotor' || type === 'countVerified' ? 'travel' : null;
};

const wordOf = (command: Command): readonly string[] => {
  if (command.type === 'refuse') return [`refuse ${command.request}`];
  if (command.type === 'reportBolus') return [`reportBolus ${command.part}`];
  return ['askConfirmation', 'askAgain', 'reportOcclusion', 'reportRestart'].includes(command.type)
    ? [command.type]
    : [];
};
