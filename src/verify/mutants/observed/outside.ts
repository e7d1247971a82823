import type { AnyMachineSnapshot } from 'xstate';
import { mode } from '../../../../machines/pump/mode.ts';
import type { Command } from '../../../domain/commands.ts';
import { once } from '../../../runtime/once.ts';
import { remoteStatusOf } from '../../../runtime/remoteStatus.ts';
import { motionOf } from '../../../runtime/secondChannel.ts';
import type { PumpState } from '../../../runtime/state.ts';

/** What a step of the pump comes to. */
type Come = { readonly commands: readonly Command[]; readonly state: PumpState };

/**
 * What somebody outside sees of one pump and not of another after the same step: what it asks of devices, journal and
 * person (motion, alarms, refusals, reports), what it tells the second channel and a remote that asks, the words for what it is doing, and
 * whether its screen is locked. Null where all of it is the same.
 */
export const seenOutside = (own: Come, shipped: Come): string | null => {
  if (JSON.stringify(own.commands) !== JSON.stringify(shipped.commands))
    return `it asks for [${only(own.commands, shipped.commands)}], the pump that ships for [${only(shipped.commands, own.commands)}]`;
  const [motion, meant] = [motionOf(own.state), motionOf(shipped.state)];
  if (motion !== meant) return `it tells the second channel ${motion}, the pump that ships ${meant}`;
  const [words, wanted] = [wordsOf(own.state), wordsOf(shipped.state)];
  if (words !== wanted) return `it says that it is ${words}, the pump that ships ${wanted}`;
  const [status, due] = [statusOf(own.state), statusOf(shipped.state)];
  return status === due ? null : `it tells a remote ${status}, the pump that ships ${due}`;
};

/** What the pump tells of itself between steps: to the second channel, in words, and to a remote that asks. */
export const toldBy = (state: PumpState): string =>
  `${motionOf(state)}, ${wordsOf(state)}, ${statusOf(state)}`;

const statusOf = (state: PumpState): string => JSON.stringify(remoteStatusOf(state));

/** `suspended` is said by the pump's own chart alone. */
const wordsOf = ({ pump, machines }: PumpState): string =>
  [pump, machines.lowSuspend, machines.therapy, machines.lock].map(facedBy).filter(Boolean).join(', ');

/** What an interface tells of a chart at rest: its modes, and whether the screen is locked. */
export const facedBy = once((chart: AnyMachineSnapshot): string =>
  [
    ...mode({ isIn: id => chart._nodes.some(node => node.id === id) }),
    ...(chart.hasTag('locked') ? ['locked'] : []),
  ].join(', '),
);

/** Commands that are not among the others; where only their order differs, all. */
const only = (commands: readonly Command[], others: readonly Command[]): string => {
  const texts = others.map(other => JSON.stringify(other));
  const own = commands.map(command => JSON.stringify(command));
  const alone = own.filter(text => !texts.includes(text));
  return (alone.length > 0 || own.length !== texts.length ? alone : own).join(', ').slice(0, 200);
};
