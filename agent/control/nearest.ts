/** Edits of one letter that turn one word into the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that was probably meant, or null: at most a third of its letters differ, or it ends with what was typed (`top` for `recall.top`). */
export const nearest = (word: string, known: readonly string[]): string | null => {
  const wanted = word.toLowerCase();
  const ending = known.find((one) => one.toLowerCase().endsWith(`.${wanted}`));
  if (ending !== undefined) return ending;
  const [best] = known
    .map((one) => ({ one, away: distance(wanted, one.toLowerCase()) }))
    .filter(({ one, away }) => away <= Math.max(2, Math.ceil(one.length / 3)))
    .sort((a, b) => a.away - b.away);
  return best?.one ?? null;
};
