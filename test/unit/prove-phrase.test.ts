import { describe, expect, test } from "vitest";
import { $, a, e, labels, type Row, verdicts } from "../support/proof.ts";

describe("memories on answers, messages and pages", () => {
  test.each<Row>([
    [
      "Never use `git commit --amend` on pushed commits.",
      [
        ["violated", $("git commit --amend --no-edit")],
        ["obeyed", $("git commit -m x")],
      ],
    ],
    [
      "Answer in German.",
      [
        ["violated", a("The tests are fixed and the build is green now.")],
        ["obeyed", a("Die Tests sind repariert, und der Build ist jetzt grün.")],
        [null, a("Done.")],
      ],
    ],
    [
      "Keep answers under 50 words.",
      [
        ["violated", a("word ".repeat(80))],
        ["obeyed", a("It is fixed.")],
      ],
    ],
    [
      "No emojis, anywhere.",
      [
        ["violated", a("Done ✅🎉")],
        ["obeyed", a("Done.")],
      ],
    ],
    [
      'Don\'t end with "Let me know if" or similar offers.',
      [
        ["violated", a("It is fixed. Let me know if you need more.")],
        ["obeyed", a("It is fixed.")],
      ],
    ],
    [
      "Commit messages follow Conventional Commits.",
      [
        ["violated", $("git commit -m 'Fix the thing'")],
        ["obeyed", $("git commit -m 'fix(api): handle nulls'")],
        [null, $("git log")],
      ],
    ],
    [
      "Start commit messages with the ticket number, e.g. `SHOP-123: …`.",
      [
        ["violated", $("git commit -m 'Fix the thing'")],
        ["obeyed", $("git commit -m 'SHOP-9: fix the thing'")],
      ],
    ],
    [
      "Commit messages in English.",
      [
        ["violated", $("git commit -m 'Die Liste der Benutzer ist jetzt sortiert'")],
        ["obeyed", $("git commit -m 'Sort the list of users by the name'")],
      ],
    ],
    [
      "No Co-Authored-By lines in commits.",
      [
        ["violated", $("git commit -m 'x\n\nCo-Authored-By: Claude <x@y>'")],
        ["obeyed", $("git commit -m 'Fix x'")],
      ],
    ],
    [
      "Commit subject max 50 characters, imperative mood.",
      [
        ["violated", $("git commit -m 'Fixed the thing'")],
        ["violated", $(`git commit -m '${"Add ".repeat(20)}'`)],
        ["obeyed", $("git commit -m 'Fix the thing'")],
      ],
    ],
    [
      "PR titles in lower case, without a trailing period.",
      [
        ["violated", $("gh pr create --title 'Add login' --body x")],
        ["obeyed", $("gh pr create --title 'add login' --body x")],
      ],
    ],
    [
      'Never say "you\'re absolutely right".',
      [
        ["violated", a("You're absolutely right, the index is off.")],
        ["obeyed", a("The index is off by one.")],
      ],
    ],
    [
      'Begin each answer with the result, no preamble like "Sure!".',
      [
        ["violated", a("Sure! The result is 4.")],
        ["obeyed", a("4.")],
      ],
    ],
    [
      "Use British spelling in the docs.",
      [
        ["violated", e("/w/docs/a.md", "a", "The color is nice.")],
        ["obeyed", e("/w/docs/a.md", "a", "The colour is nice.")],
        [null, e("/w/src/a.ts", "a", "const color = 1")],
      ],
    ],
    [
      'Say "sign in", not "log in", in UI texts.',
      [
        ["violated", e("/w/src/A.tsx", "a", "<button>Log in</button>")],
        ["obeyed", e("/w/docs/a.md", "a", "Click sign in.")],
      ],
    ],
    [
      "Antworte kurz, höchstens drei Sätze.",
      [
        ["violated", a("Eins ist da. Zwei ist da. Drei ist da. Vier ist da.")],
        ["obeyed", a("Fertig ist es.")],
      ],
    ],
    [
      "Keine Aufzählungen in Antworten.",
      [
        ["violated", a("Das:\n- eins\n- zwei")],
        ["obeyed", a("Eins und zwei.")],
      ],
    ],
    [
      "Réponds en français.",
      [
        ["violated", a("The tests are all green and the build works.")],
        ["obeyed", a("Les tests sont verts et le build est dans le dossier.")],
      ],
    ],
    [
      "Don't apologise.",
      [
        ["violated", a("Sorry, I missed that. It is fixed.")],
        ["obeyed", a("It is fixed.")],
      ],
    ],
    [
      "Commit messages explain the why in the body.",
      [
        ["violated", $("git commit -m 'Fix x'")],
        ["obeyed", $("git commit -m 'Fix x' -m 'The cache was stale.'")],
      ],
    ],
    [
      "Do not mention Claude or AI in commit messages.",
      [
        ["violated", $("git commit -m 'Fix x\n\nGenerated with Claude Code'")],
        ["obeyed", $("git commit -m 'Fix x'")],
      ],
    ],
    [
      "PR descriptions have a `## Why` and a `## How tested` section.",
      [
        ["violated", $("gh pr create --title x --body 'Adds login.'")],
        ["obeyed", $("gh pr create --title x --body '## Why\n\nx\n\n## How tested\n\ny'")],
      ],
    ],
    [
      "Don't put emojis in commit messages.",
      [
        ["violated", $("git commit -m '🎉 Add login'")],
        ["obeyed", $("git commit -m 'Add login'")],
      ],
    ],
    [
      "Use ISO dates in docs.",
      [
        ["violated", e("/w/docs/a.md", "a", "Released on March 3, 2024.")],
        ["obeyed", e("/w/docs/a.md", "a", "Released on 2024-03-03.")],
      ],
    ],
    [
      'Write the answer first, then the reasons; no introduction like "Sure" or "Of course".',
      [
        ["violated", a("Sure, the cache is stale.")],
        ["obeyed", a("The cache is stale.")],
      ],
    ],
    [
      "No tables in the terminal, they wrap badly.",
      [
        ["violated", a("| a | b |\n|---|---|\n| 1 | 2 |")],
        ["obeyed", a("a is 1.")],
      ],
    ],
    [
      "Commit messages: prefix with the package in brackets, like `[web] Fix the menu`.",
      [
        ["violated", $("git commit -m 'Fix the menu'")],
        ["obeyed", $("git commit -m '[api] Fix the menu'")],
      ],
    ],
    [
      "Keep commit subjects to 60 characters.",
      [
        ["violated", $(`git commit -m '${"Fix ".repeat(20)}'`)],
        ["obeyed", $("git commit -m 'Fix x'")],
      ],
    ],
    [
      "Reference the issue in every PR body (`Closes #12`).",
      [
        ["violated", $("gh pr create --title x --body 'Fixes stuff'")],
        ["obeyed", $("gh pr create --title x --body 'Closes #44'")],
      ],
    ],
    [
      "Answer me informally in German (du).",
      [
        ["violated", a("The parser is fixed and all of the tests pass.")],
        ["obeyed", a("Der Parser ist repariert, du kannst ihn jetzt nutzen.")],
      ],
    ],
    [
      "Never sign commits with my name; no `Signed-off-by`.",
      [
        ["violated", $("git commit -s -m x")],
        ["obeyed", $("git commit -m 'x'")],
      ],
    ],
    [
      'Don\'t use the word "leverage".',
      [
        ["violated", a("We leverage the cache.")],
        ["obeyed", a("We use the cache.")],
      ],
    ],
    [
      'End with a one-line summary that starts with "TL;DR".',
      [
        ["violated", a("It is fixed.")],
        ["obeyed", a("It is fixed.\n\nTL;DR: fixed")],
      ],
    ],
    [
      "Explain in at most five sentences.",
      [
        ["violated", a("One is. Two is. Three is. Four is. Five is. Six is.")],
        ["obeyed", a("One is.")],
      ],
    ],
    [
      "Don't ask me questions at the end of an answer.",
      [
        ["violated", a("It is fixed. Should I also update the docs?")],
        ["obeyed", a("It is fixed.")],
      ],
    ],
    [
      "Rebuild the docs with `mkdocs build --strict` when you edit anything under `docs/`.",
      [
        ["violated", e("/h/docs/a.md", "a", "b")],
        ["obeyed", [...e("/h/docs/a.md", "a", "b"), ...$("mkdocs build --strict")]],
        [null, e("/h/a.py", "a", "b")],
      ],
    ],
    [
      "Answer in one paragraph, no headings.",
      [
        ["violated", a("## Result\n\nIt works.")],
        ["obeyed", a("It works.")],
      ],
    ],
    [
      'Stop saying "Perfect!" and "Great!".',
      [
        ["violated", a("Perfect! It works.")],
        ["obeyed", a("It works.")],
      ],
    ],
    [
      'Never write "should work"; test it or say that you haven\'t.',
      [
        ["violated", a("That should work now.")],
        ["obeyed", a("It works.")],
      ],
    ],
    [
      "Use plain text, no Markdown, in your replies.",
      [
        ["violated", a("**Done**: it works")],
        ["obeyed", a("Done")],
      ],
    ],
    [
      'No filler like "Certainly" at the start of replies.',
      [
        ["violated", a("Certainly! Here it is.")],
        ["obeyed", a("Here it is.")],
      ],
    ],
    [
      'Begin every reply with the word "Ahoy".',
      [
        ["violated", a("It works.")],
        ["obeyed", a("Ahoy, it works.")],
      ],
    ],
    [
      "Sprich mich mit Du an, nicht mit Sie.",
      [
        ["violated", a("Das ist repariert, Sie können es jetzt nutzen.")],
        ["obeyed", a("Das ist repariert, du kannst es nutzen.")],
      ],
    ],
    [
      "Commit messages are written in German.",
      [
        ["violated", $("git commit -m 'Sort the list of users by the name'")],
        ["obeyed", $("git commit -m 'Die Liste ist jetzt nach dem Namen sortiert'")],
      ],
    ],
    [
      "Every commit message ends with the ticket, e.g. `(SHOP-12)`.",
      [
        ["violated", $("git commit -m 'Fix menu'")],
        ["obeyed", $("git commit -m 'Fix menu (SHOP-14)'")],
      ],
    ],
    [
      "Commit messages: one line, no body.",
      [
        ["violated", $("git commit -m 'Fix' -m 'because'")],
        ["obeyed", $("git commit -m 'Fix'")],
      ],
    ],
    [
      "Write PR titles like `[API] Add paging`.",
      [
        ["violated", $("gh pr create --title 'Add paging' --body x")],
        ["obeyed", $("gh pr create --title '[WEB] Add menu' --body x")],
      ],
    ],
    [
      "PRs are always opened as drafts (`gh pr create --draft`).",
      [
        ["violated", $("gh pr create --title x --body y")],
        ["obeyed", $("gh pr create --draft --title x --body y")],
        [null, $("gh pr list")],
      ],
    ],
    [
      "No exclamation marks in user-facing texts.",
      [
        ["violated", e("/h/docs/a.md", "a", "It works!")],
        ["obeyed", e("/h/docs/a.md", "a", "It works.")],
      ],
    ],
    [
      "Responde en español, máximo cuatro frases.",
      [
        [
          "violated",
          a("Los tests están en verde. El build funciona ya. Todo va bien. La lista está. El menú también va."),
        ],
        ["obeyed", a("Los tests están en verde y el build funciona.")],
      ],
    ],
    [
      "Keine Entschuldigungen, keine Floskeln.",
      [
        ["violated", a("Tut mir leid, das war falsch.")],
        ["obeyed", a("Das war falsch.")],
      ],
    ],
    [
      "Give file references as `path:line`.",
      [
        ["violated", a("The bug is in src/app.ts near the top.")],
        ["obeyed", a("The bug is in src/app.ts:12.")],
        [null, a("It works.")],
      ],
    ],
    ["Explain changes as a numbered list.", [["obeyed", a("1. one\n2. two")]]],
    [
      "Pull requests: title at most 60 characters, description says what to test.",
      [
        ["violated", $(`gh pr create --title '${"Add ".repeat(20)}' --body x`)],
        [null, $("gh pr list")],
      ],
    ],
    [
      "I read on a phone: answers of five lines at most.",
      [
        ["violated", a("1\n2\n3\n4\n5\n6")],
        ["obeyed", a("ok")],
      ],
    ],
    [
      "Be brief: no more than 3 sentences unless I ask for details.",
      [
        ["violated", a("One is. Two is. Three is. Four is.")],
        ["obeyed", a("One is.")],
        [null, a("One is. Two is. Three is. Four is."), "explain it in detail"],
      ],
    ],
    [
      "Talk to me in Spanish, whatever language I write in.",
      [
        ["violated", a("The tests are all green and the build works.")],
        ["obeyed", a("Los tests están en verde y el build funciona.")],
      ],
    ],
    [
      "Skip the summary at the end of your answers.",
      [
        ["violated", a("Did it.\n\n**Summary**: it works")],
        ["obeyed", a("Did it.")],
      ],
    ],
    [
      "Commit titles look like `area: what changed`, all lower case.",
      [
        ["violated", $("git commit -m 'Fix Parser'")],
        ["obeyed", $("git commit -m 'parser: accept blanks'")],
      ],
    ],
    [
      "Commit messages must mention the ticket (`OPS-…`).",
      [
        ["violated", $("git commit -m 'Fix x'")],
        ["obeyed", $("git commit -m 'Fix x' -m 'OPS-12'")],
      ],
    ],
    [
      "No `WIP` commits.",
      [
        ["violated", $("git commit -m 'WIP'")],
        ["obeyed", $("git commit -m 'Fix x'")],
      ],
    ],
    [
      "A commit subject never ends in a period and stays below 51 characters.",
      [
        ["violated", $("git commit -m 'Fix x.'")],
        ["obeyed", $("git commit -m 'Fix x'")],
      ],
    ],
    [
      "Headings in docs in sentence case.",
      [
        ["violated", e("/h/docs/a.md", "a", "## How To Install The Tool")],
        ["obeyed", e("/h/docs/a.md", "a", "## How to install the tool")],
      ],
    ],
    [
      'Never translate product names; it\'s "Team Box", not "Teambox".',
      [
        ["violated", e("/h/docs/a.md", "a", "Open Teambox.")],
        ["obeyed", e("/h/docs/a.md", "a", "Open Team Box.")],
      ],
    ],
    [
      "No smileys in the chat.",
      [
        ["violated", a("Done 😀")],
        ["obeyed", a("Done")],
      ],
    ],
    [
      "Bitte keine Emojis, auch nicht in Commits.",
      [
        ["violated", a("Fertig 🎉")],
        ["violated", $("git commit -m '🎉 x'")],
        ["obeyed", a("Fertig.")],
      ],
    ],
    [
      "Las respuestas sin listas ni tablas.",
      [
        ["violated", a("Esto:\n- uno\n- dos")],
        ["obeyed", a("Uno y dos.")],
      ],
    ],
    [
      "Commits auf Deutsch, höchstens 50 Zeichen in der ersten Zeile.",
      [
        ["violated", $("git commit -m 'Sort the list of the users'")],
        ["obeyed", $("git commit -m 'Die Liste ist jetzt sortiert'")],
      ],
    ],
  ])("%s", (memory, cases) => {
    expect(verdicts(memory, cases)).toEqual(labels(cases));
  });
});
