import { TRAINED } from "./trained-weights.ts";

/**
 * What one would guess that a sign weighs, as logits: `signal` for being a correction or preference at all, `lasting` for being worth
 * keeping beyond this task. `against`: the sign is about what the agent did before, so the turn is a correction.
 */
interface Guess {
  readonly signal: number;
  readonly lasting: number;
  readonly against?: true;
  /** The sign in words, for `cairn why`. */
  readonly says: string;
}

/** What one would guess. Training starts from it and moves only as far as the labelled turns ask for. */
export const GUESSED = {
  rejects: { signal: 2.2, lasting: 0.2, against: true, says: "begins by turning down what the agent did" },
  "finds fault": { signal: 3, lasting: -1.2, against: true, says: "calls what the agent did wrong" },
  recalls: { signal: 3, lasting: -1, against: true, says: "says again what was meant or asked for" },
  "told before": { signal: 0.6, lasting: 3.6, against: true, says: "was said before" },
  "bans a kind": { signal: 0.6, lasting: 1, says: "turns down a kind of thing" },
  "names a place": { signal: 0, lasting: 1.4, says: "names a place in the project" },
  "points at what exists": { signal: 1.4, lasting: 1, against: true, says: "says that there is already one" },
  "turns down what was used": {
    signal: 1.4,
    lasting: 0.8,
    against: true,
    says: "says no to what the agent has just used",
  },
  undoes: { signal: 3, lasting: -2, against: true, says: "takes back what the agent did" },
  blames: { signal: 2.6, lasting: 0, against: true, says: "names what the agent did or failed to do" },
  "blames a habit": { signal: 0.8, lasting: 2, against: true, says: "says that the agent keeps doing it" },
  forbids: { signal: 1.1, lasting: 0.4, says: "forbids something" },
  "forbids in work": { signal: 0.9, lasting: 0.8, says: "is about how the agent works or talks" },
  "forbids in the product": { signal: -1.2, lasting: -1, says: "is about what the product does" },
  "forbids what was done": { signal: 1, lasting: 0.3, against: true, says: "forbids what the agent has just done" },
  "speaks in general": { signal: 0.4, lasting: 1.3, says: "speaks of such things in general" },
  wishes: { signal: 1.4, lasting: 1.2, says: "says what the user prefers" },
  "wishes of the agent": { signal: 1.2, lasting: 0.8, says: "wishes something of the agent or its work" },
  "wishes to do": { signal: -2, lasting: -1.5, says: "says what the user wants to do or have made" },
  settles: { signal: 1.5, lasting: 2, says: "says how things are done here" },
  "settles a choice": { signal: 1.5, lasting: 2, says: "says which of two things is used here" },
  "requires of work": { signal: 1.4, lasting: 1.5, says: "says what must be so in the work" },
  "requires of the product": { signal: -0.6, lasting: -0.8, says: "says what the product must do" },
  standing: { signal: 2.6, lasting: 2.8, says: "holds always, never or from now on" },
  teaches: { signal: 2.3, lasting: 2.4, says: "announces something to keep in mind" },
  "in the project": { signal: 0.8, lasting: 1.6, says: "speaks of the project as a whole" },
  "whenever the agent does": { signal: 2.8, lasting: 2.7, says: "says what to do whenever the agent does something" },
  "for all of them": { signal: 1, lasting: 1.4, says: "holds for every one of a kind" },
  "puts a fact right": { signal: 0.2, lasting: 1.2, against: true, says: "puts right what the agent took for granted" },
  "tells of themselves": { signal: 0.6, lasting: 2.4, says: "says what the user is or has" },
  "on a condition": { signal: 0.8, lasting: 1.2, says: "says what to do whenever something is the case" },
  "asks to be asked": { signal: 1.6, lasting: 1.6, says: "wants to be asked first" },
  "about answers": { signal: 2.5, lasting: 2.4, says: "is about how the agent talks" },
  contrast: { signal: 1.4, lasting: 0.4, says: "chooses one thing and turns down another" },
  "contrast against": { signal: 0.9, lasting: 0.2, against: true, says: "turns down what the agent has just used" },
  exchange: { signal: -0.2, lasting: -0.2, says: "asks for one thing instead of another" },
  "gives a reason": { signal: 0.3, lasting: 0.6, says: "gives the reason" },
  "on the work just done": { signal: 0.6, lasting: 0.2, against: true, says: "speaks of what the agent has just done" },
  "this one only": { signal: 0, lasting: -1, says: "speaks of this one thing" },
  "for now": { signal: -0.8, lasting: -5, says: "holds for now only" },
  interrupted: { signal: 1.6, lasting: 0.2, against: true, says: "the user stopped the agent" },
  "refused a tool": { signal: 1.8, lasting: 0.3, against: true, says: "the user refused a tool call" },
  "changed an edit": { signal: 0.8, lasting: 0.2, against: true, says: "the user changed the agent's edit" },
  orders: { signal: -0.4, lasting: 0, says: "asks for a piece of work" },
  reports: { signal: -1.2, lasting: -0.8, says: "tells what the product does" },
  approves: { signal: -0.8, lasting: -0.2, says: "approves" },
  asks: { signal: -1, lasting: -0.6, says: "asks a question" },
  answers: { signal: -1.6, lasting: -1, says: "answers the agent's question" },
  "answers at length": { signal: -0.8, lasting: -0.6, says: "answers the agent's question at length" },
  "changes their mind": { signal: -1, lasting: -0.8, says: "has changed their mind" },
  pasted: { signal: -1.2, lasting: -0.8, says: "is mostly pasted text" },
  long: { signal: -0.4, lasting: 0, says: "is long" },
  "should have been": { signal: 1.5, lasting: 0, against: true, says: "says what should have been" },
  "says what the agent did": { signal: 1, lasting: 0, against: true, says: "says what the agent did" },
  "points at it": { signal: 0.4, lasting: 0, against: true, says: "points at what the agent did" },
  "happens again": { signal: 0.8, lasting: 0.4, against: true, says: "says that it happens again" },
  "means another one": { signal: 0.8, lasting: -0.4, against: true, says: "means another one" },
  objects: { signal: 0.6, lasting: 0.3, against: true, says: "objects" },
  "states of what was done": {
    signal: 0.5,
    lasting: 0.3,
    against: true,
    says: "states how something is that the agent has just dealt with",
  },
  "says how it is here": { signal: 0.6, lasting: 0.6, says: "says how it is here" },
  "names another": { signal: 0.4, lasting: 0, against: true, says: "names another one than the agent did" },
  curt: { signal: 0.5, lasting: -0.3, against: true, says: "answers a deed with a word or two" },
  "in a list": { signal: -0.5, lasting: -0.3, says: "is an item of a list" },
  "hands on": { signal: -0.5, lasting: -0.3, says: "hands on what others want or wrote" },
  "begins the work": { signal: -0.6, lasting: 0, says: "nothing came before it" },
} as const satisfies Readonly<Record<string, Guess>>;

export type Sign = keyof typeof GUESSED;

/** What training gives: which way a turn leans in which nothing is found, and what each sign weighs. */
export interface Weights {
  readonly bias: Readonly<Record<"signal" | "lasting", number>>;
  readonly weights: Readonly<Record<Sign, readonly [signal: number, lasting: number]>>;
}

/** Trained on all labelled turns; how good they are is measured with weights that were trained on one half of them. */
export const SHIPPED: Weights = TRAINED;

/** Whether a sign is about what the agent did before. */
export const isAgainst = (sign: Sign): boolean => "against" in GUESSED[sign];

/** A sign in words, for `cairn why`. */
export const saysOf = (sign: Sign): string => GUESSED[sign].says;
