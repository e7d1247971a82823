/** What a thread says to a person: so much of it, and no more. */
export const MOST_LINE = 2_000;
/** In a beat: nobody reads more. */
const MOST_LINES = 20;

export const cut = (line: string): string =>
  line.length > MOST_LINE ? `${line.slice(0, MOST_LINE - 1)}…` : line;

/** Hands on what a thread says, and in each beat says once that it says more. */
export const lines = (say: (line: string) => void) => {
  let said = 0;
  return {
    say: (line: string): void => {
      said += 1;
      if (said <= MOST_LINES) say(line);
      else if (said === MOST_LINES + 1) say('The page says more than anybody reads: the rest is left out.');
    },
    beat: (): void => {
      said = 0;
    },
  };
};
