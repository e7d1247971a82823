import { type AnyMachineSnapshot, initialTransition } from 'xstate';
import type { Observed } from '../../runtime/run.ts';
import type { MachineId } from '../../runtime/state.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type Meter, meterOf, type Run } from './meter.ts';
import { SUBJECTS, subjectOf, universeIn } from './subjects.ts';

/** Measures runs of the whole pump: give it every step, ask at the end. */
export type PumpMeter = {
  /** A step that is the first of its journal begins a run, with a pump as it leaves the factory. */
  readonly watch: (step: Pick<Observed, 'envelope' | 'deliveries'>) => void;
  readonly coverage: (sources: readonly string[]) => Coverage;
};

export const pumpMeter = (): PumpMeter => {
  const meters = new Map<string, Meter>(
    SUBJECTS.map(subject => [subject.name, meterOf(universeIn(subject))]),
  );
  /** Many runs begin alike. */
  const initials = new Map<string, AnyMachineSnapshot>();
  const beginOf = (id: MachineId): Run => {
    const { name, machine, input } = subjectOf(id);
    const meter = meters.get(name);
    if (meter === undefined) throw new Error(`nothing measures the machine ${id}`);
    const initial = initials.get(name) ?? initialTransition(machine, input)[0];
    initials.set(name, initial);
    return meter.begin(initial);
  };
  let runs: ReadonlyMap<MachineId, Run> = new Map();
  return {
    watch: ({ envelope, deliveries }) => {
      if (envelope.seq === 1 || runs.size === 0)
        runs = new Map(SUBJECTS.flatMap(({ ids }) => ids.map(id => [id, beginOf(id)] as const)));
      for (const { machine, before, event } of deliveries) runs.get(machine)?.(before, event);
    },
    coverage: sources =>
      coverageOf(sources, new Map([...meters].map(([name, meter]) => [name, meter.hits()]))),
  };
};
