/** A piece of a sentence, and how it is joined to what stands before it. */
export interface Piece {
  readonly text: string;
  readonly join: string;
}

const AND =
  "and also|and then|and so(?! (?:does|do|is|are|has|must|should|goes)\\b)|and|also|but|so|plus|und auch|und|aber|sowie|y|pero|et|mais|donc";

/** Code, quotations and brackets, within which nothing is cut. */
const WHOLE = '`[^`]*`|"[^"]*"|«[^»]*»|\\([^)]*\\)';

/** Dictated or typed in haste: an order follows without any mark. */
const UNMARKED =
  "(?<!\\b(?:please|pls|you|u|i|we|they|that|who|which|and|or|but|so|to|also|just|if|when|it|would|really|whether|ever))\\s(?=(?:just (?:add|use|tell|ask|run|do|keep|make|put|write)|don't|dont|do not|you don't have to) \\w)|(?<=\\w)(?<!\\b(?:have|has|had|got|get|is|are|there's|with|need|see|say|says|of|in))\\s(?=no \\w+s\\b)";

const BORDER = new RegExp(
  `${WHOLE}|(\\s*;\\s*|\\s+[-–—]+\\s+|,?\\s+(?:${AND})(?: please| pls)? |,\\s+|${UNMARKED})`,
  "giu",
);

/** Cuts a sentence wherever a clause or an item may begin. */
export const piecesOf = (core: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  let join = "";
  for (const found of core.matchAll(BORDER)) {
    if (found[1] === undefined) continue;
    pieces.push({ text: core.slice(from, found.index), join });
    join = found[1];
    from = found.index + join.length;
  }
  return [...pieces, { text: core.slice(from), join }];
};
