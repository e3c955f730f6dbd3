import { expect, test } from "vitest";
import { $, a, type Case, e, labels, type Row, verdicts, w } from "../support/proof.ts";

/** Facts, rules too vague to judge, and deeds that only look like what is forbidden. */
test.each<Row>([
  [
    "Use `logger`, not `console.log`, in the server code.",
    [
      [null, e("/h/web/src/a.ts", "a", "console.log(1)")],
      ["violated", e("/h/server/a.ts", "a", "console.log(1)")],
      [null, e("/h/server/a.ts", "console.log('a')", "console.log('b')")],
    ],
  ],
  [
    "Never use `eval`.",
    [
      [null, e("/h/a.js", "a", "evaluate(x)")],
      [null, e("/h/a.js", "a", "// eval is evil")],
      ["violated", e("/h/a.js", "a", "eval(x)")],
    ],
  ],
  ["Prefer composition over inheritance.", [[null, e("/h/a.ts", "a", "class A {}")]]],
  ["Don't log personal data.", [[null, e("/h/a.ts", "a", "log.info('x')")]]],
  ["Use semantic HTML.", [[null, e("/h/a.html", "a", "<div>")]]],
  ["No new global state.", [[null, e("/h/a.py", "a", "X = 1")]]],
  [
    "Handle errors, don't swallow them.",
    [
      ["violated", e("/h/a.js", "a", "try { x() } catch (e) {}")],
      [null, e("/h/a.js", "a", "x()")],
    ],
  ],
  ["Don't add types to JavaScript files.", [[null, e("/h/a.ts", "a", "type X = {a: 1}")]]],
  ["Tests use factories, not fixtures.", [[null, e("/h/a.py", "a", "x = 1")]]],
  ["Keep functions short.", [[null, e("/h/a.ts", "a", "function f() {}")]]],
  [
    "The staging server is at `staging.example.com`.",
    [
      [null, $("ssh staging.example.com uptime")],
      [null, e("/h/a.ts", "a", "const h = 'x.example.com'")],
    ],
  ],
  [
    "We deploy with Argo CD.",
    [
      [null, $("kubectl get pods")],
      [null, $("npm run build")],
    ],
  ],
  ["The build takes ten minutes.", [[null, $("npm run build")]]],
  [
    "`make dev` starts everything.",
    [
      [null, $("npm run build")],
      [null, $("npm run dev")],
    ],
  ],
  ["The API listens on port 8080.", [[null, $("curl localhost:8080")]]],
  [
    "Config lives in `config/app.toml`.",
    [
      [null, e("/h/src/a.py", "a", "b")],
      [null, $("cat config/app.toml")],
    ],
  ],
  ["Use React Query for server state.", [[null, e("/h/a.tsx", "a", "const [a, b] = useState(1)")]]],
  ["Never expose internal ids in URLs.", [[null, e("/h/a.ts", "a", "x")]]],
  ["Write tests for new features.", [[null, e("/h/a.ts", "a", "x")]]],
  ["I prefer small commits.", [[null, $("git commit -m 'Fix x'")]]],
  ["Never edit more than needed.", [[null, e("/h/a.ts", "a", "x")]]],
  [
    "Don't explain basic git commands to me.",
    [
      [null, $("git push")],
      [null, a("I pushed it.")],
    ],
  ],
  ["No long answers when I ask for a command.", [[null, a("word ".repeat(60))]]],
  ["Don't run formatters on files you didn't change.", [[null, $("npx prettier --write src/a.ts")]]],
  [
    "Don't commit generated files.",
    [
      [null, $("git commit -am x")],
      [null, e("/h/a.ts", "a", "x")],
    ],
  ],
  ["Don't push broken code.", [[null, $("git push")]]],
  ["Don't use single-letter variable names.", [[null, e("/h/a.ts", "a", "const count = 'a'")]]],
  [
    "Use double quotes in Python except for f-strings.",
    [
      ["violated", e("/h/a.py", "a", "x = 'a'")],
      [null, e("/h/a.js", "a", "x = 'a'")],
    ],
  ],
  ["Name tests after behaviour.", [[null, w("/h/a.test.ts", "it('works', () => {})")]]],
  ["All dates are stored in UTC.", [[null, e("/h/a.ts", "a", "new Date()")]]],
  ["Do not edit this project's CI, ask the platform team.", [[null, e("/h/src/ci.ts", "a", "x")]]],
  ["Answer questions about the code with file names.", [[null, a("It is in the parser.")]]],
  ["Comments explain why, not what.", [[null, e("/h/a.ts", "a", "// because of x\ny()")]]],
  ["Don't use abbreviations in names.", [[null, e("/h/a.ts", "a", "const ctx = 1")]]],
  ["Never use `rm` on anything outside the repo.", [[null, $("rm dist/a.js")]]],
  ["Release branches are called `release/x.y`.", [[null, $("git checkout -b fix/a")]]],
])("no false charge: %s", (memory, cases) => {
  expect(verdicts(memory, cases)).toEqual(labels(cases));
});

test("what the user asks for in that very turn is no violation", () => {
  const found = (memory: string, prompt: string, deeds: Case[1]) => verdicts(memory, [[null, deeds, prompt]])[0];
  expect(found("Never push to main.", "push it to main now", $("git push origin main"))).toBe(null);
  expect(found("Never push to main.", "push it", $("git push origin main"))).toBe("violated");
  expect(found("Use pnpm, not npm.", "use npm this time", $("npm install x"))).toBe(null);
  expect(found("Run the tests before pushing.", "push it, skip the tests", $("git push"))).toBe(null);
  expect(found("No emojis in answers.", "answer with an emoji", a("🎉"))).toBe(null);
});
