import { expect, test } from 'vitest';
import type { Controller } from '../../src/automation/controller.ts';
import type { Bounds } from '../../src/domain/envelope/evidence.ts';
import { mgPerDl, microunits, microunitsPerHour, milliseconds, wallMs } from '../../src/domain/units.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import { controlled } from '../../src/simulate/open/controlled.ts';
import { enveloped } from '../../src/simulate/open/enveloped.ts';
import { cohortProtocol, replayMember } from '../../src/simulate/open/protocol.ts';
import { handOf, therapyOf } from '../../src/simulate/open/treated.ts';
import { req } from '../support/req.ts';

const [member] = cohortProtocol().members;
if (member === undefined) throw new Error('the cohort is empty');
const treated = { sensitivity: 'tuned', basalTimes: 1 } as const;
const therapy = therapyOf(member, treated);
const bounds: Bounds = {
  kind: 'adult',
  maxBasal: therapy.maxBasal,
  maxBolus: therapy.maxBolus,
  maxOnBoard: microunits(3_000_000),
  dailyInsulin: microunits(Math.floor(member.dailyInsulinU * 1e6)),
  threshold: mgPerDl(70),
  bolusPolicy: 'micro',
};

/** Asks for all there is, always. */
const greedy: Controller = (_history, _therapy, nowMs) => ({
  basal: { rate: microunitsPerHour(400_000_000), lengthMs: milliseconds(1_800_000) },
  microbolus: microunits(50_000_000),
  reasons: [],
  validUntilMs: wallMs(nowMs + 1_800_000),
});

test(
  'SR-088 a controller that asks for all there is harms nobody within the envelope, and does outside of it',
  req('SR-088'),
  () => {
    const day = { protocol: 'N', days: 1 } as const;
    const hand = handOf(member, treated);
    const within = replayMember(member, { ...day, decide: enveloped(greedy, therapy, hand, bounds) });
    const outside = replayMember(member, { ...day, decide: controlled(greedy, therapy, hand) });
    expect(outside.failedAt).not.toBeNull();
    expect(within.failedAt).toBeNull();
    const { below54 } = metricsOf(within.glucose);
    expect(below54).toBeLessThan(metricsOf(outside.glucose).below54);
    expect(within.glucose.reduce((least, each) => Math.min(least, each))).toBeGreaterThan(40);
  },
);
