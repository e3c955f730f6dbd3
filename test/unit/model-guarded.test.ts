import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { fitsBudget, mostTokens } from "../../agent/model/budget.ts";
import { guardedModel } from "../../agent/model/guarded.ts";
import { type Backend, ModelError, type ModelProblem, NotNow, type Usage } from "../../agent/model/model.ts";
import { type Breaker, closedBreaker } from "../../sync/core/breaker.ts";
import { localDay } from "../../sync/core/clock.ts";
import { parseConfig } from "../../sync/core/config.ts";
import { silentLog } from "../../sync/core/log.ts";
import type { ModelCost } from "../../sync/core/words.ts";
import { createTestClock } from "../support/clock.ts";

const USAGE: Usage = { inputTokens: 500, outputTokens: 100, cachedTokens: 50 };
const good: Backend = async () => ({ text: '{"n":1}', usage: USAGE });
const failing =
  (kind: ModelProblem): Backend =>
  async () => {
    throw new ModelError(kind, `it was ${kind}`);
  };

const opened = (tokensPerDay = 100_000, model = "anthropic") => {
  const clock = createTestClock();
  const costs: ModelCost[] = [];
  const told: string[] = [];
  let breaker: Breaker = closedBreaker;
  let backend: Backend = good;
  const config = parseConfig(
    { learning: { model, tokensPerDay, reflectorModel: "big", curatorModel: "small" } },
    "test",
  );
  const guarded = guardedModel({
    clock,
    log: silentLog,
    config: () => config,
    backend: () => backend,
    ledger: {
      tokensOn: (day) =>
        costs
          .filter((cost) => cost.day === day)
          .reduce((sum, cost) => sum + cost.inputTokens + cost.outputTokens + cost.cachedTokens, 0),
      note: (cost) => costs.push(cost),
      breaker: () => breaker,
      saveBreaker: (next) => {
        breaker = next;
      },
      tell: (what) => told.push(what),
    },
  });
  const ask = (purpose: "refine" | "curate" = "refine") =>
    guarded
      .ask({
        purpose,
        system: "s".repeat(300),
        prompt: "p",
        schema: z.object({ n: z.number() }),
        maxTokens: 500,
        signal: new AbortController().signal,
      })
      .then(
        () => "answered" as const,
        (error: unknown) =>
          error instanceof NotNow
            ? ("not now" as const)
            : error instanceof ModelError
              ? error.kind
              : Promise.reject(error),
      );
  return {
    clock,
    costs,
    told,
    ask,
    use: (next: Backend) => {
      backend = next;
    },
    breaker: () => breaker,
  };
};

describe("a model", () => {
  test("is asked by its name for the purpose, and each question is accounted, also one that failed", async () => {
    const at = opened();
    expect([await at.ask("refine"), await at.ask("curate")]).toEqual(["answered", "answered"]);
    at.use(failing("offline"));
    await at.ask("refine");
    expect(at.costs).toMatchObject([
      { purpose: "refine", model: "big", calls: 1, failures: 0, ...USAGE },
      { purpose: "curate", model: "small", calls: 1, failures: 0 },
      { purpose: "refine", model: "big", calls: 1, failures: 1, inputTokens: 0 },
    ]);
    expect(at.costs[0]?.day).toBe(localDay(at.clock.now()));
  });

  test("that took too long is taken to have read the question", async () => {
    const at = opened();
    at.use(failing("timeout"));
    await at.ask();
    expect(at.costs[0]?.inputTokens).toBeGreaterThan(100);
  });

  test.each([
    ["no tokens", 0, "anthropic"],
    ["no model", 100_000, "none"],
  ])("is never asked with %s", async (_, tokens, model) => {
    const at = opened(tokens, model);
    expect(await at.ask()).toBe("not now");
    expect([at.costs, at.told]).toEqual([[], []]);
  });

  test("is not asked any more when the day's tokens are spent in the middle, says so, and is again the next day", async () => {
    const at = opened(2_000);
    const ends = [await at.ask(), await at.ask(), await at.ask()];
    expect(ends).toEqual(["answered", "answered", "not now"]);
    expect(at.told).toContain("spent");
    await at.clock.pass(24 * 3_600_000);
    expect(await at.ask()).toBe("answered");
  });

  test("is not asked more at once than the day's tokens allow", async () => {
    const at = opened(2_000);
    const ends = await Promise.all([at.ask(), at.ask(), at.ask(), at.ask()]);
    expect(ends.filter((end) => end === "answered")).toHaveLength(2);
  });

  test("that fails three times is left alone for a minute, tried with one question, and asked again when it answers", async () => {
    const at = opened();
    at.use(failing("overloaded"));
    for (let n = 0; n < 3; n++) expect(await at.ask()).toBe("overloaded");
    expect(await at.ask()).toBe("not now");
    expect(at.costs).toHaveLength(3);
    await at.clock.pass(60_000);
    expect(await at.ask()).toBe("overloaded");
    expect(await at.ask()).toBe("not now");
    await at.clock.pass(60_000);
    at.use(good);
    expect([await at.ask(), await at.ask()]).toEqual(["answered", "answered"]);
    expect(at.breaker()).toMatchObject({ state: "closed", opened: 1 });
  });

  test("that would not answer is none that does not work", async () => {
    const at = opened();
    at.use(failing("refused"));
    for (let n = 0; n < 5; n++) expect(await at.ask()).toBe("refused");
  });

  test("whose key is not taken is told to the user", async () => {
    const at = opened();
    at.use(failing("unauthorised"));
    await at.ask();
    expect(at.told).toEqual(["unauthorised"]);
  });

  test("never costs more than the day's tokens, whatever it is asked, as long as no question costs more than was reckoned", () => {
    const question = fc.record({ system: fc.string(), prompt: fc.string({ maxLength: 500 }), maxTokens: fc.nat(900) });
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.array(fc.tuple(question, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 40 }),
        (limit, asked) => {
          let spent = 0;
          for (const [each, share] of asked) {
            const most = mostTokens(each);
            if (fitsBudget({ limit, spent, underWay: 0, most })) spent += Math.floor(most * share);
          }
          expect(spent).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
