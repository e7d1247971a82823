import { requirements } from '../../specs/requirements/index.ts';
import { builtPage } from '../inspector/buildPage.ts';
import { type Charts, chartsFor } from '../inspector/charts/files.ts';
import { overlayOf } from '../inspector/covered.ts';
import { propertyTexts } from '../inspector/judged.ts';
import type { Others } from '../inspector/otherRoutes.ts';
import type { Overlay } from '../inspector/overlay.ts';
import type { Source } from '../inspector/protocol.ts';
import { type Beginnings, type Inspector, serveInspector } from '../inspector/server.ts';
import { type Trace, tracesIn } from '../inspector/traces.ts';
import { aboutHere } from './about.ts';
import { EXIT, Refusal } from './exits.ts';
import type { Io } from './io.ts';
import { MACHINES } from './machines.ts';

const TEXTS = Object.fromEntries(requirements.map(({ id, text }) => [id, { sentence: text }]));

/** What the page is made of, beside its built files. */
export type PageParts = {
  readonly charts: Charts;
  readonly coverage: Overlay | null;
  /** The folder of its built files. */
  readonly pageDir: string;
};

/**
 * Makes ready what the page is made of: laid-out charts and the built files, each anew only when stale, and
 * what is drawn over the charts. Throws a Refusal for a file that tells of no coverage.
 */
export const preparePage = async (coverage: string | null, io: Io): Promise<PageParts> => {
  const overlay = coverage === null ? null : await overlayIn(coverage);
  const charts = await chartsFor(MACHINES);
  const pageDir = await builtPage(() => io.say('The page is out of date and is being built.'));
  return { charts, coverage: overlay, pageDir };
};

const overlayIn = async (path: string): Promise<Overlay> => {
  // Whatever a run may be is a lot to load for a page without one.
  const { coverageIn } = await import('./coverage/read.ts');
  return overlayOf(await coverageIn(path));
};

/** What a page has beside its source. */
export type PageMore = {
  readonly beginnings?: (() => Beginnings) | null;
  readonly others?: Others | null;
  /** Of a page that is served again, at its port and no other; null makes a new one. */
  readonly token?: string | null;
};

/** Serves the page. A taken port takes the next free one and says so; none free is a Refusal. */
export const servePage = async (
  source: Source,
  parts: PageParts,
  port: number,
  io: Io,
  { beginnings = null, others = null, token = null }: PageMore = {},
): Promise<Inspector> => {
  try {
    const inspector = await serveInspector({
      source,
      ...parts,
      port,
      token,
      requirements: TEXTS,
      traces: () => tracesHere(io),
      properties: propertyTexts,
      beginnings,
      others,
      about: () => aboutHere(),
    });
    if (port !== 0 && inspector.port !== port)
      io.say(`Port ${port} is taken; port ${inspector.port} is used instead.`);
    return inspector;
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    throw new Refusal(EXIT.environment, `The page cannot be served: ${message}.`);
  }
};

/** A page without its table of evidence still shows everything else. */
const tracesHere = (io: Io): Readonly<Record<string, Trace>> => {
  try {
    return tracesIn();
  } catch (failure) {
    io.say(
      `The page shows no tests of requirements: ${failure instanceof Error ? failure.message : String(failure)}. Run npm run trace.`,
    );
    return {};
  }
};

/** Tells where the page is: the address alone on standard output, or one line of JSON. */
export const tellAddress = (inspector: Inspector, journal: string, json: boolean, io: Io): void => {
  if (json) io.out(JSON.stringify({ version: 1, address: inspector.address, port: inspector.port, journal }));
  else io.out(inspector.address);
};
