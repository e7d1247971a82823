import { type Channel, channels } from '../../../src/domain/channels.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import { tell } from '../../../src/verify/transcript.ts';
import type { StoryBody } from './body.ts';

/** How a story tells its time: since the line above, or by the clock on the wall. */
export type Telling = 'since' | 'day';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** From this length on, a stretch of a day is told by the hour. */
const LONG_MS = 2 * HOUR_MS;
/** A pulse that is due at the full hour moves a moment later, and still belongs to the hour that ends. */
const ON_TIME_MS = 1_000;

/** What a person would have noticed from `from` to `until`, in monotonic ms, and what moved meanwhile. */
export const storyOf = (
  steps: readonly Observed[],
  telling: Telling,
  from: number,
  until: number,
): readonly string[] => {
  const lines = steps.flatMap(step => {
    const passed = step.envelope.monoMs - from;
    const margin = passed === 0 ? '' : telling === 'day' ? localTime(step) : since(passed);
    return tell(step).map(line => `    ${margin}${line}`);
  });
  const isLong = telling === 'day' && until - from >= LONG_MS;
  return [...lines, ...(isLong ? byTheHour(steps, from, until) : totals(steps))];
};

/** The pulses that began, each as its moment and its channel. */
const pulsesIn = (steps: readonly Observed[]): readonly { at: number; channel: Channel }[] =>
  steps.flatMap(({ envelope, commands }) =>
    commands.flatMap(command =>
      command.type === 'moveMotor' ? [{ at: envelope.monoMs, channel: command.pulse.channel }] : [],
    ),
  );

const totals = (steps: readonly Observed[]): readonly string[] => {
  const pulses = pulsesIn(steps);
  const counts = channels
    .map(channel => [channel, pulses.filter(pulse => pulse.channel === channel).length] as const)
    .filter(([, count]) => count > 0)
    .map(([channel, count]) => `${count} ${channel} ${count === 1 ? 'pulse' : 'pulses'}`);
  return counts.length === 0 ? [] : [`    moved: ${counts.join(', ')}`];
};

/** Insulin of each hour by channel, hours alike taken together: `basal 4.4 U by the hour: 3 × 0.8 U, 2 × 1 U`. */
const byTheHour = (steps: readonly Observed[], from: number, until: number): readonly string[] => {
  const pulses = pulsesIn(steps);
  const hours = Math.ceil((until - from) / HOUR_MS);
  return channels.flatMap(channel => {
    const own = pulses.filter(pulse => pulse.channel === channel);
    if (own.length === 0) return [];
    const counts = Array.from({ length: hours }, () => 0);
    for (const { at } of own) {
      const hour = Math.min(hours - 1, Math.max(0, Math.floor((at - from - ON_TIME_MS) / HOUR_MS)));
      counts[hour] = (counts[hour] ?? 0) + 1;
    }
    return [`    moved: ${channel} ${inU(own.length)} by the hour: ${runsOf(counts).join(', ')}`];
  });
};

const runsOf = (counts: readonly number[]): readonly string[] => {
  const runs: { count: number; times: number }[] = [];
  for (const count of counts) {
    const last = runs.at(-1);
    if (last?.count === count) last.times += 1;
    else runs.push({ count, times: 1 });
  }
  return runs.map(({ count, times }) => (times === 1 ? inU(count) : `${times} × ${inU(count)}`));
};

const inU = (pulses: number): string => `${(pulses * 25) / 1_000} U`;

const since = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE_MS);
  return `+${minutes}:${((ms % MINUTE_MS) / 1_000).toFixed(3).padStart(6, '0')}  `;
};

/** `Sun 03:14  `, by the pump's own wall clock and zone. */
const localTime = ({ envelope, state }: Observed): string =>
  `${momentOf(envelope.wallMs, state.ledger.settings?.utcOffsetMinutes ?? 0)}  `;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const momentOf = (wall: number, utcOffsetMinutes: number): string => {
  const local = new Date(wall + utcOffsetMinutes * MINUTE_MS);
  return `${DAYS[local.getUTCDay()]} ${local.toISOString().slice(11, 16)}`;
};

/** `glucose 112 mg/dL, between 98 and 151`; nothing when nobody wears the pump. */
export const glucoseIn = (body: StoryBody | null): readonly string[] => {
  if (body === null) return [];
  const { now, least, most } = body.look();
  return [`    glucose ${now} mg/dL, between ${least} and ${most}`];
};
