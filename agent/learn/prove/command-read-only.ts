import { type Ran, typed } from "../shell/commands.ts";
import { type Check, eachCommand, finding } from "./check.ts";
import { codesIn, wordsOf } from "./mask.ts";
import type { Rule } from "./rule.ts";

/** What changes things, among what a program can be told; the rest of it only looks. */
const TOOLS: readonly {
  readonly words: RegExp;
  readonly program: RegExp;
  readonly changes: (ran: Ran) => boolean;
}[] = [
  {
    words: /\b(?:kubernetes|k8s|kubectl|clusters?|helm)\b/i,
    program: /^(?:kubectl|oc|helm|kustomize)$/,
    changes: ({ words }) =>
      /^(?:apply|delete|edit|patch|scale|create|replace|annotate|label|taint|cordon|uncordon|drain|autoscale|expose|set|run|install|upgrade|uninstall|rollback)$/.test(
        words[0] ?? "",
      ) ||
      (words[0] === "rollout" && /^(?:restart|undo|pause|resume)$/.test(words[1] ?? "")),
  },
  {
    words: /\b(?:terraform|tofu|infrastructure)\b/i,
    program: /^(?:terraform|tofu|terragrunt)$/,
    changes: ({ words }) =>
      /^(?:apply|destroy|import|taint|untaint)$/.test(words[0] ?? "") ||
      (words[0] === "state" && /^(?:rm|mv|push)$/.test(words[1] ?? "")),
  },
  {
    words: /\b(?:databases?|db|postgres|psql|mysql|sql)\b|\bdatenbank\w*|\bbase de datos\b/i,
    program: /^(?:psql|mysql|sqlite3|mongosh?|redis-cli|dropdb|createdb)$/,
    changes: ({ program, argv, heredoc }) =>
      /db$/.test(program) ||
      /\b(?:insert into|update \w+ set|delete from|drop (?:table|database|index)|alter (?:table|role|database)|truncate|create (?:table|index|role)|grant|flushall|flushdb)\b/i.test(
        `${argv.join(" ")} ${heredoc}`,
      ),
  },
  {
    words: /\baws\b/i,
    program: /^aws$/,
    changes: ({ words }) =>
      /^(?:create|delete|put|update|modify|run|start|stop|terminate|reboot|attach|detach|cp|mv|rm|sync|mb|rb)(?:-|$)/.test(
        words[1] ?? "",
      ),
  },
  {
    words: /\bgit\b/i,
    program: /^git$/,
    changes: ({ words }) =>
      /^(?:add|commit|push|merge|rebase|reset|checkout|switch|stash|cherry-pick|revert|rm|mv|tag|clean|restore|am|pull)$/.test(
        words[0] ?? "",
      ),
  },
];

const READ_ONLY =
  /\b(?:read-?only|only (?:look|read|inspect)|look(?:ing)? only|reading (?:is|only)|nur (?:lesend|lesen|ansehen)|solo (?:lectura|leer)|lecture seule)\b|\b(?:nothing|no commands?|anything) that (?:changes|modifies|mutates|alters|writes)\b|\bdo(?:n['’]t| not) (?:change|modify|mutate) (?:anything (?:in|on) )?the (?:cluster|database|db|infrastructure)\b/i;

/** "Kubernetes is read-only for you": what a program is told to change goes against it. */
export const readOnlyChecks = (rule: Rule): Check[] => {
  const words = wordsOf(rule.text);
  if (!READ_ONLY.test(words)) return [];
  const said = `${words} ${codesIn(rule.text).join(" ")}`;
  const tool = TOOLS.find((one) => one.words.test(said));
  if (tool === undefined) return [];
  return [
    eachCommand((ran) =>
      !tool.program.test(ran.program) || ran.argv.some((arg) => /^--dry-run\b|^--help$/.test(arg))
        ? null
        : finding(!tool.changes(ran), typed(ran)),
    ),
  ];
};
