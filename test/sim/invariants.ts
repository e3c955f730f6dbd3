import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "vitest";
import { briefName } from "../../sync/core/home.ts";
import { JOB_MOVES } from "../../sync/core/job.ts";
import { termsOf } from "../../sync/core/terms.ts";
import type { TestMachine } from "../support/machine.ts";
import type { Model } from "./model.ts";

/** What must hold of a machine at rest, whatever it went through. */
export const check = (machine: TestMachine, model: Model): void => {
  const db = new Database(machine.home.database, { readonly: true });
  try {
    sound(db);
    events(db, machine, model);
    turns(db, model);
    jobs(db);
    memories(db, machine);
  } finally {
    db.close();
  }
};

type Db = Database.Database;
const numbers = (db: Db, sql: string): number[] =>
  db
    .prepare<[], { n: number }>(sql)
    .all()
    .map(({ n }) => n);
const number = (db: Db, sql: string): number => numbers(db, sql)[0] ?? 0;

const sound = (db: Db): void => {
  expect(db.pragma("integrity_check", { simple: true }), "the database is sound").toBe("ok");
  expect(db.pragma("foreign_key_check"), "every reference leads somewhere").toEqual([]);
};

const events = (db: Db, machine: TestMachine, model: Model): void => {
  const stored = numbers(db, "select json_extract(body, '$.n') as n from event order by 1");
  expect(stored, "every happening is stored, once").toEqual([...model.happenings.keys()].sort((a, b) => a - b));
  expect(number(db, "select count(*) as n from event_echo"), "every further report is an echo").toBe(model.echoes);
  expect(number(db, "select count(*) as n from event_echo join event using (file)"), "no file is both").toBe(0);
  expect(machine.waiting(), "nothing waits").toEqual([]);
  expect(machine.aside(), "what is no event is aside, and nothing else").toHaveLength(model.refuse);
  expect(number(db, "select cast(value as integer) as n from meta where key = 'events.bad'")).toBeGreaterThanOrEqual(
    model.refuse,
  );
  const ids = new Set([...model.happenings.values()].flatMap(({ toolUseId }) => toolUseId ?? []));
  expect(number(db, "select count(*) as n from tool_use"), "every tool call is known").toBe(ids.size);
};

const turns = (db: Db, model: Model): void => {
  const prompts = [...model.happenings].flatMap(([n, { prompt }]) => (prompt ? [{ n, ...prompt }] : []));
  const told = prompts.filter(({ isCommand }) => !isCommand);
  const rows = db
    .prepare<[], { n: number; turnId: number; prompt: string; learned: number; jobs: number; detected: number }>(
      `select json_extract(e.body, '$.n') as n, t.id as turnId, t.prompt,
         (select count(*) from memory_history h where h.source = 'turn:' || t.id) as learned,
         (select count(*) from job j where j.kind = 'learn.turn' and j.subject = cast(t.id as text) and j.state = 'done') as jobs,
         (select count(*) from detection d where d.turn_id = t.id) as detected
       from turn t join event e on e.turn_id = t.id and e.name = 'UserPromptSubmit' order by 1`,
    )
    .all();
  expect(number(db, "select count(*) as n from turn"), "a prompt is a turn").toBe(prompts.length);
  expect(
    rows.map(({ n, prompt }) => ({ n, text: prompt })),
    "as it was said",
  ).toEqual(prompts.map(({ n, text }) => ({ n, text })).sort((a, b) => a.n - b.n));
  for (const { n, isCommand, isLesson } of prompts) {
    const row = rows.find((one) => one.n === n);
    expect([n, row?.jobs, row?.detected], "learned from once, commands never").toEqual([
      n,
      isCommand ? 0 : 1,
      isCommand ? 0 : 1,
    ]);
    if (isLesson) expect(row?.learned, `prompt ${n} taught something`).toBeGreaterThan(0);
  }
  expect(number(db, "select count(*) as n from detection")).toBe(told.length);
};

const jobs = (db: Db): void => {
  const states = db.prepare("select state, count(*) as n from job group by 1").all();
  expect(
    states.filter((row) => (row as { state: string }).state !== "done"),
    "every job is done",
  ).toEqual([]);
  const moves = db
    .prepare<[], { job: string; from: string | null; to: string; was: string | null; now: string | null }>(
      `select l.job_id as job, l.from_state as "from", l.to_state as "to",
         lag(l.to_state) over (partition by l.job_id order by l.id) as was, j.state as now
       from job_log l left join job j on j.id = l.job_id order by l.id`,
    )
    .all();
  const allowed = new Set(JOB_MOVES.map((pair) => pair.join(" -> ")));
  for (const { job, from, to, was, now } of moves) {
    expect(from, `${job} goes on from where it was`).toBe(was);
    expect(now, `${job} is not lost`).not.toBeNull();
    if (from !== null) expect(allowed.has(`${from} -> ${to}`), `${from} -> ${to}`).toBe(true);
    else expect(to).toBe("ready");
  }
  const done = moves.filter(({ to }) => to === "done");
  expect(new Set(done.map(({ job }) => job)).size, "no job is done twice").toBe(done.length);
  expect(
    number(db, "select cast(value as integer) as n from meta where key = 'jobs.processed'"),
    "counted with its work",
  ).toBe(done.length);
  expect(number(db, "select count(*) as n from job where id like '%.brief.prepare'"), "what follows does so once").toBe(
    number(db, "select count(*) as n from job where kind in ('learn.turn', 'reflect.turn')"),
  );
};

const memories = (db: Db, machine: TestMachine): void => {
  const alive = "state in ('trusted', 'proposed')";
  const twice = db
    .prepare(
      `select text, count(*) as n from memory where ${alive} group by scope, project_id, text having count(*) > 1`,
    )
    .all();
  expect(twice, "nothing is known twice").toEqual([]);
  const births = db
    .prepare(
      "select m.id from memory m left join memory_history h on h.memory_id = m.id and h.change = 'added' group by m.id having count(h.id) <> 1",
    )
    .all();
  expect(births, "every memory came to be once, for a reason").toEqual([]);
  expect(number(db, "select count(*) as n from memory_history where memory_id not in (select id from memory)")).toBe(0);
  const miscounted = db
    .prepare(
      "select memory_id from memory_count c where injected <> (select count(*) from injection i where i.memory_id = c.memory_id)",
    )
    .all();
  expect(miscounted, "counted as often as given").toEqual([]);

  const living = machine.store.memories.list({ states: ["trusted", "proposed"], projectId: null, limit: 999 });
  expect(number(db, "select count(*) as n from memory_fts"), "the search knows the living only").toBe(living.length);
  for (const { id, text, projectId, state, confidence } of living) {
    const found = machine.store.search.anyOf(termsOf(text), { projectId, everyProject: false }, 200);
    expect(
      found.map(({ memory }) => memory.id),
      `${text} is found`,
    ).toContain(id);
    if (projectId === null || state !== "trusted" || confidence < 0.5) continue;
    for (const dir of machine.store.projects.dirs(projectId)) {
      const brief = readFileSync(join(machine.home.briefs, briefName(dir)), "utf8");
      expect(brief, "the prepared brief is up to date").toContain(id);
    }
  }
};
