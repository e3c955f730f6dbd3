import { describe, expect, test } from "vitest";
import type { Step } from "../../agent/learn/reflect/step.ts";
import { triedAndDropped } from "../../agent/learn/reflect/tried-and-dropped.ts";
import { edit, failed, ran, textsOf, write } from "../support/steps.ts";

describe("what was tried and dropped", () => {
  const turns = [{ prompt: "make the list fast", answer: "Memoised rows made no difference, so that went out again." }];
  const first = edit("List.tsx", "<Row />", "<MemoRow />");
  const second = edit("List.tsx", "<Row />", "<VirtualRow />");
  const check = ran("node bench/scroll.mjs");
  const WAY =
    "Use `VirtualRow` in `List.tsx`, not `MemoRow`, which was tried and dropped: Memoised rows made no difference.";
  const of = (steps: Step[], said = turns) => textsOf(triedAndDropped({ turns: said, steps }));

  test.each<[string, Step[]]>([
    ["by git checkout", [first, check, ran("git checkout -- List.tsx"), second, check]],
    ["by git restore", [first, check, ran("git restore ."), second, check]],
    ["by an edit the other way round", [first, check, edit("List.tsx", "<MemoRow />", "<Row />"), second, check]],
  ])("%s", (_name, steps) => {
    expect(of(steps)).toEqual([WAY]);
  });

  test("in the words of the answer, where what is done now has another name there", () => {
    const said = [
      {
        prompt: "make the list fast",
        answer: "Only what is seen is drawn by a window. Memoised rows made no difference.",
      },
    ];
    const steps = [first, check, ran("git checkout -- List.tsx"), edit("List.tsx", "<Row />", "<Sliced />"), check];
    const told = [
      {
        ...said[0],
        prompt: "make the list fast",
        answer: "Rows are drawn by a window. Memoised rows made no difference.",
      },
    ];
    expect(of(steps, told)).toEqual([
      "Use `Sliced` in `List.tsx` (Rows are drawn by a window), not `MemoRow`: Memoised rows made no difference.",
    ]);
  });

  test("where no more is said of it than what came of it", () => {
    const said = [{ prompt: "map the old routes", answer: "Old routes go through a proxy_pass. A rewrite looped." }];
    const steps = [
      edit("nginx.conf", "location / {}", "rewrite ^/old/ /new/;"),
      check,
      ran("git restore nginx.conf"),
      edit("nginx.conf", "location / {}", "location /old/ { proxy_pass http://new/; }"),
      check,
    ];
    expect(of(steps, said)).toEqual([
      "Use `proxy_pass` in `nginx.conf`, not `rewrite`, which was tried and dropped: A rewrite looped.",
    ]);
  });

  test("as a whole file that has nothing of the first", () => {
    const said = [{ prompt: "store them", answer: "They go to Parquet. SQLite only managed 900 rows a second." }];
    const first = write("store.py", "import sqlite3");
    expect(of([first, check, write("store.py", "import parquet"), check], said)).toEqual([
      "Use `parquet` in `store.py`, not `sqlite3`, which was tried and dropped: SQLite only managed 900 rows a second.",
    ]);
    expect(of([first, check, write("store.py", "import sqlite3\nimport parquet"), check], said)).toEqual([]);
  });

  test("once, in however many steps it goes out", () => {
    const said = [{ prompt: "make it fast", answer: "gevent broke ssl, so I removed it again." }];
    const steps = [
      ran("pip install gevent"),
      edit("fetch.py", "get(u)", "gevent.spawn(get, u)"),
      failed("pytest"),
      ran("pip uninstall -y gevent"),
      edit("fetch.py", "gevent.spawn(get, u)", "ThreadPoolExecutor(8).map(get, us)"),
      ran("pytest"),
    ];
    expect(of(steps, said)).toEqual([
      "Use `ThreadPoolExecutor` in `fetch.py`, not `gevent`, which was tried and dropped: gevent broke ssl.",
    ]);
  });

  test("not what was wanted in another way later on", () => {
    const steps = [
      edit("a.ts", "fetch(u)", "axios.get(u)"),
      check,
      edit("a.ts", "axios.get(u)", "ky(u).json()", { turn: 1 }),
      ran("make", { turn: 1 }),
    ];
    const said = [
      { prompt: "use axios", answer: "Done." },
      { prompt: "we want ky", answer: "It uses ky, axios is gone." },
    ];
    expect(of(steps, said)).toEqual([]);
  });

  test("not a name that was thought better of", () => {
    const steps = [
      edit("a.py", "foo_bar", "fooBar"),
      check,
      edit("a.py", "fooBar", "foo_bar"),
      edit("a.py", "foo_bar", "foobar"),
      check,
    ];
    expect(of(steps, [{ prompt: "rename it", answer: "It is called foobar now." }])).toEqual([]);
  });

  test("not what stands in the new code as well", () => {
    const said = [{ prompt: "add a slug", answer: "It handles blanks. The first version only lowered the letters." }];
    const steps = [
      edit("a.py", "pass", "return s.lower()"),
      failed("pytest"),
      edit("a.py", "return s.lower()", "return re.sub(BLANKS, '-', s.lower())"),
      ran("pytest"),
    ];
    expect(of(steps, said)).toEqual([]);
  });

  test("a package for another", () => {
    const steps = [ran("npm i moment"), check, ran("npm uninstall moment"), ran("npm install dayjs"), check];
    const said = [{ prompt: "make the list fast", answer: "I took moment out again." }];
    expect(of(steps, said)).toEqual([
      "Use `dayjs`, not `moment`, which was tried and dropped for “make the list fast”.",
    ]);
  });

  test.each<[string, string, string]>([
    [
      "as far as it fits",
      "Memoised rows made no difference at all in any of the browsers that were tried, because each row got a new object anyway.",
      "Memoised rows made no difference at all in any of the browsers that were tried",
    ],
    ["without who did it", "I took MemoRow out again because it compares every prop.", "it compares every prop"],
    [
      "of what was dropped first of all",
      "The bench failed once. Memoised rows didn't help.",
      "Memoised rows didn't help",
    ],
  ])("with the reason %s", (_name, answer, why) => {
    const [text] = of([first, check, ran("git checkout -- List.tsx"), second, check], [{ prompt: "go", answer }]);
    expect(text).toBe(`Use \`VirtualRow\` in \`List.tsx\`, not \`MemoRow\`, which was tried and dropped: ${why}.`);
  });

  test("another way elsewhere, where the answer says that the first was no good", () => {
    const elsewhere = edit("api/rows.go", "all()", "pageOfRows(n)");
    const steps = [first, check, ran("git checkout -- List.tsx"), elsewhere, check];
    expect(of(steps)).toEqual([
      "Use `pageOfRows` in `rows.go`, not `MemoRow`, which was tried and dropped: Memoised rows made no difference.",
    ]);
    expect(of(steps, [{ prompt: "go", answer: "The bench was too slow, so the server gives pages." }])).toEqual([]);
  });

  const over = edit("List.tsx", "<MemoRow />", "<VirtualRow />");

  test("another way at once, where the answer says that the first was no good", () => {
    expect(of([first, check, over, check])).toEqual([WAY]);
    expect(of([first, check, over, check], [{ prompt: "go", answer: "The list only draws what is seen." }])).toEqual(
      [],
    );
    expect(of([first, over, check])).toEqual([]);
  });

  test("another way at once, where the user says that the first was no good, for what was asked at first", () => {
    const later = [edit("List.tsx", "<MemoRow />", "<VirtualRow />", { turn: 1 }), ran("make", { turn: 1 })];
    const said = (complaint: string) => [
      { prompt: "make the list fast", answer: "Rows are memoised." },
      { prompt: complaint, answer: "Only what is seen is drawn." },
    ];
    expect(of([first, check, ...later], said("it still stutters"))).toEqual([
      "Use `VirtualRow` in `List.tsx`, not `MemoRow`, which was tried and dropped for “make the list fast”.",
    ]);
    expect(of([first, check, ...later], said("thanks, now the virtual one"))).toEqual([]);
  });

  test.each<[string, Step[], typeof turns?]>([
    ["with nothing in its place", [first, check, ran("git checkout -- List.tsx")]],
    ["never tested", [first, ran("git checkout -- List.tsx"), second, check]],
    ["what came then never passed", [first, check, ran("git checkout -- List.tsx"), second, failed("npm test")]],
    [
      "only put in to look",
      [edit("List.tsx", "a", "console.log(rowCount)"), check, ran("git checkout -- List.tsx"), second, check],
    ],
    ["put aside and taken back", [first, check, ran("git stash"), check, ran("git stash pop"), second, check]],
    [
      "at the user's wish",
      [
        first,
        check,
        ran("git checkout -- List.tsx", { turn: 1 }),
        edit("List.tsx", "b", "c", { turn: 1 }),
        ran("make", { turn: 1 }),
      ],
      [...turns, { prompt: "take it out again for now", answer: "It's out." }],
    ],
    [
      "nobody says why",
      [first, check, ran("git checkout -- List.tsx"), second, check],
      [{ prompt: "go", answer: "Done." }],
    ],
  ])("not what was %s", (_name, steps, said) => {
    expect(of(steps, said)).toEqual([]);
  });
});
