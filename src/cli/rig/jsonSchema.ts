import { z } from 'zod';
import { rigProfileSchema } from '../../../hardware/rig/profile/schema.ts';
import { rigRecordSchema } from '../../../hardware/rig/run/record.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The profile of a rig as a JSON Schema (2020-12), for editors of its TOML. It holds each field to its range; that fields agree with each
 * other, and with the devices, `islet rig doctor --profile FILE` says.
 */
export const rigProfileJsonSchema = (): JsonSchema => ({
  ...z.toJSONSchema(rigProfileSchema, { io: 'input' }),
  title: 'Profile of an Islet rig',
});

/** What a run of a rig leaves in `rig.json`, as a JSON Schema (2020-12), for whoever reads it with other programs. */
export const rigRecordJsonSchema = (): JsonSchema => ({
  ...z.toJSONSchema(rigRecordSchema, { io: 'input' }),
  title: 'Record of a run of an Islet rig',
});
