/**
 * A pure question of immutable values, whose last answer is kept: asked again of the very same, it is not reckoned again. Numbers are
 * compared as numbers, objects as objects.
 */
export const remembered = <Asked extends readonly unknown[], Answer>(
  ask: (...asked: Asked) => Answer,
): ((...asked: Asked) => Answer) => {
  let last: { readonly asked: Asked; readonly answer: Answer } | null = null;
  return (...asked) => {
    if (last === null || !isSame(last.asked, asked)) last = { asked, answer: ask(...asked) };
    return last.answer;
  };
};

const isSame = (these: readonly unknown[], those: readonly unknown[]): boolean => {
  for (let index = 0; index < these.length; index += 1) if (these[index] !== those[index]) return false;
  return true;
};
