import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { locateProject } from "../../agent/git/locate.ts";
import { scratchDir } from "../support/scratch.ts";

const CONFIG = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"];
const git = (cwd: string, ...args: string[]): void => {
  execFileSync("git", [...CONFIG, ...args], { cwd, stdio: "pipe" });
};

/** A repository with one commit; the name has a quote and a space in it. */
const repository = (): { root: string; top: string } => {
  const root = scratchDir();
  const top = join(root, "the shop's");
  mkdirSync(top);
  git(top, "init", "-q");
  git(top, "commit", "-q", "--allow-empty", "-m", "first");
  return { root, top };
};

describe("the project of a folder", () => {
  test("is its repository, from whichever folder in it, there or gone", () => {
    const { top } = repository();
    mkdirSync(join(top, "src/deep"), { recursive: true });
    const found = locateProject(join(top, "src/deep"));
    expect(found).toEqual({ key: join(top, ".git"), name: "the shop's", remote: null });
    expect(locateProject(join(top, "src", "gone", "for ever"))).toEqual(found);
    expect(locateProject(join(top, ".git"))).toEqual(found);
  });

  test("is the same in all its worktrees, also after the worktree was removed by hand", () => {
    const { root, top } = repository();
    const tree = join(root, "elsewhere");
    git(top, "worktree", "add", "-q", tree);
    expect(locateProject(tree)).toEqual(locateProject(top));
    rmSync(join(top, ".git/worktrees"), { recursive: true });
    expect(locateProject(tree).name).not.toBe("");
  });

  test("is the submodule's own, not that of the repository around it", () => {
    const { root, top } = repository();
    const library = join(root, "library");
    git(root, "init", "-q", library);
    git(library, "commit", "-q", "--allow-empty", "-m", "first");
    git(top, "submodule", "add", "-q", library, "vendor/library");
    const found = locateProject(join(top, "vendor/library"));
    expect(found).toEqual({ key: join(top, ".git/modules/vendor/library"), name: "library", remote: null });
  });

  test("is a bare repository, and one set of memories with its worktrees", () => {
    const { root, top } = repository();
    const bare = join(root, "shop.git");
    git(root, "clone", "-q", "--bare", top, bare);
    git(bare, "worktree", "add", "-q", join(root, "main-tree"));
    expect(locateProject(bare)).toMatchObject({ key: bare, name: "shop" });
    expect(locateProject(join(bare, "hooks"))).toMatchObject({ key: bare });
    expect(locateProject(join(root, "main-tree"))).toEqual(locateProject(bare));
  });

  test("is named by its folder where the bare repository hides in it", () => {
    const { root, top } = repository();
    const around = join(root, "around");
    mkdirSync(around);
    git(around, "clone", "-q", "--bare", top, ".bare");
    writeFileSync(join(around, ".git"), "gitdir: ./.bare\n");
    expect(locateProject(around)).toMatchObject({ key: join(around, ".bare"), name: "around" });
  });

  test("is the same through a symbolic link", () => {
    const { root, top } = repository();
    symlinkSync(top, join(root, "link"));
    expect(locateProject(join(root, "link"))).toEqual(locateProject(top));
  });

  test("is the folder itself where there is no git, there or gone", () => {
    const root = scratchDir();
    expect(locateProject(root)).toEqual({ key: root, name: basename(root), remote: null });
    expect(locateProject(join(root, "gone"))).toEqual({ key: join(root, "gone"), name: "gone", remote: null });
    expect(locateProject("/")).toEqual({ key: "/", name: "/", remote: null });
  });

  test("is not made by something that is only called .git", () => {
    const root = scratchDir();
    for (const [name, make] of [
      ["empty folder", (path: string) => mkdirSync(path)],
      ["file of nothing", (path: string) => writeFileSync(path, "")],
      ["file of noise", (path: string) => writeFileSync(path, Buffer.from([0, 0xff, 0x0a, 0x67]))],
      ["link to nowhere", (path: string) => symlinkSync("nowhere", path)],
      ["link to itself", (path: string) => symlinkSync(".git", path)],
    ] as const) {
      const dir = join(root, name);
      mkdirSync(dir);
      make(join(dir, ".git"));
      expect(locateProject(dir)).toEqual({ key: dir, name, remote: null });
    }
  });

  test("is found whatever the path: too long, with a zero byte, a quote or a line break in it", () => {
    for (const dir of [
      `/${"x".repeat(300)}/y`,
      `/${"y/".repeat(3_000)}`,
      "/a\0b",
      '/it\'s\n"quoted"',
      "relative/folder",
    ]) {
      const { key, name } = locateProject(dir);
      expect(key).not.toBe("");
      expect(name).not.toBe("");
    }
  });
});

describe("the remote", () => {
  const withConfig = (config: string): string | null => {
    const { top } = repository();
    writeFileSync(join(top, ".git/config"), config);
    return locateProject(top).remote;
  };

  test("is what git itself wrote for origin", () => {
    const { top } = repository();
    git(top, "remote", "add", "upstream", "https://example.org/other/shop");
    git(top, "remote", "add", "origin", "git@example.org:Acme/Shop.git");
    expect(locateProject(top).remote).toBe("example.org/acme/shop");
  });

  test("is read from any spelling that git takes", () => {
    expect(withConfig('[Remote "origin"]\r\n\tURL = "https://example.org/a/b.git"\r\n')).toBe("example.org/a/b");
    expect(withConfig('[remote "origin"]\npushurl = x:y/z\nurl=ssh://git@example.org/a/b')).toBe("example.org/a/b");
  });

  test("is nobody else's: not that of another remote or of a branch", () => {
    expect(withConfig('[remote "origin"]\n\tfetch = x\n[remote "fork"]\n\turl = https://example.org/a/b\n')).toBeNull();
    expect(withConfig('[remote "fork"]\n\turl = https://example.org/a/b\n')).toBeNull();
    expect(withConfig('[remote "origin"]\n\turl = ../local\n')).toBeNull();
    expect(withConfig("")).toBeNull();
  });
});
