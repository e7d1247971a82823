/**
 * A chart says something that cannot be explored, or exported, exactly. It is refused, by name and place, and never
 * approximated. Whoever wrote the chart can mend it: it is bad input, and no defect of the explorer.
 */
export class ChartRefusal extends Error {
  /** What another thread throws comes here as a plain error with this name. */
  override readonly name = 'ChartRefusal';
}

/** Whether a chart was refused, in this thread or in another one. */
export const isChartRefusal = (failure: unknown): failure is Error =>
  failure instanceof Error && failure.name === 'ChartRefusal';
