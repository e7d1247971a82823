import type { Frame } from '../protocol.ts';
import type { Noted } from './run-source.ts';
import { alarmChanges } from './words.ts';

/** What became of alarms in a frame, in words; kept as long as the frame. */
const changes = new WeakMap<Frame, readonly string[]>();

export const changesOf = (frame: Frame): readonly string[] => changes.get(frame) ?? [];

/** The words of a frame that follows another. */
export const noteChanges = (before: Frame | null | undefined, frame: Frame): readonly string[] => {
  const changed = alarmChanges(before?.alarms ?? [], frame.alarms);
  if (changed.length > 0) changes.set(frame, changed);
  return changed;
};

/** Those of steps without a gap; of the first of them nothing is known. */
export const noteSteps = (steps: readonly Frame[]): void => {
  for (const [index, frame] of steps.entries()) if (index > 0) noteChanges(steps[index - 1], frame);
};

export const noteNoted = (noted: readonly Noted[]): void => {
  for (const { frame, changes: changed } of noted) changes.set(frame, changed);
};
