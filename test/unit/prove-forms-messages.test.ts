import { expect, test } from "vitest";
import { $, a, labels, type Row, verdicts, w } from "../support/proof.ts";

test.each<Row>([
  [
    "Lists as numbered lists, no bullets.",
    [
      ["violated", a("Steps:\n\n- one\n- two")],
      ["obeyed", a("Steps:\n\n1. one\n2. two")],
    ],
  ],
  [
    "Issue titles start with the component in brackets, e.g. `[auth]`.",
    [
      ["violated", $("gh issue create --title 'Login fails' --body x")],
      ["obeyed", $("gh issue create --title '[auth] Login fails' --body x")],
    ],
  ],
  [
    "Tag names follow `v1.2.3`.",
    [
      ["violated", $("git tag 1.4")],
      ["obeyed", $("git tag -a v1.4.0 -m x")],
    ],
  ],
  [
    "Branches: `feature/<ticket>-<slug>`, lower case.",
    [
      ["violated", $("git checkout -b my-feature")],
      ["obeyed", $("git checkout -b feature/ab-12-search")],
    ],
  ],
  [
    "Commits auf Englisch, Präfix mit dem Modulnamen: `billing: …`.",
    [
      ["violated", $("git commit -m 'Add invoice export'")],
      ["obeyed", $("git commit -m 'billing: add invoice export'")],
    ],
  ],
  [
    "End commit messages with `Refs #<issue>`.",
    [
      ["violated", $("git commit -m 'Sort (#12)'")],
      ["obeyed", $("git commit -m Sort -m 'Refs #12'")],
    ],
  ],
  [
    "In answers write dates as 2025-03-04 and times in 24 hours.",
    [
      ["violated", a("On February 27 at 11:14 PM.")],
      ["obeyed", a("On 2025-02-28 at 23:14.")],
    ],
  ],
  [
    "Contéstame siempre en español, aunque la documentación esté en inglés.",
    [
      ["violated", a("It ran out of disk space while it was writing.")],
      [null, w("/w/docs/a.md", "# Disk full\n\nThe report filled the disk.")],
    ],
  ],
  [
    "Branches are called `<initials>/<topic>`, mine is mk, e.g. `mk/login`.",
    [
      ["violated", $("git checkout -b fix/a")],
      ["obeyed", $("git checkout -b mk/a")],
    ],
  ],
])("a form of rules on messages and answers that is read: %s", (memory, cases) => {
  expect(verdicts(memory, cases)).toEqual(labels(cases));
});
