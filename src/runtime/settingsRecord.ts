import type { Command } from '../domain/commands.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';

/**
 * Whatever has put settings in use in this step: old and new stand in one record (SR-105). Told by their version,
 * never by which object they are: a journal that is read again makes new objects of the same settings.
 */
export const settingsRecord = (before: Ledger, after: Ledger): readonly Command[] =>
  before.programming.version === after.programming.version
    ? []
    : [{ type: 'recordSettings', before: before.settings, after: after.settings }];
