import { ALARMS, type AlarmName, type Priority } from '../../domain/alarms.ts';
import type { CommandOf } from '../../domain/commands.ts';
import { createHistory, type HistoryView } from '../page/history.ts';
import { wallClock } from '../page/wall-clock.ts';
import type { Frame } from '../protocol.ts';

/** An alarm from when it was raised until it left the list; null: it was there to the end. Instants in monotonic ms. */
export type AlarmLife = {
  readonly alarm: AlarmName;
  readonly priority: Priority;
  readonly atMonoMs: number;
  readonly atWallMs: number;
  readonly untilMonoMs: number | null;
  readonly req: readonly string[];
};

export type Refusal = Pick<CommandOf<'refuse'>, 'request' | 'reasons'> & {
  readonly seq: number;
  readonly wallMs: number;
};

/** What a run came to. */
export type RunTold = {
  readonly steps: number;
  readonly first: Frame | null;
  readonly last: Frame | null;
  readonly history: HistoryView;
  /** The wall clock at a monotonic instant, both in ms: it is set, and it leaps. */
  readonly wallOf: (monoMs: number) => number;
  readonly alarms: readonly AlarmLife[];
  readonly refusals: readonly Refusal[];
  /** How many there were, told or not. */
  readonly refused: number;
  /** How often each `machine|id` was entered or taken; all alarms are one chart. */
  readonly hits: ReadonlyMap<string, number>;
};

/** The first ones tell enough: what is refused again and again is refused for the same reason. */
const MOST_REFUSALS = 20;

/** Folds the frames of a run, in their order, into what a report tells. Pure, but that it remembers. */
export const runFold = (): { readonly take: (frame: Frame) => void; readonly told: () => RunTold } => {
  const history = createHistory();
  const wall = wallClock();
  const alarms: AlarmLife[] = [];
  const lasting = new Map<AlarmName, number>();
  const refusals: Refusal[] = [];
  const hits = new Map<string, number>();
  const before = new Map<string, readonly string[]>();
  let refused = 0;
  let steps = 0;
  let first: Frame | null = null;
  let last: Frame | null = null;

  const takeAlarms = ({ alarms: now, monoMs, wallMs }: Frame): void => {
    for (const [alarm, index] of lasting) {
      const life = alarms[index];
      if (life === undefined || now.some(each => each.alarm === alarm)) continue;
      alarms[index] = { ...life, untilMonoMs: monoMs };
      lasting.delete(alarm);
    }
    for (const { alarm, priority } of now) {
      if (lasting.has(alarm)) continue;
      lasting.set(alarm, alarms.length);
      alarms.push({
        alarm,
        priority,
        atMonoMs: monoMs,
        atWallMs: wallMs,
        untilMonoMs: null,
        req: ALARMS[alarm].req,
      });
    }
  };
  const hit = (machine: string, id: string): void => {
    const key = `${machine.split(':')[0]}|${id}`;
    hits.set(key, (hits.get(key) ?? 0) + 1);
  };

  return {
    take: frame => {
      steps += 1;
      first ??= frame;
      last = frame;
      history.take(frame);
      wall.hear(frame);
      takeAlarms(frame);
      for (const command of frame.commands) {
        if (command.type !== 'refuse') continue;
        refused += 1;
        const { request, reasons } = command;
        if (refusals.length < MOST_REFUSALS)
          refusals.push({ request, reasons, seq: frame.seq, wallMs: frame.wallMs });
      }
      for (const { machine, transition } of frame.taken) hit(machine, transition);
      for (const [machine, ids = []] of Object.entries(frame.active)) {
        const was = before.get(machine);
        if (was !== ids) for (const id of ids) if (was?.includes(id) !== true) hit(machine, id);
        before.set(machine, ids);
      }
    },
    told: () => ({ steps, first, last, history, wallOf: wall.at, alarms, refusals, refused, hits }),
  };
};
