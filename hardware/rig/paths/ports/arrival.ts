import type { Observed } from '../../../../src/runtime/run.ts';
import type { RigTime } from '../../bench/time.ts';
import type { Finding } from '../looks.ts';

/**
 * A change of its button that the board says is heard by the pump within so much, ms: a contact that bounces is believed after 30 ms, and
 * one that cannot be seen counts as let go within 0.34 s.
 */
const HEARD_MS = 1_000;

/** Whether a press that has reached the board reaches the pump that reads it: that is the pump's own business. */
export type Arrival = {
  /** The board has said that the button is down: waits until the pump says so, too, and notes whether it did. */
  readonly pressed: () => Promise<void>;
  /** The board has said that it is up again; what the pump makes of that is noted when it has had its time. */
  readonly released: () => void;
  /** Waits until the pump has had that time, where a path ends before. */
  readonly judged: () => Promise<void>;
  readonly heard: (step: Pick<Observed, 'envelope'>) => void;
  /** What was found since this was last asked. */
  readonly findings: () => readonly Finding[];
};

export const arrival = ({ until, clock }: Pick<RigTime, 'until' | 'clock'>): Arrival => {
  let isDown = false;
  let releasedAt: number | null = null;
  const found: Finding[] = [];
  const note = (arrived: boolean, what: string): void => {
    found.push({
      look: 'press',
      amiss: arrived
        ? null
        : `its button was ${what}, the board that it reads says so, and within ${HEARD_MS} ms the pump does not`,
    });
  };
  const judge = (): void => {
    note(!isDown && releasedAt !== null && clock.now() - releasedAt <= HEARD_MS, 'let go');
    releasedAt = null;
  };
  return {
    pressed: async () => note(await until(() => isDown, HEARD_MS), 'pressed'),
    released: () => {
      releasedAt = isDown ? clock.now() : null;
    },
    judged: async () => {
      if (releasedAt === null) return;
      await until(() => releasedAt === null || !isDown, HEARD_MS);
      if (releasedAt !== null) judge();
    },
    heard: ({ envelope: { fact } }) => {
      if (fact.type === 'button.pressed') isDown = true;
      // What it had heard before is no more known to one that begins anew.
      const begins = fact.type === 'power.applied' || fact.type === 'power.lost';
      if (begins) releasedAt = null;
      if (begins || fact.type === 'button.released') isDown = false;
      if (releasedAt === null) return;
      if (isDown && clock.now() - releasedAt <= HEARD_MS) return;
      judge();
    },
    findings: () => found.splice(0),
  };
};
