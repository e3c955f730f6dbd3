import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PLUGIN } from "./cairn.ts";
import { type Lesson, PNPM, play, teach } from "./lesson.ts";
import { openWorld, says } from "./world.ts";

/** Files below a folder that hold that text, as it is: database, spool, logs, briefs and whatever else there may be. */
const holding = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
    .filter((name) => readFileSync(join(folder, name)).includes(text));

const SECRET: Lesson = {
  request: "Deploy to zanzibar-one.",
  answer: "I deployed it by hand.",
  correction: "No, not by hand. Always deploy to zanzibar-one with make ship.",
  learned: /zanzibar/,
};

test("a project with capture off leaves nothing in Cairn's home, nor do its worktrees", async () => {
  const world = await openWorld();
  const project = world.project("secret");
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=A User", "-c", "user.email=user@example.com"];
    expect(spawnSync("git", ["-C", project, ...who, ...args]).status).toBe(0);
  };
  git("commit", "-q", "--allow-empty", "-m", "Start");
  git("worktree", "add", "-q", join(world.root, "worktree"));
  await world.cairn.startWorker();
  world.cairn.run(project, "init", "--no-capture", "--no-start");

  const sessions = [await play(world, project, SECRET), await play(world, join(world.root, "worktree"), SECRET)];
  // Another project's lesson, told later, has arrived: so would these have.
  await teach(world, world.project("shop"), PNPM);

  expect(holding(world.cairn.dir, "pnpm")).not.toEqual([]);
  expect(holding(world.cairn.dir, "zanzibar")).toEqual([]);
  const recorded = world.cairn.rows<{ session_id: string }>("select session_id from event");
  expect(recorded.filter(({ session_id }) => sessions.includes(session_id))).toEqual([]);
});

test("what is learned in a private project is marked so", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const project = world.project("secret");
  world.cairn.run(project, "init", "--private", "--no-start");
  const secret = await teach(world, project, SECRET);
  const open = await teach(world, world.project("shop"), PNPM);

  const isPrivate = (id: string) => world.cairn.rows("select private from memory where id = ?", id);
  expect(isPrivate(secret.id)).toEqual([{ private: 1 }]);
  expect(isPrivate(open.id)).toEqual([{ private: 0 }]);
});

test("what the user marks as private and what looks like a key is not kept", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const project = world.project("shop");
  const key = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
  const bash = { tools: [{ name: "Bash", input: { command: `echo "token is ${key}"` } }] };
  const session = await world.session({ project, plugins: [PLUGIN], script: says(bash, "Done.") });
  await session.say(`Use the key ${key} <private>and greet Rumpelstiltskin</private> today.`);
  await session.end();
  await world.cairn.settled();

  expect(holding(world.cairn.dir, "Use the key")).not.toEqual([]);
  expect(holding(world.cairn.dir, key)).toEqual([]);
  expect(holding(world.cairn.dir, "Rumpelstiltskin")).toEqual([]);
});

test("CAIRN_DISABLED=1 makes every hook do nothing", async () => {
  const world = await openWorld();
  const env = { CAIRN_DISABLED: "1" };
  const session = await world.session({
    project: world.project("shop"),
    plugins: [PLUGIN],
    script: says("Hello."),
    env,
  });
  await session.say("Hello.");
  expect(await session.end()).toBe(0);
  expect(session.hooks().map(({ stdout }) => stdout)).toEqual(["", "", ""]);
  expect(existsSync(world.cairn.dir)).toBe(false);
});
