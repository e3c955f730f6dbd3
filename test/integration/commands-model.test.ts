import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { closedBreaker } from "../../sync/core/breaker.ts";
import { localDay } from "../../sync/core/clock.ts";
import { openStore } from "../../sync/store/open.ts";
import { cliOn } from "../support/cli.ts";

const KEY = "sk-ant-api03-nobody-must-see-this";

test("cairn model says that none is asked, also before anything was stored", async () => {
  const cli = cliOn();
  expect(await cli.ok("model")).toContain("none: learns by rules alone");
});

test("cairn model key keeps a key from stdin, never shows it, and forgets it", async () => {
  const cli = cliOn();
  const kept = await cli.run(["model", "key"], { stdin: `${KEY}\n` });
  expect(kept.code).toBe(0);
  expect(statSync(cli.home.credentials).mode & 0o777).toBe(0o600);
  expect(readFileSync(cli.home.credentials, "utf8")).toContain(KEY);
  const shown = await cli.run(["model"]);
  expect(shown.stdout).toContain("in credentials.json");
  for (const text of [kept.stdout, kept.stderr, shown.stdout]) expect(text).not.toContain(KEY);
  await cli.ok("model", "key", "--remove");
  expect(readFileSync(cli.home.credentials, "utf8")).not.toContain(KEY);
  expect((await cli.run(["model", "key"], { stdin: "" })).code).toBe(2);
});

test("cairn model and cairn status show what it cost today and that it is left alone; cairn model reset has it tried again", async () => {
  const cli = cliOn();
  await cli.ok("learn", "Prefer small commits");
  await cli.ok("config", "set", "learning.model", "anthropic");
  await cli.ok("config", "set", "learning.tokensPerDay", "50000");
  const store = openStore(cli.home.database);
  const cost = { calls: 3, failures: 1, inputTokens: 1_200, outputTokens: 30, cachedTokens: 4 };
  store.modelCalls.add({ day: localDay(Date.now()), purpose: "refine", model: "claude-x", ...cost });
  store.modelCalls.add({ day: "2020-01-01", purpose: "refine", model: "claude-x", ...cost });
  const untilMs = Date.now() + 60_000;
  store.breakers.save("model", {
    ...closedBreaker,
    state: "open",
    inARow: 3,
    recent: "+---",
    untilMs,
    opened: 1,
    reason: "It was overloaded.",
  });
  store.close();
  const model = await cli.ok("model");
  expect(model).toMatch(/anthropic, left alone/);
  expect(model).toMatch(/1,234 of 50,000 today/);
  expect(model).toMatch(/refine +claude-x +3 +1 +1,200 +30 +4/);
  expect(model).toMatch(/3 of the last 4, 3 in a row; open.*It was overloaded/);
  const status = (await cli.run(["status", "--fresh"])).stdout;
  expect(status).toMatch(/1,234 of 50,000 tokens today \(anthropic; left alone after failures, rules alone\)/);
  expect(status).toMatch(/bad model .*It was overloaded/);
  await cli.ok("model", "reset");
  expect(await cli.json("model")).toMatchObject({
    name: "anthropic",
    state: "ready",
    tokensToday: 1_234,
    limit: 50_000,
    breaker: { state: "closed", opened: 1 },
  });
});
