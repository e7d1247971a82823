import { type Heard, readAsked } from '../domain/envelope/request.ts';
import type { WallMs } from '../domain/units.ts';
import type { Controller, History, Therapy } from './controller.ts';

/**
 * Asks a controller, and makes a request of whatever comes of it. One that throws or answers nonsense is refused, with what it said.
 * That one never answers cannot be seen from here: who runs it has a deadline, and says `unanswered` when it passes.
 */
export const askController = (
  controller: Controller,
  history: History,
  therapy: Therapy,
  nowMs: WallMs,
): Heard => {
  try {
    return readAsked(controller(history, therapy, nowMs), nowMs);
  } catch (error) {
    const said = error instanceof Error ? error.message : 'with something that is no error';
    return { kind: 'nonsense', reasons: [`the controller failed: ${said}`] };
  }
};

/** What there is of a controller that has not answered within its deadline. */
export const unanswered = (deadlineMs: number): Heard => ({
  kind: 'nonsense',
  reasons: [`the controller has not answered within ${deadlineMs} ms`],
});
