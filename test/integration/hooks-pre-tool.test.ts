import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { END, openScene, SESSION, SHELLS_HERE, SILENT } from "../support/hooks.ts";
import { answerTo, countStarts, serve } from "../support/hooks-worker.ts";

const OFFER = answerTo("PreToolUse", 'é "q" \\ 100 %s\n$(touch x)');

describe.each(SHELLS_HERE)("under $title", (shell) => {
  test("what is prepared for the session is printed once, and the event recorded each time", async () => {
    const scene = openScene();
    scene.put(`offers/${SESSION}.json`, `${OFFER}\n`);
    expect(await scene.run("pre-tool", { shell, stdin: "first" })).toMatchObject({ ...SILENT, stdout: `${OFFER}\n` });
    expect(await scene.run("pre-tool", { shell, stdin: "second" })).toMatchObject(SILENT);
    expect([...scene.spool().values()].sort()).toEqual([`first${END}`, `second${END}`]);
    expect(readdirSync(scene.at("offers"))).toEqual([]);
    expect(readdirSync(scene.project)).toEqual([]);
  });

  test("of 16 tool calls at once, one prints it", async () => {
    const scene = openScene();
    scene.put(`offers/${SESSION}.json`, OFFER);
    const all = await Promise.all(Array.from({ length: 16 }, () => scene.run("pre-tool", { shell })));
    expect(all.map(({ stdout }) => stdout).sort()).toEqual([...Array(15).fill(""), `${OFFER}\n`]);
    expect(scene.spool().size).toBe(16);
  });

  test("another session's stays where it is", async () => {
    const scene = openScene();
    for (const name of ["other.json", ".json", "*.json"]) scene.put(`offers/${name}`, OFFER);
    scene.put("x.json", OFFER);
    for (const id of [SESSION, "", "*", "../x", "other\n"]) {
      expect(await scene.run("pre-tool", { shell, env: { CLAUDE_CODE_SESSION_ID: id } })).toMatchObject(SILENT);
    }
    expect(readdirSync(scene.at("offers")).sort()).toEqual(["*.json", ".json", "other.json"]);
  });

  test.each([
    ["cut short", OFFER.slice(0, -2)],
    ["of another event", answerTo("SessionStart", "x")],
    ["in words", "remember the milk"],
    ["that decides", '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}'],
    ["of nothing", ""],
  ])("an offer %s is not printed", async (_, offer) => {
    const scene = openScene();
    scene.put(`offers/${SESSION}.json`, offer);
    expect(await scene.run("pre-tool", { shell })).toMatchObject(SILENT);
    expect(readdirSync(scene.at("offers"))).toEqual([]);
  });

  test("a folder or a pipe in its place is no trouble", async () => {
    const scene = openScene();
    mkdirSync(scene.at(`offers/${SESSION}.json`), { recursive: true });
    expect(await scene.run("pre-tool", { shell })).toMatchObject(SILENT);
    rmdirSync(scene.at(`offers/${SESSION}.json`));
    spawnSync("mkfifo", [scene.at(`offers/${SESSION}.json`)]);
    expect(await scene.run("pre-tool", { shell })).toMatchObject(SILENT);
  });

  test("the worker is neither asked nor started", async () => {
    const scene = openScene();
    const starts = countStarts(scene);
    await (await scene.run("pre-tool", { shell })).over;
    let asked = 0;
    await serve(scene.at("worker.sock"), (_, response) => {
      asked++;
      response.end(OFFER);
    });
    expect(await scene.run("pre-tool", { shell })).toMatchObject(SILENT);
    expect([asked, starts()]).toEqual([0, 0]);
  });
});
