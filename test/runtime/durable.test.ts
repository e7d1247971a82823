import { expect, test } from 'vitest';
import type { Command } from '../../src/domain/commands.ts';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { mustBeDurable } from '../../src/runtime/durable.ts';
import { commandSchema } from '../../src/runtime/journalSchemas.ts';
import { req } from '../support/req.ts';

const isDurable = (fact: Fact['type'], ...commands: readonly Command['type'][]): boolean =>
  mustBeDurable({
    envelope: { seq: 1, monoMs: monoMs(0), wallMs: wallMs(0), fact: { type: fact } as Fact },
    commands: commands.map(type => ({ type }) as Command),
  });

test(
  'SR-005 SR-115 what a person has decided, power, faults and the bay are on disk before anything is done by them',
  req('SR-005', 'SR-115'),
  () => {
    const types = factSchema.options.map(({ shape }) => shape.type.value);
    expect(types.filter(type => isDurable(type)).toSorted()).toEqual([
      'alarm.acknowledged',
      'bolus.confirmed',
      'bolus.confirmedAgain',
      'cartridge.removed',
      'cartridge.replaced',
      'change.requested',
      'clock.set',
      'fault.latched',
      'journal.read',
      'journal.setAside',
      'power.applied',
      'power.failing',
      'power.lost',
      'resume.requested',
      'settings.changed',
      'suspend.requested',
      'zone.changed',
    ]);
  },
);

test(
  'SR-005 SR-006 so is each pulse, before it and after it, each alarm, and each setting',
  req('SR-005'),
  () => {
    const types = commandSchema.options.map(({ shape }) => shape.type.value);
    expect(types.filter(type => isDurable('clock.reached', 'readEncoder', type)).toSorted()).toEqual([
      'annunciate',
      'recordIntent',
      'recordOutcome',
      'recordSettings',
    ]);
    expect(isDurable('clock.reached')).toBe(false);
  },
);
