import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { payloadText } from "../../support/payloads.ts";
import { type Effort, fasterBy, type Pair, type Row, ratioAtMost, timesBaseline, timesFaster } from "../row.ts";
import { HOOKS, msEach, needs, pairsOf, payloadFolder, type Subject, script, withFolder } from "../shell.ts";

const BYTES = 3_072;
const SESSION = "0b6f2c1e-8a4d-4f3b-9c57-2d1e6a7b8c90";

interface Place {
  readonly dir: string;
  readonly home: string;
}

/** Times the one against the other, on 3 KB events of a session, by turns. */
const compare = (
  a: (place: Place) => Subject,
  b: (place: Place) => Subject,
  { rounds, each }: { rounds: number; each: number },
): Promise<Pair[]> =>
  withFolder((dir) => {
    const place = { dir, home: join(dir, "home") };
    const texts = Array.from({ length: each }, (_, call) =>
      payloadText("PostToolUse.Bash", { sessionId: SESSION, dir: "/home/u/shop", prompt: 1, call }, BYTES),
    );
    const folder = payloadFolder(join(dir, "payloads"), texts);
    const [first, second] = [a(place), b(place)];
    const clean = (): void => {
      rmSync(place.home, { recursive: true, force: true });
      mkdirSync(join(place.home, "spool"), { recursive: true });
    };
    const timed = (subject: Subject) => (): number => {
      clean();
      return msEach(subject, folder, each);
    };
    return pairsOf(rounds, timed(first), timed(second));
  });

const record = ({ home }: Place): Subject => ({
  argv: [join(HOOKS, "record.sh")],
  env: { HOME: home, CAIRN_HOME: home, CLAUDE_CODE_SESSION_ID: SESSION },
});

const empty = ({ dir }: Place): Subject => ({ argv: [script(join(dir, "empty.sh"), "#!/bin/sh\n")] });

/** The least that anything can do that keeps the event. */
const bareCat = ({ dir, home }: Place): Subject => ({
  argv: [script(join(dir, "cat.sh"), `#!/bin/sh\ncat >"${home}/spool/$$"\n`)],
});

/** The usual hook: reads fields with jq, appends a line under a lock. */
const jqHook = ({ dir, home }: Place): Subject => ({
  argv: [
    script(
      join(dir, "jq.sh"),
      `#!/usr/bin/env bash
set -euo pipefail
input=$(cat)
session=$(jq -r .session_id <<<"$input")
event=$(jq -r .hook_event_name <<<"$input")
exec 9>"${home}/lock"
flock 9
jq -c --arg session "$session" --arg event "$event" '{session: $session, event: $event, payload: .}' <<<"$input" >>"${home}/events.jsonl"
`,
    ),
  ],
});

/** The other usual hook: a module for Node that hands its payload to a worker of its own over HTTP. */
const nodeHook =
  (port: number) =>
  ({ dir }: Place): Subject => ({
    argv: [
      process.execPath,
      script(
        join(dir, "hook.mjs"),
        `import { request } from "node:http";
let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const payload = JSON.parse(input);
const body = JSON.stringify({ session: payload.session_id, event: payload.hook_event_name, payload });
request({ host: "127.0.0.1", port: ${port}, path: "/event", method: "POST", agent: false }, (answer) => answer.resume()).end(body);
`,
      ),
    ],
  });

const SERVER = `const server = require("node:http").createServer((request, response) => {
  request.resume().on("end", () => response.end("{}"));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\\n"));`;

/** A worker that only says thanks, for the time of the work: in a process of its own, because this one waits for the hooks. */
const withServer = async <T>(work: (port: number) => Promise<T>): Promise<T> => {
  const server = spawn(process.execPath, ["-e", SERVER], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    return await work(Number(line.toString()));
  } finally {
    server.kill();
  }
};

/** The least that a hook in Node can do, without any dependency. */
const leastNodeHook = ({ dir, home }: Place): Subject => ({
  argv: [
    process.execPath,
    script(
      join(dir, "hook.cjs"),
      `const { readFileSync, appendFileSync } = require("node:fs");
const payload = JSON.parse(readFileSync(0, "utf8"));
appendFileSync(${JSON.stringify(join(home, "events.jsonl"))}, JSON.stringify({ session: payload.session_id, payload }) + "\\n");
`,
    ),
  ],
});

const size = ({ quick }: Effort, rounds: number, each: number) => ({
  rounds: quick ? Math.ceil(rounds / 5) : rounds,
  each,
});

export const recordEmpty: Row = {
  name: "record",
  what: "record.sh, 3 KB event, against an empty sh script",
  budget: ratioAtMost(4),
  measure: async (effort) => timesBaseline(await compare(record, empty, size(effort, 60, 20)), "ms"),
};

export const recordCat: Row = {
  name: "bare-cat",
  what: "for reference: cat into a file, against an empty sh script",
  budget: null,
  measure: async (effort) => timesBaseline(await compare(bareCat, empty, size(effort, 60, 20)), "ms"),
};

export const recordJq: Row = {
  name: "record-jq",
  what: "record.sh, 3 KB event, against bash + jq + flock",
  budget: fasterBy(6),
  measure: async (effort) => {
    needs("jq");
    needs("flock");
    return timesFaster(await compare(record, jqHook, size(effort, 30, 5)), "ms");
  },
};

export const recordNode: Row = {
  name: "record-node",
  what: "record.sh, 3 KB event, against a hook in Node that hands it to a worker over HTTP",
  budget: fasterBy(15),
  measure: (effort) =>
    withServer(async (port) => timesFaster(await compare(record, nodeHook(port), size(effort, 30, 10)), "ms")),
};

export const recordLeastNode: Row = {
  name: "record-node-least",
  what: "for reference: against a hook in Node that only appends it to a file",
  budget: null,
  measure: async (effort) => timesFaster(await compare(record, leastNodeHook, size(effort, 30, 10)), "ms"),
};
