import { own } from "../../../sync/core/own.ts";
import { launchedBy } from "./launchers.ts";
import { TAKES_VALUE } from "./value-options.ts";

/** A command of a shell line with what the line says around it. */
export interface Ran {
  /** `NAME=value` before the program. */
  readonly env: readonly string[];
  /** Program and arguments as the program sees them, without quotes. */
  readonly argv: readonly string[];
  /** The name of the program without its folder. */
  readonly program: string;
  /** Arguments that are no options: subcommand first, also behind options with a value. */
  readonly words: readonly string[];
  /** The programs that only started this one: `npx`, `docker compose exec app`, `sudo`. */
  readonly via: readonly string[];
  /** The folder that the line changed into before, as far as it says; empty where it does not. */
  readonly dir: string;
  /** The files that its output is written to. */
  readonly into: readonly string[];
  /** What a heredoc hands to it. */
  readonly heredoc: string;
  /** The programs whose output is piped into it. */
  readonly after: readonly string[];
  /** Stands behind `||` or `;` or first: the ones before it need not have ended well. */
  readonly line: string;
}

type Token = { readonly kind: "word" | "op" | "into" | "from"; readonly text: string };

interface Scan {
  readonly tokens: Token[];
  readonly inner: string[];
}

/** Longer lines are cut: nobody reads them, and every reader here is bounded by it. */
const LINE_MAX = 16_384;
const DEPTH_MAX = 3;

/** Where a heredoc's body ends, and where the line goes on. */
const heredocEnd = (line: string, from: number, tag: string): readonly [end: number, next: number] => {
  for (let at = from; at <= line.length; ) {
    const newline = line.indexOf("\n", at);
    const end = newline === -1 ? line.length : newline;
    if (end - at < 200 && line.slice(at, end).trim() === tag) return [at, end];
    if (newline === -1) break;
    at = newline + 1;
  }
  return [line.length, line.length];
};

const HEREDOC = /<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1/y;

const heredocAt = (line: string, at: number): { readonly tag: string; readonly next: number } | null => {
  HEREDOC.lastIndex = at;
  const found = HEREDOC.exec(line);
  return found === null ? null : { tag: found[2] ?? "", next: HEREDOC.lastIndex };
};

/** The place of the parenthesis that closes the one before `from`; quotes and heredocs are stepped over. */
const closing = (line: string, from: number): number => {
  let depth = 1;
  for (let i = from; i < line.length; i++) {
    const c = line[i];
    if (c === "\\") i++;
    else if (c === "'" || c === '"') {
      const end = line.indexOf(c, i + 1);
      if (end === -1) return line.length;
      i = end;
    } else if (c === "<" && line[i + 1] === "<") {
      const doc = heredocAt(line, i);
      const start = doc === null ? -1 : line.indexOf("\n", doc.next);
      if (doc !== null && start !== -1) i = heredocEnd(line, start + 1, doc.tag)[1] - 1;
    } else if (c === "(") depth++;
    else if (c === ")" && --depth === 0) return i;
  }
  return line.length;
};

/** What `$(cat <<X … X)` stands for is the text itself. */
const substituted = (inner: string): string => {
  const start = inner.indexOf("<<");
  if (!/^\s*cat\s*$/.test(inner.slice(0, Math.max(0, start)))) return `$(${inner})`;
  const doc = heredocAt(inner, start);
  const body = doc === null ? -1 : inner.indexOf("\n", doc.next);
  if (doc === null || body === -1) return `$(${inner})`;
  return inner.slice(body + 1, heredocEnd(inner, body + 1, doc.tag)[0]).trimEnd();
};

