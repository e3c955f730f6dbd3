import { describe, expect, test } from "vitest";
import { apisToUse } from "../../agent/learn/reflect/apis-to-use.ts";
import { replacedIn } from "../../agent/learn/reflect/replaced.ts";
import { type Step, stepOf } from "../../agent/learn/reflect/step.ts";

type More = Partial<Pick<Step, "outcome" | "error" | "output" | "turn">>;

const step = (tool: string, input: Record<string, unknown>, more: More = {}): Step =>
  stepOf({ tool, input, turn: 0, outcome: "ok", error: "", output: "", ...more });
const ran = (command: string, output = ""): Step => step("Bash", { command }, { output });
const failed = (command: string, error: string): Step => step("Bash", { command }, { outcome: "failed", error });
const edit = (before: string, after: string, file = "a.py"): Step =>
  step("Edit", { file_path: `/p/${file}`, old_string: before, new_string: after });
const write = (file: string, content: string): Step => step("Write", { file_path: `/p/${file}`, content });
const of = (steps: Step[], prompt = "go on"): string[] =>
  apisToUse({ turns: [{ prompt, answer: "Done." }], steps }).map(({ text }) => text);

/** An edit that a check finds wrong, and the edit that it then passes with. */
const mended = (error: string, wrong: string, right: string, command = "make test"): Step[] => [
  edit("pass", wrong),
  failed(command, error),
  edit(wrong, right),
  ran(command),
];

describe("an API that was called by a name there is not", () => {
  test.each<[string, string, string, string, string]>([
    [
      "an attribute",
      "AttributeError: 'Client' object has no attribute 'list_items'",
      "    found = client.list_items(page=2)",
      "    found = client.items.list(page=2)",
      "Use `client.items.list()`; `client.list_items()` does not exist.",
    ],
    [
      "a function in JavaScript",
      "TypeError: app.addRoute is not a function\n    at file:///p/a.js:3:5",
      "app.addRoute('/x', show);",
      "app.route('/x', show);",
      "Use `app.route()`; `app.addRoute()` does not exist.",
    ],
    [
      "what needs other arguments, too",
      "AttributeError: type object 'datetime' has no attribute 'utctoday'",
      "now = datetime.utctoday()",
      "now = datetime.now(timezone.utc)",
      "Use `datetime.now(timezone.utc)`; `datetime.utctoday()` does not exist.",
    ],
    [
      "a named argument",
      "TypeError: fetch() got an unexpected keyword argument 'timeout'",
      "page = fetch(url, timeout=5)",
      "page = fetch(url, deadline=5)",
      "Use `deadline` in `fetch()`; `timeout` does not exist.",
    ],
    [
      "a call with too few arguments",
      "src/a.ts(3,1): error TS2554: Expected 2 arguments, but got 1.\n3 connect(url)",
      "connect(url);",
      "connect(url, options);",
      "Call `connect(url, options)`, not `connect(url)`, which fails.",
    ],
    [
      "an import from another module",
      "ImportError: cannot import name 'Registry' from 'metrics'",
      "from metrics import Registry",
      "from metrics.core import Registry",
      "Import `Registry` from `metrics.core`, not from `metrics`.",
    ],
    [
      "a function of a module",
      "** (UndefinedFunctionError) function Tide.Repo.fetch_all/1 is undefined or private",
      "    rows = Tide.Repo.fetch_all(query)",
      "    rows = Tide.Repo.stream(query)",
      "Use `Tide.Repo.stream()`; `Tide.Repo.fetch_all()` does not exist.",
    ],
    [
      "a route that a test asks for",
      "FAIL: GET /api/loan/open: expected 200, got 404",
      "    const res = await get('/api/loan/open');",
      "    const res = await get('/api/v2/loans?state=open');",
      "Use `/api/v2/loans`; `/api/loan/open` does not exist.",
    ],
    [
      "a method in Rust",
      "error[E0599]: no method named `push_front` found for struct `Ring<T>` in the current scope",
      "        ring.push_front(item);",
      "        ring.prepend(item);",
      "Use `ring.prepend()`; `ring.push_front()` does not exist.",
    ],
  ])("%s", (_name, error, wrong, right, text) => {
    expect(of(mended(error, wrong, right))).toEqual([text]);
  });

  test("in code that was run by itself", () => {
    const steps = [
      failed(
        "python -c 'import geo; print(geo.haversine(a, b))'",
        "AttributeError: module 'geo' has no attribute 'haversine'",
      ),
      ran("python -c 'import geo; print(geo.distance(a, b))'"),
    ];
    expect(of(steps)).toEqual(["Use `geo.distance()`; `geo.haversine()` does not exist."]);
  });

  test("a route that a server does not know", () => {
    const steps = [
      ran("curl -s localhost:3000/api/users", '{"status":404}'),
      ran("curl -s localhost:3000/v1/users", "[]"),
    ];
    expect(of(steps)).toEqual(["Use `/v1/users`; `/api/users` does not exist."]);
  });

  test("a file that was written anew", () => {
    const steps = [
      write("a.js", "const x = 1\nbus.emitAll(x)\n"),
      failed("node a.js", "TypeError: bus.emitAll is not a function"),
      write("a.js", "const x = 1\nbus.broadcast(x)\n"),
      ran("node a.js"),
    ];
    expect(of(steps)).toEqual(["Use `bus.broadcast()`; `bus.emitAll()` does not exist."]);
  });

  test("a part of a line that was written before", () => {
    const steps = [
      write("a.ts", "import { arrow } from 'plotkit'\n"),
      failed("make", '"arrow" is not exported by "plotkit/index.js"'),
      edit("'plotkit'", "'plotkit/shapes'", "a.ts"),
      ran("make"),
    ];
    expect(of(steps)).toEqual(["Import `arrow` from `plotkit/shapes`, not from `plotkit`."]);
  });

  const ERROR = "AttributeError: 'Client' object has no attribute 'list_items'";
  const [WRONG, RIGHT] = ["x = client.list_items()", "x = client.items.list()"];

  test("it is a proposal of kind api, found by what was asked, and says what failed", () => {
    const [one] = apisToUse({ turns: [{ prompt: "list the orders", answer: "" }], steps: mended(ERROR, WRONG, RIGHT) });
    expect(one).toMatchObject({
      from: "api",
      kind: "api",
      state: "proposed",
      context: expect.stringMatching(/list the orders/),
    });
    expect(one?.quote).toContain(ERROR);
  });

  test.each<[string, Step[], string?]>([
    ["what never passed", mended(ERROR, WRONG, RIGHT).slice(0, 3)],
    ["what failed for another reason", mended("AssertionError: 3 != 4", WRONG, RIGHT)],
    ["an error about another name", mended("'Client' object has no attribute 'session'", WRONG, RIGHT)],
    ["a slip", mended("'Client' object has no attribute 'itmes'", "x = client.itmes()", "x = client.items()")],
    [
      "what the session had taken away itself",
      [edit("def list_items(self):", "def all(self):", "client.py"), ...mended(ERROR, WRONG, "x = client.all()")],
    ],
    [
      "what the session made only then",
      [
        edit("pass", WRONG),
        failed("make test", ERROR),
        edit("    pass", "    def every(self):\n        return []", "client.py"),
        edit(WRONG, "x = client.every()"),
        ran("make test"),
      ],
    ],
    [
      "what was made where it was missing",
      [edit("pass", WRONG), failed("make test", ERROR), edit("pass", "def list_items(self):"), ran("make test")],
    ],
    [
      "a second name that there is not either",
      [
        edit("pass", WRONG),
        failed("make test", ERROR),
        edit(WRONG, "x = client.every()"),
        failed("make test", "'Client' object has no attribute 'every'"),
        edit("x = client.every()", "x = []"),
        ran("make test"),
      ],
    ],
    ["what the user had said", mended(ERROR, WRONG, "x = client.fetch()"), "rename list_items to fetch"],
    ["another check that passed", [...mended(ERROR, WRONG, RIGHT).slice(0, 3), ran("make lint")]],
    [
      "a pipe that shows that it failed",
      [...mended(ERROR, WRONG, RIGHT, "make test | tail").slice(0, 3), ran("make test | tail", "1 failed")],
    ],
    ["a variable of one's own", mended("NameError: name 'total' is not defined", "x = total", "x = amount")],
    ["one thing of many", [ran("curl -s localhost/users/17", "404"), ran("curl -s localhost/users/18", "{}")]],
    [
      "a route that was made then",
      [ran("curl -s localhost/users", "404"), edit("a", "b"), ran("curl -s localhost/users/all", "{}")],
    ],
  ])("not %s", (_name, steps, prompt) => {
    expect(of(steps, prompt)).toEqual([]);
  });
});

