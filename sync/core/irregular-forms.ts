/** English words that no rule leads back to their base, which stands before the colon. Ambiguous ones ("rose", "bit", "wound") are left out. */
const FORMS = `
  go: went gone|come: came|see: saw seen|take: took taken|give: gave given|make: made|say: said|tell: told|think: thought
  know: knew known|get: got gotten|buy: bought|bring: brought|teach: taught|catch: caught|fight: fought|seek: sought
  meet: met|feel: felt|keep: kept|sleep: slept|leave: left|lose: lost|win: won|build: built|send: sent|spend: spent
  lend: lent|pay: paid|sell: sold|hold: held|hear: heard|stand: stood|understand: understood|sit: sat|run: ran
  begin: began begun|swim: swam swum|sing: sang sung|drink: drank drunk|write: wrote written|ride: rode ridden
  drive: drove driven|choose: chose chosen|break: broke broken|speak: spoke spoken|wake: woke woken|freeze: froze frozen
  steal: stole stolen|wear: wore worn|tear: tore torn|grow: grew grown|throw: threw thrown|blow: blew blown|fly: flew flown
  draw: drew drawn|eat: ate eaten|fall: fell fallen|forget: forgot forgotten|hide: hid hidden|shake: shook shaken
  shoot: shot|lead: led|feed: fed|hang: hung|dig: dug|stick: stuck|strike: struck|spin: spun|swing: swung|become: became
  overcome: overcame|shine: shone|bend: bent|deal: dealt|mean: meant|dream: dreamt|learn: learnt|burn: burnt|override: overrode overridden
  rewrite: rewrote rewritten|find: found|bind: bound|split: splitted|child: children|person: people|man: men|woman: women
  foot: feet|tooth: teeth|mouse: mice|wife: wives|knife: knives|wolf: wolves|half: halves|index: indices indexes
  matrix: matrices|vertex: vertices|criterion: criteria|analysis: analyses|schema: schemata`;

const BASES: ReadonlyMap<string, string> = new Map(
  FORMS.split(/[|\n]/).flatMap((entry) => {
    const [base = "", forms = ""] = entry.trim().split(": ");
    return forms.split(" ").map((form): [string, string] => [form, base]);
  }),
);

/** The base of an irregular form (`went` → `go`); any other word as it is. */
export const baseForm = (word: string): string => BASES.get(word) ?? word;
