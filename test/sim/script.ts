import { appendFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../sync/core/random.ts";
import { emptyModel, type Model, oneOf, somethingSaid } from "./model.ts";
import type { CrashPoint, World } from "./world.ts";

/** Calls that a worker may die at. Commits are named twice: what they must hold together is what this is all about. */
const MORTAL = [
  ...["atomically", "atomically", "atomically", "events.add", "events.addEcho", "events.hasFile", "events.setTurn"],
  ...[
    "sessions.seen",
    "sessions.briefed",
    "sessions.end",
    "projects.add",
    "turns.open",
    "turns.close",
    "turns.detected",
  ],
  ...["toolUses.save", "toolUses.finish", "jobs.add", "jobs.due", "jobs.byId", "jobs.save", "meta.add", "search.anyOf"],
  ...["memories.add", "memories.add", "memories.note", "memories.note", "memories.save", "memories.save"],
  ...["injections.add", "sessions.summarise"],
] as const;

const STEPS = 45;

interface Talk {
  readonly id: string;
  readonly dir: string;
  /** Two copies of the plugin are loaded: every hook writes twice. */
  readonly doubled: boolean;
  promptId: string;
}

/** A random life of one machine: several sessions in several projects, broken writers, dying workers. */
export const play = async (world: World, random: Random, dirs: readonly string[]): Promise<Model> => {
  const model = emptyModel();
  const chance = random.unit;
  const upTo = (n: number): number => Math.floor(chance() * n);
  const talks: Talk[] = Array.from({ length: 1 + upTo(4) }, (_, n) => ({
    id: `session-${n}`,
    dir: oneOf(dirs, chance()),
    doubled: chance() < 0.25,
    promptId: "",
  }));
  const writing: { name: string; rest: Buffer; becomes: () => void }[] = [];
  let count = 0;

  const say = (
    talk: Talk,
    name: string,
    fields: Readonly<Record<string, unknown>>,
    more: { toolUseId?: string; prompt?: ReturnType<typeof somethingSaid> } = {},
  ): string => {
    const n = ++count;
    const payload = {
      session_id: talk.id,
      hook_event_name: name,
      cwd: talk.dir,
      n,
      ...(talk.promptId === "" ? {} : { prompt_id: talk.promptId }),
      ...(more.toolUseId === undefined ? {} : { tool_use_id: more.toolUseId }),
      ...fields,
    };
    const machine = world.machine();
    const file = machine.spool(payload);
    const happens = () => {
      if (model.happenings.has(n)) model.echoes++;
      else
        model.happenings.set(n, {
          session: talk.id,
          name,
          prompt: more.prompt ?? null,
          toolUseId: more.toolUseId ?? null,
        });
    };
    const brokenOff = chance() < 0.04;
    if (brokenOff) breakOff(file, happens);
    else happens();
    // Without an id only what comes within seconds is known to be the same; a writer that is held up may take longer.
    const hasId = more.toolUseId !== undefined || more.prompt !== undefined;
    if ((talk.doubled || chance() < 0.05) && (hasId || !brokenOff)) {
      machine.spool(payload, { atMs: world.clock.now() + upTo(2_000) });
      happens();
    }
    return file;
  };

  /** The hook is held up, or killed, in the middle of writing. */
  const breakOff = (file: string, becomes: () => void): void => {
    const path = join(world.machine().home.spool, file);
    const whole = readFileSync(path);
    const at = upTo(whole.length);
    writeFileSync(path, whole.subarray(0, at));
    utimesSync(path, world.clock.now() / 1_000, world.clock.now() / 1_000);
    if (chance() < 0.5) writing.push({ name: file, rest: whole.subarray(at), becomes });
    else model.refuse++;
  };

  const goOnWriting = (): void => {
    for (const { name, rest, becomes } of writing.splice(0)) {
      const path = join(world.machine().home.spool, name);
      // After a minute it counts as cut short, whoever still writes to it.
      if (!world.machine().waiting().includes(name)) model.refuse++;
      else {
        appendFileSync(path, rest);
        utimesSync(path, world.clock.now() / 1_000, world.clock.now() / 1_000);
        becomes();
      }
    }
  };

  const hooks: readonly [weight: number, (talk: Talk) => void][] = [
    [
      1,
      (talk) =>
        ask(talk, say(talk, "SessionStart", { source: oneOf(["startup", "resume", "compact", "clear"], chance()) })),
    ],
    [
      4,
      (talk) => {
        const prompt = somethingSaid(chance(), chance());
        talk.promptId = `prompt-${count}`;
        ask(talk, say(talk, "UserPromptSubmit", { prompt: prompt.text, prompt_id: talk.promptId }, { prompt }));
      },
    ],
    [
      3,
      (talk) => {
        const toolUseId = `toolu-${count}`;
        const call = {
          tool_name: oneOf(["Bash", "Edit", "Read"], chance()),
          tool_input: { command: `npm run ${upTo(3)}` },
        };
        say(talk, "PreToolUse", call, { toolUseId });
        const end = chance();
        if (end < 0.6) say(talk, "PostToolUse", { ...call, tool_response: { stdout: "ok" } }, { toolUseId });
        else if (end < 0.85) say(talk, "PostToolUseFailure", { ...call, error: "Exit code 1" }, { toolUseId });
      },
    ],
    [
      2,
      (talk) => say(talk, "Stop", { last_assistant_message: oneOf(["Done.", "I installed it with npm."], chance()) }),
    ],
    [0.5, (talk) => say(talk, "SubagentStop", { agent_id: "a1", agent_type: "general" })],
    [0.5, (talk) => say(talk, "SessionEnd", { reason: "other" })],
    [
      0.3,
      () => {
        world.machine().spool(oneOf(["", "[]", "no json", '{"session_id":7}'], chance()));
        model.refuse++;
      },
    ],
  ];

  const asked: (() => Promise<boolean>)[] = [];
  /** Some hooks ask for an answer, which brings their session's files into the store at once. */
  const ask = (_: Talk, file: string): void => {
    if (chance() < 0.5) asked.push(() => world.live((machine) => machine.ask(file)));
  };

  const doings: readonly [weight: number, () => Promise<unknown> | unknown][] = [
    [6, () => pick(hooks)(oneOf(talks, chance()))],
    [2, () => world.live((machine) => machine.takeIn())],
    [2, () => world.live((machine) => machine.queue.runOne(new AbortController().signal))],
    [1, () => world.live((machine) => machine.work())],
    [1, () => world.clock.pass(upTo(3) === 0 ? upTo(40 * 60_000) : upTo(5_000))],
    [0.7, goOnWriting],
    [0.3, () => world.clock.set(world.clock.now() + upTo(7_200_000) - 3_600_000)],
    [0.3, world.restart],
    [2.5, () => world.arm(crashPoint())],
  ];

  const crashPoint = (): CrashPoint => ({
    call: oneOf(MORTAL, chance()),
    nth: 1 + upTo(4),
    when: chance() < 0.5 ? "before" : "after",
  });

  const pick = <T>(from: readonly (readonly [weight: number, what: T])[]): T => {
    let left = chance() * from.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, what] of from) {
      left -= weight;
      if (left < 0) return what;
    }
    return (from[0] as readonly [number, T])[1];
  };

  for (let step = 0; step < STEPS; step++) {
    await pick(doings)();
    for (const next of asked.splice(0)) await next();
  }
  goOnWriting();
  return model;
};

/** Lets everything come to rest: all that is whole is taken in, all that is due is done. */
export const settle = async (world: World): Promise<void> => {
  world.arm(null);
  for (let round = 0; round < 40; round++) {
    await world.clock.pass(61_000);
    await world.live((machine) => machine.takeIn());
    await world.live((machine) => machine.work());
    const { ready, retrying } = world.machine().store.jobs.counts();
    if (ready + retrying === 0 && world.machine().waiting().length === 0) return;
    await world.clock.pass(31 * 60_000);
  }
};
