import { match, P } from 'ts-pattern';
import type { Command } from '../domain/commands.ts';
import { confirmationObjections, type Ledger, primeObjections } from '../domain/ledger/ledger.ts';
import type { Instant } from '../domain/profile.ts';
import type { Happening } from './vocabulary.ts';

/** What is answered instead of taken to the charts; `withdraws`: the bolus that waits is over with it. */
export type Refusal = { readonly command: Command; readonly withdraws: boolean };

/** Why what a person wants comes to nothing, as far as it is counted; null when the charts decide. */
export const refusalOf = (happening: Happening, ledger: Ledger, at: Instant): Refusal | null =>
  match(happening)
    .returnType<Refusal | null>()
    .with({ type: P.union('bolus.confirmed', 'bolus.confirmedAgain') }, ({ bolus }) =>
      refusal('bolus', confirmationObjections(ledger, bolus, at), ledger.bolus.current?.bolus === bolus),
    )
    .with({ type: P.union('prime.started', 'fill.requested') }, () =>
      refusal('change', primeObjections(ledger), false),
    )
    .otherwise(() => null);

const refusal = (
  request: 'bolus' | 'change',
  reasons: readonly string[],
  withdraws: boolean,
): Refusal | null =>
  reasons.length === 0 ? null : { command: { type: 'refuse', request, reasons }, withdraws };
