import { AppError } from "../../sync/core/errors.ts";
import { MIRROR_MODES, type MirrorMode, type Project } from "../../sync/core/words.ts";
import { installLauncher } from "../control/launcher.ts";
import { startWorker } from "../control/start.ts";
import { tame } from "../terminal.ts";
import { type Context, cliIn, type Declare, examples, launchIn } from "./context.ts";

interface Options {
  readonly private?: boolean;
  /** True for the option without a mode. */
  readonly mirror?: MirrorMode | true;
  readonly capture: boolean;
  readonly start: boolean;
  readonly link?: boolean;
  readonly json?: boolean;
}

export const declare: Declare = (command, context) => {
  command
    .option("--private", "what is learned in this project never leaves this machine")
    .option(
      "--mirror [mode]",
      "keep its memories in .cairn/ of the checkout too: private (the default, out of git), shared (to be committed) or off",
      parseMirror,
    )
    .option("--no-capture", "record nothing that happens in this project")
    .option("--no-start", "do not start the worker")
    .option("--link", "put a `cairn` command into ~/.local/bin")
    .option("--json", "print the project as JSON")
    .action((options: Options) => run(options, context));
  examples(command, [
    ["cairn init", "optional: a project is also registered by its first session"],
    ["cairn init --private", "for code whose lessons are nobody else's business"],
    ["cairn init --mirror", "what is learned here is also a file to look at, kept out of git"],
    ["cairn init --link", "so that `cairn` alone works in a terminal"],
  ]);
};

const parseMirror = (text: string): MirrorMode => {
  const mode = MIRROR_MODES.find((one) => one === text);
  if (mode !== undefined) return mode;
  throw new AppError("usage", `There is no mirror "${text}".`, { hint: `It is ${MIRROR_MODES.join(", ")}.` });
};

const run = async (options: Options, context: Context): Promise<void> => {
  const { client, cwd, terminal, home, env, root } = context;
  // Registered first, so that capture is off before a worker can see the project's first event.
  const { project } = await client.post<{ project: Project }>("/api/projects", {
    dir: cwd,
    ...(options.capture ? {} : { capture: false }),
    ...(options.private ? { private: true } : {}),
    ...(options.mirror === undefined ? {} : { mirror: options.mirror === true ? "private" : options.mirror }),
  });
  const started = options.start ? await startWorker(await launchIn(context)) : null;
  const linked = options.link ? installLauncher({ home, env, cli: cliIn(root) }) : null;
  if (options.json) return terminal.printJson(project);
  const { bold, dim } = terminal.colours;
  terminal.print(`Project ${bold(tame(project.name))}${project.remote === null ? "" : ` (${tame(project.remote)})`}`);
  terminal.print(dim(`  ${project.key}`));
  terminal.print(
    `  capture ${project.capture ? "on" : "off"}, private ${project.private ? "on" : "off"}, mirror ${project.mirror}  ${dim("(`cairn config set project.private on` changes it)")}`,
  );
  if (started)
    terminal.print(
      `Worker ${started.how === "running" ? "runs" : "started"} (version ${started.version}, home ${home.dir}).`,
    );
  if (linked)
    terminal.print(
      `\`cairn\` is now ${linked.path}${linked.isOnPath ? "" : `; ${linked.folder} is not on your PATH yet: add it in your shell's profile`}.`,
    );
};
