import { hasOption, type Ran } from "./commands.ts";

/** Short and long names of the same option, for the programs that agents run most. */
const NAMES: readonly (readonly [command: RegExp, names: readonly (readonly string[])[]])[] = [
  [
    /^git add\b/,
    [
      ["-A", "--all"],
      ["-u", "--update"],
      ["-p", "--patch"],
      ["-f", "--force"],
    ],
  ],
  [
    /^git commit\b/,
    [
      ["-a", "--all"],
      ["-n", "--no-verify"],
      ["-s", "--signoff"],
      ["-S", "--gpg-sign"],
      ["-m", "--message"],
      ["-v", "--verbose"],
    ],
  ],
  [
    /^git push\b/,
    [
      ["-f", "--force"],
      ["-u", "--set-upstream"],
      ["-d", "--delete"],
    ],
  ],
  [/^git pull\b/, [["-r", "--rebase"]]],
  [
    /^git (?:branch|tag|stash)\b/,
    [
      ["-d", "--delete"],
      ["-f", "--force"],
      ["-a", "--all", "--annotate"],
    ],
  ],
  [/^git (?:clean|checkout|switch|rm)\b/, [["-f", "--force"]]],
  [/^git rebase\b/, [["-i", "--interactive"]]],
  [
    /^(?:rm|cp|chmod|chown|grep|zgrep)\b/,
    [
      ["-r", "-R", "--recursive"],
      ["-f", "--force"],
      ["-i", "--ignore-case"],
    ],
  ],
  [
    /^(?:npm|pnpm|yarn|bun)\b/,
    [
      ["-D", "--save-dev", "--dev", "-d"],
      ["-g", "--global"],
      ["-E", "--save-exact", "--exact"],
      ["-w", "--workspace", "--filter", "-F"],
      ["-r", "--recursive"],
    ],
  ],
  [
    /^(?:pip3?|uv pip)\b/,
    [
      ["-U", "--upgrade"],
      ["-r", "--requirement"],
      ["-e", "--editable"],
    ],
  ],
  [
    /^(?:py\.?test)\b/,
    [
      ["-v", "--verbose"],
      ["-q", "--quiet"],
      ["-x", "--exitfirst"],
      ["-n", "--numprocesses"],
    ],
  ],
  [
    /^(?:jest|vitest)\b/,
    [
      ["-u", "--updateSnapshot", "--update"],
      ["-t", "--testNamePattern"],
    ],
  ],
  [
    /^cargo\b/,
    [
      ["-r", "--release"],
      ["-p", "--package"],
      ["-v", "--verbose"],
    ],
  ],
  [
    /^(?:docker|docker-compose|podman)\b/,
    [
      ["-d", "--detach"],
      ["-v", "--volumes"],
      ["-f", "--file", "--force"],
    ],
  ],
  [
    /^(?:kubectl|helm)\b/,
    [
      ["-n", "--namespace"],
      ["-f", "--filename", "--values"],
    ],
  ],
  [
    /^curl\b/,
    [
      ["-k", "--insecure"],
      ["-L", "--location"],
      ["-s", "--silent"],
      ["-o", "--output"],
    ],
  ],
  [/^(?:make|ninja)\b/, [["-j", "--jobs"]]],
  [
    /^gh\b/,
    [
      ["-d", "--draft"],
      ["-t", "--title"],
      ["-b", "--body"],
    ],
  ],
  [/^(?:terraform|tofu)\b/, [["-auto-approve", "--auto-approve"]]],
];

/** Programs of which `-rf` is `-r -f`; of others `-race` is one option. */
const BUNDLES = /^(?:rm|cp|mv|ls|grep|tar|chmod|chown|rsync|git|du|ps|sort|ln)$/;

const sameAs = (command: string, name: string): readonly string[] =>
  NAMES.find(([is]) => is.test(command))?.[1].find((names) => names.includes(name)) ?? [name];

/** Whether an option is set under any of its names: `-A` also as `--all`, `-rf` also as `-r -f`. */
export const setsOption = (ran: Ran, name: string, value = ""): boolean => {
  const command = `${ran.program} ${ran.words[0] ?? ""}`;
  const isSet = (one: string): boolean => sameAs(command, one).some((same) => hasOption(ran, same, value));
  if (isSet(name)) return true;
  const letters = /^-([a-zA-Z]{2,4})$/.exec(name)?.[1];
  return letters !== undefined && BUNDLES.test(ran.program) && [...letters].every((letter) => isSet(`-${letter}`));
};
