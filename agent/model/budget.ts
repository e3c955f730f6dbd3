/** A token of prose is about four characters, of code and other scripts fewer; rather too many than too few. */
const CHARS_PER_TOKEN = 3;
/** What surrounds a question: roles, the form of the answer. */
const AROUND = 200;

/** The most a question can be expected to cost, before it is asked. */
export const mostTokens = (question: {
  readonly system: string;
  readonly prompt: string;
  readonly maxTokens: number;
}): number => inputTokensOf(question) + question.maxTokens;

/** About how many tokens a question has. */
export const inputTokensOf = ({ system, prompt }: { readonly system: string; readonly prompt: string }): number =>
  Math.ceil((system.length + prompt.length) / CHARS_PER_TOKEN) + AROUND;

/** Whether a question that may cost `most` still fits into a day's limit, beside what is spent and what is under way. */
export const fitsBudget = (budget: {
  readonly limit: number;
  readonly spent: number;
  readonly underWay: number;
  readonly most: number;
}): boolean => budget.spent + budget.underWay + budget.most <= budget.limit;
