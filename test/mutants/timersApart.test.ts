import { expect, test } from 'vitest';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { charted, chartOf } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { neverShows, outwardOf } from '../../src/verify/mutants/observed/neverShows.ts';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { replay } from '../../src/verify/mutants/observed/replay.ts';
import { anywhere } from '../../src/verify/mutants/observed/silences.ts';
import { talesNamed } from './roam/tales.ts';

const mutantOf = (name: string, id: string): Mutant => {
  const mutant = mutantsOf(chartOf(name)).find(each => each.id === id);
  if (mutant === undefined) throw new Error(`the chart of the ${name} has no such mutant: ${id}`);
  return mutant;
};

/** Whether nothing of a mutant is ever seen, in whichever sort its chart comes. */
const neverShowsOf = (name: string): ((mutant: Mutant) => boolean) => {
  const { examiners } = charted(name);
  return mutant =>
    examiners.every(examiner => {
      const examined = examiner.examine(mutant);
      return !('refused' in examined) && neverShows(anywhere(examiner.ground), examined, outwardOf(name));
    });
};

test.each([
  // What it waits for at its beginning nothing has started, and of the alarm nothing has raised it.
  ['battery', 'initialChanged: battery.charge: depleted for unknown'],
  // It ends what it waits for in another order than the alarm that ceases.
  [
    'battery',
    'transitionMovedOut: battery.charge.depleted.alarming timer.shutdownElapsed 0: to battery.charge.depleted',
  ],
  // A fault has put an end to what it waits for.
  ['quick', 'targetChanged: quick.entry fault.latched 0: quick.entry.holding for quick.entry.idle'],
])(
  'nothing is ever seen of a timer that is started or ended otherwise where it does not run: %s, %s',
  (name, id) => {
    expect(neverShowsOf(name)(mutantOf(name, id))).toBe(true);
  },
);

test.each([
  // Who waits for one thing in two states at once hears of each by itself.
  ['alarm', 'transitionMovedOut: alarm.signal.paused timer.audioPauseElapsed 2: to alarm.signal'],
  ['quick', 'delayRemoved: quick.entry.ready timer.quickPauseElapsed: nothing is waited for'],
  [
    'suspension',
    'targetChanged: suspension.reminder power.lost 0: suspension.reminder.stopped for suspension.reminder.quiet',
  ],
])(
  'of a timer that runs in one and not in the other nothing is proved, if its end is seen: %s, %s',
  (name, id) => {
    expect(neverShowsOf(name)(mutantOf(name, id))).toBe(false);
  },
);

test.each(['battery', 'quick', 'suspension', 'programming'])(
  'of the %s chart nothing is proved never to show that was seen',
  name => {
    const isNever = neverShowsOf(name);
    const seen = readRecord().fates.filter(({ machine, seen }) => machine === name && seen !== null);
    expect(seen.filter(({ mutant }) => isNever(mutantOf(name, mutant)))).toEqual([]);
    expect(seen.length).toBeGreaterThan(20);
  },
);

test('a mutant that waits in another state is looked at beyond where its state is the same', () => {
  const id = 'transitionMovedOut: alarm.signal.paused timer.audioPauseElapsed 2: to alarm.signal';
  const [tape] = talesNamed('comes back twice after alarm.paused');
  if (tape === undefined) throw new Error('nobody tells of an alarm that is paused twice');
  expect(replay(machineOf(mutantOf('alarm', id).draft), tape, 0).sight?.event).toBe(
    'timer.audioPauseElapsed',
  );
});
