import { alarms } from './alarms.ts';
import { automation } from './automation.ts';
import { bolus } from './bolus.ts';
import { cartridge } from './cartridge.ts';
import { motor } from './motor.ts';
import { occlusion } from './occlusion.ts';
import { power } from './power.ts';
import type { Requirement } from './requirement.ts';
import { settings } from './settings.ts';
import { supervision } from './supervision.ts';
import { suspension } from './suspension.ts';
import { time } from './time.ts';

const rows = [
  ...motor,
  ...bolus,
  ...suspension,
  ...cartridge,
  ...occlusion,
  ...power,
  ...time,
  ...alarms,
  ...automation,
  ...settings,
  ...supervision,
] as const;

/** Every id there is. It is derived from the rows, so a misspelt id does not compile. */
export type RequirementId = (typeof rows)[number]['id'];

/** One row, whose id is known to exist. */
export type Row = Requirement & { readonly id: RequirementId };

/** All requirements, in the order of their ids. */
export const requirements: readonly Row[] = rows;

const byId: ReadonlyMap<string, Row> = new Map(requirements.map(row => [row.id, row]));

/** Whether a text read from outside names a requirement. */
export const isRequirementId = (text: string): text is RequirementId => byId.has(text);

/** The row of an id. It throws only if two files of this folder disagree, which a test excludes. */
export const requirement = (id: RequirementId): Row => {
  const row = byId.get(id);
  if (row === undefined) throw new Error(`no requirement has the id ${id}`);
  return row;
};
