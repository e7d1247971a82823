import { z } from 'zod';
import { isNumberKey, QUANTITIES, spellRange } from '../../domain/quantities.ts';
import { settingsFields } from '../../domain/settings.ts';

/**
 * The settings as a JSON Schema (2020-12), as the pump keeps them and `islet settings check --json` prints them:
 * whole µU. It holds each field to its range; that the fields agree with each other, only the pump can say.
 */
export const settingsJsonSchema = (): Readonly<Record<string, unknown>> => ({
  ...z.toJSONSchema(settingsFields, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      const [container, key] = path;
      if (container !== 'properties' || path.length !== 2 || typeof key !== 'string' || !isNumberKey(key))
        return;
      jsonSchema.title = QUANTITIES[key].label;
      jsonSchema.description = `${spellRange(key)}${QUANTITIES[key].millionths ? '; kept in µU' : ''}`;
    },
  }),
  title: 'Settings of an Islet pump',
});
