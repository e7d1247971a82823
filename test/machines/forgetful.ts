import { type AnyStateMachine, StateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { type AlarmName, type GradeName, isAlarmName, isGradeName } from '../../src/domain/alarms.ts';

/** A place in the pump's chart at which it raises an alarm. */
export type Raise = {
  readonly place: readonly string[];
  readonly alarm: AlarmName;
  readonly grade: GradeName;
};

/** Every place in the pump's chart at which it raises an alarm, each by its path. */
export const raisesOf = (): readonly Raise[] => found(pumpMachine.config, []);

const found = (node: unknown, place: readonly string[]): readonly Raise[] => {
  if (typeof node !== 'object' || node === null) return [];
  const raise = raiseIn(node);
  if (raise !== null) return [{ place, ...raise }];
  return Object.entries(node).flatMap(([key, child]) => found(child, [...place, key]));
};

const raiseIn = (node: object): Omit<Raise, 'place'> | null => {
  if (!('type' in node) || node.type !== 'raiseAlarm' || !('params' in node)) return null;
  const { alarm, grade = 'first' }: { alarm?: unknown; grade?: unknown } = Object(node.params);
  return isAlarmName(alarm) && isGradeName(grade) ? { alarm, grade } : null;
};

/** The pump that forgets to raise one alarm, at one place. */
export const withoutRaise = ({ place }: Raise): AnyStateMachine =>
  new StateMachine(replaced(pumpMachine.config, place), pumpMachine.implementations);

/** A copy in which something harmless stands at a place. */
const replaced = <Node>(node: Node, [key, ...rest]: readonly string[]): Node => {
  if (key === undefined || typeof node !== 'object' || node === null)
    throw new Error('there is no such place');
  const copy: Node = Object.assign(Array.isArray(node) ? [] : {}, node);
  const child: unknown = Reflect.get(node, key);
  Reflect.set(Object(copy), key, rest.length === 0 ? { type: 'readEncoder' } : replaced(child, rest));
  return copy;
};
