import type { Observed } from '../../../../src/runtime/run.ts';
import { type Event, keyOf, nameOf } from '../../../../src/verify/automaton.ts';
import type { RigPump } from '../../bench/rigPump.ts';
import { PumpFailure, RigTrouble } from '../../run/phases.ts';
import { oracle } from '../oracle.ts';
import { spelled } from '../pumpModel.ts';
import { bringAbout, sender } from './causes.ts';
import { isWithheld, lowSuspendModel } from './sky.ts';

/** What became of one path of glucose. Plain data. */
export type GlucoseResult = {
  readonly name: string;
  readonly steps: number;
  readonly driven: number;
  readonly taken: readonly string[];
  /** Looks at the plunger: counts of its encoder while basal was off, and pulses too few or too many while it was not. */
  readonly looks: readonly Look[];
  /** What was amiss; null when nothing was. */
  readonly amiss: string | null;
};

export type Look = { readonly isOff: boolean; readonly counts: number };

export type GlucosePath = { readonly name: string; readonly events: readonly Event[] };

/** The pulse that was under way comes to its end; then three pulses at 3 U/h, and one that is not whole. */
const ENDS_MS = 5_000;
const LOOK_MS = 95_000;
/** Two pulses of 12 or 13 counts: the third may be before or behind. */
const LEAST_COUNTS = 24;
const WATCHED = ['lowPredicted', 'suspendLimit'] as const;

/** Takes the pump along the path; rejects with RigTrouble where the rig is at fault. */
export const driveGlucose = async (pump: RigPump, { name, events }: GlucosePath): Promise<GlucoseResult> => {
  const { glucose: sensor } = pump;
  if (sensor === null) throw new RigTrouble('this pump was given no sensor');
  const expected = oracle();
  const taken = new Set<string>();
  const looks: Look[] = [];
  const sending = sender(pump, sensor);
  let state = lowSuspendModel.initial;
  let at = 0;
  let read = 0;
  let amiss: string | null = null;
  let isStopped = false;
  const fail = (what: string): void => {
    amiss ??= `step ${at + 1} (${nameOf(events[at] ?? { type: 'end' })}): ${what}`;
  };

  const follow = (event: Event): void => {
    const planned = events[at];
    const isPlanned = planned !== undefined && nameOf(planned) === nameOf(event);
    const edge = lowSuspendModel.step(state, event);
    if (!isPlanned && edge.target !== state) fail(`${nameOf(event)} came instead`);
    if (isPlanned) at += 1;
    for (const id of edge.taken) taken.add(id);
    expected.expect(edge.asked);
    state = edge.target;
  };
  const hear = ({ deliveries }: Observed): void => {
    for (const { machine, event } of deliveries) if (machine === 'lowSuspend') follow(spelled(event));
  };
  /** What has happened since this was last asked; whether the path has gone on from there. */
  const isBeyond = (from: number): boolean => {
    for (; read < pump.steps.length; read += 1) {
      const step = pump.steps[read];
      if (step !== undefined) hear(step);
    }
    return at > from || amiss !== null;
  };

  /** Whether the service gives back what it was told; else what the pump makes of it says nothing of the pump. */
  const demandService = async (): Promise<void> => {
    const sent = sending.newest();
    if (sent === null) return;
    const [newest] = await pump.time.answered(sensor.asked());
    if (newest !== sent)
      throw new RigTrouble(
        `glucose service: it was told ${sent} mg/dL, and gives ${newest ?? 'nothing'}. Begin the run anew.`,
      );
  };

  const look = async (): Promise<void> => {
    isBeyond(at);
    const chart = keyOf(pump.runtime.state().machines.lowSuspend);
    if (chart !== lowSuspendModel.key(state))
      fail(`the chart is in ${chart}, the path in ${lowSuspendModel.key(state)}`);
    const shown = pump.shown().filter(({ alarm }) => WATCHED.some(each => each === alarm));
    const wrong = expected.shownAmiss(shown);
    if (wrong !== null) fail(wrong);
    await pump.wait(ENDS_MS);
    const before = await pump.counts();
    await pump.wait(LOOK_MS);
    const counts = (await pump.counts()) - before;
    const isOff = isWithheld(state) || isStopped;
    looks.push({ isOff, counts });
    if (isOff && counts !== 0) fail(`basal is off, and the plunger went ${counts} counts`);
    if (!isOff && counts < LEAST_COUNTS) fail(`basal is on, and the plunger went ${counts} counts`);
  };

  await pump.give({ type: 'resume.requested' });
  isBeyond(at);
  while (at < events.length && amiss === null) {
    const from = at;
    const event = events[from];
    if (event === undefined) break;
    if (event.type === 'lowSuspend.answered') expected.acknowledged('lowPredicted');
    if (event.type === 'delivery.stopped' || event.type === 'fault.latched') isStopped = true;
    try {
      await bringAbout(event, { pump, ahead: events.slice(from + 1), heard: () => isBeyond(from) }, sending);
    } catch (failure) {
      if (!(failure instanceof PumpFailure)) throw failure;
      fail(failure.message);
    }
    if (!isBeyond(from)) await demandService();
    if (!isBeyond(from)) fail(`it did not come (${sensor.trouble() ?? 'its sensor complains of nothing'})`);
    if (amiss === null) await look();
  }
  return { name, steps: events.length, driven: at, taken: [...taken], looks, amiss };
};
