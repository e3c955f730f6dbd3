import { termsOf } from "../../../sync/core/terms.ts";

/** Words of which a project or a person uses one at a time, and the topic that must be spoken of, where the words alone say too little. */
const GROUPS: readonly (readonly [alternatives: string, topic?: string])[] = [
  ["npm | pnpm | yarn | bun"],
  ["pip | poetry | uv | pipenv | conda"],
  ["apt | apt-get | dnf | yum | brew | apk | pacman"],
  ["jest | vitest | mocha | jasmine"],
  ["pytest | unittest | nose"],
  ["playwright | cypress | selenium | puppeteer"],
  ["maven mvn | gradle | bazel"],
  ["make | ninja"],
  ["webpack | vite | rollup | esbuild | parcel"],
  ["prettier | biome | dprint"],
  ["black | yapf | autopep8"],
  ["moment | dayjs | luxon"],
  ["axios | fetch | ky"],
  ["pandas | polars"],
  ["postgres postgresql | mysql | mariadb | sqlite | mongodb"],
  ["prisma | drizzle | typeorm | sequelize | knex"],
  ["redux | zustand | mobx | jotai"],
  ["react | vue | svelte | angular"],
  ["docker | podman"],
  ["terraform | pulumi | cloudformation"],
  ["typescript | javascript"],
  [
    "english englisch inglés anglais | german deutsch alemán allemand | spanish spanisch español espagnol | french französisch francés français",
  ],
  ["tabs tab | spaces space", "indent indentation"],
  ["single | double", "quotes quote"],
  ["camel camelcase | snake | kebab | pascal", "case"],
  ["default | named", "exports export"],
  ["main | master | develop | trunk", "branch"],
  ["merge | rebase | squash"],
  ["px | rem | em"],
  ["before | after"],
  ["enable | disable"],
  ["light | dark", "mode theme"],
  ["short | long"],
];

interface Alternatives {
  readonly memberByTerm: ReadonlyMap<string, number>;
  readonly topic: ReadonlySet<string>;
}

const one = (word: string): string => termsOf(word)[0] ?? word;

const ALTERNATIVES: readonly Alternatives[] = GROUPS.map(([alternatives, topic]) => ({
  memberByTerm: new Map(
    alternatives.split("|").flatMap((member, n) =>
      member
        .trim()
        .split(/\s+/)
        .map((word): [string, number] => [one(word), n]),
    ),
  ),
  topic: new Set((topic ?? "").split(/\s+/).filter(Boolean).map(one)),
}));

/** Two sets of terms that choose differently among the same alternatives. */
export interface OtherChoice {
  readonly a: string;
  readonly b: string;
  /** Terms that only name the choice and its topic. */
  readonly terms: ReadonlySet<string>;
}

const chosenAmong = (terms: ReadonlySet<string>, { memberByTerm }: Alternatives): string | null => {
  const found = [...terms].filter((term) => memberByTerm.has(term));
  return new Set(found.map((term) => memberByTerm.get(term))).size === 1 ? (found[0] ?? null) : null;
};

/** Where `a` and `b` each take one of several alternatives, and not the same. Topics must be named by one of them, if there are any. */
export const otherChoices = (a: ReadonlySet<string>, b: ReadonlySet<string>): OtherChoice[] =>
  ALTERNATIVES.flatMap((group): OtherChoice[] => {
    const [inA, inB] = [chosenAmong(a, group), chosenAmong(b, group)];
    if (inA === null || inB === null || group.memberByTerm.get(inA) === group.memberByTerm.get(inB)) return [];
    const isSpokenOf =
      group.topic.size === 0 ||
      [...group.topic].some((term) => a.has(term) || b.has(term)) ||
      group.topic.has(one("indent"));
    return isSpokenOf ? [{ a: inA, b: inB, terms: new Set([...group.memberByTerm.keys(), ...group.topic]) }] : [];
  });
