import { expect, test } from "vitest";
import { END, openScene, SHELLS, SILENT, which } from "../support/hooks.ts";

const HINT = "The hooks are tested under dash, bash and BusyBox, and with curl: apt-get install dash bash busybox curl";

test.each(SHELLS)("$title is here and records an event", async (shell) => {
  expect(which(shell.words[0] ?? "sh"), `${shell.title} is missing. ${HINT}`).toBeDefined();
  const scene = openScene();
  expect(await scene.run("record", { shell, stdin: "event" })).toMatchObject(SILENT);
  expect([...scene.spool().values()]).toEqual([`event${END}`]);
});

test("curl is here, so the quick tests have asked a worker", () => {
  expect(which("curl"), `curl is missing. ${HINT}`).toBeDefined();
});
