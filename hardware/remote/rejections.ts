import type { FactOf } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { Clock, FactSink } from '../../src/ports.ts';

type Rejected = FactOf<'remote.rejected'>;
export type Reason = Rejected['reason'];

/** Rejections of one kind are told at most this often, with their number: a flood must not fill the journal. */
const TELL_EVERY = milliseconds(1_000);

/** Puts every rejection on record: the first of its kind at once, those that follow within a second together. */
export const rejections = (
  clock: Clock,
  sink: FactSink,
): ((reason: Reason, principal: string | null) => void) => {
  const waiting = new Map<string, Rejected | null>();
  return (reason, principal) => {
    const kind = `${reason} ${principal}`;
    const one: Rejected = { type: 'remote.rejected', reason, principal, count: 1 };
    const counted = waiting.get(kind);
    if (counted !== undefined) {
      waiting.set(kind, counted === null ? one : { ...counted, count: counted.count + 1 });
      return;
    }
    waiting.set(kind, null);
    sink(one);
    clock.wakeAt(after(clock.now(), TELL_EVERY), () => {
      const more = waiting.get(kind);
      waiting.delete(kind);
      if (more) sink(more);
    });
  };
};
