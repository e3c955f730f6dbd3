import { Option } from "commander";
import { AppError } from "../../sync/core/errors.ts";
import type { QueueJob } from "../../web/deps.ts";
import { ago, count, table, tame } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";
import { parseCount } from "./hits.ts";

/** What `list` shows by itself: all that is not done, the worst first. */
const OPEN = ["dead", "retrying", "running", "ready"] as const;

interface ListOptions {
  readonly state?: string;
  readonly dead?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

export const declare: Declare = (command, context) => {
  const { client, terminal } = context;
  command
    .command("list", { isDefault: true })
    .description("show jobs: dead ones first, then those tried again, running, ready")
    .addOption(new Option("--state <state>", "only these").choices([...OPEN, "done"]))
    .option("--dead", "only dead ones, with the reason")
    .option("-n, --limit <count>", "how many at most of each state", parseCount, 20)
    .option("--json", "print an array of jobs as JSON")
    .action((options: ListOptions) => list(options, context));
  command
    .command("retry")
    .description("try a job again now; without an id, all dead ones")
    .argument("[id]", "as `cairn queue list` shows it")
    .action(async (id?: string) => {
      const path = id === undefined ? "/api/queue/retry" : `/api/queue/${encodeURIComponent(id)}/retry`;
      const { moved } = await client.post<{ moved: number }>(path);
      terminal.print(moved === 0 ? "No job is dead." : `${count(moved, "job")} will be tried again.`);
    });
  command
    .command("discard")
    .description("give up on a job that waits")
    .argument("<id>", "as `cairn queue list` shows it")
    .action(async (id: string) => {
      await client.post(`/api/queue/${encodeURIComponent(id)}/discard`);
      terminal.print(`Job ${id} is given up.`);
    });
  command
    .command("archive")
    .description("move all handled events out of the database into compressed files now")
    .action(async () => {
      const { archived } = await client.post<{ archived: number }>("/api/queue/archive");
      terminal.print(
        archived === 0
          ? "There was nothing to archive."
          : `${count(archived, "event")} archived in ${context.home.archive}`,
      );
    });
  examples(command, [
    ["cairn queue list", "what waits, is tried again or dead, and why"],
    ["cairn queue retry", "try all dead jobs again"],
  ]);
};

const list = async ({ state, dead, limit, json }: ListOptions, context: Context): Promise<void> => {
  const { client, terminal, clock } = context;
  if (dead && state !== undefined && state !== "dead")
    throw new AppError("usage", "--dead and --state do not go together.");
  const wanted = dead ? ["dead"] : state === undefined ? OPEN : [state];
  const jobs = new Map<string, QueueJob & { readonly shownAs: string }>();
  for (const one of wanted) {
    const asked = client.get<{ jobs: QueueJob[] }>("/api/queue", { state: one, limit });
    const found = await orNone(asked, { jobs: [] }, context);
    // A job that is tried again is also a ready one: it is shown once, under the first.
    for (const job of found.jobs) if (!jobs.has(job.id)) jobs.set(job.id, { ...job, shownAs: one });
  }
  const all = [...jobs.values()];
  if (json) return terminal.printJson(all.map(({ shownAs: _, ...job }) => job));
  if (all.length === 0)
    return terminal.print(wanted === OPEN ? "Nothing waits, runs or is dead." : "There is no such job.");
  const { dim, red } = terminal.colours;
  const nowMs = clock.now();
  const when = ({ atMs, state: is }: QueueJob) =>
    atMs === null ? "" : is === "running" ? `until ${ago(atMs, nowMs)}` : atMs > nowMs ? ago(atMs, nowMs) : "now";
  terminal.print(
    table([
      ["id", "job", "state", "attempts", "next", "made", "reason"].map(dim),
      ...all.map((job) => [
        job.id,
        tame(`${job.kind} ${job.subject}`),
        job.shownAs === "dead" ? red("dead") : job.shownAs,
        String(job.attempts),
        when(job),
        ago(job.createdAtMs, nowMs),
        tame(job.reason ?? "").replaceAll("\n", " "),
      ]),
    ]),
  );
};
