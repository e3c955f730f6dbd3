import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normaliseRemote } from "../../agent/git/remote-url.ts";

const label = fc.stringMatching(/^[a-z][a-z0-9-]{1,10}$/);
const host = fc.tuple(label, label).map(([name, top]) => `${name}.${top}`);
const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9_~][A-Za-z0-9_.-]{0,12}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));

describe("one repository has one name, however it was cloned", () => {
  test.each([
    ["https://github.com/acme/shop.git"],
    ["https://github.com/acme/shop"],
    ["https://GitHub.com/Acme/Shop/"],
    ["http://github.com:8080/acme/shop.git/"],
    ["https://token@github.com/acme/shop.git"],
    ["https://user:p@ss:word@github.com/acme/shop.git"],
    ["ssh://git@github.com/acme/shop.git"],
    ["ssh://git@github.com:2222/acme/shop"],
    ["git+ssh://git@github.com/acme/shop.git"],
    ["git://github.com/acme/shop.git"],
    ["git@github.com:acme/shop.git"],
    ["git@github.com:/acme/shop.git"],
    ["github.com:acme/shop"],
    ["  git@github.com:acme/shop.git\n"],
  ])("%s", (url) => {
    expect(normaliseRemote(url)).toBe("github.com/acme/shop");
  });

  test("over ssh, https and in git's short form alike", () => {
    fc.assert(
      fc.property(host, path, (at, repo) => {
        const name = normaliseRemote(`https://${at}/${repo}`);
        expect(normaliseRemote(`ssh://git@${at}/${repo}`)).toBe(name);
        expect(normaliseRemote(`git@${at}:${repo}`)).toBe(name);
        expect(normaliseRemote(`https://${at}:8443/${repo}/`)).toBe(name);
      }),
    );
  });

  test("and normalising that name again changes nothing", () => {
    fc.assert(
      fc.property(host, path, fc.constantFrom("", "/", ".git", ".git/", "/.git", ".git.git"), (at, repo, end) => {
        const name = normaliseRemote(`https://${at}/${repo}${end}`);
        if (name !== null) expect(normaliseRemote(`https://${name}`)).toBe(name);
      }),
    );
  });
});

test("what is not on a host has no name", () => {
  for (const url of [
    "",
    "/srv/git/shop.git",
    "../shop",
    "./a:b",
    "shop",
    "file:///srv/shop.git",
    "C:\\code\\shop",
    "https://github.com",
    "https://github.com/",
    "https:///x",
    "shop.bundle",
  ])
    expect(normaliseRemote(url)).toBeNull();
});

test("no part of a password is ever in a name", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9@:!$%*._-]{4,20}$/).map((text) => `S3CRET${text}S3CRET`);
  fc.assert(
    fc.property(host, path, secret, fc.constantFrom("https", "ssh", "git+https"), (at, repo, password, scheme) => {
      expect(normaliseRemote(`${scheme}://user:${password}@${at}/${repo}`)).toBe(
        normaliseRemote(`https://${at}/${repo}`),
      );
    }),
  );
});
