import { isAlarmName } from '../../../src/domain/alarms.ts';
import { cartridgeOf } from '../../../src/domain/change.ts';
import { countsIn } from '../../../src/domain/drive.ts';
import type { Derived, Fact } from '../../../src/domain/facts.ts';
import type { FaultName } from '../../../src/domain/worldFaults.ts';
import type { Frame, PageRequest, Source, Status, SubmitAnswer } from '../../../src/inspector/protocol.ts';
import { beating } from './beating.ts';
import { fakePump } from './fakePump.ts';

/** A Source without devices, stepped by hand or by a timer. Each `advance` simulates this much time. */
export type FakeSource = Omit<Source, 'submit'> & {
  readonly submit: (request: PageRequest) => SubmitAnswer;
  readonly advance: (simulatedMs: number) => void;
  readonly frames: readonly Frame[];
};

const START_WALL = Date.UTC(2026, 0, 15, 6, 0, 0);
const PULSE_UU = 25_000;
const BREAKABLE: ReadonlySet<FaultName> = new Set(['occlusion', 'motorStall', 'cgmLoss']);

export const fakeSource = (options: { readonly kind?: Status['kind'] } = {}): FakeSource => {
  const pump = fakePump();
  const frames: Frame[] = [];
  const listeners = new Set<Parameters<Source['subscribe']>[0]>();
  const injected = new Set<FaultName>();
  let speed = 600;
  let now = 0;
  let pulse = 0;
  let missed = 0;
  let bolus: { id: string; requestedUu: number; deliveredUu: number } | null = null;
  let bolusCount = 0;
  let nextBasal = 20_000;
  let nextGlucose = 5_000;
  let nextDecay = 60_000;
  let nextBolusPulse = 0;

  const take = (
    fact: Fact,
    events: Parameters<typeof pump.take>[1] = [],
    derived: readonly Derived[] = [],
  ): void => {
    const frame = pump.take(fact, events, derived, { monoMs: now, wallMs: START_WALL + now });
    frames.push(frame);
    for (const listener of listeners) listener.frame(frame);
  };
  const status = (): Status => ({
    kind: options.kind ?? 'live',
    journal: 'runs/2026-01-15T06-00-00.jsonl',
    trace: 'icgm/day-01.csv',
    speed: { asked: speed, achieved: speed * 0.97, slowed: speed > 1_000 ? 'a link is slow' : null },
    injected:
      options.kind === 'replay'
        ? null
        : [...injected].map(what => ({ what, sinceMonoMs: now, sinceWallMs: START_WALL + now })),
    world: null,
    programmed: null,
    proof: options.kind === 'replay' ? { steps: frames.length, same: true, firstDifference: null } : null,
  });
  const tellStatus = (): void => {
    for (const listener of listeners) listener.status(status());
  };

  const deliver = (channel: 'basal' | 'bolus'): void => {
    take({ type: 'clock.reached' }, [{ type: 'pulse.due', channel }], [{ type: 'pulse.due', channel }]);
    if (!pump.isIn('pump.motor.underway.recording')) return;
    pulse += 1;
    now += 2;
    take({ type: 'intent.recorded', pulse }, [{ type: 'intent.recorded' }]);
    now += 90;
    take({ type: 'motor.arrived', pulse }, [{ type: 'motor.arrived' }]);
    now += 8;
    const { readings } = pump;
    missed = injected.has('occlusion') ? missed + 1 : 0;
    readings.forceMn = Math.round(2_000 + 300 * Math.sin(pulse) + missed * 900);
    take({ type: 'force.measured', forceMn: readings.forceMn });
    const moved = injected.has('motorStall') ? 1 : countsIn(pulse) - countsIn(pulse - 1);
    readings.encoderCounts = (readings.encoderCounts ?? 0) + moved;
    readings.pulsesCounted += 1;
    readings.reservoirUu -= PULSE_UU;
    readings.onBoardUu = (readings.onBoardUu ?? 0) + PULSE_UU;
    readings.lastHourUu += PULSE_UU;
    readings.lastDayUu += PULSE_UU;
    if (channel === 'basal') readings.deliveredBasalUu += PULSE_UU;
    else readings.deliveredBolusUu += PULSE_UU;
    if (channel === 'bolus' && bolus) bolus = { ...bolus, deliveredUu: bolus.deliveredUu + PULSE_UU };
    readings.bolus =
      bolus && pump.isIn('pump.bolus.delivering')
        ? { bolus: bolus.id, requestedUu: bolus.requestedUu, deliveredUu: bolus.deliveredUu }
        : null;
    const judged: Derived = injected.has('motorStall')
      ? { type: 'pulse.unverified', pulse, reason: `${moved} counts, 10 to 15 expected` }
      : { type: 'pulse.verified', pulse };
    take({ type: 'encoder.counted', counts: readings.encoderCounts }, [{ type: judged.type }], [judged]);
    if (pump.isIn('pump.motor.concluding'))
      take({ type: 'outcome.recorded', pulse }, [{ type: 'outcome.recorded' }]);
    if (injected.has('occlusion') && missed === 3)
      take(
        { type: 'force.measured', forceMn: readings.forceMn },
        [{ type: 'occlusion.suspected' }],
        [{ type: 'occlusion.suspected' }],
      );
    if (injected.has('occlusion') && missed >= 6)
      take(
        { type: 'force.measured', forceMn: readings.forceMn },
        [{ type: 'occlusion.detected' }],
        [{ type: 'occlusion.detected', heldUu: 1_500_000 }],
      );
    if (bolus && bolus.deliveredUu >= bolus.requestedUu && pump.isIn('pump.bolus.delivering')) {
      const done = bolus;
      readings.bolus = null;
      bolus = null;
      take(
        { type: 'clock.reached' },
        [{ type: 'bolus.completed' }],
        [{ type: 'bolus.completed', bolus: done.id }],
      );
    }
  };

  const advance = (simulatedMs: number): void => {
    const until = now + simulatedMs;
    if (frames.length === 0) {
      take({ type: 'power.applied', boot: 'fake', gapMs: null }, [{ type: 'power.applied' }]);
      take({ type: 'selfTest.passed' }, [{ type: 'selfTest.passed' }]);
      take(
        { type: 'journal.read', verdict: 'new' },
        [
          { type: 'journal.read', verdict: 'new' },
          { type: 'supply.found', found: 'ready' },
        ],
        [{ type: 'supply.found', found: 'ready' }],
      );
      take({ type: 'resume.requested' }, [{ type: 'resume.requested' }]);
    }
    for (;;) {
      const bolusAt = bolus && pump.isIn('pump.bolus.delivering') ? nextBolusPulse : Number.POSITIVE_INFINITY;
      const next = Math.min(nextBasal, nextGlucose, nextDecay, bolusAt);
      if (next > until) break;
      now = Math.max(now, next);
      if (next === bolusAt) {
        nextBolusPulse = now + 1_000;
        deliver('bolus');
      } else if (next === nextBasal) {
        const rate = 1_000_000 + 300_000 * Math.sin(now / 9_000_000);
        pump.readings.profileRateUuPerHour = Math.round(rate / 300_000) * 300_000;
        nextBasal += Math.round((PULSE_UU / pump.readings.profileRateUuPerHour) * 3_600_000);
        deliver('basal');
      } else if (next === nextGlucose) {
        nextGlucose += 300_000;
        if (injected.has('cgmLoss')) continue;
        const value = Math.round(135 + 70 * Math.sin(now / 7_200_000) + 25 * Math.sin(now / 1_900_000));
        pump.readings.glucoseMgDl = value;
        pump.readings.glucoseAtMonoMs = now;
        take(
          { type: 'cgm.measured', mgPerDl: value, sequence: Math.round(now / 300_000) },
          [],
          [{ type: 'glucose.accepted', mgPerDl: value, doubts: [] }],
        );
      } else {
        nextDecay += 60_000;
        pump.readings.onBoardUu = Math.round((pump.readings.onBoardUu ?? 0) * 0.992);
        pump.readings.lastHourUu = Math.round(pump.readings.lastHourUu * 0.985);
        take({ type: 'clock.reached' }, [{ type: 'clock.reached' }]);
        const waiting = bolus;
        if (waiting && bolusRefused(waiting.id)) bolus = null;
      }
    }
    now = Math.max(now, until);
  };
  const bolusRefused = (id: string): boolean =>
    !pump.isIn('pump.bolus.confirming') && !pump.isIn('pump.bolus.delivering') && bolus?.id === id;

  const submit: FakeSource['submit'] = request => {
    if (options.kind === 'replay')
      return { accepted: false, reason: 'this is a replay of a journal; nothing can be asked of it' };
    switch (request.type) {
      case 'inject':
        if (!BREAKABLE.has(request.what)) return { accepted: false, reason: 'this bench has no such device' };
        injected[request.on ? 'add' : 'delete'](request.what);
        if (request.what === 'occlusion' && !request.on)
          take(
            { type: 'force.measured', forceMn: 2_000 },
            [{ type: 'occlusion.relieved' }],
            [{ type: 'occlusion.relieved' }],
          );
        tellStatus();
        return { accepted: true };
      case 'speed':
        speed = request.factor;
        tellStatus();
        return { accepted: true };
      case 'bolus.requested': {
        if (!pump.isIn('pump.permission.delivering'))
          return { accepted: false, reason: 'delivery is suspended; resume first' };
        const amountUu = Math.round(request.units * 1_000_000);
        bolusCount += 1;
        bolus = { id: `bolus-${bolusCount}`, requestedUu: amountUu, deliveredUu: 0 };
        pump.readings.bolus = { bolus: bolus.id, requestedUu: amountUu, deliveredUu: 0 };
        take(
          { type: 'bolus.requested', bolus: bolus.id, amountUu },
          [{ type: 'bolus.admitted' }],
          [{ type: 'bolus.admitted', bolus: bolus.id, amountUu }],
        );
        return { accepted: true };
      }
      case 'bolus.confirmed':
        nextBolusPulse = now + 1_000;
        take({ type: 'bolus.confirmed', bolus: request.bolus }, [
          { type: 'bolus.confirmed', kind: 'normal', hour: 'usual' },
        ]);
        return { accepted: true };
      case 'tempBasal.requested':
        take(
          { type: request.type, percent: request.percent ?? 100, durationMs: request.minutes * 60_000 },
          [{ type: 'tempBasal.admitted' }],
          [{ type: 'tempBasal.admitted', durationMs: request.minutes * 60_000 }],
        );
        return { accepted: true };
      case 'cartridge.replaced':
        pump.readings.reservoirUu = request.units * 1_000_000;
        take(
          cartridgeOf(pump.readings.reservoirUu),
          [{ type: 'cartridge.accepted' }, { type: 'reservoir.refilled' }],
          [{ type: 'reservoir.refilled' }],
        );
        return { accepted: true };
      case 'settings.proposed':
      case 'settings.confirmed':
        return { accepted: false, reason: 'this pump keeps its settings' };
      case 'settings.discarded':
      case 'lowSuspend.overruled':
      case 'automation.enabled':
      case 'automation.disabled':
      case 'sleep.started':
      case 'exercise.started':
      case 'activity.ended':
      case 'target.cancelled':
      case 'screen.unlocked':
      case 'screen.locked':
      case 'entry.opened':
      case 'entry.closed':
        take({ type: request.type });
        return { accepted: true };
      case 'target.started':
      case 'run':
      case 'world':
      case 'button':
      case 'clock.set':
      case 'zone.changed':
      case 'pairing.opened':
      case 'pairing.closed':
        return { accepted: false, reason: 'this bench has no world around it' };
      case 'alarm.acknowledged':
      case 'alarm.paused':
        take({
          type: request.type,
          alarm: isAlarmName(request.alarm) ? request.alarm : 'occlusion',
        });
        return { accepted: true };
      case 'bolus.confirmedAgain':
        take({ type: request.type, bolus: request.bolus }, [{ type: request.type, kind: 'normal' }]);
        return { accepted: true };
      case 'fill.requested':
        take({ type: request.type, amountUu: request.units * 1_000_000 }, [{ type: request.type }]);
        return { accepted: true };
      case 'carbs.entered':
        take({ type: request.type, grams: request.grams });
        return { accepted: true };
      case 'bay': {
        const type = request.units === null ? 'cartridge.removed' : 'cartridge.inserted';
        take({ type }, [{ type }]);
        return { accepted: true };
      }
      default:
        take({ type: request.type }, [
          request.type === 'bolus.cancelled' ? { type: request.type, part: 'both' } : { type: request.type },
        ]);
        if (bolus && pump.isIn('pump.bolus.cancelling')) {
          const settled: Derived = { type: 'bolus.settled', bolus: bolus.id };
          take({ type: 'clock.reached' }, [{ type: 'bolus.settled' }], [settled]);
        }
        if (!pump.isIn('pump.bolus.delivering') && !pump.isIn('pump.bolus.confirming'))
          pump.readings.bolus = bolus = null;
        return { accepted: true };
    }
  };

  return {
    advance,
    frames,
    since: seq => frames.filter(frame => frame.seq > seq),
    verdicts: () => ({ exercised: {}, broken: [], trouble: null }),
    status,
    subscribe: listener => beating(listeners, listener, status),
    submit,
  };
};
