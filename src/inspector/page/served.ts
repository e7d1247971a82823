import { token } from './token.ts';

/** What a page within a file answers itself, by the address that a server would have: it has nobody to ask. */
let held: Readonly<Record<string, unknown>> | null = null;

export const answerFrom = (answers: Readonly<Record<string, unknown>>): void => {
  held = answers;
};

/** Whether there is a server to ask. */
export const isServed = (): boolean => held === null;

/** What the server has at an address of ours, asked with our token; or the page itself, where it stands in a file. */
export const served = async (address: string, more: RequestInit = {}): Promise<Response> => {
  if (held === null)
    return fetch(address, { ...more, headers: { Authorization: `Bearer ${token()}`, ...more.headers } });
  return Object.hasOwn(held, address)
    ? new Response(JSON.stringify(held[address]))
    : new Response('{"error":"this page stands in a file and has no server to ask"}', { status: 404 });
};
