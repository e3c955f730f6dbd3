import { Argument, type Command } from "commander";
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
  readonly options: readonly (readonly [flag: string, summary: string])[];
  readonly values: readonly string[];
}

const placesIn = (command: Command, words: readonly string[]): Place[] => [
  {
    words,
    commands: command.commands.map((inner) => [inner.name(), inner.summary() || inner.description()] as const),
    options: command
      .createHelp()
      .visibleOptions(command)
      .flatMap(({ long, description }) => (long ? [[long, description] as const] : [])),
    values: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  },
  ...command.commands.flatMap((inner) => placesIn(inner, [...words, inner.name()])),
];

/** Longer places first, so that `queue list` is found before `queue`. */
const deepestFirst = (places: readonly Place[]): Place[] => [...places].sort((a, b) => b.words.length - a.words.length);

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const bash = (places: readonly Place[]): string => {
  const cases = deepestFirst(places).map(({ words, commands, options, values }) => {
    const all = [...commands.map(([name]) => name), ...values, ...options.map(([flag]) => flag)];
    return `    ${quoted(words.map((word) => ` ${word}`).join(""))}*) found=${quoted(all.join(" "))} ;;`;
  });
  return `# bash completion for cairn
_cairn() {
  local word line= found=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) line="$line $word" ;; esac
  done
  case $line in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$found" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _cairn cairn`;
};

/** A colon parts a word from its description in zsh. */
const described = ([word, summary]: readonly [string, string]): string =>
  quoted(`${word.replaceAll(":", "\\:")}:${summary.replaceAll(":", "\\:")}`);

const zsh = (places: readonly Place[]): string => {
  const cases = deepestFirst(places).map(({ words, commands, options, values }) => {
    const all = [...commands, ...values.map((value) => [value, ""] as const), ...options];
    return `    (${quoted(words.map((word) => ` ${word}`).join(""))}*) found=(${all.map(described).join(" ")}) ;;`;
  });
  return `#compdef cairn
_cairn() {
  local word line=
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] || line+=" $word"
  done
  case $line in
${cases.join("\n")}
  esac
  _describe -o cairn found || _files
}
compdef _cairn cairn`;
};

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
      return [
        ...commands.map(([name, summary]) => `complete -c cairn ${when} -a ${name} -d ${quoted(summary)}`),
        ...values.map((value) => `complete -c cairn ${when} -a ${value}`),
        ...options.map(([flag, summary]) => `complete -c cairn ${when} -l ${flag.slice(2)} -d ${quoted(summary)}`),
      ];
    }),
    "complete -c cairn -n '__fish_seen_subcommand_from import export' -F",
  ].join("\n");
