import { z } from 'zod';
import { type Field, requestForms } from '../../inspector/requestForms.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

/** What a pump answers to a request. */
const answerSchema = z.looseObject({ accepted: z.boolean().optional(), error: z.string().optional() });

/**
 * `islet send`: asks a running pump for what its page may ask for. Exit code 0: taken; 1: the pump refuses; 2: no such request, or
 * a wrong token; 3: nobody answers there.
 */
export const send = async (request: string, address: string, io: Io): Promise<ExitCode> => {
  const { origin, searchParams } = addressOf(address);
  const answered = await fetch(`${origin}/api/requests`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${searchParams.get('token') ?? ''}`,
    },
    body: request,
  }).catch((failure: unknown) => {
    throw new Refusal(
      EXIT.environment,
      `${origin}: nobody answers (${failure instanceof Error ? failure.message : String(failure)}). Start a pump with islet start, and give the address that it prints with --to.`,
    );
  });
  const said = answerSchema.safeParse(await answered.json().catch(() => ({})));
  const words = said.success ? said.data.error : undefined;
  if (answered.ok) {
    io.out('taken');
    return EXIT.ok;
  }
  throw new Refusal(
    answered.status === 409 ? EXIT.failed : EXIT.badInput,
    words ??
      `${origin} answered ${answered.status}: this is no page of Islet. Give the address that islet start prints.`,
  );
};

const addressOf = (address: string): URL => {
  if (URL.canParse(address)) return new URL(address);
  throw new Refusal(
    EXIT.badInput,
    `--to ${JSON.stringify(address)}: is no address. Give the one that islet start prints, token included, or set ISLET_ADDRESS to it.`,
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
