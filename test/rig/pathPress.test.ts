import { expect, test } from 'vitest';
import type { SimulatedWorld } from '../../hardware/rig/bench/bench.ts';
import { JAM } from '../../hardware/rig/paths/benchSystem.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { drivenHere, event, PULSE, path, UP } from './portBench.ts';

/** Whom a path blames for a press that does not arrive: the board that the pump reads says how far it came. */

const JAMMED = path(
  ...UP,
  event({ type: 'resume.requested' }),
  event({ type: 'bolus.admitted' }),
  event({ type: JAM }),
  ...PULSE,
  event({ type: 'suspend.requested' }),
);

test('SR-035 a press that a path makes is seen at the board and heard by its pump, and so is its end', async () => {
  const { results } = await drivenHere([JAMMED]);
  expect(results[0]).toMatchObject({ outcome: 'pass', checks: { press: 2 } });
});

/** The contact of the button does what this says. */
const wired =
  (through: (isClosed: boolean) => boolean) =>
  ({ simulators: { bay } }: SimulatedWorld): void => {
    const { contact } = bay;
    Object.assign(bay, {
      contact: (input: number, isClosed: boolean) =>
        contact(input, input === SIMULATED_RIG.devices.bay.buttonInput ? through(isClosed) : isClosed),
    });
  };

test('SR-035 a press that never reaches the board is an error of the rig, and its wire is named', async () => {
  const { results } = await drivenHere([JAMMED], { arrange: wired(() => false) });
  expect(results[0]).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(results[0]?.firstDivergence).toMatch(/switched on, .*input 2 .*relay 4/);
});

test('SR-035 a contact that sticks when it is let go is an error of the rig', async () => {
  let wasClosed = false;
  const { results } = await drivenHere([JAMMED], {
    arrange: wired(isClosed => {
      wasClosed ||= isClosed;
      return wasClosed;
    }),
  });
  expect(results[0]).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(results[0]?.firstDivergence).toMatch(/switched off, .*input 2 /);
});

test('SR-035 a press that the board shows and the pump does not hear is a failure of the pump', async () => {
  const { results } = await drivenHere([JAMMED], { alter: on => ({ ...on, button: undefined }) });
  expect(results[0]).toMatchObject({ outcome: 'fail', amiss: 'press' });
  expect(results[0]?.firstDivergence).toMatch(/was pressed, the board that it reads says so/);
});
