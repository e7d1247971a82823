import type { MonoMs } from '../../domain/units.ts';
import type { Observed } from '../../runtime/run.ts';
import { type AlarmMemory, noAlarms, tellAlarms } from './alarmsTold.ts';
import { type BasalMemory, noBasal, tellBasal } from './basal.ts';
import { type BolusMemory, noBoluses, tellBoluses } from './boluses.ts';
import { type DayMemory, type TimeMemory, tellDays, tellTime } from './days.ts';
import { type PrimingMemory, tellPriming } from './priming.ts';
import type { EventKind, IddEvent, IddRecord } from './record.ts';
import { statusOf } from './status.ts';
import type { Changed } from './words.ts';

/** What the history must remember: the same steps always write the same entries, live or from a journal. */
export type Chronicle = {
  /** Of the last entry. */
  readonly sequence: number;
  readonly time: TimeMemory;
  readonly day: DayMemory;
  readonly basal: BasalMemory;
  readonly boluses: BolusMemory;
  readonly priming: PrimingMemory;
  readonly alarms: AlarmMemory;
  /** Names of the basal profiles that were in use, in that order: the standard numbers them, from 1. */
  readonly profiles: readonly string[];
  /** When the reservoir was filled; null while nobody knows. */
  readonly filledAt: MonoMs | null;
};

export const noChronicle: Chronicle = {
  sequence: 0,
  time: null,
  day: null,
  basal: noBasal,
  boluses: noBoluses,
  priming: null,
  alarms: noAlarms,
  profiles: [],
  filledAt: null,
};

/** What a step adds: entries, and what a client is told to have changed. */
export type Heard = {
  readonly chronicle: Chronicle;
  readonly records: readonly IddRecord[];
  readonly changed: readonly Changed[];
};

const UU_PER_U = 1_000_000;

/** The reservoir is told by whole units: each pulse would be an entry otherwise. */
const wholeUnits = (uu: number | null): number | null => (uu === null ? null : Math.floor(uu / UU_PER_U));

const statusEvents = ({ before, state }: Observed): readonly IddEvent[] => {
  const [was, is] = [statusOf(before), statusOf(state)];
  return [
    ...(was.therapy === is.therapy
      ? []
      : [{ event: 'therapyChanged' as const, before: was.therapy, after: is.therapy }]),
    ...(was.operational === is.operational
      ? []
      : [{ event: 'operationalChanged' as const, before: was.operational, after: is.operational }]),
    ...(wholeUnits(was.leftUu) === wholeUnits(is.leftUu)
      ? []
      : [{ event: 'reservoirChanged' as const, leftUu: is.leftUu }]),
  ];
};

const MOST_PROFILES = 255;
/** The number of a profile by its place in the order of use, from 1; 0 for none, and for one beyond those that an octet can tell. */
export const profileNumber = (profiles: readonly string[], name: string | undefined): number => {
  const number = name === undefined ? 0 : profiles.indexOf(name) + 1;
  return number > MOST_PROFILES ? 0 : number;
};

const settingsEvents = (profiles: readonly string[], { before, state }: Observed): readonly IddEvent[] => {
  const [was, is] = [before.ledger.settings, state.ledger.settings];
  if (was === is || is === null) return [];
  return [
    ...(was?.profileName === is.profileName
      ? []
      : [
          {
            event: 'profileActivated' as const,
            type: 'basal' as const,
            before: profileNumber(profiles, was?.profileName),
            after: profileNumber(profiles, is.profileName),
          },
        ]),
    ...(was === null || was.maxBolusUu === is.maxBolusUu
      ? []
      : [{ event: 'maxBolusChanged' as const, beforeUu: was.maxBolusUu, afterUu: is.maxBolusUu }]),
  ];
};

const profilesAfter = (profiles: readonly string[], { state }: Observed): readonly string[] => {
  const name = state.ledger.settings?.profileName;
  return name === undefined || profiles.includes(name) ? profiles : [...profiles, name];
};

const filledAfter = (filledAt: MonoMs | null, { derived, envelope, state }: Observed): MonoMs | null => {
  if (state.ledger.supply.bay === 'open') return null;
  const isFilled =
    derived.some(({ type }) => type === 'reservoir.refilled') ||
    (envelope.fact.type === 'cartridge.replaced' && state.ledger.supply.isNew);
  return isFilled ? envelope.monoMs : filledAt;
};

/** Which flag each kind of entry raises, beside that of the history. */
const FLAG: Readonly<Partial<Record<EventKind, Changed>>> = {
  therapyChanged: 'therapy',
  operationalChanged: 'operational',
  reservoirChanged: 'reservoir',
  annunciationChanged: 'annunciation',
  totalDaily: 'totalDaily',
  basalRateChanged: 'basal',
  tbrStarted: 'basal',
  tbrChanged: 'basal',
  tbrEnded: 'basal',
  profileActivated: 'basal',
  bolusProgrammed: 'bolus',
  bolusDelivered: 'bolus',
};

const changedBy = (events: readonly IddEvent[], { before, state }: Observed): readonly Changed[] => {
  const flags = new Set<Changed>(events.length === 0 ? [] : ['history']);
  for (const { event } of events) {
    const flag = FLAG[event];
    if (flag !== undefined) flags.add(flag);
  }
  const [was, is] = [before.ledger.doses, state.ledger.doses];
  if (was !== is) flags.add('totalDaily');
  if (was.bolus !== is.bolus || was.extended !== is.extended) flags.add('bolus');
  return [...flags];
};

/** Takes one step of the pump into the history. */
export const hear = (chronicle: Chronicle, heard: Observed): Heard => {
  const { monoMs } = heard.envelope;
  const time = tellTime(chronicle.time, heard);
  const day = tellDays(chronicle.day, heard);
  const profiles = profilesAfter(chronicle.profiles, heard);
  const basal = tellBasal(chronicle.basal, heard);
  const boluses = tellBoluses(chronicle.boluses, heard);
  const priming = tellPriming(chronicle.priming, heard);
  const alarms = tellAlarms(chronicle.alarms, heard);
  const events = [
    ...time.events,
    ...day.events,
    ...settingsEvents(profiles, heard),
    ...statusEvents(heard),
    ...basal.events,
    ...boluses.events,
    ...priming.events,
    ...alarms.events,
  ];
  const since = time.memory ?? monoMs;
  return {
    chronicle: {
      sequence: chronicle.sequence + events.length,
      time: time.memory,
      day: day.memory,
      basal: basal.memory,
      boluses: boluses.memory,
      priming: priming.memory,
      alarms: alarms.memory,
      profiles,
      filledAt: filledAfter(chronicle.filledAt, heard),
    },
    records: events.map((event, index) => ({
      ...event,
      sequence: chronicle.sequence + index + 1,
      // Never more than an hour and what lies between two steps of a pump that runs: a reference time comes first.
      offsetS: Math.floor((monoMs - since) / 1_000),
    })),
    changed: changedBy(events, heard),
  };
};
