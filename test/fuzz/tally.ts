import type { Observed } from '../../src/runtime/run.ts';
import type { PumpState } from '../../src/runtime/state.ts';

/** What a walk must meet often, or its proofs are about a pump that does nothing. */
export const MARKS = [
  'delivering',
  'fail-safe',
  'pulse of basal',
  'pulse of bolus',
  'pulse of extended',
  'pulse of prime',
  'bolus completed',
  'bolus cancelled',
  'occlusion',
  'temporary basal',
  'change completed',
] as const;

export type Mark = (typeof MARKS)[number];
export type Tally = ReadonlyMap<Mark, number>;

const isDelivering = ({ pump }: PumpState): boolean =>
  pump.matches({ life: 'operating' }) && pump.matches({ permission: 'delivering' });

/** What of it happened in this step; each mark as often as it did. */
export const marksOf = ({
  before,
  state,
  commands,
  derived,
}: Omit<Observed, 'envelope'>): readonly Mark[] => [
  ...(isDelivering(state) ? ['delivering' as const] : []),
  ...(state.pump.matches({ life: 'failSafe' }) ? ['fail-safe' as const] : []),
  ...commands.flatMap((command): readonly Mark[] => {
    if (command.type === 'moveMotor') return [`pulse of ${command.pulse.channel}`];
    if (command.type !== 'reportBolus') return [];
    if (command.reason === 'completed') return ['bolus completed'];
    return command.reason === 'cancelled' ? ['bolus cancelled'] : [];
  }),
  ...derived.flatMap(({ type }): readonly Mark[] => {
    if (type === 'occlusion.detected') return ['occlusion'];
    return type === 'tempBasal.admitted' ? ['temporary basal'] : [];
  }),
  ...(before.pump.matches({ supply: 'changing' }) && state.pump.matches({ supply: 'ready' })
    ? ['change completed' as const]
    : []),
];

/** Of a thousand facts, at least so many with each mark. */
const LEAST: Readonly<Record<Exclude<Mark, 'fail-safe'>, number>> = {
  delivering: 333,
  'pulse of basal': 8,
  'pulse of bolus': 10,
  'pulse of extended': 3,
  'pulse of prime': 1,
  'bolus completed': 1,
  'bolus cancelled': 0.4,
  occlusion: 0.1,
  'temporary basal': 0.4,
  'change completed': 0.2,
};
const FAIL_SAFE_MOST = 250;

/** What a walk of so many facts met too seldom, or too often: in words, and nothing when it is as it must be. */
export const shortcomings = (tally: Tally, facts: number): readonly string[] =>
  MARKS.flatMap(mark => {
    const perThousand = ((tally.get(mark) ?? 0) * 1_000) / facts;
    if (mark === 'fail-safe')
      return perThousand <= FAIL_SAFE_MOST
        ? []
        : [`${mark}: ${perThousand} of a thousand, more than ${FAIL_SAFE_MOST}`];
    return perThousand >= LEAST[mark]
      ? []
      : [`${mark}: ${perThousand} of a thousand, less than ${LEAST[mark]}`];
  });

export const inWords = (tally: Tally): string =>
  MARKS.map(mark => `${mark} ${tally.get(mark) ?? 0}`).join(', ');
