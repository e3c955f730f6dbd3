import { Argument, type Command } from "commander";
import { defaultConfig, flatten } from "../../sync/core/config.ts";
import { type Declare, examples } from "./context.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const declare: Declare = (command, { terminal }) => {
  command.addArgument(new Argument("<shell>").choices([...SHELLS])).action((shell: (typeof SHELLS)[number]) => {
    // The program above has every command declared when this one runs.
    const places = command.parent === null ? [] : placesIn(command.parent, []);
    terminal.print({ bash, zsh, fish }[shell](places));
  });
  examples(command, [
    ['eval "$(cairn completions bash)"', "in ~/.bashrc"],
    ['eval "$(cairn completions zsh)"', "in ~/.zshrc, after compinit"],
    ["cairn completions fish > ~/.config/fish/completions/cairn.fish", "once"],
  ]);
};

/** One place on the command line and what can stand there. */
interface Place {
  /** Words before it, without `cairn`. */
  readonly words: readonly string[];
  readonly commands: readonly (readonly [name: string, summary: string])[];
  readonly options: readonly Flag[];
  readonly values: readonly string[];
}

interface Flag {
  /** `--limit`, `-n` */
  readonly names: readonly string[];
  readonly summary: string;
  /** The next word belongs to it. */
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

const SETTINGS = flatten(defaultConfig).map(([key]) => key);
/** What an argument can be where its command does not refuse all else by itself. */
const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  "config get": [...SETTINGS, "project.capture", "project.private"],
  "config set": [...SETTINGS, "project.capture", "project.private"],
};

const placesIn = (command: Command, words: readonly string[]): Place[] => [
  {
    words,
    commands: command.commands.map((inner) => [inner.name(), inner.summary() || inner.description()] as const),
    options: command
      .createHelp()
      .visibleOptions(command)
      .flatMap(({ long, short, description, required, argChoices }) =>
        long
          ? [
              {
                names: short ? [long, short] : [long],
                summary: description,
                takesValue: required,
                values: argChoices ?? [],
              },
            ]
          : [],
      ),
    values: [
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
      ...(KNOWN_VALUES[words.join(" ")] ?? []),
    ],
  },
  ...command.commands.flatMap((inner) => placesIn(inner, [...words, inner.name()])),
];

/** Longer places first, so that `queue list` is found before `queue`. */
const deepestFirst = (places: readonly Place[]): Place[] => [...places].sort((a, b) => b.words.length - a.words.length);

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A word to offer and what it means. */
type Word = readonly [word: string, summary: string];

/**
 * The two `case` commands that bash and zsh have in common. They look at `line`, the words so far with a space before each and without
 * options and their values, and at `flag`, the option that the word to complete comes right after. `offer` writes what is found.
 */
const cases = (places: readonly Place[], offer: (words: readonly Word[], flags: readonly Word[]) => string): string => {
  const deep = deepestFirst(places);
  const lineOf = ({ words }: Place): string => words.map((word) => ` ${word}`).join("");
  const ofFlags = deep.flatMap((place) =>
    place.options
      .filter(({ takesValue: takes, values }) => takes && values.length > 0)
      .map(({ names, values }) => {
        const patterns = names.map((name) => `${quoted(lineOf(place))}*${quoted(` ${name}`)}`);
        return `        ${patterns.join("|")}) ${offer(values.map(bare), [])} ;;`;
      }),
  );
  const ofPlaces = deep.flatMap((place) => {
    const { commands, options, values } = place;
    const flags = options.map(({ names: [name = ""], summary }): Word => [name, summary]);
    const exactly = `        ${quoted(lineOf(place))}) ${offer([...commands, ...values.map(bare)], flags)} ;;`;
    // What stands there already is not offered once more, and help is asked for before it.
    const further = flags.filter(([name]) => name !== "--help");
    const after = `        ${quoted(`${lineOf(place)} `)}*) ${offer([], further)} ;;`;
    return place.words.length === 0 || further.length === 0 ? [exactly] : [exactly, after];
  });
  return `  case $flag in
    ${takers(places)})
      case "$line $flag" in
${ofFlags.join("\n")}
      esac ;;
    *)
      case $line in
${ofPlaces.join("\n")}
      esac ;;
  esac`;
};

const bare = (word: string): Word => [word, ""];

/** All options that take a value, as a pattern. */
const takers = (places: readonly Place[]): string => {
  const flags = places.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue));
  return [...new Set(flags.flatMap(({ names }) => names))].join("|");
};

/** A word that comes after an option with a value is that value. */
const skipping = (places: readonly Place[]): string =>
  `case $flag in ${takers(places)}) ;; *) line="$line $word" ;; esac; flag=`;

const bash = (places: readonly Place[]): string => `# bash completion for cairn
_cairn() {
  local word line= flag= found= now=\${COMP_WORDS[COMP_CWORD]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      =) ;; # bash parts --state=dead into three words
      -*) flag=$word ;;
      *) ${skipping(places)} ;;
    esac
  done
  [ "$now" = = ] && now=
${cases(places, (words, flags) => `found=${quoted([...words, ...flags].map(([word]) => word).join(" "))}`)}
  COMPREPLY=($(compgen -W "$found" -- "$now"))
}
complete -o default -F _cairn cairn`;

/** A colon parts a word from its description in zsh. */
const described = ([word, summary]: Word): string =>
  quoted(`${word.replaceAll(":", "\\:")}${summary === "" ? "" : `:${summary.replaceAll(":", "\\:")}`}`);

const zsh = (places: readonly Place[]): string => `#compdef cairn
_cairn() {
  local word line= flag=
  local -a found flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case $word in
      -*) flag=$word ;;
      *) ${skipping(places)} ;;
    esac
  done
  if [[ $PREFIX == --*=* ]] && compset -P '*='; then flag=\${words[CURRENT]%%=*}; fi
${cases(places, (words, flags) => `found=(${words.map(described).join(" ")}) flags=(${flags.map(described).join(" ")})`)}
  local -i none=1
  (( $#found )) && _describe cairn found && none=0
  (( $#flags )) && _describe -o option flags && none=0 # by themselves: zsh shows these only after a dash
  (( none )) && _files
}
compdef _cairn cairn`;

const fish = (places: readonly Place[]): string =>
  [
    "# fish completion for cairn",
    "complete -c cairn -f",
    ...places.flatMap(({ words, commands, options, values }) => {
      const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`);
      const inner = commands.map(([name]) => name).join(" ");
      const first =
        words.length === 0
          ? ["__fish_use_subcommand"]
          : [...seen, ...(inner === "" ? [] : [`not __fish_seen_subcommand_from ${inner}`])];
      const when = `-n ${quoted(first.join("; and "))}`;
      const notYet = `-n ${quoted([...first, `not __fish_seen_subcommand_from ${values.join(" ")}`].join("; and "))}`;
      return [
        ...commands.map(([name, summary]) => `complete -c cairn ${when} -a ${name} -d ${quoted(summary)}`),
        ...values.map((value) => `complete -c cairn ${notYet} -a ${value}`),
        ...options.map((flag) => `complete -c cairn ${when} ${fishFlag(flag)} -d ${quoted(flag.summary)}`),
      ];
    }),
    "complete -c cairn -n '__fish_seen_subcommand_from import export' -F",
  ].join("\n");

const fishFlag = ({ names: [long = "", short], takesValue: takes, values }: Flag): string =>
  [
    `-l ${long.slice(2)}`,
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(takes ? ["-x"] : []),
    ...(values.length > 0 ? [`-a ${quoted(values.join(" "))}`] : []),
  ].join(" ");
