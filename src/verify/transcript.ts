import { ALARMS } from '../domain/alarms.ts';
import type { Annunciation, Command, CommandOf } from '../domain/commands.ts';
import { type Difference, differencesOf } from '../domain/differences.ts';
import { smallNames } from '../runtime/machines.ts';
import type { Observed } from '../runtime/run.ts';
import type { PumpState } from '../runtime/state.ts';
import { inU, tellDerived } from './tellDerived.ts';

/**
 * How a run reads as a story: what a person would have noticed, one line each. The hum of a healthy
 * motor is left out; whoever wants every step opens the journal.
 */
export const tell = (step: Observed): readonly string[] => [
  ...step.derived.flatMap(tellDerived),
  ...regionChanges(step),
  ...step.commands.flatMap(command => tellCommand(command, step.before.annunciation)),
];

/** What goes on all the time when all is well, by region. */
const HUM: Readonly<Record<string, readonly string[]>> = {
  motor: ['still', 'underway', 'concluding'],
  selfCheck: ['off', 'waiting', 'running'],
  'sounder test': ['off', 'waiting', 'testing'],
};

/** Each region that is in another state than before, as `region: from -> to`. */
const regionChanges = ({ before, state }: Observed): readonly string[] => {
  const was = regionsOf(before);
  const is = regionsOf(state);
  return Object.keys(is).flatMap(region => {
    const [from, to] = [nameOf(was[region]), nameOf(is[region])];
    const isHum = [from, to].every(state => HUM[region]?.includes(state));
    return from === to || isHum ? [] : [`${region}: ${from} -> ${to}`];
  });
};

/** The pump's regions by their names, and each small machine's: a single one goes by the machine's own name. */
const regionsOf = ({ pump, machines }: PumpState): Readonly<Record<string, unknown>> => ({
  ...pump.value,
  ...Object.fromEntries(
    smallNames.flatMap(name => {
      const regions = Object.entries(machines[name].value);
      return regions.map(([region, value]) => [
        regions.length === 1 ? name : `${name} ${region}`,
        pathOf(value),
      ]);
    }),
  ),
});

/** A state within states: `outside.exceeding`. */
const pathOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as object)
        .map(([outer, inner]) => `${outer}.${pathOf(inner)}`)
        .join('.');

const nameOf = (value: unknown): string =>
  typeof value === 'string' ? value : (Object.keys(value as object)[0] ?? '');

const tellCommand = (command: Command, before: readonly Annunciation[]): readonly string[] => {
  switch (command.type) {
    case 'askConfirmation':
      return [`asks: deliver ${inU(command.amountUu)}${tellSpread(command)}?`];
    case 'sound':
      return [`sounds: ${command.signal}${command.times === 1 ? '' : ` × ${command.times}`}`];
    case 'askSettings':
      return [
        `asks: proposal ${command.proposal}, change these settings?`,
        ...command.differences.map(tellDifference),
      ];
    case 'recordSettings':
      return tellSettings(command);
    case 'askAgain':
      return [
        `asks again: ${inU(command.inHourUu)} within an hour with these ${inU(command.amountUu)}; deliver them all the same?`,
      ];
    case 'tellMicrobolus':
      return [`automation gives ${inU(command.amountUu)} as ${command.bolus}`];
    case 'reportBolus':
      return [
        `${command.part === 'normal' ? '' : 'extended '}bolus ${command.reason}: ${inU(command.deliveredUu)} of ${inU(command.requestedUu)} delivered`,
      ];
    case 'reportOcclusion':
      return [`the line holds ${inU(command.heldUu)}, which may be released when it opens`];
    case 'reportRestart':
      return [`basal goes on: the pump was off for ${command.gapMs / 1_000} s`];
    case 'refuse':
      return [`refuses ${command.request}: ${command.reasons.join(' ')}`];
    case 'annunciate':
      return tellAlarms(before, command.alarms);
    case 'rewindDrive':
      return ['draws the plunger back'];
    case 'seatPlunger':
      return ['moves the plunger towards the cartridge'];
    case 'stopMotor':
      return ['stops the motor'];
    case 'recordOutcome':
      return command.outcome === 'inDoubt' ? ['counted 0.025 U as delivered, in doubt'] : [];
    case 'shutDown':
      return ['switches itself off'];
    case 'openPairing':
      return [`shows a code to pair a remote as ${command.role}`];
    case 'permitRemote':
      return [`permits the remote to request ${command.bolus}`];
    // Its answer tells.
    case 'askController':
    case 'closePairing':
    case 'runSelfTest':
    case 'runCheck':
    case 'testSounder':
    case 'recordIntent':
    case 'moveMotor':
    case 'readEncoder':
    case 'measureForce':
      return [];
    default:
      return command satisfies never;
  }
};

const tellDifference = ({ field, from, to }: Difference): string => `  ${field}: ${from} -> ${to}`;

const tellSettings = ({ before, after }: CommandOf<'recordSettings'>): readonly string[] => {
  if (after === null) return ['settings lost'];
  return before === null
    ? ['settings in use']
    : ['settings changed', ...differencesOf(before, after).map(tellDifference)];
};

const tellSpread = ({ amountUu, spread }: CommandOf<'askConfirmation'>): string => {
  if (spread === null) return '';
  const length = `over ${spread.durationMs / 60_000} min`;
  return spread.amountUu === amountUu ? ` ${length}` : `, of which ${inU(spread.amountUu)} ${length}`;
};

const tellAlarms = (before: readonly Annunciation[], now: readonly Annunciation[]): readonly string[] => {
  const told = (each: Annunciation): string => `${titleOf(each)}, ${wordsOf(each)}`;
  const was = new Map(before.map(each => [each.alarm, told(each)]));
  const is = new Set(now.map(each => each.alarm));
  const over = before.filter(each => !is.has(each.alarm)).map(each => `alarm over: ${titleOf(each)}`);
  const changed = now
    .filter(each => was.get(each.alarm) !== told(each))
    .map(each => `alarm${was.has(each.alarm) ? '' : ' raised'}: ${told(each)}`);
  return [...over, ...changed];
};

const titleOf = ({ alarm, priority }: Annunciation): string =>
  `${ALARMS[alarm].title.toUpperCase()} (${priority.toUpperCase()})`;

const wordsOf = ({ signal, level, condition }: Annunciation): string =>
  `${signal === 'sounding' ? `sounding (${level})` : signal}${condition === 'gone' ? ', cause gone' : ''}`;
