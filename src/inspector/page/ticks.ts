const STEPS = [60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** Tick times that are round on the wall clock, at most nine of them. */
export const ticks = (from: number, to: number, shift: number): number[] => {
  const step =
    STEPS.find(candidate => (to - from) / candidate <= 9) ?? 86_400 * Math.ceil((to - from) / 86_400 / 9);
  const first = Math.ceil((from + shift) / step) * step - shift;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
};
