import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeDeedsOf } from "../../agent/learn/lineage/deeds.ts";
import { callsIn, definitionsIn } from "../../agent/learn/lineage/definitions.ts";
import { workingCopy } from "../../agent/learn/lineage/known-code.ts";
import { grammarOf } from "../../agent/learn/lineage/languages.ts";
import { trace } from "../../agent/learn/lineage/trace.ts";
import { projectPath } from "../../agent/learn/reflect/project-path.ts";
import { stepOf } from "../../agent/learn/reflect/step.ts";

const namesIn = (file: string, text: string): string[] => {
  const grammar = grammarOf(file);
  return grammar === null
    ? []
    : definitionsIn(grammar, text).map(({ kind, owner, name }) => `${kind} ${owner === "" ? "" : `${owner}.`}${name}`);
};

describe("definitions", () => {
  test.each<[string, string, string[]]>([
    [
      "a.ts",
      "export default class Cart<T> {\n  constructor(private x: number) {}\n\n  async add(item: Item, n = 1): Promise<void> {\n    if (n > 1) {\n    }\n  }\n}\n\nexport async function load(id: string) {\n}\nexport const sum = (a: number, b: number): number => a + b;\nconst x = 1;\nconst y = load(1);\nexport const handler = async () => {\n};",
      ["class Cart", "method Cart.add", "function load", "function sum", "function handler"],
    ],
    ["a.jsx", "export function Row({ a }) {\n}\nfor (const a of b) {\n}\n", ["function Row"]],
    [
      "a.py",
      "class Loan(Base):\n    def extend(self):\n        pass\n\n    async def late(self) -> bool:\n        return True\n\ndef main():\n    def inner():\n        pass\n",
      ["class Loan", "method Loan.extend", "method Loan.late", "function main", "function inner"],
    ],
    [
      "a.go",
      "type Plan struct {\n}\n\nfunc (p *Plan) Next(d Date) Date {\n}\n\nfunc New() *Plan {\n}\n",
      ["class Plan", "method Plan.Next", "function New"],
    ],
    [
      "a.rs",
      "pub struct Hull {\n}\n\nimpl Display for Hull {\n    fn fmt(&self) {\n    }\n}\n\npub async fn run() {\n}\n",
      ["class Hull", "method Hull.fmt", "function run"],
    ],
    [
      "A.java",
      "public class A {\n    private static final int X = 1;\n    public List<String> all(int n) {\n        return find(n);\n    }\n}\n",
      ["class A", "method A.all"],
    ],
    ["a.kt", "data class Seat(val n: Int)\n\nsuspend fun load(id: Int): Seat {\n}\n", ["class Seat", "function load"]],
    ["a.rb", "class Guest\n  def self.by_token(t)\n  end\nend\n", ["class Guest", "method Guest.by_token"]],
    ["a.ex", "defmodule Tide.Parser do\n  def parse(line), do: line\nend\n", ["class Parser", "method Parser.parse"]],
    ["a.php", "class A {\n    public function go() {\n    }\n}\n", ["class A", "method A.go"]],
    [
      "a.cpp",
      "int Lamp::dim(int n) {\n}\nstatic void off(void) {\n}\nint x = f(1);\n",
      ["method Lamp.dim", "function off"],
    ],
    ["a.swift", "struct Buoy {\n    func drift() -> Int {\n    }\n}\n", ["class Buoy", "method Buoy.drift"]],
    ["a.sh", "build() {\n}\n", ["function build"]],
    ["a.cs", "public class A\n{\n    public async Task<int> Go(int n)\n    {\n    }\n}\n", ["class A", "method A.Go"]],
    ["notes.md", "function total() {", []],
    ["Makefile", "build() {", []],
  ])("in %s", (file, text, names) => {
    expect(namesIn(file, text)).toEqual(names);
  });

  test("a change of a method is its own, not its class's", () => {
    const text = "class A:\n    x = 1\n\n    def go(self):\n        return 1\n\n    y = 2\n";
    const [outer, inner] = definitionsIn(grammarOf("a.py") ?? { language: "", rules: [] }, text);
    expect(outer?.own).not.toContain("return 1");
    expect(outer?.own).toContain("y = 2");
    expect(inner?.own).toContain("return 1");
    expect(inner?.own).not.toContain("y = 2");
  });

  test("calls, constructors and components are uses; short and reserved words are none", () => {
    expect(callsIn("const a = total(3) + new Basket(x); if (b) run(); <RowList items />")).toEqual([
      "total",
      "Basket",
      "RowList",
    ]);
  });
});

describe("the name of a file in its project", () => {
  const place = { key: "/code/shop/.git", dirs: ["/code/shop/web", "/wt/dim"] };
  test.each([
    ["/code/shop/src/a.ts", "src/a.ts"],
    ["/code/shop/web/b.ts", "web/b.ts"],
    ["/wt/dim/src/a.ts", "src/a.ts"],
    ["src/a.ts", "src/a.ts"],
    ["./src/a.ts", "src/a.ts"],
    ["/code/shopping/a.ts", null],
    ["/etc/passwd", null],
    ["../a.ts", null],
    ["", null],
  ])("%s is %s", (path, name) => {
    expect(projectPath(place, path)).toBe(name);
  });
});

test("whatever is written, moved and removed: nothing throws, and every step belongs to a pattern", () => {
  const file = fc.constantFrom("a.ts", "b.ts", "src/a.ts", "c.py", "src");
  const name = fc.constantFrom("total", "grand", "Cart");
  const text = fc
    .array(fc.tuple(fc.constantFrom("function ", "class ", "  run(", "def ", "}", "  ", "x = "), name), {
      maxLength: 6,
    })
    .map((parts) => parts.map(([sign, one]) => `${sign}${one}(`).join("\n"));
  const deed = fc.oneof(
    fc.record({ kind: fc.constant("wrote" as const), file, before: fc.option(text), after: text }),
    fc.record({
      kind: fc.constant("edited" as const),
      file,
      changes: fc.array(fc.record({ before: text, after: text }), { maxLength: 2 }),
    }),
    fc.record({ kind: fc.constant("moved" as const), from: file, to: file }),
    fc.record({ kind: fc.constant("removed" as const), path: file }),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 10 }), (deeds) => {
      const nothing = () => [];
      const code = workingCopy({ inFile: nothing, below: nothing, named: nothing, steps: nothing });
      let ids = 0;
      for (const [i, one] of deeds.entries()) {
        const call = { projectId: "p", sessionId: "s", turnId: 1, toolUseId: `t${i}`, why: "", atMs: i, deed: one };
        trace(code, call, () => `id${ids++}`);
      }
      const { patterns, steps } = code.findings();
      for (const { patternId } of steps) expect(patterns.some(({ id }) => id === patternId)).toBe(true);
      for (const pattern of patterns) expect(pattern.body.length).toBeLessThanOrEqual(4_000);
    }),
    { numRuns: 1000 },
  );
});

test("any tool call whatever: reading what it did to code never throws", () => {
  const place = { key: "/p/.git", dirs: ["/p"] };
  const use = {} as Parameters<typeof codeDeedsOf>[0]["use"];
  fc.assert(
    fc.property(
      fc.constantFrom("Bash", "Edit", "Write", "MultiEdit"),
      fc.object(),
      fc.string(),
      fc.object(),
      (tool, input, command, response) => {
        const step = stepOf({
          tool,
          input: { command, file_path: "/p/a.ts", ...input },
          turn: 0,
          outcome: "ok",
          error: "",
          output: "",
        });
        expect(Array.isArray(codeDeedsOf({ step, use, response }, "/p", place))).toBe(true);
      },
    ),
  );
});
