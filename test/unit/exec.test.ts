import { expect, test } from "vitest";
import { exec } from "../../agent/process/exec.ts";

test("a command ends with whoever gave it up", async () => {
  const giveUp = new AbortController();
  const ended = exec(["sleep", "60"], { signal: giveUp.signal });
  giveUp.abort();
  expect(await ended).toMatchObject({ code: null });
}, 5_000);
