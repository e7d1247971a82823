/** How long whoever finds no room waits before it tries again. */
const SOON_MS = 2;

/** Once, in a moment. Nothing is kept running for it. */
export const soon = (then: () => void): void => void setTimeout(then, SOON_MS).unref();
