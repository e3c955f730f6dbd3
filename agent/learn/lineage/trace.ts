import type { Pattern, PatternStep } from "../../../sync/core/words.ts";
import type { CodeDeed } from "./deeds.ts";
import { callsIn, type Definition, definitionsIn } from "./definitions.ts";
import type { WorkingCopy } from "./known-code.ts";
import { type Grammar, grammarOf } from "./languages.ts";

/** A tool call that did something to code: when, where and what for. */
export interface CodeCall extends Omit<PatternStep, "patternId" | "change" | "file"> {
  readonly projectId: string;
  readonly deed: CodeDeed;
}

/** More of a body is not kept. */
const BODY_MAX = 4_000;

const isSame = (a: Pick<Definition, "name" | "owner">, b: Pick<Definition, "name" | "owner">): boolean =>
  a.name === b.name && (a.owner === b.owner || a.owner === "" || b.owner === "");

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
const linesOnlyIn = (a: string, b: string): string => {
  const known = new Set(b.split("\n").map((line) => line.trim()));
  return a
    .split("\n")
    .filter((line) => !known.has(line.trim()))
    .join("\n");
};

/** Whether two bodies have most of their lines in common, so that only the name is another. */
const areAlike = (a: string, b: string): boolean => {
  const lines = (text: string) =>
    text
      .split("\n")
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => line.length > 2);
  const [one, other] = [lines(a), lines(b)];
  const shared = one.filter((line) => other.includes(line)).length;
  return shared > 0 && shared * 2 >= Math.max(one.length, other.length);
};

