import { expect, test } from 'vitest';
import { smallProperties } from '../../specs/properties/small.ts';
import { req } from '../support/req.ts';
import { isBrokenForSpin, sortsOf } from '../support/smallClaims.ts';
import { mistaken } from '../support/smallMistake.ts';

for (const { machine, properties } of smallProperties)
  for (const property of properties)
    test(`${property.req[0]} SPIN finds the ${machine} machine broken that we find broken: ${property.name}`, {
      ...req(...property.req),
      timeout: 300_000,
    }, () => {
      const broken = mistaken(machine, property);
      const found = sortsOf(machine, property).some(sort => isBrokenForSpin(machine, property, broken, sort));
      expect(found).toBe(true);
    });
