import type { EmbeddedRun } from './embedded-source.ts';

/** What a page in a file holds: its run, and what a server would answer, by address. */
export type FileRun = {
  readonly run: EmbeddedRun;
  readonly answers: Readonly<Record<string, unknown>>;
};

/** The id of the element that holds it: gzip, in base64. */
export const FILE_RUN = 'islet-run';

export const fileRunIn = async (text: string): Promise<FileRun> => {
  const bytes = Uint8Array.from(atob(text.trim()), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
};
