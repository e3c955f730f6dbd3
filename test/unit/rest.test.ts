import { expect, test } from "vitest";
import { createRest } from "../../agent/daemon/rest.ts";

const HALF_A_MINUTE = 30;

const restful = () => {
  const log: string[] = [];
  const rest = createRest({ onRise: () => log.push("rises"), onRest: () => log.push("rests") });
  return { log, ...rest, beats: (n: number) => Array.from({ length: n }).forEach(rest.beat) };
};

test("a worker without work lies down once, after half a minute", () => {
  const { log, beats } = restful();
  beats(HALF_A_MINUTE - 1);
  expect(log).toEqual([]);
  beats(HALF_A_MINUTE * 3);
  expect(log).toEqual(["rests"]);
});

test("work keeps it up", () => {
  const { log, beats, onWork } = restful();
  for (let n = 0; n < 5; n++) {
    beats(HALF_A_MINUTE - 1);
    onWork();
  }
  expect(log).toEqual([]);
});

test("work raises it once, and then it lies down again", () => {
  const { log, beats, onWork } = restful();
  beats(HALF_A_MINUTE);
  onWork();
  onWork();
  expect(log).toEqual(["rests", "rises"]);
  beats(HALF_A_MINUTE);
  expect(log).toEqual(["rests", "rises", "rests"]);
});