const scan = (line: string): Scan => {
  const tokens: Token[] = [];
  const inner: string[] = [];
  const tags: string[] = [];
  let word: string | null = null;
  let redirects: "into" | "from" | null = null;
  const end = () => {
    if (word !== null) tokens.push({ kind: redirects ?? "word", text: word });
    if (word !== null) redirects = null;
    word = null;
  };
  const op = (text: string) => {
    end();
    tokens.push({ kind: "op", text });
  };
  /** Reads `$(…)` at i and gives the place behind it. */
  const substitution = (i: number): number => {
    const close = closing(line, i + 2);
    const text = line.slice(i + 2, close);
    inner.push(text);
    word = (word ?? "") + substituted(text);
    return close;
  };
  for (let i = 0; i < line.length; i++) {
    const c = line[i] ?? "";
    if (c === "\\") {
      if (line[i + 1] !== "\n") word = (word ?? "") + (line[i + 1] ?? "");
      i++;
    } else if (c === "'") {
      const close = line.indexOf("'", i + 1);
      word = (word ?? "") + line.slice(i + 1, close === -1 ? line.length : close);
      i = close === -1 ? line.length : close;
    } else if (c === '"') {
      word ??= "";
      for (i++; i < line.length && line[i] !== '"'; i++) {
        if (line[i] === "\\" && /["\\$`\n]/.test(line[i + 1] ?? "")) word += line[++i];
        else if (line[i] === "$" && line[i + 1] === "(") i = substitution(i);
        else word += line[i];
      }
    } else if (c === "$" && line[i + 1] === "(") i = substitution(i);
    else if (c === "`") {
      const close = line.indexOf("`", i + 1);
      if (close !== -1) inner.push(line.slice(i + 1, close));
      word = `${word ?? ""}\`\``;
      i = close === -1 ? line.length : close;
    } else if (c === "#" && word === null) {
      const newline = line.indexOf("\n", i);
      i = (newline === -1 ? line.length : newline) - 1;
    } else if (c === "\n") {
      op("\n");
      for (const tag of tags.splice(0)) {
        const [close, next] = heredocEnd(line, i + 1, tag);
        tokens.push({ kind: "from", text: line.slice(i + 1, close) });
        i = next;
      }
    } else if (c === "<" && line[i + 1] === "<") {
      const doc = heredocAt(line, i);
      end();
      if (doc === null) {
        i += line[i + 2] === "<" ? 2 : 1;
        redirects = "from";
      } else {
        tags.push(doc.tag);
        i = doc.next - 1;
      }
    } else if (c === ">" || c === "<") {
      if (word !== null && /^(?:\d|&)$/.test(word)) word = null;
      end();
      redirects = c === ">" ? "into" : "from";
      while (line[i + 1] === ">" || line[i + 1] === "|") i++;
      if (line[i + 1] === "&") {
        i++;
        while (/[\d-]/.test(line[i + 1] ?? "")) i++;
        redirects = /[\d-]/.test(line[i] ?? "") ? null : redirects;
      }
    } else if (c === "&" && line[i + 1] === ">") end();
    else if (c === "&" || c === "|") {
      const text = line[i + 1] === c || (c === "|" && line[i + 1] === "&") ? c + line[++i] : c;
      op(text);
    } else if (c === ";" || c === "(" || c === ")") op(c === "(" && word !== null ? "(" : c);
    else if (c === " " || c === "\t" || c === "\r") end();
    else word = (word ?? "") + c;
  }
  end();
  return { tokens, inner };
};

const KEYWORD = /^(?:if|then|else|elif|fi|while|until|do|done|esac|!|\{|\}|time|nohup|exec|command)$/;
const ASSIGNS = /^[A-Za-z_]\w*=/;

interface Part {
  words: string[];
  into: string[];
  heredoc: string;
  isPiped: boolean;
}

const partsOf = (tokens: readonly Token[]): Part[] => {
  const parts: Part[] = [];
  let part: Part = { words: [], into: [], heredoc: "", isPiped: false };
  for (const { kind, text } of tokens) {
    if (kind === "op") {
      parts.push(part);
      part = { words: [], into: [], heredoc: "", isPiped: text === "|" || text === "|&" };
    } else if (kind === "into") part.into.push(text);
    else if (kind === "word") part.words.push(text);
    else {
      // The body of a heredoc comes after the line of its command.
      const owner = part.words.length > 0 ? part : parts.findLast(({ words }) => words.length > 0);
      if (owner !== undefined && text.includes("\n")) owner.heredoc = text;
    }
  }
  return [...parts, part];
};

const nameOf = (word: string): string => word.slice(word.lastIndexOf("/") + 1);

/** The arguments that are no options, with the ways of saying the same made one. */
const operandsOf = (program: string, args: readonly string[]): string[] => {
  const takes = own(TAKES_VALUE, program);
  const isOption = (arg: string): boolean => /^[-+]./.test(arg);
  // `git -c x commit`, and `git switch -c name`: behind the subcommand they are its own.
  const verbAt = program === "git" ? args.findIndex((arg, i) => !isOption(arg) && !takes?.test(args[i - 1] ?? "")) : -1;
  const found = args.filter(
    (arg, i) => !isOption(arg) && !((takes?.test(args[i - 1] ?? "") ?? false) && (verbAt === -1 || i <= verbAt)),
  );
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) {
    if (/^run(?:-script)?$/.test(found[0] ?? "") && found.length > 1) found.shift();
    if (/^(?:i|add)$/.test(found[0] ?? "")) found[0] = "install";
    if (/^(?:un|rm|remove)$/.test(found[0] ?? "")) found[0] = "uninstall";
    if (found[0] === "t") found[0] = "test";
  }
  return found;
};

const joined = (dir: string, to: string): string =>
  to.startsWith("/") || to.startsWith("~") || dir === "" ? to : `${dir.replace(/\/$/, "")}/${to}`;

/** A command and, where it only starts another one, that one as well. */
const unfolded = (ran: Ran, depth: number): Ran[] => {
  if (depth > DEPTH_MAX) return [ran];
  const launched = launchedBy(ran.argv);
  if (launched === null) return [ran];
  const via = [...ran.via, launched.launcher];
  if (launched.line !== undefined)
    return [ran, ...read(launched.line, depth + 1).map((one) => ({ ...one, via: [...via, ...one.via] }))];
  const inner = withArgv(launched.argv ?? [], ran);
  // What is set for a launcher holds for what it starts.
  return [ran, ...unfolded({ ...inner, env: [...ran.env, ...inner.env], via }, depth + 1)];
};

const withArgv = (words: readonly string[], around: Omit<Ran, "env" | "argv" | "program" | "words">): Ran => {
  const start = words.findIndex((word) => !ASSIGNS.test(word));
  const argv = start === -1 ? [] : words.slice(start);
  const program = nameOf(argv[0] ?? "");
  const env = start === -1 ? [] : words.slice(0, start);
  return { ...around, env, argv, program, words: operandsOf(program, argv.slice(1)) };
};

const read = (line: string, depth: number): Ran[] => {
  const { tokens, inner } = scan(line);
  const found: Ran[] = [];
  let dir = "";
  let piped: string[] = [];
  for (const { words, into, heredoc, isPiped } of partsOf(tokens)) {
    while (KEYWORD.test(words[0] ?? "")) words.shift();
    if (!isPiped) piped = [];
    if (words.length === 0 || /^(?:for|case|function|export|set|unset|local|declare|readonly)$/.test(words[0] ?? ""))
      continue;
    const ran = withArgv(words, { via: [], dir, into, heredoc, after: piped, line });
    if (ran.argv.length === 0) continue;
    piped = [...piped, ran.program].slice(-8);
    if (/^(?:cd|pushd)$/.test(ran.program)) dir = joined(dir, ran.argv[1] ?? "");
    else found.push(...unfolded(ran, depth));
  }
  const nested = depth < DEPTH_MAX ? inner.flatMap((text) => read(text, depth + 1)) : [];
  return [...nested, ...found];
};

/** Every command that a line runs, in order, also through pipes, launchers and subshells, as far as it can be told. */
export const commandsOf = (line: string): Ran[] => read(line.slice(0, LINE_MAX), 0);

/** The command as it is typed, without what the shell did around it. */
export const typed = ({ env, argv }: Ran): string => [...env, ...argv].join(" ");

/** Whether an option is set: `--flag`, `--flag=value`, `--flag value`, or a letter among others as in `-am`. */
export const hasOption = ({ argv }: Ran, name: string, value = ""): boolean =>
  argv.some((arg, i) => {
    if (i === 0) return false;
    if (arg === name) return value === "" || argv[i + 1] === value;
    if (arg.startsWith(`${name}=`)) return value === "" || arg.slice(name.length + 1) === value;
    return value === "" && /^-[a-zA-Z]$/.test(name) && /^-[a-zA-Z]{2,4}$/.test(arg) && arg.includes(name.slice(1));
  });
