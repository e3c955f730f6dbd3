/** What a launcher starts: another program with its arguments, or a line for a shell. */
interface Launched {
  readonly launcher: string;
  readonly argv?: readonly string[];
  readonly line?: string;
}

interface Launcher {
  /** The words it begins with. */
  readonly begins: readonly string[];
  /** Options that take the next word with them. */
  readonly takes?: RegExp;
  /** Words of its own before the program: a container, a host, a time limit. */
  readonly skips?: number;
  /** The program comes behind `--` only. */
  readonly behindDashes?: true;
}

const CONTAINER = /^(?:-e|--env|-w|--workdir|-u|--user|--name|-v|--volume|-f|--file|-p|--entrypoint|--env-file)$/;

const LAUNCHERS: readonly Launcher[] = [
  ...["npx", "bunx", "pnpx", "uvx"].map((name) => ({ begins: [name], takes: /^(?:-p|--package|--from|--with)$/ })),
  ...["pnpm", "yarn", "npm", "bun"].flatMap((name) => [
    { begins: [name, "exec"] },
    { begins: [name, "dlx"] },
    { begins: [name, "x"] },
  ]),
  ...["uv", "poetry", "pdm", "hatch", "pipenv", "rye", "pixi"].map((name) => ({
    begins: [name, "run"],
    takes: /^(?:--with|--group|--extra|-p|--python|--env-file|-e)$/,
  })),
  { begins: ["bundle", "exec"] },
  { begins: ["composer", "exec"] },
  { begins: ["mise", "exec"], behindDashes: true },
  { begins: ["direnv", "exec"], skips: 1 },
  { begins: ["doppler", "run"], behindDashes: true },
  { begins: ["op", "run"], behindDashes: true },
  { begins: ["nix", "develop"], takes: /^$/, behindDashes: true },
  { begins: ["dotenv"], behindDashes: true },
  { begins: ["cross-env"] },
  { begins: ["sudo"], takes: /^-[ugh]$/ },
  { begins: ["doas"], takes: /^-u$/ },
  { begins: ["env"], takes: /^-u$/ },
  { begins: ["nice"], takes: /^-n$/ },
  { begins: ["timeout"], takes: /^-[ks]$/, skips: 1 },
  { begins: ["watch"], takes: /^-n$/ },
  { begins: ["xargs"], takes: /^-[nPILd]$/ },
  { begins: ["strace"], takes: /^-[eo]$/ },
  { begins: ["docker", "exec"], takes: CONTAINER, skips: 1 },
  { begins: ["podman", "exec"], takes: CONTAINER, skips: 1 },
  { begins: ["docker", "run"], takes: CONTAINER, skips: 1 },
  ...["exec", "run"].flatMap((verb) => [
    { begins: ["docker", "compose", verb], takes: CONTAINER, skips: 1 },
    { begins: ["docker-compose", verb], takes: CONTAINER, skips: 1 },
    { begins: ["podman-compose", verb], takes: CONTAINER, skips: 1 },
  ]),
  { begins: ["kubectl", "exec"], behindDashes: true },
  { begins: ["ssh"], takes: /^-[piJloF]$/, skips: 1 },
  { begins: ["ddev", "exec"] },
  { begins: ["lando"] },
];

const SHELLS = /^(?:ba|z|da|k)?sh$/;

const isOption = (word: string): boolean => /^[-+]./.test(word) || word === "-";

/** Where a launcher's own words end: the options in between are stepped over, also those before its verb. */
const startOf = ({ begins, takes, skips = 0, behindDashes }: Launcher, argv: readonly string[]): number => {
  let wanted = 0;
  let skipped = 0;
  for (let i = 0; i < argv.length; i++) {
    const word = i === 0 ? (argv[0] ?? "").replace(/^.*\//, "") : (argv[i] ?? "");
    if (wanted === begins.length && word === "--") return i + 1;
    if (i > 0 && isOption(word)) {
      if (takes?.test(word) || (wanted < begins.length && CONTAINER.test(word))) i++;
    } else if (wanted < begins.length) {
      if (word !== begins[wanted++]) return -1;
    } else if (behindDashes) continue;
    else if (skipped < skips) skipped++;
    else return i;
  }
  return -1;
};

/** What a command starts in its place, or null where it does its own work. */
export const launchedBy = (argv: readonly string[]): Launched | null => {
  const program = (argv[0] ?? "").replace(/^.*\//, "");
  if (SHELLS.test(program)) {
    const at = argv.findIndex((arg, i) => i > 0 && /^-[a-z]*c[a-z]*$/.test(arg));
    const line = argv[at + 1];
    return at > 0 && line !== undefined ? { launcher: program, line } : null;
  }
  if (/^python[\d.]*$/.test(program) && argv[1] === "-m" && argv.length > 2)
    return { launcher: `${program} -m`, argv: argv.slice(2) };
  if (program === "find") {
    const at = argv.findIndex((arg) => /^-(?:exec|execdir)$/.test(arg));
    return at === -1
      ? null
      : { launcher: "find", argv: argv.slice(at + 1).filter((arg) => !/^(?:\{\}|;|\+)$/.test(arg)) };
  }
  for (const launcher of LAUNCHERS) {
    if (launcher.begins[0] !== program) continue;
    const start = startOf(launcher, argv);
    if (start === -1 || start >= argv.length) continue;
    const rest = argv.slice(start);
    const name = argv
      .slice(0, start)
      .filter((word) => word !== "--")
      .join(" ");
    // A host or a container may be handed a whole line as one word.
    if (rest.length === 1 && /\s/.test(rest[0] ?? "")) return { launcher: name, line: rest[0] ?? "" };
    return { launcher: name, argv: rest };
  }
  return null;
};
