import { expect, test } from "vitest";
import { $, e, labels, type Row, verdicts, w } from "../support/proof.ts";

test.each<Row>([
  [
    "Rust integration tests go to `tests/`, unit tests stay in a `mod tests` in the same file.",
    [["obeyed", w("/w/tests/roundtrip.rs", "#[test]\nfn a() {}\n")]],
  ],
  [
    "Every new page component under `app/` comes with a `loading.tsx`.",
    [
      ["violated", w("/w/app/users/page.tsx", "export default function Page() {}")],
      [
        "obeyed",
        [...w("/w/app/users/page.tsx", "export default function Page() {}"), ...w("/w/app/users/loading.tsx", "x")],
      ],
    ],
  ],
  [
    "Tests for `src/foo/bar.py` go to `tests/foo/test_bar.py`, mirroring the source tree.",
    [
      ["obeyed", w("/w/tests/billing/test_invoice.py", "def test_a(): pass")],
      ["violated", w("/w/src/billing/test_invoice.py", "def test_a(): pass")],
    ],
  ],
  [
    "Leave `CHANGELOG.md` alone, release-please writes it.",
    [
      ["violated", e("/w/CHANGELOG.md", "a", "b")],
      [null, e("/w/README.md", "a", "b")],
    ],
  ],
  [
    "Storybook stories sit next to their component, e.g. `Button.stories.tsx` beside `Button.tsx`.",
    [
      ["violated", w("/w/stories/Card.stories.tsx", "x")],
      ["obeyed", w("/w/src/Card/Card.stories.tsx", "x")],
    ],
  ],
  [
    "Images are optimized and go to `public/img` as WebP, not PNG.",
    [
      ["violated", $("cp ~/a.png public/img/a.png")],
      ["obeyed", $("cwebp ~/a.png -o public/img/a.webp")],
    ],
  ],
  [
    "Keep `node_modules`, `dist` and `coverage` untouched.",
    [
      ["violated", e("/w/dist/a.js", "a", "b")],
      [null, e("/w/src/a.js", "a", "b")],
    ],
  ],
  [
    "Write design notes to `notes/YYYY-MM-DD-topic.md`.",
    [
      ["violated", w("/w/notes/cache.md", "# x")],
      ["obeyed", w("/w/notes/2025-01-02-cache.md", "# x")],
    ],
  ],
  [
    "Unit tests are placed in `__tests__` folders beside the code.",
    [
      ["violated", w("/w/src/a/foo.test.ts", "x")],
      ["obeyed", w("/w/src/a/__tests__/foo.test.ts", "x")],
    ],
  ],
  [
    "Only edit `en.json`; the other locales come from Crowdin.",
    [
      ["violated", e("/w/locales/de.json", "a", "b")],
      ["obeyed", e("/w/locales/en.json", "a", "b")],
    ],
  ],
  [
    "Don't write anything outside the `plugin/` directory.",
    [
      ["violated", e("/w/core/a.php", "a", "b")],
      ["obeyed", e("/w/plugin/a.php", "a", "b")],
    ],
  ],
  [
    "C headers go in `include/`, sources in `src/`.",
    [
      ["violated", w("/w/src/foo.h", "int a(void);")],
      ["obeyed", w("/w/include/foo.h", "int a(void);")],
      ["obeyed", w("/w/src/foo.c", "int a;")],
    ],
  ],
  [
    "SQL files are lower_snake_case.",
    [
      ["violated", w("/w/AddUsers.sql", "create table a()")],
      ["obeyed", w("/w/add_users.sql", "create table a()")],
    ],
  ],
  [
    "Shell scripts live in `bin/` and have no extension.",
    [
      ["violated", w("/w/bin/deploy.sh", "#!/bin/sh\n")],
      ["obeyed", w("/w/bin/deploy", "#!/bin/sh\n")],
      ["violated", w("/w/scripts/deploy.sh", "#!/bin/sh\n")],
    ],
  ],
  [
    "Never add anything to `.gitignore` without asking.",
    [
      ["violated", e("/w/.gitignore", "a", "a\nb")],
      [null, e("/w/a.ts", "a", "b")],
    ],
  ],
  [
    "Dateien unter `src/api/generated` nicht anfassen, sie kommen aus `openapi.yaml`.",
    [["violated", e("/w/src/api/generated/a.ts", "a", "b")]],
  ],
  [
    "The translations in `locales/` are managed by Lokalise. Only touch `en.json`.",
    [
      ["violated", e("/w/locales/fr.json", "a", "b")],
      ["obeyed", e("/w/locales/en.json", "a", "b")],
    ],
  ],
  [
    "Test snapshots are only updated by `vitest -u`, not edited.",
    [
      ["violated", e("/w/src/__snapshots__/a.test.ts.snap", "a", "b")],
      ["obeyed", $("npx vitest -u")],
    ],
  ],
  [
    "Generate Django migrations with `manage.py makemigrations`, never write them by hand.",
    [
      ["violated", w("/w/shop/migrations/0002_x.py", "class Migration: pass")],
      ["obeyed", $("python manage.py makemigrations shop")],
    ],
  ],
  [
    "`db/schema.rb` comes out of migrations, never edit it by hand.",
    [
      ["violated", $("perl -0pi -e 's/a/b/' db/schema.rb")],
      ["obeyed", $("bin/rails db:migrate")],
    ],
  ],
  [
    "Lock files are written by the package manager only, never by you (Cargo.lock, uv.lock).",
    [
      ["violated", e("/w/Cargo.lock", "a", "b")],
      ["obeyed", $("cargo update -p a")],
    ],
  ],
  [
    "Specs live in `cypress/e2e/<area>/`, never directly in `cypress/e2e`.",
    [
      ["violated", w("/w/cypress/e2e/a.cy.ts", "x")],
      ["obeyed", w("/w/cypress/e2e/cart/a.cy.ts", "x")],
    ],
  ],
  [
    "Zod schemas live in `src/schemas`, not inside the route files.",
    [
      ["violated", e("/w/src/routes/a.ts", "x", "const A = z.object({ a: z.string() })")],
      ["obeyed", w("/w/src/schemas/a.ts", "export const A = z.object({ a: z.string() })")],
    ],
  ],
  [
    "Terraform variables are declared in `variables.tf`, outputs in `outputs.tf`.",
    [
      ["violated", e("/w/main.tf", "x", 'variable "a" {\n}')],
      ["violated", e("/w/variables.tf", "x", 'output "a" {\n}')],
      ["obeyed", e("/w/variables.tf", "x", 'variable "a" {\n}')],
    ],
  ],
  [
    "Docs are AsciiDoc: no new Markdown under `docs/`.",
    [
      ["violated", w("/w/docs/a.md", "# a")],
      ["obeyed", w("/w/notes/a.md", "# a")],
    ],
  ],
  [
    "A new or changed endpoint is described in `docs/api.md` in the same change.",
    [
      ["violated", e("/w/r.py", "x", "@app.get('/tags')")],
      ["obeyed", [...e("/w/r.py", "x", "@app.get('/tags')"), ...e("/w/docs/api.md", "x", "y")]],
    ],
  ],
  [
    "Kubernetes manifests belong in `deploy/base`.",
    [
      ["violated", w("/w/app/job.yaml", "apiVersion: batch/v1\nkind: CronJob\n")],
      ["obeyed", w("/w/deploy/base/job.yaml", "apiVersion: batch/v1\nkind: CronJob\n")],
    ],
  ],
  [
    "Helper scripts go to `tools/`, file names in snake_case.",
    [
      ["violated", w("/w/tools/PrintIt.py", "x")],
      ["obeyed", w("/w/tools/print_it.py", "x")],
    ],
  ],
  [
    "Don't create `index.ts` barrel files.",
    [
      ["violated", w("/w/src/a/index.ts", "export * from './b'")],
      [null, w("/w/src/a/index.ts", "start()")],
    ],
  ],
  [
    "Components are PascalCase files with two words at least.",
    [
      ["violated", w("/w/src/components/Tip.vue", "x")],
      ["obeyed", w("/w/src/components/ToolTip.vue", "x")],
    ],
  ],
])("a form of rules on files that is read: %s", (memory, cases) => {
  expect(verdicts(memory, cases)).toEqual(labels(cases));
});
