import type { HybridTime } from "../core/hybrid-time.ts";
import { own } from "../core/own.ts";

/** When and where something was written. Of two writes the later one stands; of two at the same moment the one of the greater machine. */
export interface Stamp {
  readonly at: HybridTime;
  readonly node: string;
}

/** A value with the write it comes from. */
export interface Written {
  readonly value: unknown;
  readonly stamp: Stamp;
}

/**
 * What several machines know of one thing: each field by itself, known to this version or not, and whether it is deleted, which is a
 * field like the others.
 */
export interface Entity {
  readonly fields: Readonly<Record<string, Written>>;
  /** Null: nobody has ever deleted it. */
  readonly deletedAt: Stamp | null;
}

export const NOTHING: Entity = { fields: {}, deletedAt: null };

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareStamps = (a: Stamp, b: Stamp): number => compareText(a.at, b.at) || compareText(a.node, b.node);

/** The same text for the same value, whatever the order its keys were written in. */
const plainly = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  ) ?? "";

const namesOf = (a: object, b: object): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(compareText);

/** One machine never writes two values at one moment; should it have, all machines still take the same one. */
const laterOf = (a: Written, b: Written): Written =>
  (compareStamps(a.stamp, b.stamp) || compareText(plainly(a.value), plainly(b.value))) >= 0 ? a : b;

const laterStamp = (a: Stamp | null, b: Stamp | null): Stamp | null => {
  if (a === null || b === null) return a ?? b;
  return compareStamps(a, b) >= 0 ? a : b;
};

/**
 * What is known when both are: for each field the later write. It does not matter in which order, how often and in what groups things
 * are merged, so all machines that have heard the same know the same.
 */
export const merge = (a: Entity, b: Entity): Entity => {
  const fields = namesOf(a.fields, b.fields).flatMap((name): [string, Written][] => {
    const [one, other] = [own(a.fields, name), own(b.fields, name)];
    const written = one && other ? laterOf(one, other) : (one ?? other);
    return written === undefined ? [] : [[name, written]];
  });
  return { fields: Object.fromEntries(fields), deletedAt: laterStamp(a.deletedAt, b.deletedAt) };
};

/** Whether it is deleted: a later edit brings it back. */
export const isDeleted = ({ fields, deletedAt }: Entity): boolean =>
  deletedAt !== null && Object.values(fields).every(({ stamp }) => compareStamps(deletedAt, stamp) > 0);

/** The helpful and harmful votes of one machine: each only ever rises. */
export interface Votes {
  readonly helpful: number;
  readonly harmful: number;
}

const NO_VOTES: Votes = { helpful: 0, harmful: 0 };

/** The votes of each machine; a machine writes its own only. */
export type VotesByMachine = Readonly<Record<string, Votes>>;

/** Of each machine the most that was ever heard. */
export const mergeVotes = (a: VotesByMachine, b: VotesByMachine): VotesByMachine =>
  Object.fromEntries(
    namesOf(a, b).map((machine): [string, Votes] => {
      const [one, other] = [own(a, machine) ?? NO_VOTES, own(b, machine) ?? NO_VOTES];
      return [
        machine,
        { helpful: Math.max(one.helpful, other.helpful), harmful: Math.max(one.harmful, other.harmful) },
      ];
    }),
  );
