import { type Ran, typed } from "../shell/commands.ts";
import { installs } from "./activity-programs.ts";
import { GROUPS, type Group, type Member } from "./alternative-table.ts";
import { namedBy } from "./asked.ts";
import { type Check, eachChange, eachCommand, finding } from "./check.ts";
import { findIn, type Looked, libraryPattern, textOf } from "./code-looks.ts";
import type { Clause, Rule } from "./rule.ts";
import { PROSE, scopeOf } from "./scope.ts";

const CHOOSES =
  /^(?:please |always |only )?(?:use|prefer|choose|pick|stick (?:to|with)|go with|write|run|do|we['’]?re on|nutze?|verwende|benutze|nimm|schreib\w*|usa|utiliza|escribe|utilise[rz]?|écri\w+) /i;
const BINDS =
  /\b(?:only|always|everything|all|every|everywhere|nur|immer|alles|überall|siempre|todo|solo|toujours|tout)\b/i;

const escaped = (text: string): string => text.replace(/[\\^$*+?.()|[\]{}/]/g, "\\$&");
const called = ({ name }: Member): RegExp => new RegExp(`(?<![\\w@/.-])${escaped(name)}(?![\\w/-]|\\.\\w)`, "i");

interface Choice {
  readonly group: Group;
  readonly mine: readonly Member[];
}

/** "Use Vitest for unit tests": which one of its kind is to be used. */
const choiceIn = ({ text, polarity, unwanted }: Clause): Choice | null => {
  if (polarity !== "do" || unwanted.length > 0 || !(CHOOSES.test(text) || /\bonly$|^only /i.test(text))) return null;
  // "`terraform plan`" is a command and no choice.
  const plain = text.replace(/`[^`]*\s[^`]*`/g, " ").replace(/`/g, "");
  for (const group of GROUPS) {
    const mine = group.members.filter((member) => called(member).test(plain));
    if (mine.length > 0 && (group.what.test(plain.replace(called(mine[0] as Member), " ")) || BINDS.test(plain)))
      return { group, mine };
  }
  return null;
};

const packagesOf = ({ name, packages }: Member): readonly string[] => packages ?? [name];

const looksOf = (member: Member): Looked[] => [
  ...packagesOf(member).flatMap((name) => {
    const pattern = libraryPattern(name);
    return pattern === null ? [] : [{ pattern, anywhere: true }];
  }),
  ...(member.code === undefined ? [] : [{ pattern: member.code, files: member.files, anywhere: false }]),
];

const isRun = (member: Member, ran: Ran): boolean =>
  member.program?.test(ran.program) === true ||
  (installs(ran) &&
    ran.words.slice(1).some((word) => packagesOf(member).some((name) => word.replace(/(?!^)@.*$/, "") === name)));

/** "We threw Redux out": under all the names that it has. */
const barredIn = (rule: Rule): Member[] => {
  const phrases = rule.unwanted
    .map((phrase) => phrase.replace(/`/g, "").replace(/ (?:out|anymore|any more|here|at all|again)$/i, ""))
    .filter((phrase) => phrase.split(" ").length < 4);
  return GROUPS.flatMap(({ members }) => members).filter(
    (member) =>
      member.code === undefined &&
      member.program === undefined &&
      phrases.some((phrase) => called(member).test(phrase)),
  );
};

const barredChecks = (rule: Rule): Check[] => {
  const barred = barredIn(rule);
  if (barred.length === 0) return [];
  const [looks, scope] = [barred.flatMap(looksOf), scopeOf(rule)];
  const isNamed = (prompt: string): boolean => barred.some((member) => called(member).test(prompt));
  return [
    (conduct) =>
      isNamed(conduct.prompt)
        ? []
        : [
            ...eachCommand((ran) => (barred.some((member) => isRun(member, ran)) ? finding(false, typed(ran)) : null))(
              conduct,
            ),
            ...eachChange(({ file, added, removed, by }) => {
              if (added === "" || PROSE.test(file) || /\.(?:lock|snap)$/.test(file) || !scope.holds(file)) return null;
              const found = findIn(looks, textOf(added), file);
              return found === null || findIn([found.by], textOf(removed), file) !== null
                ? null
                : finding(false, by === "" ? found.line : by);
            })(conduct),
          ],
  ];
};

/** Another one of the kind that a memory has chosen from goes against it, wherever it is run, installed or imported. */
export const alternativeChecks = (rule: Rule): readonly Check[] => {
  if (rule.exceptions.length > 0) return [];
  const said = rule.text.replace(/`/g, "");
  const chosen = rule.clauses.flatMap((clause): Check[] => {
    const choice = choiceIn(clause);
    if (choice === null) return [];
    const { group, mine } = choice;
    // One that the memory speaks of in any other way is not for this check to judge.
    const others = group.members.filter((member) => !called(member).test(said));
    const isNamed = namedBy(others.map(({ name }) => name));
    const scope = scopeOf(rule);
    const [good, bad] = [mine.flatMap(looksOf), others.flatMap(looksOf)];
    return [
      (conduct) =>
        isNamed(conduct.prompt) || others.some((member) => called(member).test(conduct.prompt))
          ? []
          : [
              ...eachCommand((ran) => {
                if (ran.argv.some((arg) => /^--(?:help|version)$/.test(arg))) return null;
                if (others.some((member) => isRun(member, ran))) {
                  // `uv pip install` and `poetry run pip` are run by the one that was chosen.
                  const isOwn = ran.via.some((via) =>
                    mine.some(({ program }) => program?.test(via.split(" ")[0] ?? "")),
                  );
                  return isOwn ? null : finding(false, typed(ran));
                }
                return mine.some((member) => isRun(member, ran)) ? finding(true, typed(ran)) : null;
              })(conduct),
              ...eachChange(({ file, added, removed, by }) => {
                if (added === "" || PROSE.test(file) || /\.(?:lock|snap)$/.test(file) || !scope.holds(file))
                  return null;
                const text = textOf(added);
                const wrong = findIn(bad, text, file);
                if (wrong !== null)
                  return findIn([wrong.by], textOf(removed), file) === null
                    ? finding(false, by === "" ? wrong.line : by)
                    : null;
                const right = findIn(good, text, file);
                return right === null ? null : finding(true, by === "" ? right.line : by);
              })(conduct),
            ],
    ];
  });
  return [...chosen, ...barredChecks(rule)];
};
