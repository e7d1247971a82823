import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { root } from '../house/source.ts';

const count = z.int().nonnegative();
const foundSchema = z.record(
  z.string(),
  z.strictObject({
    /** The text that the run was over, as `markOf` knows it. */
    text: z.string(),
    killed: count,
    endless: count,
    uncompiled: count,
    seconds: count,
    survivors: z.array(
      z.strictObject({
        within: z.string(),
        mutator: z.string(),
        from: z.string(),
        to: z.string(),
        /** Why it may survive. `open`: it may not, and the test that would kill it is missing. */
        reason: z.string(),
      }),
    ),
  }),
);

const keptSchema = z.strictObject({ files: foundSchema, notReached: z.array(z.string()) });

/** What a run over some files came to, with the reasons that a person gave. */
export type Found = z.infer<typeof foundSchema>;
/** The last run over each file, and the files that none was over. */
export type Kept = z.infer<typeof keptSchema>;

export const KEPT_PATH = `${root}test/mutation/kept.json`;
export const TABLE_PATH = `${root}specs/mutants.md`;

export const readKept = (): Kept => keptSchema.parse(JSON.parse(readFileSync(KEPT_PATH, 'utf8')));

/** The plant is the world that the pump is explored in: no pump runs it, and no quick test could judge it (decision 0074). */
export const NOT_ASKED = 'machines/plant/';

/** Every file of the folders that Stryker is asked about. */
export const askedAbout = (): readonly string[] =>
  ['machines', 'src/domain', 'src/runtime']
    .flatMap(folder =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(
        name => `${folder}/${name.replaceAll('\\', '/')}`,
      ),
    )
    .filter(path => path.endsWith('.ts') && !path.startsWith(NOT_ASKED))
    .sort();
