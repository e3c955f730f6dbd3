import { commandsOf } from "../shell/commands.ts";
import { code } from "./insight.ts";
import { editedFile, type Step } from "./step.ts";

const TIMES_MIN = 3;
const LINES_MAX = 40;
const LINE_CHARS = 300;
const SHOWN_CHARS = 60;
const PROGRAMS_MAX = 3;

/** What is said of the code that was run, of what was looked for and not found, or of what passes by. */
const SAYS_LITTLE =
  /^(?:at |\^|\||[-=*#>~]{2,}|\d+ (?:failed|passed|errors?|tests?)|FAIL|FAILED|exit code|npm err|see |run |try |hint|usage|note|warning)|:\d+:\d+|\(\d+,\d+\)|\.\w+:\d+\b|expected|assert|not found|no such file|no match|timed? ?out|connection reset|\b50[234]\b|rate limit/i;

/** Up to where a word ends. */
const cutAtWord = (text: string): string =>
  text.length <= SHOWN_CHARS ? text : text.slice(0, SHOWN_CHARS + 1).replace(/(?<=\S)\s+\S*$|.$/s, "");

/** Paths by their last part, and nothing that a memory's text could not hold. */
export const shown = (line: string): string =>
  cutAtWord(
    line
      .replace(/(?:~|\.{1,2})?(?:\/[\w.@-]+)+\/(?=[\w.@-])/g, "")
      .replace(/["“”?`]/g, "")
      .replace(/^(.{15,}?)[.;]\s.*$/s, "$1"),
  ).replace(/[\s.:,;-]+$/, "");

/** Who says it, and that it is an error: the same is said in the same words by other programs. */
const WHO_SAYS_IT =
  /^(?:.{0,120}\b(?:fatal|Fatal|FATAL|error|Error|ERROR|panic)|[a-z][a-z0-9_.+-]{0,29}(?<!error)):\s+(?=(?:\S+\s+){2}\S)/;
export const saidIn = (line: string): string => line.replace(WHO_SAYS_IT, "");

const keyOf = (line: string): string =>
  shown(line)
    .replace(/\d+|'[^']*'/g, "0")
    .toLowerCase();

const linesOf = ({ error }: Step): string[] =>
  error
    .split("\n", LINES_MAX)
    .map((line) =>
      line
        .replace(/^[^\p{L}\p{N}"'“([<\-=*#>~|^]+/u, "")
        .slice(0, LINE_CHARS)
        .trimEnd(),
    )
    .filter((line) => line.split(/\s+/).length >= 3 && !SAYS_LITTLE.test(line))
    .map(saidIn);

const programOf = ({ command }: Step): string => commandsOf(command).at(-1)?.program ?? "";

/** Items as they are listed in a sentence. */
export const listed = (items: readonly string[]): string => items.join(", ").replace(/, ([^,]*)$/, " and $1");

/** To expect a complaint of some programs, as it is worded where nothing helped. */
export const toExpect = (programs: readonly string[], complaint: string, times: number): string => {
  const names = [...new Set(programs)].slice(0, PROGRAMS_MAX).map(code);
  return `Note that ${listed(names)} ${names.length === 1 ? "fails" : "fail"} here with ${complaint}, as ${times} times in one session.`;
};

/**
 * The line that the errors of three or more different calls have in common, so that it is a matter of this machine: different programs met
 * it, or nothing was mended in between. Null where there is none.
 */
export const commonComplaint = (
  steps: readonly Step[],
): { readonly complaint: string; readonly programs: readonly string[]; readonly failures: Step[] } | null => {
  const byLine = new Map<string, { readonly line: string; readonly failures: Set<Step> }>();
  for (const step of steps) {
    if (step.tool !== "Bash" || step.outcome !== "failed") continue;
    for (const line of linesOf(step)) {
      const one = byLine.get(keyOf(line)) ?? { line, failures: new Set<Step>() };
      one.failures.add(step);
      byLine.set(keyOf(line), one);
    }
  }
  const found = [...byLine.values()].flatMap(({ line, failures: set }) => {
    const failures = [...set];
    const [first, last] = [failures[0], failures.at(-1)];
    if (failures.length < TIMES_MIN || first === undefined || last === undefined) return [];
    const programs = failures.map(programOf).filter((name) => name !== "");
    const isMended = steps.slice(steps.indexOf(first), steps.indexOf(last)).some((step) => editedFile(step) !== null);
    const isOfOneCall = new Set(failures.map(({ command }) => command)).size === 1;
    if (programs.length === 0 || isOfOneCall || (isMended && new Set(programs).size === 1)) return [];
    return [{ complaint: `“${shown(line)}”`, programs, failures }];
  });
  return found.toSorted((a, b) => b.failures.length - a.failures.length)[0] ?? null;
};
