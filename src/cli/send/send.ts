import { z } from 'zod';
import { type Field, requestForms } from '../../inspector/requestForms.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

/** What a pump answers to a request. */
const answerSchema = z.looseObject({ accepted: z.boolean().optional(), error: z.string().optional() });

/** The pump itself waits for its step for half as long. */
const MOST_WAIT_MS = 10_000;

/**
 * `islet send`: asks a running pump for what its page may ask for, and waits, at most `mostMs` of real time, for the step that takes
 * it. Exit code 0: taken; 1: the pump refuses, by its program, its ledger or its charts; 2: no such request, or a wrong token; 3: nobody
 * answers there, or no step came, and what became of it is not known.
 */
export const send = async (
  request: string,
  address: string,
  io: Io,
  mostMs: number = MOST_WAIT_MS,
): Promise<ExitCode> => {
  const { origin, searchParams } = addressOf(address);
  const inTime = AbortSignal.timeout(mostMs);
  const unanswered = (failure: unknown): never => {
    throw new Refusal(
      EXIT.environment,
      inTime.aborted
        ? `${origin}: no answer within ${mostMs / 1_000} s, so what became of the request is not known. Look at the page before it is asked for again.`
        : `${origin}: nobody answers (${failure instanceof Error ? failure.message : String(failure)}). Start a pump with islet start, and give the address that it prints in ISLET_ADDRESS.`,
    );
  };
  const answered = await fetch(`${origin}/api/requests`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${searchParams.get('token') ?? ''}`,
      Prefer: 'wait',
    },
    body: request,
    signal: inTime,
  }).catch(unanswered);
  const body = await answered.text().catch(unanswered);
  const said = answerSchema.safeParse(jsonIn(body));
  const words = said.success ? said.data.error : undefined;
  if (answered.ok) {
    io.out('taken');
    return EXIT.ok;
  }
  throw new Refusal(
    EXITS[answered.status] ?? EXIT.badInput,
    words ??
      `${origin} answered ${answered.status}: this is no page of Islet. Give the address that islet start prints.`,
  );
};

const EXITS: Readonly<Record<number, ExitCode>> = { 409: EXIT.failed, 504: EXIT.environment };

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

const addressOf = (address: string): URL => {
  if (URL.canParse(address)) return new URL(address);
  throw new Refusal(
    EXIT.badInput,
    `${JSON.stringify(address)} is no address. Set ISLET_ADDRESS to the one that islet start prints, token included.`,
  );
};

/** Every request there is: what it does, and its fields with ranges and units. */
export const listRequests = (io: Io): void => {
  for (const { id, title, fixed, fields } of requestForms()) {
    io.out(`${id}: ${title}`);
    io.out(`    ${JSON.stringify(fixed)}`);
    for (const field of fields) io.out(`    ${wordsOf(field)}`);
  }
};

const wordsOf = ({ path, unit, entry, isOptional, isNullable }: Field): string => {
  const range =
    entry.kind === 'number'
      ? `${entry.least} to ${entry.most}${unit === null ? '' : ` ${unit}`}${entry.step === null ? '' : `, step ${entry.step}`}`
      : entry.kind === 'choice'
        ? entry.options.join(' | ')
        : entry.kind === 'rows'
          ? `list of {${entry.fields.map(each => each.path).join(', ')}}`
          : entry.kind === 'toggle'
            ? 'true | false'
            : 'text';
  return `${path}: ${range}${isNullable ? ', or null' : ''}${isOptional ? ' (may be left out)' : ''}`;
};
