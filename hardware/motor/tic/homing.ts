import type { ticShaft } from './shaft.ts';

/** At the switch it rests so long before it goes away from it again. */
const REST_MS = 20;

export type Homing = {
  /** What is due by now; answers true when it has just ended at home. */
  readonly look: (now: number) => boolean;
  readonly isActive: () => boolean;
  readonly begin: (direction: -1 | 1, now: number) => void;
  readonly end: () => void;
};

/** Towards the switch until it is active, a rest, and away until it is not: there is position 0 (User's Guide, "Homing"). */
export const homing = (
  shaft: ReturnType<typeof ticShaft>,
  atLimit: (direction: -1 | 1) => boolean,
  speed: number,
): Homing => {
  let going: { direction: -1 | 1; stage: 'towards' | 'resting' | 'away'; untilMs: number } | undefined;
  return {
    begin: (direction, now) => {
      going = { direction, stage: 'towards', untilMs: now };
      shaft.runAt(direction * speed, now);
    },
    end: () => {
      going = undefined;
    },
    isActive: () => going !== undefined,
    look: now => {
      if (going === undefined) return false;
      const isThere = atLimit(going.direction);
      if (going.stage === 'towards' && isThere) {
        shaft.halt(now);
        going = { ...going, stage: 'resting', untilMs: now + REST_MS };
      } else if (going.stage === 'resting' && now >= going.untilMs) {
        going = { ...going, stage: 'away' };
        shaft.runAt(-going.direction * speed, now);
      } else if (going.stage === 'away' && !isThere) {
        shaft.halt(now);
        shaft.place(0);
        going = undefined;
        return true;
      }
      return false;
    },
  };
};
