import type { Frame } from '../protocol.ts';

/** What a virtual patient lived, where one wears the pump: times in monotonic seconds. */
export type BodyHistory = {
  readonly take: (frame: Frame) => void;
  readonly glucose: () => readonly { readonly at: number; readonly mgPerDl: number }[];
  readonly meals: () => readonly { readonly at: number; readonly carbsG: number }[];
};

const MOST_POINTS = 6_000;

/** Of points that are too many every second one goes. */
export const bodyHistory = (): BodyHistory => {
  let glucose: { readonly at: number; readonly mgPerDl: number }[] = [];
  const meals: { readonly at: number; readonly carbsG: number }[] = [];
  let eatenG: number | null = null;
  return {
    take: ({ body, monoMs }) => {
      if (body === undefined) return;
      const at = monoMs / 1_000;
      if (glucose.at(-1)?.mgPerDl !== body.glucoseMgDl) glucose.push({ at, mgPerDl: body.glucoseMgDl });
      if (glucose.length > MOST_POINTS) glucose = glucose.filter((_, index) => index % 2 === 0);
      if (body.eatenG > (eatenG ?? 0)) meals.push({ at, carbsG: body.eatenG - (eatenG ?? 0) });
      eatenG = body.eatenG;
    },
    glucose: () => glucose,
    meals: () => meals,
  };
};
