import type { Command } from '../domain/commands.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';

/** Whatever has changed the settings in this step: old and new stand in one record (SR-105). */
export const settingsRecord = (
  { settings: before }: Ledger,
  { settings: after }: Ledger,
): readonly Command[] => (before === after ? [] : [{ type: 'recordSettings', before, after }]);
