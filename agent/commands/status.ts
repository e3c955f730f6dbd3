import { existsSync } from "node:fs";
import { AppError, codeOf, messageOf } from "../../sync/core/errors.ts";
import type { Counted, Health, Status } from "../../web/deps.ts";
import { ago, bytes, count, duration, type Terminal, table, tame } from "../terminal.ts";
import { type Context, type Declare, EXIT, examples } from "./context.ts";
import { untilText } from "./pause.ts";

export const declare: Declare = (command, context) => {
  command
    .option("--fresh", "check health anew instead of showing what was found within 30 s")
    .option("--json", "print everything as JSON")
    .action(async (options: { fresh?: boolean; json?: boolean }) => {
      const status = await currentStatus(context, options.fresh ?? false);
      if (status.worker.state !== "running") context.exitWith(EXIT.notRunning);
      if (options.json) return context.terminal.printJson(status);
      context.terminal.print(render(status, context));
      if (status.alerts.length > 0) await markSeen(context);
    });
  examples(command, [
    ["cairn status", "what runs, what waits, what to do"],
    ["cairn status --json | jq .worker.state", "for scripts; exit code 3 when the worker is not running"],
  ]);
};

/** The status as the API gives it; where nothing has been stored yet, or the store cannot be opened, what the files tell. */
const currentStatus = async ({ client, cwd, home, clock }: Context, fresh: boolean): Promise<Status> => {
  try {
    const status = await client.get<Status>("/api/status", { dir: cwd, fresh });
    // Told from the outside by its heartbeat, a worker counts as frozen only after a while; we have just found out.
    return client.hasMetSilence() ? { ...status, worker: { ...status.worker, state: "frozen" } } : status;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { readStatus } = await import("../health/status.ts");
    const { settingsOrDefaults } = await import("../health/settings.ts");
    const { config, problem } = settingsOrDefaults(home);
    const isNew = error.code === "store-missing" && !existsSync(home.database);
    const health = [...(problem ? [bad("config", problem)] : []), ...(isNew ? [] : [bad("database", error)])];
    return readStatus({ home, clock, store: null, machine: null, learning: config.learning }, health, null);
  }
};

const bad = (component: string, { message, hint }: AppError): Health => ({
  component,
  ok: false,
  message,
  hint: hint ?? null,
});

/** Alerts are shown until they were seen. One that cannot be marked is shown once more, which does no harm. */
const markSeen = async ({ client, terminal }: Context): Promise<void> => {
  try {
    await client.post("/api/alerts/seen");
  } catch (error) {
    // A home that may only be read refuses it with an error of the system.
    if (!(error instanceof AppError) && codeOf(error) === undefined) throw error;
    terminal.warn(terminal.colours.dim(`(these alerts could not be marked as seen: ${messageOf(error)})`));
  }
};

const render = (status: Status, { terminal, clock }: Context): string => {
  const { bold, dim } = terminal.colours;
  const nowMs = clock.now();
  const { machine, worker, queue, events, memories, paused, project } = status;
  const rows = [
    ["machine", machine.name],
    ["worker", workerLine(status, terminal)],
    ...(worker.currentJob === null ? [] : [["job", tame(worker.currentJob)]]),
    ["queue", queueLine(queue)],
    ["events", eventsLine(events)],
    ["memories", memories.total === null ? UNKNOWN : `${memories.trusted} in use, ${memories.proposed} proposed`],
    ["budget", budgetLine(status)],
    ...(project ? [["project", projectLine(project)]] : []),
    ...(paused ? [["paused", terminal.colours.yellow(untilText(paused.until, nowMs))]] : []),
    ...status.pausedSessions.map((id) => [
      "paused",
      terminal.colours.yellow(`session ${id}, which \`cairn pause --off --session ${id}\` ends`),
    ]),
  ];
  const parts = [table(rows.map(([name = "", ...rest]) => [dim(name), ...rest]))];
  if (status.health.length > 0) parts.push(`${bold("Health")}\n${healthLines(status.health, terminal)}`);
  if (status.alerts.length > 0) {
    const lines = status.alerts.map(({ message, hint, atMs }) =>
      withHint(`  ! ${tame(message)} ${dim(`(${ago(atMs, nowMs)})`)}`, hint, dim),
    );
    parts.push(`${bold("Alerts")}\n${lines.join("\n")}`);
  }
  const todo = toDo(status);
  if (todo.length > 0) parts.push(`${bold("What to do")}\n${todo.map((line) => `  ${line}`).join("\n")}`);
  return parts.join("\n\n");
};

