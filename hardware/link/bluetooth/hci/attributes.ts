import { le16 } from '../bytes.ts';
import type { Characteristic, Peripheral, Uuid } from '../gatt.ts';

/** Assigned numbers of what a table of attributes is made of. Core, Vol 3, Part G, 3.4. */
export const TYPE = {
  service: 0x2800,
  characteristic: 0x2803,
  configuration: 0x2902,
  deviceName: 0x2a00,
} as const;
const GENERIC = { access: 0x1800, attribute: 0x1801 } as const;

const DOES = { read: 0x02, write: 0x08, notify: 0x10, indicate: 0x20 } as const satisfies Record<
  Characteristic['does'][number],
  number
>;

/** One row. A value that the device decides on is asked of it; a configuration belongs to its characteristic. */
export type Attribute = {
  readonly handle: number;
  readonly type: number;
  readonly holds:
    | { readonly what: 'constant'; readonly value: readonly number[] }
    | { readonly what: 'value' | 'configuration'; readonly of: Uuid };
  /** Of a service, the last handle that belongs to it; of others their own. */
  readonly end: number;
};

const numberOf = (uuid: Uuid): number => Number.parseInt(uuid, 16);
const tells = ({ does }: Characteristic): boolean => does.includes('notify') || does.includes('indicate');

/** What a peripheral offers, as rows: the two services that every device has, and its own. Handles begin at 1. */
export const attributesOf = ({ name, service, characteristics }: Peripheral): readonly Attribute[] => {
  const rows: Attribute[] = [];
  const next = (): number => rows.length + 1;
  const put = (type: number, holds: Attribute['holds'], end = next()): void =>
    void rows.push({ handle: next(), type, holds, end });
  const constant = (type: number, value: readonly number[], end = next()): void =>
    put(type, { what: 'constant', value }, end);
  const declare = (uuid: number, does: number): void =>
    constant(TYPE.characteristic, [does, ...le16(next() + 1), ...le16(uuid)]);

  constant(TYPE.service, le16(GENERIC.access), next() + 2);
  declare(TYPE.deviceName, DOES.read);
  constant(TYPE.deviceName, [...Buffer.from(name, 'utf8')]);
  constant(TYPE.service, le16(GENERIC.attribute));
  const size = characteristics.reduce((sum, each) => sum + (tells(each) ? 3 : 2), 0);
  constant(TYPE.service, le16(numberOf(service)), next() + size);
  for (const each of characteristics) {
    declare(
      numberOf(each.uuid),
      each.does.reduce((bits, what) => bits | DOES[what], 0),
    );
    put(numberOf(each.uuid), { what: 'value', of: each.uuid });
    if (tells(each)) put(TYPE.configuration, { what: 'configuration', of: each.uuid });
  }
  return rows;
};
