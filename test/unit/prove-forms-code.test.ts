import { expect, test } from "vitest";
import { a, e, labels, type Row, verdicts } from "../support/proof.ts";

test.each<Row>([
  [
    "Errors in Go are wrapped with `%w`, never `%v`.",
    [
      ["violated", e("/w/a.go", "x", 'return fmt.Errorf("load: %v", err)')],
      ["obeyed", e("/w/a.go", "x", 'return fmt.Errorf("load: %w", err)')],
    ],
  ],
  [
    "Tailwind only: no inline styles and no CSS modules.",
    [
      ["violated", e("/w/a.tsx", "x", "<div style={{ color: 'red' }} />")],
      ["violated", e("/w/a.tsx", "x", "import s from './a.module.css'")],
      ["obeyed", e("/w/a.tsx", "x", '<div className="p-4" />')],
    ],
  ],
  [
    "Kein `var` in JavaScript, nur `const` und `let`.",
    [
      ["violated", e("/w/a.js", "x", "var a = 1")],
      ["obeyed", e("/w/a.js", "x", "const a = 1")],
    ],
  ],
  [
    "Use Ruby's safe navigation `&.` instead of `try`.",
    [
      ["violated", e("/w/a.rb", "x", "user.try(:name)")],
      ["obeyed", e("/w/a.rb", "x", "user&.name")],
    ],
  ],
  [
    "No lodash; write it in plain JS.",
    [
      ["violated", e("/w/a.ts", "x", "import { debounce } from 'lodash'")],
      [null, e("/w/a.md", "x", "y")],
    ],
  ],
  [
    "Use `pytest.raises` with `match=`.",
    [
      ["violated", e("/w/test_a.py", "x", "with pytest.raises(ValueError):\n    a()")],
      ["obeyed", e("/w/test_a.py", "x", "with pytest.raises(ValueError, match='x'):\n    a()")],
    ],
  ],
  [
    "In Terraform every resource has a `tags` block.",
    [
      ["violated", e("/w/a.tf", "x", 'resource "aws_s3_bucket" "a" {\n  bucket = "x"\n}')],
      ["obeyed", e("/w/a.tf", "x", 'resource "aws_s3_bucket" "a" {\n  bucket = "x"\n  tags = local.tags\n}')],
    ],
  ],
  [
    "Pas de `unwrap()` en Rust hors des tests.",
    [
      ["violated", e("/w/src/a.rs", "x", "let a = b.unwrap();")],
      [null, e("/w/tests/a.rs", "x", "let a = b.unwrap();")],
    ],
  ],
  [
    "Use 4 spaces in Python, never tabs.",
    [
      ["violated", e("/w/a.py", "x", "def a():\n\treturn 1")],
      ["obeyed", e("/w/a.py", "x", "def a():\n    return 1")],
    ],
  ],
  ["No ternaries nested in ternaries.", [[null, e("/w/a.ts", "x", "a ? b : c")]]],
  [
    "Keine Kommentare auf Deutsch im Code.",
    [
      ["violated", e("/w/a.ts", "x", "// hier wird die Liste sortiert und dann zurückgegeben")],
      ["obeyed", e("/w/a.ts", "x", "// the list is sorted here and then returned")],
    ],
  ],
  [
    "Every `unsafe` block in Rust has a `// SAFETY:` comment above it.",
    [
      ["violated", e("/w/a.rs", "x", "let a = unsafe { *b };")],
      ["obeyed", e("/w/a.rs", "x", "// SAFETY: b is valid\nlet a = unsafe { *b };")],
    ],
  ],
  [
    "Fetch data with React Query; no `useEffect` plus `fetch`.",
    [
      ["violated", e("/w/a.tsx", "x", "useEffect(() => { fetch(url) }, [])")],
      [null, e("/w/a.tsx", "x", "useEffect(() => { focus() }, [])")],
      ["obeyed", e("/w/a.tsx", "x", "const a = useQuery({ queryKey: ['a'] })")],
    ],
  ],
  [
    "RSpec with `expect` only, the `should` syntax is switched off.",
    [
      ["violated", e("/w/a_spec.rb", "x", "a.should eq 1")],
      ["obeyed", e("/w/a_spec.rb", "x", "expect(a).to eq 1")],
    ],
  ],
  [
    "Los comentarios y docstrings del código van en español.",
    [["violated", e("/w/a.py", "x", 'def a():\n    """Read the sensor and return the value."""')]],
  ],
  [
    "Say allowlist, never blacklist, in code and answers.",
    [
      ["violated", e("/w/a.go", "x", "if blacklist[ip] {")],
      ["violated", a("First the blacklist is read.")],
      ["obeyed", e("/w/a.go", "x", "if allowlist[ip] {")],
    ],
  ],
  ["No malloc in the firmware.", [["violated", e("/w/a.c", "x", "q = calloc(n, 1);")]]],
  [
    "Texte der Oberfläche nie hart in die Komponente schreiben, immer `t('…')`.",
    [
      ["violated", e("/w/A.tsx", "x", "<p>Nobody is here.</p>")],
      ["obeyed", e("/w/A.tsx", "x", "<p>{t('nobody')}</p>")],
    ],
  ],
])("a form of rules on code that is read: %s", (memory, cases) => {
  expect(verdicts(memory, cases)).toEqual(labels(cases));
});
