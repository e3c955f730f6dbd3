import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Lineage } from "../../web/deps.ts";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

/** What was laid into the spool lies a moment in the future, so that its order is sure. */
const settle = async (machine: TestMachine): Promise<void> => {
  await machine.clock.pass(100);
  await machine.takeIn();
  await machine.work();
};

type Session = ReturnType<typeof converse>;

/** A project in which each call of `turn` is one turn, of a new session where that is said. */
const work = () => {
  const machine = openMachine();
  const dir = scratchDir();
  let session: Session = converse(machine, dir);
  const turn = async (prompt: string, act: (session: Session) => void, options: { anew?: boolean } = {}) => {
    await machine.clock.pass(60_000);
    if (options.anew) session = converse(machine, dir);
    session.prompt(prompt);
    act(session);
    session.stop();
    await settle(machine);
    return session.id;
  };
  const chains = async (of: string): Promise<Lineage[]> => {
    const response = await machine.request(`/api/lineage?of=${encodeURIComponent(of)}&dir=${encodeURIComponent(dir)}`);
    expect(response.status).toBe(200);
    return ((await response.json()) as { chains: Lineage[] }).chains;
  };
  const path = (name: string): string => join(dir, name);
  const story = async (of: string) =>
    (await chains(of)).map(({ pattern, steps }) => [
      pattern.owner === "" ? pattern.name : `${pattern.owner}.${pattern.name}`,
      ...steps.map(({ change }) => change),
    ]);
  return { machine, dir, turn, chains, story, path };
};

const TOTAL = "export function total(net: number): number {\n  return net;\n}\n";

