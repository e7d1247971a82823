import { z } from 'zod';
import { netDoses } from '../../../../src/automation/effects/doses.ts';
import { onBoardAt } from '../../../../src/automation/effects/insulin.ts';
import { family } from '../../family.ts';
import { model } from './model.ts';
import { delivered, doses, interval, spans, timed } from './shapes.ts';

/** Insulin on board, net of the basal profile. */
export const iob = family({
  file: 'loop/iob.json',
  schema: z.object({
    input: z.object({ doses, basal: spans, model, window: interval, grid_s: z.number() }),
    expected: z.object({ iob: timed, net_units_sum: z.number() }),
  }),
  measures: {
    'insulin on board': { tolerance: 1e-6, unit: 'U', relativeTo: 1 },
    'net insulin': { tolerance: 1e-6, unit: 'U', relativeTo: 1 },
  },
  compare: ({ input, expected }, check) => {
    const net = netDoses(delivered(input.doses, input.model), input.basal);
    const sum = net.reduce((total, { units }) => total + units, 0);
    check.near('net insulin', 'sum', sum, expected.net_units_sum);
    const base = expected.iob.base ?? input.window[0];
    const steps = Math.ceil((input.window[1] - base) / (input.grid_s * 1_000));
    check.same('how many', steps + 1, expected.iob.v.length);
    const ours = expected.iob.t_s.map(seconds => onBoardAt(net, base + seconds * 1_000));
    check.series('insulin on board', 'on board', ours, expected.iob.v);
  },
});
