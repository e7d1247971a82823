import { expect, test } from 'vitest';
import { smallProperties } from '../../specs/properties/small.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { spoilt } from '../machines/spoil.ts';
import { req } from '../support/req.ts';
import { isBrokenForSpin, smallMachine, sortsOf } from '../support/smallClaims.ts';

for (const { machine, properties } of smallProperties)
  for (const property of properties)
    test(`${property.req[0]} SPIN finds the ${machine} machine broken that we find broken: ${property.name}`, {
      ...req(...property.req),
      timeout: 300_000,
    }, () => {
      const spoil = smallMistakes[property.name];
      if (spoil === undefined) throw new Error(`no mistake is planted for "${property.name}"`);
      const broken = spoilt(smallMachine(machine), spoil);
      const found = sortsOf(machine, property).some(sort => isBrokenForSpin(machine, property, broken, sort));
      expect(found).toBe(true);
    });
