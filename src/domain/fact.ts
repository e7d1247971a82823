import { z } from 'zod';

/** Why, in words for a person. */
export const reason = z.string().min(1).max(400);

/** One kind of fact: its type and its fields. */
export const fact = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });
