/** The largest seed of the simulated noise. */
export const MOST_SEED = 4_294_967_295;