describe("where code comes from", () => {
  test("three edits of one function over two sessions are one chain, with when, where and what for", async () => {
    const { turn, chains, path } = work();
    const first = await turn("count the cart", ({ tool }) => {
      tool("Write", { file_path: path("src/total.ts"), content: TOTAL });
      tool("Edit", { file_path: path("src/total.ts"), old_string: "return net;", new_string: "return net * 1.2;" });
    });
    const second = await turn(
      "round the total",
      ({ tool }) => {
        tool("Edit", {
          file_path: path("src/total.ts"),
          old_string: "  return net * 1.2;",
          new_string: "  return Math.round(net * 1.2);",
        });
        tool("Edit", {
          file_path: path("src/total.ts"),
          old_string: "export function total(net: number): number {",
          new_string: "export function total(net: number, vat = 1.2): number {",
        });
      },
      { anew: true },
    );
    const [chain, ...others] = await chains("src/total.ts");
    expect(others).toEqual([]);
    expect(chain?.pattern).toMatchObject({
      kind: "function",
      name: "total",
      language: "TypeScript",
      file: "src/total.ts",
      removedAtMs: null,
    });
    expect(chain?.pattern).not.toHaveProperty("body");
    expect(chain?.steps.map(({ change, sessionId, why }) => [change, sessionId, why])).toEqual([
      ["created", first, "count the cart"],
      ["modified", first, "count the cart"],
      ["modified", second, "round the total"],
      ["modified", second, "round the total"],
    ]);
    expect(await chains(chain?.pattern.id ?? "")).toEqual([chain]);
  });

  test("an edit within a function that nobody saw written is told from the file that the tool answered with", async () => {
    const { turn, story, path } = work();
    const originalFile = `const a = 1;\n\nclass Cart {\n  add(item) {\n    this.items.push(item);\n  }\n\n  sum() {\n    return 0;\n  }\n}\n`;
    await turn("sum it up", ({ tool }) => {
      const edit = { file_path: path("cart.js"), old_string: "return 0;", new_string: "return this.items.length;" };
      tool("Edit", edit, { originalFile, userModified: false });
    });
    expect(await story("cart.js")).toEqual([["Cart.sum", "modified"]]);
  });

  test("the chain goes on in another file: git mv, mv into a folder, and written there and removed here in either order", async () => {
    const { turn, chains, path } = work();
    await turn("count", ({ tool }) => void tool("Write", { file_path: path("total.ts"), content: TOTAL }));
    await turn("tidy up", ({ tool }) => void tool("Bash", { command: "mkdir -p src && git mv total.ts src/sum.ts" }), {
      anew: true,
    });
    await turn("tidy up more", ({ tool }) => void tool("Bash", { command: "mv src/sum.ts lib/" }), { anew: true });
    await turn(
      "one file less",
      ({ tool }) => {
        tool("Write", { file_path: path("lib/all.ts"), content: `${TOTAL}\nexport const other = () => 1;\n` });
        tool("Bash", { command: "rm lib/sum.ts" });
      },
      { anew: true },
    );
    await turn(
      "apart again",
      ({ tool }) => {
        tool("Bash", { command: "git rm lib/all.ts" });
        tool("Write", { file_path: path("lib/total.ts"), content: TOTAL });
      },
      { anew: true },
    );
    const [chain, ...others] = await chains("lib/total.ts");
    expect(others).toEqual([]);
    expect(chain?.steps.map(({ change, file }) => [change, file])).toEqual([
      ["created", "total.ts"],
      ["moved", "src/sum.ts"],
      ["moved", "lib/sum.ts"],
      ["created", "lib/all.ts"],
      ["moved", "lib/all.ts"],
      ["removed", "lib/all.ts"],
      ["moved", "lib/total.ts"],
    ]);
    expect((await chains("total.ts")).map(({ pattern }) => pattern.id)).toContain(chain?.pattern.id);
  });

  test("a use in another file is noted, a renamed function stays one chain, and what is removed says so", async () => {
    const { turn, story, path } = work();
    await turn("count", ({ tool }) => void tool("Write", { file_path: path("total.ts"), content: TOTAL }));
    await turn("show it", ({ tool }) => {
      tool("Write", { file_path: path("view.ts"), content: "export const show = () => {\n  draw(total(3));\n};\n" });
    });
    await turn("a better name", ({ tool }) => {
      tool("Edit", {
        file_path: path("total.ts"),
        old_string: TOTAL,
        new_string: TOTAL.replace("total", "grandTotal"),
      });
    });
    await turn("out with it", ({ tool }) => void tool("Bash", { command: "git rm -q total.ts" }));
    expect(await story("total.ts")).toEqual([["grandTotal", "created", "used", "modified", "removed"]]);
    expect(await story("view.ts")).toEqual([["show", "created"]]);
  });

  test("a turn that is gone through twice counts once, and what failed or lies outside the project does not count", async () => {
    const { machine, turn, story, path } = work();
    await turn("count", ({ tool, failedTool, stop }) => {
      tool("Write", { file_path: path("total.ts"), content: TOTAL });
      failedTool("Edit", { file_path: path("total.ts"), old_string: "return net;", new_string: "return 1;" });
      tool("Write", { file_path: "/elsewhere/other.ts", content: TOTAL });
      tool("Write", { file_path: path("notes.md"), content: "function total() {" });
      tool("Bash", { command: "git mv total.ts sum.ts" });
      stop("Said twice.");
    });
    expect(await story("sum.ts")).toEqual([["total", "created", "moved"]]);
    expect(await story("total.ts")).toEqual([["total", "created", "moved"]]);
    expect(await story("notes.md")).toEqual([]);
    expect(await story("/elsewhere/other.ts")).toEqual([]);
    expect(machine.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("bad input is told, and nothing at all is found for what is not known", async () => {
    const { machine, story } = work();
    for (const query of ["", "?of=", "?of=%20&dir=/p", "?of=a.ts", "?dir=/p"])
      expect((await machine.request(`/api/lineage${query}`)).status).toBe(400);
    expect(await story("../../etc/passwd")).toEqual([]);
    expect(await story("'; drop table pattern; --")).toEqual([]);
    expect(await story("%")).toEqual([]);
  });

  test("calls whose payload is not what it should be change nothing and break nothing", async () => {
    const { machine, turn, story, path } = work();
    await turn("odd", ({ tool }) => {
      tool("Edit", { file_path: 7, old_string: null, new_string: ["x"] });
      tool("MultiEdit", { file_path: path("a.ts"), edits: "none" });
      tool("MultiEdit", { file_path: path("a.ts"), edits: [null, 1, { old_string: 3 }] });
      tool("Write", { file_path: path("a.ts"), content: { a: 1 } }, "text");
      tool("Write", { file_path: path("b.ts"), content: `${"x".repeat(50_000)}\nfunction deep() {\n` }, null);
      tool("Bash", { command: "git mv" });
      tool("Bash", { command: 'mv "a b.ts" $(ls) *.ts; rm -rf /' });
    });
    expect(await story("a.ts")).toEqual([]);
    const states = machine.store.jobs.list("dead", 10).concat(machine.store.jobs.list("retrying", 10));
    expect(states).toEqual([]);
  });
});
