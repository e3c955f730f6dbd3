/** A part of a text that is a secret. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/**
 * One kind of secret. `anchors` are literals (in either case), one of which every secret of the kind contains; `at` looks at the
 * text around an anchor found. It looks at a bounded stretch, or at one that cannot hold another anchor, so the whole is linear.
 */
export interface SecretRule {
  readonly anchors: readonly string[];
  readonly at: (text: string, start: number, end: number) => Span | null;
}

/** What a sticky pattern finds at exactly that place. */
export const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};
