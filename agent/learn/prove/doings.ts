import { commandsOf, type Ran } from "../shell/commands.ts";
import { withoutVoids } from "./code-text.ts";
import type { Deed } from "./deed.ts";

/** A file that came out different, by a tool for editing or by a command. */
export interface Written {
  readonly file: string;
  /** What is there now and was not before, as far as it shows. */
  readonly added: string;
  readonly removed: string;
  readonly isNew: boolean;
  /** The command that did it; empty for a tool. */
  readonly by: string;
}

const TEXT_MAX = 20_000;
const textOf = (text: string): string => withoutVoids(text.slice(0, TEXT_MAX));

const argsOf = ({ argv }: Ran): string[] => argv.slice(1).filter((arg) => !/^-./.test(arg));

const baseOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/** Where a copied or moved file lies afterwards: a target without an ending is a folder. */
const landed = (from: string, to: string): string =>
  to.endsWith("/") || to === "." || (baseOf(from).includes(".") && !baseOf(to).includes("."))
    ? `${to.replace(/\/$/, "")}/${baseOf(from)}`
    : to;

interface Change {
  readonly file: string;
  readonly added?: string;
  readonly removed?: string;
  readonly isNew?: boolean;
}

const optionOf = ({ argv }: Ran, ...names: readonly string[]): string | undefined => {
  const at = argv.findIndex((arg) => names.includes(arg));
  return at === -1 ? undefined : argv[at + 1];
};

/** `s/a/b/` puts b where a was. */
const exchanged = (script: string): Pick<Change, "added" | "removed"> => {
  const mark = /^(?:\d+)?s([/|#,])/.exec(script)?.[1];
  if (mark === undefined) return {};
  const [, removed, added] = script.split(mark);
  return { added: added ?? "", removed: removed ?? "" };
};

const moved = (args: readonly string[]): Change[] => {
  const to = args.at(-1);
  return to === undefined || args.length < 2
    ? []
    : args.slice(0, -1).map((from) => ({ file: landed(from, to), isNew: true }));
};

/** The files that a command changes by what it is. */
const changesOf = (ran: Ran): Change[] => {
  const args = argsOf(ran);
  const { program, words, argv } = ran;
  switch (program) {
    case "tee":
      return args.map((file) => ({ file, added: ran.heredoc, isNew: !argv.includes("-a") }));
    case "touch":
      return args.map((file) => ({ file, isNew: true }));
    case "sed":
    case "gsed":
    case "perl": {
      if (!argv.some((arg) => /^-(?:[a-z\d]*i|-in-place)/.test(arg))) return [];
      const [script = "", ...named] = args;
      // Behind `xargs` the files are not in the line.
      const files = named.length === 0 && ran.via.includes("xargs") ? ["*"] : named;
      return files.filter((file) => file !== "").map((file) => ({ file, ...exchanged(script) }));
    }
    case "mv":
      return [...moved(args), ...args.slice(0, -1).map((file) => ({ file }))];
    case "cp":
    case "ln":
    case "rsync":
    case "install":
      return moved(args);
    case "rm":
    case "truncate":
    case "shred":
      return args.map((file) => ({ file }));
    case "curl":
    case "wget": {
      const file = optionOf(ran, "-o", "--output", "-O", "--output-document");
      return file === undefined || /^(?:-|\/dev\/null|https?:.*)$/.test(file) ? [] : [{ file, isNew: true }];
    }
    case "convert":
    case "magick":
    case "ffmpeg":
    case "cwebp":
    case "rsvg-convert":
    case "pandoc": {
      const file = optionOf(ran, "-o") ?? argv.at(-1) ?? "";
      return /\.\w+$/.test(file) ? [{ file, isNew: true }] : [];
    }
    case "git":
      if (words[0] === "mv") return [...moved(words.slice(1)), ...words.slice(1, -1).map((file) => ({ file }))];
      return words[0] === "rm" ? words.slice(1).map((file) => ({ file })) : [];
    default:
      return [];
  }
};

const SAYS = /^(?:echo|printf)$/;

const writtenByCommand = (ran: Ran): Written[] => {
  /** In a loop, `$f` is what it goes over. */
  const looped = (file: string): string => {
    const name = /^\$\{?(\w+)\}?$/.exec(file)?.[1];
    return name === undefined ? file : (new RegExp(`\\bfor ${name} in ([^;\\s]+)`).exec(ran.line)?.[1] ?? file);
  };
  const at = (file: string): string =>
    ran.dir === "" || /^[/~$]/.test(file) ? file : `${ran.dir.replace(/\/$/, "")}/${file}`;
  const said = SAYS.test(ran.program) ? ran.argv.slice(1).join(" ").replace(/\\n/g, "\n") : ran.heredoc;
  const redirected = ran.into
    .filter((file) => file !== "/dev/null")
    .map((file): Change => ({ file, added: said, isNew: true }));
  return [...redirected, ...changesOf(ran)].map(({ file, added = "", removed = "", isNew = false }) => ({
    file: at(looped(file)),
    added: textOf(added),
    removed: textOf(removed),
    isNew,
    by: ran.argv.join(" "),
  }));
};

/** What a deed comes to: the commands it runs and the files it changes. */
export interface Doing {
  readonly ran: readonly Ran[];
  readonly written: readonly Written[];
}

const NOTHING: Doing = { ran: [], written: [] };

const read = (deed: Deed): Doing => {
  if (deed.kind === "answer") return NOTHING;
  if (deed.kind === "command") {
    const ran = commandsOf(deed.line);
    // What a launcher starts is there as well as the launcher; only the one that does the work changes files.
    return { ran, written: ran.flatMap(writtenByCommand) };
  }
  const { file, added, removed, isNew } = deed;
  const written = { file, added: textOf(added), removed: textOf(removed), isNew, by: "" };
  return { ran: [], written: [written] };
};

/** A deed is looked at by each memory of a session: it is taken apart once. */
const known = new WeakMap<Deed, Doing>();

export const doingOf = (deed: Deed): Doing => {
  const found = known.get(deed);
  if (found !== undefined) return found;
  const doing = read(deed);
  known.set(deed, doing);
  return doing;
};
