import type { Frame } from '../protocol.ts';
import type { MomentKind } from './run-source.ts';
import { units } from './words.ts';

/** Which moments of a run somebody may want to go to. Pure; where a run is indexed and in the page that follows it. */

/** What of the frame before decides. */
export type Before = Pick<Frame, 'modes'>;

/** What happened in a frame, `changed` being what became of alarms in words. */
export const momentsIn = (
  { fact, modes, commands, readings }: Omit<Frame, 'taken' | 'req'>,
  before: Before | null,
  changed: readonly string[],
): readonly { readonly kind: MomentKind; readonly words: string }[] => {
  const [was, is] = [before?.modes.includes('delivering') ?? false, modes.includes('delivering')];
  return [
    ...(fact.type === 'power.applied' ? [{ kind: 'start' as const, words: 'Power on' }] : []),
    ...(fact.type === 'fault.latched' && 'reason' in fact
      ? [{ kind: 'fault' as const, words: `Fault: ${fact.reason}` }]
      : []),
    ...changed
      .filter(words => words.startsWith('Alarm raised'))
      .map(words => ({ kind: 'alarm' as const, words })),
    ...(was && !is ? [{ kind: 'stop' as const, words: 'Delivery stopped' }] : []),
    ...(is && !was ? [{ kind: 'start' as const, words: 'Delivery begins' }] : []),
    ...(fact.type === 'bolus.confirmed'
      ? [{ kind: 'bolus' as const, words: `Bolus of ${units(readings?.bolus?.requestedUu ?? 0)} confirmed` }]
      : []),
    ...(commands.some(({ type }) => type === 'recordSettings')
      ? [{ kind: 'settings' as const, words: 'Settings recorded' }]
      : []),
  ];
};
