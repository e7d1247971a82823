import type { Frame, Status } from '../../../src/inspector/protocol.ts';
import { unpack } from '../../../src/inspector/wire.ts';

type Told = { readonly frames: readonly Frame[]; readonly status: Status | null };

/** How often a server that is being begun anew is asked again, in ms. */
const AGAIN_MS = 100;

/** What the page of this address is told, from the beginning, until that is enough; `meanwhile` once it listens. A server that is not there is waited for. */
export const toldBy = async (
  address: string,
  enough: (frames: readonly Frame[], status: Status | null) => boolean,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Told> => {
  const { origin, search } = new URL(address);
  const ending = new AbortController();
  const answer = await untilThere(`${origin}/api/stream${search}`, ending.signal);
  const frames: Frame[] = [];
  let status: Status | null = null;
  let text = '';
  const decoder = new TextDecoder();
  await meanwhile();
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1] ?? 'null';
      if (message.includes('event: frames')) frames.push(...unpack(JSON.parse(data)));
      if (message.includes('event: status')) status = JSON.parse(data);
    }
    if (enough(frames, status)) break;
  }
  ending.abort();
  return { frames, status };
};

const untilThere = async (address: string, signal: AbortSignal): Promise<Response> => {
  for (;;) {
    const answer = await fetch(address, { signal }).catch(() => null);
    if (answer !== null) return answer;
    await new Promise(resolve => setTimeout(resolve, AGAIN_MS));
  }
};
