/**
 * What the compiler must refuse. Each line below is a mistake; `tsc` fails if one of them compiles,
 * because the directive above it then has nothing to expect. Nothing here is ever run.
 */

import type { HazardId } from '../../specs/hazards.ts';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { Due, Requirement } from '../../specs/requirements/requirement.ts';
import type { AlarmKind } from '../../src/domain/alarms.ts';
import { insulinIn, pulsesIn } from '../../src/domain/pulses.ts';
import {
  after,
  between,
  exceeds,
  inUnits,
  type Microunits,
  microunits,
  milliseconds,
  minus,
  monoMs,
  plus,
  pulses,
  wallMs,
} from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const dose = microunits(25_000);
const count = pulses(1);
const delay = milliseconds(400);
const now = monoMs(0);
const today = wallMs(0);

// Ids.
// @ts-expect-error No requirement has this id.
export const beyondTheLast: RequirementId = 'SR-119';
// @ts-expect-error Three digits.
export const tooShort: RequirementId = 'SR-1';
// @ts-expect-error A test cannot give evidence for a requirement that does not exist.
export const evidence = req('SR-999');
// @ts-expect-error Evidence for nothing is no evidence.
export const noEvidence = req();
// @ts-expect-error An alarm cites only requirements that exist.
export const cited: AlarmKind['req'] = ['SR-080', 'SR-800'];
// @ts-expect-error No hazard has this key.
export const hazard: HazardId = 'H-OVERDOSE';
// @ts-expect-error A requirement controls at least one hazard.
export const harmless: Requirement['hazards'] = [];
// @ts-expect-error A requirement waits for a subject, not for a promise.
export const someday: Due = 'later';

// Units.
// @ts-expect-error A bare number has no unit.
export const bare: Microunits = 25_000;
// @ts-expect-error Pulses are not insulin.
export const pulsesAsInsulin: Microunits = count;
// @ts-expect-error Insulin and time have no sum.
export const insulinAndTime = plus(dose, delay);
// @ts-expect-error Insulin and pulses have no difference.
export const insulinAndPulses = minus(dose, count);
// @ts-expect-error Insulin and pulses have no order.
export const compared = exceeds(dose, count);
// @ts-expect-error Two instants have no sum.
export const twoInstants = plus(now, now);
// @ts-expect-error A delay is added to monotonic time, never to the wall clock.
export const later = after(today, delay);
// @ts-expect-error Time does not pass between two different clocks.
export const twoClocks = between(now, today);
// @ts-expect-error Pulses are counted from insulin, not from pulses.
export const pulsesOfPulses = pulsesIn(count);
// @ts-expect-error And insulin from pulses, not from time.
export const insulinOfTime = insulinIn(delay);
// @ts-expect-error Only insulin is shown in U.
export const shown = inUnits(delay);

/** The same shapes without the mistake: what is refused above is refused for its own reason. */
export const right = {
  id: 'SR-118' satisfies RequirementId,
  evidence: req('SR-001', 'SR-002'),
  hazard: 'H-OVER' satisfies HazardId,
  sum: plus(dose, microunits(1)),
  difference: minus(dose, microunits(1)),
  order: exceeds(dose, microunits(1)),
  later: after(now, delay),
  passed: between(now, monoMs(1)),
  pulses: pulsesIn(dose),
  insulin: insulinIn(count),
  shown: inUnits(dose),
};
