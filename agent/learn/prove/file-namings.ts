/** The names that a clause wants files to have: patterns, endings, styles. */
import type { FileKind } from "./file-kinds.ts";
import { baseOf, hasPlaceholder, isPattern, NAME_STYLES, namePattern, pathPattern, stemOf } from "./file-names.ts";
import { codesIn, wordsOf } from "./mask.ts";
import type { Clause } from "./rule.ts";

const EXAMPLE = /\b(?:like|such as|e\.g\.|for example|for instance|as in|z\. ?b\.|wie|como|comme|p\. ?ej\.)/i;

interface Naming {
  readonly test: (file: string) => boolean;
}

/** The patterns of names that a clause gives, and those with folders in them. */
export const namingsIn = (clause: Clause, kind: FileKind | null): Naming[] => {
  // "Tests for `src/a.py` go to `tests/test_a.py`": what they are for is no name of theirs.
  const rejected = [
    ...clause.unwanted.flatMap(codesIn),
    ...[
      ...clause.text.matchAll(
        /\b(?:for|of|von|für|para|de|pour) (`[^`]+`)(?= (?:go|live|belong|are|is|kommen|liegen|van|vont)\b)/gi,
      ),
    ].flatMap(([found]) => codesIn(found)),
  ];
  const codes = [...codesIn(clause.text), ...clause.asides.flatMap(codesIn)].filter((code) => !rejected.includes(code));
  const isExample =
    EXAMPLE.test(clause.text) || clause.asides.some((aside) => EXAMPLE.test(aside) || codesIn(aside).length > 0);
  const files = codes.filter((code) => kind?.path.test(code.replace(/[<>{}…*[\]]/g, "x")));
  // Beside a style, what stands in parentheses is an example of it.
  const isOfStyle = stylesIn(clause.text).length > 0;
  const patterns = (files.length > 0 ? files : codes)
    .filter((code) => !(isOfStyle && !/[<{[*…]/.test(code) && clause.asides.some((aside) => aside.includes(code))))
    .filter((code) => /^[\w.@<>{}[\]*…/+-]+$/.test(code) && !/^[-@]/.test(code))
    .flatMap((code): RegExp[] => {
      if (code.includes("/")) return code.endsWith("/") || !isPattern(code) ? [] : [pathPattern(code)];
      if (/^\.[\w.]+$/.test(code)) return [new RegExp(`${code.replace(/\./g, "\\.")}$`)];
      if (isPattern(code)) return [namePattern(code, isExample && !hasPlaceholder(code))];
      return isExample && code.includes(".") ? [namePattern(code, true)] : [];
    });
  return patterns.map((pattern) => ({
    test: (file) => pattern.test(pattern.source.startsWith("(?:^|\\/)") ? file : baseOf(file)),
  }));
};

/** A suffix or an ending in words: "`.spec.ts`", "no `.sh` extension", "the suffix `_test`". */
export const endingsIn = (clause: Clause): { readonly isGood: (file: string) => boolean }[] => {
  const { text } = clause;
  const found: { isGood: (file: string) => boolean }[] = [];
  if (
    /\b(?:no|without(?: an?| any)?|ohne|sin|sans) (?:file )?(?:extension|ending|suffix|endung|extensión)\b/i.test(
      wordsOf(text),
    )
  )
    found.push({ isGood: (file) => !/\.\w+$/.test(file) });
  for (const code of codesIn(text)) {
    const isDenied = /\b(?:no|without|not|ohne|keine?|sin|sans|never|don['’]t)\b/i.test(
      wordsOf(text.slice(0, text.indexOf(`\`${code}`))),
    );
    if (
      /^\.\w[\w.]*$/.test(code) &&
      /\b(?:extension|suffix|ending|end|endung|extensión|terminan|named|use|files?|are|carry|enden)\b/i.test(text)
    )
      found.push({ isGood: (file) => file.endsWith(code) !== isDenied });
    else if (/^[_-]\w+$|^\w+[_-]$/.test(code) && /\b(?:suffix|prefix|end|start|begin)\w*\b/i.test(text))
      found.push({
        isGood: (file) =>
          (/prefix|start|begin/i.test(text) ? stemOf(file).startsWith(code) : stemOf(file).endsWith(code)) !== isDenied,
      });
    else if (
      /^[A-Z]\w+$|^\w+$/.test(code) &&
      /\b(?:suffix|prefix|end(?:s|ing)? (?:in|with)|start(?:s)? with|begin(?:s)? with)\b/i.test(text) &&
      /\b(?:files?|named?|scripts?|components?|classes|tests?|specs?)\b/i.test(text)
    )
      found.push({
        isGood: (file) =>
          (/prefix|start|begin/i.test(text) ? stemOf(file).startsWith(code) : stemOf(file).endsWith(code)) !== isDenied,
      });
  }
  return found;
};

export const stylesIn = (text: string): RegExp[] =>
  NAME_STYLES.flatMap(([words, stem, without]) => {
    const at = wordsOf(text).search(words);
    if (at === -1) return [];
    if (!/\b(?:no|not|without|never|ohne|keine?|sin|sans)\b/i.test(wordsOf(text).slice(0, at))) return [stem];
    return without === undefined ? [] : [without];
  });
