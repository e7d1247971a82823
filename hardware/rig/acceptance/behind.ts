import { microstepsOf } from '../../../src/domain/drive.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { expanded } from '../measure/uncertainty.ts';
import { type Phase, PumpFailure } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import { alarmAfter, askBolus, movesIn, movesSoon, TRAVEL_STANDARD_U, unitsOf } from './observing.ts';
import { count, ENCODER, LINE, type Measure, MINUTE, made, phase, SHOWN, time } from './rows.ts';

/** What happens behind the back of a pump, by the cables alone: nobody needs hands for it. */

const BOLUS_UU = 40 * PULSE;
/** A pulse, the time in which the encoder must answer, and the second of SR-080. */
const ALARM_MS = 300 + 400 + 1_000;
/** The second pulse of a journal: a whole one. */
const WHOLE_PULSE = microstepsOf(2);

/** In a pulse the encoder falls silent: nobody knows what has become of it. */
const unseen = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.give({ type: 'resume.requested' });
  const before = await pump.counts();
  await askBolus(pump, 'unseen', BOLUS_UU);
  if (!(await movesSoon(pump))) throw new PumpFailure('the motor never moved');
  const from = pump.now();
  pump.deeds.silenceEncoder(true);
  await pump.wait(MINUTE);
  const alarmed = alarmAfter(pump, 'motorStall', from);
  if (alarmed === null) throw new PumpFailure('no HIGH alarm of an encoder that says nothing');
  measure({
    ...time('HIGH alarm after the encoder fell silent in a pulse', alarmed, ALARM_MS, SHOWN),
    requirements: ['SR-080'],
  });
  const { bolus } = pump.runtime.state().ledger.doses;
  measure({
    ...count(
      'pulses begun, less those that count as delivered',
      movesIn(pump.steps).length - bolus,
      0,
      'pulses',
      LINE,
    ),
    requirements: ['SR-006'],
  });
  const travel = unitsOf((await pump.counts()) - before);
  const uncertainty = expanded(TRAVEL_STANDARD_U);
  measure({
    name: 'travel of the plunger, less what counts as delivered',
    value: travel - (bolus * PULSE) / 1_000_000,
    unit: 'U',
    least: null,
    most: uncertainty,
    uncertainty,
    instrument: ENCODER,
    requirements: ['SR-006'],
  });
  pump.deeds.silenceEncoder(false);
};

/** The rig turns the motor by a pulse that the pump has not ordered. */
const turned = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.give({ type: 'resume.requested' });
  // One pulse of its own, so that it knows where rest is.
  await askBolus(pump, 'rest', 2 * PULSE);
  await pump.wait(MINUTE);
  const orders = movesIn(pump.steps).length;
  const before = await pump.counts();
  await pump.deeds.turn(WHOLE_PULSE);
  const isFailSafe = (): boolean => pump.runtime.state().pump.matches({ life: 'failSafe' });
  if (!(await pump.time.until(isFailSafe, 2_000)))
    throw new PumpFailure('a pulse that it has not ordered did not lead to fail-safe');
  const safe = pump.steps.find(({ state }) => state.pump.matches({ life: 'failSafe' }));
  const reported = pump.deeds.reportedAt();
  if (safe === undefined || reported === null)
    throw new PumpFailure('it is in fail-safe without a report of its encoder');
  measure({
    ...time(
      'fail-safe after the encoder reported what nobody had ordered',
      safe.envelope.monoMs - reported,
      100,
      SHOWN,
    ),
    uncertainty: 1,
    requirements: ['SR-008'],
  });
  await pump.wait(MINUTE);
  const whole = Math.abs(unitsOf((await pump.counts()) - before));
  measure({
    name: 'travel that nobody had ordered',
    value: whole,
    unit: 'U',
    // Less would be no movement that counts; more would be more than the rig has ordered.
    least: PULSE / 2_000_000,
    most: PULSE / 1_000_000 + expanded(TRAVEL_STANDARD_U),
    uncertainty: expanded(TRAVEL_STANDARD_U),
    instrument: ENCODER,
    requirements: ['SR-008'],
  });
  measure({
    ...count('pulses begun after it', movesIn(pump.steps).length - orders, 0, 'pulses', LINE),
    requirements: ['SR-008'],
  });
};

export const behindPhases = (stand: Stand): readonly Phase[] => [
  phase(stand, 'encoder that falls silent in a pulse', unseen, undefined, {
    covers: ['SR-006', 'SR-080'],
  }),
  phase(stand, 'motor turned behind its pump', turned, { settings: NO_BASAL }, made('turn', 'SR-008')),
];
