import { signal } from '@preact/signals';
import type { Command, Spread } from '../../domain/commands.ts';
import type { Frame, PageRequest } from '../protocol.ts';
import type { Problem } from '../requests.ts';
import type { Beginnings } from '../server.ts';
import { served } from './served.ts';
import { token } from './token.ts';

/** What the page asks of the pump, and what the pump asks of the person. */

export const offsetMinutes = signal(0);
/** What the pump last asked a person to confirm; `inHourUu` when it asked for the second time. */
export const asked = signal<{
  readonly bolus: string;
  readonly amountUu: number;
  readonly spread: Spread | null;
  readonly inHourUu: number | null;
} | null>(null);
/** What became of the bolus that ended last. */
export const lastBolus = signal<Extract<Command, { type: 'reportBolus' }> | null>(null);
/** The last answer to a request: what was refused, and when it was said. */
export const answer = signal<{ readonly ok: boolean; readonly text: string } | null>(null);

/** Set from a request to the pump's answer, so that an old refusal in the history is not shown as new. */
let isAsking = false;

/** Shows an answer, until something else is asked for or a person closes it. */
export const say = (text: string): void => {
  answer.value = { ok: false, text };
};

/** Says of a frame whether it is the one that was waited for. */
type Waiting = (frame: Frame) => boolean;
/** One at a time, as a person asks. */
let waiting: Waiting | null = null;

/** Waits for the frame that answers what is asked now; null when nothing is to come of it any more. */
export const awaitAnswer = (take: Waiting | null): void => {
  waiting = take;
};

/** Whether a frame may be the answer to something that was asked here. */
export const hasAsked = (): boolean => isAsking || waiting !== null;

/** What a frame answers to what was asked here. Each frame that the page comes to know once, in order, after the asking. */
export const hearAnswer = (frame: Frame): void => {
  if (isAsking)
    for (const command of frame.commands)
      if (command.type === 'refuse') say(`The pump refuses: ${command.reasons.join('; ')}.`);
  if (waiting?.(frame)) waiting = null;
};

/** What a frame means for the person who is asked something, or waits for something. */
export const hearOf = (frame: Frame): void => {
  for (const command of frame.commands)
    if (command.type === 'askConfirmation')
      asked.value = {
        bolus: command.bolus,
        amountUu: command.amountUu,
        spread: command.spread,
        inHourUu: null,
      };
    else if (command.type === 'askAgain' && asked.value?.bolus === command.bolus)
      asked.value = { ...asked.value, inHourUu: command.inHourUu };
  for (const command of frame.commands) if (command.type === 'reportBolus') lastBolus.value = command;
  for (const derived of frame.derived)
    if (derived.type === 'bolus.admitted' && asked.value?.bolus !== derived.bolus && !isAutomatic(frame))
      asked.value = { bolus: derived.bolus, amountUu: derived.amountUu, spread: null, inHourUu: null };
  for (const command of frame.commands)
    if (command.type === 'recordSettings' && command.after)
      offsetMinutes.value = command.after.utcOffsetMinutes;
};

/** What a controller has given needs no word of a person. */
const isAutomatic = ({ commands }: Frame): boolean => commands.some(({ type }) => type === 'tellMicrobolus');

/** What the server has at this address, with our token. */
export const loaded = async <Content>(address: string): Promise<Content> => {
  const answered = await served(address);
  return answered.json();
};

/** What another run can be begun with. */
export const beginningsHere = (): Promise<Beginnings> => loaded('api/runs');

/** The command line that asks the same of the pump whose address is in ISLET_ADDRESS: without the token, which others could read there. */
export const sendLine = (body: unknown): string =>
  `npx islet send '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;

/** What the server said to a request; where it was not taken, why, and what is wrong with which field. */
export type Answered = {
  readonly ok: boolean;
  readonly error: string;
  readonly problems: readonly Problem[];
};

/** Sends anything, as it is, and says nothing to the person. */
export const post = async (body: unknown): Promise<Answered> => {
  try {
    const answered = await fetch('api/requests', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token()}` },
      body: JSON.stringify(body),
    });
    const { error = `The pump answered ${answered.status}.`, problems = [] }: Partial<Answered> =
      await answered.json();
    return { ok: answered.ok, error, problems };
  } catch {
    return {
      ok: false,
      error:
        'The pump cannot be reached, and what became of this is not known: see how the pump is before you ask again. Is the program still running?',
      problems: [],
    };
  }
};

/** Sends a request. A refusal is shown to the person in the pump's own words. */
export const request = async (body: PageRequest): Promise<boolean> => {
  isAsking = true;
  answer.value = null;
  const { ok, error } = await post(body);
  if (!ok) say(error);
  return ok;
};
