import type { AnyStateMachine } from 'xstate';
import { remindersMachine } from '../../machines/reminders/reminders.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { viewOf } from '../../src/verify/mutants/draft.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { groundAlone } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { firstDifference } from '../../src/verify/mutants/scan.ts';
import { pumpBeside } from './beside.ts';
import type { Row } from './speed.ts';

/** With any fact at any time: some 800 000 states. The two share only the loss of power. */
const pumpWithReminders = (): AnyStateMachine => pumpBeside(remindersMachine);

/** One in so many is decided; one in many more by walking all states and events, as a baseline. */
const DECIDED = 7;
const WALKED = 701;

/** Seconds of the processor that something takes. */
const processorSeconds = (work: () => void): number => {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000_000;
};

/** Mutants decided in a second of the processor, beside walking original and mutant side by side. */
export const mutantsDecided = (): Row => {
  const machine = pumpWithReminders();
  const all = mutantsOf(machine);
  let ground = groundAlone(remindersMachine);
  const walk = processorSeconds(() => {
    ground = groundAlone(machine);
  });

  const some = all.filter((_, index) => index % DECIDED === 0);
  const examiner = examinerOf(ground);
  let killed = 0;
  const took = processorSeconds(() => {
    for (const mutant of some) if (decide(examiner, examiner.examine(mutant)).kind === 'killed') killed += 1;
  });

  const few = all.filter((_, index) => index % WALKED === 0);
  const walked = processorSeconds(() => {
    for (const { draft } of few) firstDifference(ground, viewOf(draft), 'all', null);
  });
  const rate = some.length / took;
  return {
    what: `mutants decided a second, ${ground.size} states`,
    measured: rate.toFixed(0),
    atLeast: '20',
    aim: '100',
    isMet: rate >= 20,
    notes: [
      `the pump beside its reminders: ${some.length} mutants, ${killed} killed, after one walk of ${walk.toFixed(1)} s; both charts side by side: ${(few.length / walked).toFixed(2)} a second`,
    ],
  };
};
