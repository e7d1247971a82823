import { type Block, type Folded, foldBlock } from '../fold.ts';
import type { Place } from '../journalIndex/journalIndex.ts';
import type { Frame } from '../protocol.ts';
import type { Found } from './run-source.ts';

/**
 * Any instant of a run, folded from the keyframe before it by the code that runs the pump. What a step leads to is held
 * against the digest that the journal has of it: a frame that is shown is the frame that was.
 */
export type Looker = {
  readonly frameAt: (monoMs: number) => Promise<Found>;
  /** Those of these steps that can be had, oldest first. */
  readonly frames: (from: number, to: number) => Promise<readonly Frame[]>;
};

/** The part of a journal that holds a step or an instant, or why it cannot be had. */
export type AskBlock = (place: Place) => Promise<Block | { readonly why: string }>;

/** Stretches of some hundred steps that are held folded: a person goes to and fro. */
const MOST_HELD = 24;

type Held = { readonly folded: Folded; readonly from: number; readonly next: number | null };

/** `identify` gives the digest of a state from its text: 16 hexadecimal digits of SHA-256. */
export const createLooker = (ask: AskBlock, identify: (text: string) => Promise<string>): Looker => {
  let held: readonly Held[] = [];

  const fetched = async (place: Place): Promise<Held | { readonly why: string }> => {
    const block = await ask(place);
    if ('why' in block) return block;
    const [first] = block.records;
    if (first === undefined) return { why: 'nothing has happened yet' };
    const found = { folded: foldBlock(block), from: first.monoMs, next: block.next };
    held = [found, ...held.filter(({ folded }) => folded.first !== found.folded.first)].slice(0, MOST_HELD);
    return found;
  };

  const holding = async (place: Place): Promise<Held | { readonly why: string }> => {
    const found = held.find(each => holds(each, place));
    if (found === undefined) return fetched(place);
    held = [found, ...held.filter(each => each !== found)];
    return found;
  };

  const proven = async ({ folded }: Held, seq: number): Promise<Found> => {
    const frame = folded.frame(seq);
    const { text, digest } = folded.identity(seq);
    const now = await identify(text);
    return now === digest
      ? { frame }
      : { why: `step ${seq} led to state ${digest} then, and taken again here to ${now}` };
  };

  return {
    frameAt: async monoMs => {
      try {
        const found = await holding({ monoMs });
        if ('why' in found) return found;
        const seq = found.folded.at(monoMs);
        return seq === null ? { why: 'the run had not begun' } : await proven(found, seq);
      } catch (failure) {
        return { why: failure instanceof Error ? failure.message : String(failure) };
      }
    },
    frames: async (from, to) => {
      const frames: Frame[] = [];
      for (let seq = Math.max(1, from); seq <= to; ) {
        const found = await holding({ seq });
        if ('why' in found || found.folded.last < seq) break;
        for (; seq <= Math.min(to, found.folded.last); seq += 1) {
          const proved = await proven(found, seq);
          if ('frame' in proved) frames.push(proved.frame);
        }
      }
      return frames;
    },
  };
};

const holds = ({ folded, from, next }: Held, place: Place): boolean => {
  if ('seq' in place) return place.seq >= folded.first && place.seq <= folded.last;
  // Of the last stretch so far there may be more by now.
  return place.monoMs >= from && next !== null && place.monoMs < next;
};

/** By the browser's own SHA-256; where it has none, as on a page without a secure origin, nothing can be held against the journal. */
export const identifyInBrowser = async (text: string): Promise<string> => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes).slice(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('');
};
