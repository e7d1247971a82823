import type { Source, Status } from '../../../src/inspector/protocol.ts';

type Listener = Parameters<Source['subscribe']>[0];

/** A listener is told each second, as by a running pump: one that says nothing for five seconds is lost. Returns what ends it. */
export const beating = (listeners: Set<Listener>, listener: Listener, status: () => Status): (() => void) => {
  listeners.add(listener);
  const timer = setInterval(() => listener.status(status()), 1_000);
  timer.unref();
  return () => {
    clearInterval(timer);
    listeners.delete(listener);
  };
};
