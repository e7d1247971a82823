import { z } from 'zod';

/** An ISO instant as milliseconds since 1970. */
export const instant = z.iso.datetime({ offset: true }).transform(text => Date.parse(text));

/** Values against time: seconds from `base`. */
export const timed = z.object({ base: instant, t_s: z.array(z.number()), v: z.array(z.number()) });

export type Timed = z.infer<typeof timed>;
