import { expect } from 'vitest';
import { type KeptName, keptOf } from '../../src/cli/campaign/kept.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt } from '../../src/simulate/campaign/cells.ts';
import { type KeptCell, keptCellOf } from '../../src/simulate/campaign/comparison.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';

/** The cells that are kept of a campaign. */
export const keptCells = (name: KeptName): readonly KeptCell[] => keptOf(name).cells;

/** Lives cells of a kept campaign with the code of today: what is kept of each comes out. */
export const expectKept = (name: KeptName, cells: readonly KeptCell[]): void => {
  const campaign = campaignSchema.parse(PRESETS[name]);
  for (const kept of cells)
    expect(
      keptCellOf(resultOf(campaign, cellAt(campaign, kept.cell), openRunner)),
      `write it anew: node src/cli/bin.mjs campaign --preset ${name} --readme`,
    ).toEqual(kept);
};
