import { describe, expect, test } from "vitest";
import { doingOf } from "../../agent/learn/prove/doings.ts";
import { commandsOf, hasOption, typed } from "../../agent/learn/shell/commands.ts";

const programs = (line: string): string[] => commandsOf(line).map(({ program }) => program);

describe("a shell line", () => {
  test.each([
    ["cd web && CI=1 npm run test:unit 2>&1 | tail -5", ["npm", "tail"]],
    ["(cd api && ./gradlew test); echo done", ["gradlew", "echo"]],
    ["bash -lc 'cargo build && cargo test'", ["bash", "cargo", "cargo"]],
    ["docker compose -f dev.yml exec -T app php artisan test", ["docker", "php"]],
    ["docker exec -it db sh -c 'psql -c \"select 1\"'", ["docker", "sh", "psql"]],
    ["rg -l a src | xargs sed -i 's/a/b/'", ["rg", "xargs", "sed"]],
    ['for f in *.md; do wc -l "$f"; done', ["wc"]],
    ['echo "$(git rev-parse HEAD)" > head.txt', ["git", "echo"]],
    ["cat <<'X' | sh\nrm -rf nothing\nX\nls", ["cat", "sh", "ls"]],
    ["python3 -m pytest -q", ["python3", "pytest"]],
    ["find . -name '*.tmp' -exec rm {} \\;", ["find", "rm"]],
    ["sudo -u app timeout 60 npm ci", ["sudo", "timeout", "npm"]],
    ["# npm install\nls # npm ci", ["ls"]],
    ["ssh -p 22 web1 'systemctl restart app'", ["ssh", "systemctl"]],
  ])("%s", (line, expected) => {
    expect(programs(line)).toEqual(expected);
  });

  test("keeps the folder it changed to, its environment and its pipe", () => {
    const [first, second] = commandsOf("cd web; TZ=UTC npm test | tee out.txt");
    expect(first).toMatchObject({ dir: "web", env: ["TZ=UTC"], program: "npm" });
    expect(second).toMatchObject({ program: "tee", after: ["npm"] });
  });

  test("a message in a heredoc is the argument itself", () => {
    const [, commit] = commandsOf(
      "git commit -m \"$(cat <<'M'\nDon't (ever) ask\n\nWhy: it's quiet\nM\n)\" && git push",
    );
    expect(commit?.argv.at(-1)).toBe("Don't (ever) ask\n\nWhy: it's quiet");
  });

  test("options: alone, joined, with a value", () => {
    const [command] = commandsOf("git -C web commit -am x --author=me --date now");
    expect(command?.words[0]).toBe("commit");
    const has = ["-a", "-m", "--author", "--date", "-s"].map(
      (name) => command !== undefined && hasOption(command, name),
    );
    expect(has).toEqual([true, true, true, true, false]);
    expect(command && hasOption(command, "--date", "later")).toBe(false);
    expect(command && typed(command)).toBe("git -C web commit -am x --author=me --date now");
  });
});

test.each([
  ["echo hi >> notes.md", ["notes.md"]],
  ["cat > a.sh <<'X'\nset -e\nX", ["a.sh"]],
  ["sed -i 's/a/b/' src/a.ts src/b.ts", ["src/a.ts", "src/b.ts"]],
  ["sed -n 1,5p src/a.ts", []],
  ["mv shot.png docs/", ["docs/shot.png", "shot.png"]],
  ["git mv a.ts b.ts", ["b.ts", "a.ts"]],
  ["curl -s https://x -o out.json", ["out.json"]],
  ["curl -s https://x -o /dev/null", []],
  ["cd scss && touch card.scss", ["scss/card.scss"]],
  ["for f in content/*.md; do echo x >> $f; done", ["content/*.md"]],
  ["npm test > /dev/null 2>&1", []],
])("%s changes the files %j", (line, files) => {
  expect(doingOf({ kind: "command", line }).written.map(({ file }) => file)).toEqual(files);
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("a program may be called %s", (name) => {
  expect(commandsOf(`${name} -f a b`).map(({ program }) => program)).toEqual([name]);
  expect(doingOf({ kind: "command", line: `${name} install x` }).written).toEqual([]);
});
