import { commandsOf, type Ran } from "../shell/commands.ts";
import { type Command, readCommand } from "../shell/spelling.ts";

/** Programs that only show something. */
const SHOWS =
  /^(?:ls|cat|bat|head|tail|less|grep|rg|ag|find|fd|pwd|which|type|echo|printf|wc|sort|uniq|diff|tree|file|stat|env|date|whoami|uname|ps|df|du|jq|true|test|cd|fuser|lsof|journalctl|awk|ss|netstat|tar|nl|xxd|od|cmp|sleep|free|top|printenv|sw_vers|lsb_release|java_home|nvidia-smi|ldd|nm|objdump|readelf|id|groups|hostname|nproc|lsblk|dig|nslookup|host|ping|yq|realpath|readlink|basename|dirname|md5sum|sha256sum|shasum|strings|hexdump|locale|getent|uptime|dmesg|column)$/;
/** Programs that only show something when they are asked this way. */
const SHOWS_WITH: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    git: /^(?:status|diff|log|show|blame|branch|remote|rev-parse|ls-files|describe)$/,
    systemctl: /^(?:status|list-\S+|show|is-active|cat)$/,
    docker: /^(?:ps|logs|inspect|images|version|info)$/,
    kubectl: /^(?:get|describe|logs)$/,
    npm: /^(?:ls|list|outdated|view|why|explain|root|prefix)$/,
    pnpm: /^(?:ls|list|outdated|why)$/,
    pip: /^(?:show|list|freeze)$/,
    terraform: /^(?:show|output|version|providers)$/,
    helm: /^(?:list|status|get|history)$/,
    brew: /^(?:list|info|--prefix)$/,
    rustup: /^(?:show|toolchain)$/,
    pyenv: /^(?:versions|version|which)$/,
    adb: /^(?:devices|logcat)$/,
    gem: /^(?:list|info|which)$/,
    cargo: /^(?:tree|metadata|search)$/,
    go: /^(?:env|list|version|doc)$/,
  }),
);
/** Programs that everybody calls in the same way all day. */
const EVERYDAY =
  /^(?:rm|cp|mv|mkdir|rmdir|touch|chmod|chown|ln|sed|tar|unzip|zip|gzip|gunzip|kill|pkill|killall|timeout|xargs|tee|sudo|su|apt|apt-get|brew|dpkg|crontab|exit|export|source|set|unset|read|eval|exec|alias|cut|tr|open|xdg-open|vi|vim|nano|code|\.|:|\[+)$/;

/** Whether how a program is called is the same everywhere, so that it teaches nothing about a project. */
export const isEveryday = (program: string): boolean => {
  const name = program.replace(/^.*\//, "");
  return SHOWS.test(name) || EVERYDAY.test(name);
};

const WRITES_A_FILE = /(?<![0-9&>])>{1,2}\s*(?!&|\/dev\/null|>)/;

const shows = ({ program, argv, words }: Ran): boolean => {
  if (SHOWS.test(program) || argv.some((word) => /^--?(?:help|version)$/.test(word))) return true;
  if (program === "crontab") return argv[1] === "-l";
  if (program === "sed") return !argv.some((word) => /^-[a-z]*i/.test(word));
  return SHOWS_WITH.get(program)?.test(words[0] ?? "") ?? false;
};

/** Whether a command line only looks: whatever stood before, it has changed nothing. */
export const onlyLooks = (line: string): boolean => {
  const withoutQuotes = line.replace(/"[^"]*"|'[^']*'/g, "''");
  return !WRITES_A_FILE.test(withoutQuotes) && commandsOf(line).every(shows);
};

const CHANGES_FOLDER = /^\s*(?:cd|pushd)\s+([^\s;&|]+)\s*(?:&&|;)?/;

/** The folder that a line changes to before anything else; null where it stays. */
export const folderOf = (line: string): string | null =>
  CHANGES_FOLDER.exec(line)?.[1]?.replace(/\/+$|^\.\/(?=.)/g, "") ?? null;

/** The commands of a line that all passed where the line passed: one, or several joined by `&&`. */
export const chained = (line: string): Command[] => {
  if (/\|\||;|\n|(?<!&)&(?!&)/.test(line.replace(/"[^"]*"|'[^']*'|\d?>&\d/g, ""))) {
    const one = readCommand(line);
    return one === null ? [] : [one];
  }
  if (/"[^"]*&&[^"]*"|'[^']*&&[^']*'/.test(line)) return [];
  return line.split("&&").flatMap((part) => readCommand(part) ?? []);
};
