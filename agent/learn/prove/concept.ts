/** Something that can be said of code in words and seen in it by a pattern. */
export interface CodeConcept {
  /** How people call it. */
  readonly words: RegExp;
  /** How it shows in what was added. */
  readonly code: RegExp;
  /** What stands there where it is not done, if that can be seen. */
  readonly without?: RegExp;
  /** In which files it can be told. */
  readonly files?: RegExp;
  /** Whether what stands in strings and comments counts as well. */
  readonly anywhere?: true;
  /** Where it could have been: shows that it was left out. */
  readonly occasion?: RegExp;
}