/** Follows what a call did to functions, classes and methods, and notes it in the copy. @param nextId a new id each time. */
export const trace = (code: WorkingCopy, call: CodeCall, nextId: () => string): void => {
  const { deed, projectId, ...of } = call;

  const note = (pattern: Pattern, change: PatternStep["change"], file = pattern.file): void =>
    code.note({ ...of, patternId: pattern.id, change, file });

  const born = (definition: Definition, file: string, { language }: Grammar): Pattern => {
    const { kind, name, owner } = definition;
    const body = definition.body.slice(0, BODY_MAX);
    return { id: nextId(), projectId, kind, name, owner, language, file, body, removedAtMs: null };
  };

  /** A pattern of that name that this session has taken out of another file: it was moved. */
  const takenFromElsewhere = (definition: Definition, file: string, grammar: Grammar): Pattern | undefined =>
    code
      .named(definition.name)
      .find(
        (one) =>
          one.removedAtMs !== null &&
          one.file !== file &&
          one.language === grammar.language &&
          code.steps(one.id).some(({ change, sessionId }) => change === "removed" && sessionId === of.sessionId),
      );

  const created = (definition: Definition, file: string, grammar: Grammar): void => {
    const moved = takenFromElsewhere(definition, file, grammar);
    const { owner } = definition;
    const pattern =
      moved === undefined
        ? born(definition, file, grammar)
        : { ...moved, file, owner, body: definition.body.slice(0, BODY_MAX), removedAtMs: null };
    code.save(pattern);
    note(pattern, moved === undefined ? "created" : "moved");
  };

  const modified = (definition: Definition, file: string, grammar: Grammar, known: Pattern | undefined): void => {
    const pattern = known ?? born(definition, file, grammar);
    const owner = definition.owner || pattern.owner;
    code.save({ ...pattern, name: definition.name, owner, body: definition.body.slice(0, BODY_MAX) });
    note(pattern, "modified");
  };

  const removed = (pattern: Pattern): void => {
    const twin = code
      .named(pattern.name)
      .find(
        (one) =>
          one.id !== pattern.id &&
          one.removedAtMs === null &&
          one.language === pattern.language &&
          code.steps(one.id).some(({ change, sessionId }) => change === "created" && sessionId === of.sessionId),
      );
    if (twin === undefined) {
      code.save({ ...pattern, removedAtMs: of.atMs });
      note(pattern, "removed");
      return;
    }
    code.join(twin, pattern);
    const moved = { ...pattern, file: twin.file, owner: twin.owner, body: twin.body };
    code.save(moved);
    note(moved, "moved");
  };

  /** What became of the definitions of one text in another that took its place. */
  const compare = (
    file: string,
    grammar: Grammar,
    before: readonly Definition[],
    after: readonly Definition[],
  ): void => {
    const inFile = code.inFile(file);
    const patternOf = (definition: Definition) => inFile.find((one) => isSame(one, definition));
    const gone = before.filter((one) => !after.some((other) => isSame(one, other)));
    const fresh = after.filter((one) => !before.some((other) => isSame(one, other)));
    const [old, renamed] = gone.length === 1 && fresh.length === 1 ? [gone[0], fresh[0]] : [];
    const isRenamed = old && renamed && old.kind === renamed.kind && areAlike(old.body, renamed.body);
    for (const definition of after) {
      const former = before.find((one) => isSame(one, definition));
      if (former === undefined) {
        if (isRenamed && definition === renamed) modified(definition, file, grammar, patternOf(old));
        else if (patternOf(definition) === undefined) created(definition, file, grammar);
        else modified(definition, file, grammar, patternOf(definition));
      } else if (plain(former.own) !== plain(definition.own))
        modified(definition, file, grammar, patternOf(definition));
    }
    for (const definition of gone) {
      const pattern = patternOf(definition);
      if (pattern !== undefined && !(isRenamed && definition === old)) removed(pattern);
    }
  };

  /** The innermost known pattern that a text stands in; undefined where it stands in several that have nothing to do with each other. */
  const around = (file: string, text: string): Pattern | undefined => {
    const holding = code.inFile(file).filter(({ body }) => body.includes(text));
    const [inner, ...outer] = holding.toSorted((a, b) => a.body.length - b.body.length);
    return inner !== undefined && outer.every(({ body }) => body.includes(inner.body)) ? inner : undefined;
  };

  const used = (file: string, added: string, own: readonly Definition[]): void => {
    for (const name of callsIn(added)) {
      if (own.some((one) => one.name === name)) continue;
      const named = code.named(name).filter(({ removedAtMs }) => removedAtMs === null);
      const here = named.filter((one) => one.file === file);
      const [pattern, ...others] = here.length > 0 ? here : named;
      if (pattern !== undefined && others.length === 0) note(pattern, "used", file);
    }
  };

  const wrote = (file: string, before: string | null, after: string): void => {
    const grammar = grammarOf(file);
    if (grammar === null) return;
    const now = definitionsIn(grammar, after);
    // What was there and is not known to have been is as it was last seen.
    const then =
      before === null
        ? code
            .inFile(file)
            .map((one): Definition => ({ ...one, own: definitionsIn(grammar, one.body)[0]?.own ?? one.body }))
        : definitionsIn(grammar, before);
    compare(file, grammar, then, now);
    used(file, linesOnlyIn(after, before ?? ""), now);
  };

  const edited = (file: string, before: string, after: string): void => {
    const grammar = grammarOf(file);
    if (grammar === null || before === after) return;
    const [then, now] = [definitionsIn(grammar, before), definitionsIn(grammar, after)];
    const place = then.length + now.length === 0 && before.trim() !== "" ? around(file, before) : undefined;
    if (place !== undefined) note(place, "modified");
    for (const one of before === "" ? [] : code.inFile(file))
      if (one.body.includes(before))
        code.save({ ...one, body: one.body.replace(before, () => after).slice(0, BODY_MAX) });
    compare(file, grammar, then, now);
    used(file, linesOnlyIn(after, before), now);
  };

  switch (deed.kind) {
    case "wrote":
      wrote(deed.file, deed.before, deed.after);
      return;
    case "edited":
      for (const { before, after } of deed.changes) edited(deed.file, before, after);
      return;
    case "moved":
      for (const pattern of [...code.inFile(deed.from), ...code.below(deed.from)]) {
        const moved = { ...pattern, file: deed.to + pattern.file.slice(deed.from.length) };
        code.save(moved);
        note(moved, "moved");
      }
      return;
    case "removed":
      for (const pattern of [...code.inFile(deed.path), ...code.below(deed.path)]) removed(pattern);
  }
};
