/** A pure question about an immutable object, asked once of each; the answer is kept as long as the object. */
export const once = <Subject extends object, Answer>(
  ask: (subject: Subject) => Answer,
): ((subject: Subject) => Answer) => {
  const answers = new WeakMap<Subject, { readonly answer: Answer }>();
  return subject => {
    const known = answers.get(subject);
    if (known !== undefined) return known.answer;
    const answer = ask(subject);
    answers.set(subject, { answer });
    return answer;
  };
};
