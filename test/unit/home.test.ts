import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { briefName, homeAt, socketPlace, socketToCall } from "../../sync/core/home.ts";
import { scratchHome } from "../support/scratch.ts";

const LONGEST = 100;

describe("a home", () => {
  test("has every path inside itself, no two the same", () => {
    const { dir, ...paths } = homeAt("/home/a b/.cairn");
    const all = Object.values(paths);
    expect(new Set(all).size).toBe(all.length);
    for (const path of all) expect(path.startsWith(dir + sep)).toBe(true);
  });

  test("holds the socket itself as long as its path is one that every system takes, counted in bytes", () => {
    const fits = homeAt(`/${"h".repeat(LONGEST - "//worker.sock".length)}`);
    expect(socketPlace(fits, "/run")).toEqual({ path: join(fits.dir, "worker.sock"), short: false });
    expect(socketPlace(homeAt(`${fits.dir}h`), "/run").short).toBe(true);
    expect(socketPlace(homeAt(`/${"ü".repeat(50)}`), "/run").short).toBe(true);
  });

  test("too long for a socket gets a short one, always the same and none of another home", () => {
    const long = homeAt(`/${"h".repeat(200)}`);
    const { path, short } = socketPlace(long, "/run/user/1000");
    expect(short).toBe(true);
    expect(path).toMatch(/^\/run\/user\/1000\/cairn-[0-9a-f]{16}\/worker\.sock$/);
    expect(socketPlace(long, "/run/user/1000").path).toBe(path);
    expect(socketPlace(homeAt(`${long.dir}i`), "/run/user/1000").path).not.toBe(path);
  });

  test("is called where it says, else at its own socket", () => {
    const home = scratchHome();
    const usual = join(home.dir, "worker.sock");
    expect(socketToCall(home)).toBe(usual);
    writeFileSync(home.socketPointer, "/run/cairn-1/worker.sock\n");
    expect(socketToCall(home)).toBe("/run/cairn-1/worker.sock");
    // What a full disk leaves of the file must not become the address of something else.
    writeFileSync(home.socketPointer, "\n");
    expect(socketToCall(home)).toBe(usual);
  });
});

describe("the name of a project's brief", () => {
  test("is that of a file in the folder of briefs, for any absolute path", () => {
    const part = fc.stringMatching(/^[^/\0]{1,20}$/).filter((name) => name !== "." && name !== "..");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const home = homeAt("/h");
        expect(dirname(join(home.briefs, briefName(`/${parts.join("/")}`)))).toBe(home.briefs);
      }),
    );
    expect(briefName("/home/u/demo")).toBe("-home-u-demo");
  });

  test("leaves the home's own folder alone, whatever a payload calls a folder", () => {
    const home = scratchHome();
    mkdirSync(home.briefs);
    expect(briefName("/..")).toBe("-..");
  });
});
