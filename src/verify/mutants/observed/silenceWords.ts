/** What silences of more than one chart are founded on. */
export const SECOND_BOOT = 'a boot of a pump that is on is a fault, of which no chart hears as of a boot';
export const CLOCK = 'the ledger says once that the clock is in doubt, until it is trusted again';
