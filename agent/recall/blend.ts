/** What a memory's words say of how well it answers a text. */
export interface Judged {
  readonly id: string;
  /** More is better; only to be compared within one text. */
  readonly score: number;
  /** How much of the text it speaks of, 0…1. */
  readonly coverage: number;
}

/** The memories of a place whose vectors are nearest to that of a text, and what is usual there. */
export interface Nearness {
  readonly nearest: readonly { readonly id: string; readonly cosine: number }[];
  /** The cosine that half of the place's memories do not reach, whatever the text: models differ much in it. */
  readonly usual: number;
}

/** How far above the usual a memory must stand to have to do with the text, 0…1. */
const CLOSENESS_MIN = 0.3;
/** What the same meaning counts beside the best match in words. */
const MEANING_WEIGHT = 1;

/** How near in meaning, 0…1: how much of the way from what is usual to the very same. */
export const closenessOf = (cosine: number, usual: number): number => {
  const way = usual >= 1 ? 0 : Math.min(1, (cosine - usual) / (1 - usual));
  return way >= CLOSENESS_MIN ? way : 0;
};

/**
 * One order of what was found by words and what is near in meaning, in which either may make up for the other. Where nothing is near, or
 * nothing is known of it, words alone decide, as if there were no vectors.
 */
export const blend = (byWords: readonly Judged[], near: Nearness | null): Judged[] => {
  if (near === null) return [...byWords];
  const best = Math.max(0, ...byWords.map(({ score }) => score)) || 1;
  const blended = new Map(byWords.map((judged) => [judged.id, judged]));
  for (const { id, cosine } of near.nearest) {
    const closeness = closenessOf(cosine, near.usual);
    if (closeness === 0) continue;
    const { score, coverage } = blended.get(id) ?? { score: 0, coverage: 0 };
    blended.set(id, {
      id,
      score: score + MEANING_WEIGHT * closeness * best,
      coverage: Math.max(coverage, closeness),
    });
  }
  return [...blended.values()];
};
