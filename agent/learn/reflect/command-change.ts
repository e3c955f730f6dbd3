import type { Command } from "../command.ts";

/**
 * Flags that tell nothing about how a command must be called: they choose what runs, how much is said or how fast it is, they change
 * files, or they switch a check off, which must never be learned.
 */
const UNTELLING =
  /^(?:-[vqxsukthjnf]\w*|--(?:verbose|quiet|silent|debug|trace|color|no-color|grep|filter|only|test|testNamePattern|test-name-pattern|testPathPattern|related|watch|bail|maxfail|fail-fast|update|update-snapshot|updateSnapshot|fix|write|jobs|workers|maxWorkers|timeout|testTimeout|reporter|coverage|help|version|dry-run|list|collect-only|force|hard|no-verify|no-check|no-verify-ssl|insecure|passWithNoTests|pass-with-no-tests|legacy-peer-deps|privileged|tail|stat|oneline|name-only|lf|last-failed)(?:=.*)?|--(?:skip|ignore|allow|no-fail|disable|exclude|include)[\w-]*(?:=.*)?)$/;

const LAUNCHERS: readonly (readonly string[])[] = [
  ["npx"],
  ["bunx"],
  ["pnpm"],
  ["yarn"],
  ["bun"],
  ["pnpm", "exec"],
  ["npm", "exec"],
  ["npm", "exec", "--"],
  ["bun", "run"],
  ["uv", "run"],
  ["poetry", "run"],
  ["pdm", "run"],
  ["hatch", "run"],
  ["pipenv", "run"],
  ["bundle", "exec"],
  ["python", "-m"],
  ["python3", "-m"],
  ["npx", "--yes"],
  ["npx", "-y"],
  ["make"],
  ["./manage.py"],
];

/** The same program under another name. */
const STANDS_FOR: readonly (readonly (readonly string[])[])[] = [
  [["npm"], ["pnpm"], ["yarn"], ["bun"]],
  [["python"], ["python3"], ["uv", "run", "python"], ["poetry", "run", "python"]],
  [["pip"], ["pip3"], ["uv", "pip"], ["python", "-m", "pip"], ["python3", "-m", "pip"]],
  [["docker-compose"], ["docker", "compose"]],
  [["gradle"], ["./gradlew"]],
  [["mvn"], ["./mvnw"]],
  [["docker"], ["podman"]],
];

const startsWith = (argv: readonly string[], start: readonly string[]): boolean =>
  start.every((word, i) => argv[i] === word);
const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && startsWith(a, b);

const isLaunchedOtherwise = (failed: readonly string[], passed: readonly string[]): boolean =>
  LAUNCHERS.some((launcher) => startsWith(passed, launcher) && isSame(passed.slice(launcher.length), failed)) ||
  STANDS_FOR.some((names) =>
    names.some(
      (before) =>
        startsWith(failed, before) &&
        names.some(
          (after) =>
            after !== before &&
            startsWith(passed, after) &&
            isSame(passed.slice(after.length), failed.slice(before.length)),
        ),
    ),
  );

const difference = (a: readonly string[], b: readonly string[]): string[] => a.filter((word) => !b.includes(word));

/** Whether the second call differs from the first only in how it is made: its flags, its environment, what it is started with. */
export const isCalledOtherwise = (failed: Command, passed: Command): boolean => {
  if (isSame(failed.env, passed.env) && isLaunchedOtherwise(failed.argv, passed.argv)) return true;
  if (failed.argv[0] !== passed.argv[0] || !isSame(failed.operands, passed.operands)) return false;
  const changed = [...difference(passed.flags, failed.flags), ...difference(failed.flags, passed.flags)];
  const environment = [...difference(passed.env, failed.env), ...difference(failed.env, passed.env)];
  const telling = changed.filter((flag) => flag !== "--");
  return telling.length + environment.length > 0 && !telling.some((flag) => UNTELLING.test(flag));
};