describe("what is in the place of what", () => {
  test.each<[string, string, string, [string, string][]]>([
    ["a name in a chain", "a.b.c(1)", "a.d(1)", [["a.b.c()", "a.d()"]]],
    ["behind self", "self.client.old()", "self.client.fresh()", [["client.old()", "client.fresh()"]]],
    [
      "the line that has most in common",
      "x = f.old(1)\ny = 2",
      "z = 3\nx = f.fresh(1)\nw = 4",
      [["f.old()", "f.fresh()"]],
    ],
    ["nothing", "a(1)", "a(1)", []],
    [
      "what is called, where it is called with too much",
      `a.b(${"x, ".repeat(30)}1)`,
      `c(${"y, ".repeat(30)}2)`,
      [["a.b()", "c()"]],
    ],
    ["two that have nothing in common", "if x then y else z", "return a + b - c", []],
  ])("%s", (_name, before, after, pairs) => {
    expect(replacedIn({ before, after }).map(({ wrong, right }) => [wrong, right])).toEqual(
      expect.arrayContaining(pairs),
    );
    if (pairs.length === 0) expect(replacedIn({ before, after })).toEqual([]);
  });
});

test("a piece of a statement, or what only a client understands, is no name", () => {
  const steps = [
    failed("psql app -c 'select c from x'", 'ERROR:  column "c" does not exist'),
    ran("psql app -c '\\d x'", "a | b"),
  ];
  expect(apisToUse({ turns: [{ prompt: "look it up", answer: "There is none." }], steps })).toEqual([]);
});
