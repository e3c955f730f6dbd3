/** What a clause does. Who speaks of what in which mood, not which words it holds, decides. */
export type Act =
  | "asks" // a question
  | "approves" // thanks, praise, a plain yes
  | "rejects" // "no", "wrong table", "that's not right"
  | "blames" // what the agent did or failed to do
  | "recalls" // "I meant …", "as I said …", "not what I asked"
  | "undoes" // "revert that"
  | "forbids" // "don't …", "no latest tags", "stop …ing", "I don't want …"
  | "orders" // any other imperative or request
  | "wishes" // "I prefer …", "I'd rather …"
  | "settles" // "we use …", "our docs follow …", "secrets live in …"
  | "requires" // "… must …", "… has to …"
  | "reports" // "it doesn't work", "still 500": what the product does
  | "states"; // anything else

export interface Clause {
  readonly text: string;
  readonly act: Act;
  /** Words without what only opens the clause ("ok so please …"). */
  readonly words: readonly string[];
  readonly negated: boolean;
  /** Whose doing it is: the agent's (orders, `you`), the speaker's, the team's, or a thing's. */
  readonly subject: "you" | "i" | "we" | "thing" | "noun" | null;
  /** The speaker's opening, e.g. `no` or `ok`. */
  readonly openers: readonly string[];
}
