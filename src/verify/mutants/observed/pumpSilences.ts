import type { Silence } from './silences.ts';
import { CLOCK, SECOND_BOOT } from './silenceWords.ts';

const OUT_OF_SERVICE = 'a pump that is out of service hears of no record and of no drive';
const NOT_WOKEN = 'nothing wakes a pump that is out of service but its alarms and its watch over glucose';
const TOGETHER =
  'a line that is blocked, or a cartridge that is empty, stops therapy in the same step, and nothing is verified and nobody resumes while it does';
const RESTART =
  'a restart is verified of a pump that delivered when it was switched off, and of a cartridge that was found ready before';
const ONE_PULSE = 'no pulse falls due while another is in flight, or while the drive is in doubt';
const STALLS = 'a stall is counted while the pump operates';
const STANDS = 'only a pump that delivers can be late';
const PHASE = 'the ledger says of the line what it has become';
const PART = 'an extended bolus is complete once, while it is delivered';
const STOPS = 'that stops are cleared is told to a pump that knows of one';
const NO_DOSE = 'no dose falls due while tubing or cannula is filled';

/** What the rest of the pump never says to its own chart, each with what it is founded on in the ledger. */
export const PUMP_SILENCES: readonly Silence[] = [
  ...(['selfTest', 'recovering', 'operating', 'failSafe'] as const).map(state => ({
    chart: 'pump',
    whileIn: [`pump.life.${state}`],
    never: ['power.applied'],
    because: SECOND_BOOT,
  })),
  {
    chart: 'pump',
    whileIn: ['pump.life.failSafe'],
    never: ['journal.failed', 'stall.repeated'],
    because: OUT_OF_SERVICE,
  },
  { chart: 'pump', whileIn: ['pump.life.failSafe'], never: ['clock.reached'], because: NOT_WOKEN },
  ...(['off', 'selfTest', 'recovering'] as const).map(state => ({
    chart: 'pump',
    whileIn: [`pump.life.${state}`],
    never: ['stall.repeated'],
    because: STALLS,
  })),
  ...(['selfTest', 'recovering'] as const).map(state => ({
    chart: 'pump',
    whileIn: [`pump.life.${state}`],
    never: ['delivery.interrupted'],
    because: STANDS,
  })),
  { chart: 'pump', whileIn: ['pump.conditions.clear'], never: ['alarm.stopsCleared'], because: STOPS },
  ...(['primingTubing', 'fillingCannula'] as const).map(state => ({
    chart: 'pump',
    whileIn: [`pump.supply.changing.${state}`],
    never: (['basal', 'bolus', 'extended'] as const).map(channel => `pulse.due channel=${channel}`),
    because: NO_DOSE,
  })),
  ...(['pump.occlusion.occluded', 'pump.reservoir.empty'] as const).map(state => ({
    chart: 'pump',
    whileIn: [state, 'pump.conditions.clear'],
    never: ['resume.requested', 'restart.verified'],
    because: TOGETHER,
  })),
  ...(['pump.supply.unknown', 'pump.supply.changing'] as const).map(state => ({
    chart: 'pump',
    whileIn: [state],
    never: ['restart.verified'],
    because: RESTART,
  })),
  ...(['underway', 'concluding', 'halting', 'uncertain'] as const).map(state => ({
    chart: 'pump',
    whileIn: [`pump.motor.${state}`],
    never: ['pulse.due'],
    because: ONE_PULSE,
  })),
  { chart: 'pump', whileIn: ['pump.basal.reduced'], never: ['clock.suspected'], because: CLOCK },
  {
    chart: 'pump',
    whileIn: ['pump.occlusion.occluded'],
    never: ['occlusion.suspected'],
    because: PHASE,
  },
  ...(['idle', 'ending'] as const).map(state => ({
    chart: 'pump',
    whileIn: [`pump.extended.${state}`],
    never: ['extended.completed'],
    because: PART,
  })),
];
