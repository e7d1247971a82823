/**
 * What the package gives to a program of somebody else: a pump with simulated devices, the parts of one with devices of their own,
 * and the page. All of it can change with each version; a journal is read by the version that wrote it.
 */

export type { SimulatedPump, SimulatedPumpOptions } from '../../hardware/rig/simulatedPump.ts';
export { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
export type { Command } from '../domain/commands.ts';
export type { Envelope, Fact } from '../domain/facts.ts';
export { factSchema } from '../domain/facts.ts';
export type { Settings } from '../domain/settings.ts';
export { exampleSettings, settingsSchema } from '../domain/settings.ts';
export type * from '../ports.ts';
export { journalOn } from '../runtime/journal.ts';
export { begin, recover } from '../runtime/recover.ts';
export type { Observed, Parts, Runtime } from '../runtime/run.ts';
export { run } from '../runtime/run.ts';
export { step } from '../runtime/step.ts';
export type { Attached, Inspectable, InspectOptions } from './attach/inspect.ts';
export { inspect } from './attach/inspect.ts';
