/** Transitions that the pump in its plant can never take: they are there in case that another lock fails. */
export const SECOND_LOCKS: ReadonlyMap<string, string> = new Map(
  ['pump.bolus.confirming.again bolus.confirmedAgain 0', 'pump.bolus.confirming.once bolus.confirmed 0'].map(
    id => [id, 'whatever would close the gate has already ended the confirmation'] as const,
  ),
);