const workerLine = ({ worker }: Status, { colours }: Terminal): string => {
  const { state, pid, version, uptimeS, rssBytes, heartbeatAgeMs } = worker;
  const colour = state === "running" ? colours.green : state === "stopped" ? colours.yellow : colours.red;
  const name =
    state === "gave-up" ? "stays down after repeated crashes" : state === "frozen" ? "does not answer" : state;
  const about = [
    ...(version === null ? [] : [`version ${version}`]),
    ...(pid === null ? [] : [`process ${pid}`]),
    ...(uptimeS === null ? [] : [`up ${duration(Math.max(1, uptimeS) * 1_000)}`]),
    ...(rssBytes === null ? [] : [bytes(rssBytes)]),
    ...(heartbeatAgeMs === null
      ? []
      : [`last heartbeat ${heartbeatAgeMs < 1_500 ? "just now" : `${duration(heartbeatAgeMs)} ago`}`]),
  ];
  return [colour(name), ...about].join(", ");
};

/** What stands for numbers of a store that cannot be read. */
const UNKNOWN = "unknown";

const isSome = (counted: Counted): counted is number => counted !== null && counted > 0;

const queueLine = ({ ready, running, retrying, dead, processed }: Status["queue"]): string =>
  ready === null
    ? UNKNOWN
    : `${ready} ready, ${running} running, ${retrying} retrying, ${dead} dead; ${processed} done`;

const eventsLine = ({ today, stored, spooled, unreadable, notCaptured }: Status["events"]): string =>
  [
    ...(stored === null ? [UNKNOWN] : [`${today} today`, `${stored} stored`]),
    ...(spooled > 0 ? [`${spooled} waiting`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
    ...(isSome(notCaptured) ? [`${notCaptured} not captured by choice`] : []),
  ].join(", ");

const budgetLine = ({ budget, model }: Status): string => {
  if (model.state === "off") return "no model: learns by rules alone";
  const spent = `${budget.tokensToday.toLocaleString("en")} of ${budget.limit.toLocaleString("en")} tokens today`;
  const why = { ready: "", spent: "; spent, rules alone", resting: "; left alone after failures, rules alone" };
  return `${spent} (${model.name}${why[model.state]})`;
};

const projectLine = ({ name, remote, capture, private: isPrivate }: NonNullable<Status["project"]>): string =>
  [
    tame(name),
    ...(remote === null ? [] : [tame(remote)]),
    ...(capture ? [] : ["capture off"]),
    ...(isPrivate ? ["private"] : []),
  ].join(", ");

const withHint = (line: string, hint: string | null, dim: (text: string) => string): string =>
  hint === null ? line : `${line}\n    ${dim(tame(hint))}`;

const healthLines = (health: readonly Health[], { colours }: Terminal): string => {
  const width = Math.max(...health.map(({ component }) => component.length));
  return health
    .map(({ component, ok, message, hint }) =>
      withHint(
        `  ${ok ? colours.green("ok ") : colours.red("bad")} ${component.padEnd(width)}  ${tame(message)}`,
        ok ? null : hint,
        colours.dim,
      ),
    )
    .join("\n");
};

/** What is stuck, and the command that mends it. */
const toDo = ({ worker, queue, events, health }: Status): string[] => {
  const waiting =
    events.spooled > 0 ? `; ${count(events.spooled, "event")} ${events.spooled === 1 ? "waits" : "wait"}` : "";
  const isUp = worker.state === "running" || worker.state === "frozen";
  const isBroken = health.some(({ component, ok }) => component === "config" && !ok);
  const mend = "`cairn config edit` mends them.";
  const byState: Readonly<Record<Status["worker"]["state"], string | null>> = {
    running: null,
    // No start comes to anything before the settings are mended.
    stopped: isBroken
      ? null
      : `The worker is stopped${waiting}: \`cairn start\`, or just go on; the next prompt starts it.`,
    frozen: "The worker hangs: `cairn restart --force` starts a new one; nothing is lost.",
    "gave-up": `The worker crashed again and again${waiting}: \`cairn logs --level error\` says why, \`cairn start\` tries once more.`,
  };
  return [
    byState[worker.state],
    isBroken && isUp
      ? `The settings are broken; until it ends, the worker goes on with the former ones: ${mend}`
      : null,
    isBroken && !isUp ? `The settings are broken, so the worker does not start${waiting}: ${mend}` : null,
    isSome(queue.dead)
      ? `${count(queue.dead, "job")} dead: \`cairn queue list --dead\` says why, \`cairn queue retry\` or \`cairn queue discard ID\`.`
      : null,
    isSome(queue.retrying)
      ? `${count(queue.retrying, "job")} will be tried again: \`cairn queue list\` says when.`
      : null,
    events.unreadable > 0
      ? `${count(events.unreadable, "event")} could not be read; the files are kept in spool/bad. \`cairn doctor\` shows them.`
      : null,
  ].filter((line) => line !== null);
};
