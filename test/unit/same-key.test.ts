import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Payload, readPayload, sameKeyOf } from "../../agent/ingest/payload.ts";

const BARE = { session_id: "s1", hook_event_name: "Stop" };
const read = (value: unknown): Payload => {
  const payload = readPayload(value);
  if (payload === null) throw new Error("not a payload");
  return payload;
};

test("a payload of any shape is read without an error, and is one if it names a session and an event", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void readPayload(value)));
  const field = fc.constantFrom("cwd", "tool_calls", "prompt_id", "__proto__", "error", "tool_response");
  fc.assert(
    fc.property(fc.dictionary(field, fc.jsonValue()), (fields) => {
      expect(readPayload({ ...fields, ...BARE })).not.toBeNull();
    }),
  );
});

describe("two reports are of the same happening", () => {
  const key = (changes: Record<string, unknown>, digest = "d1") =>
    sameKeyOf(read({ ...BARE, ...changes }), () => digest);

  test("when session, event and tool use are the same, whatever else differs and whenever", () => {
    const call = { hook_event_name: "PreToolUse", tool_use_id: "t1" };
    expect(key(call, "d1")).toEqual(key({ ...call, extra: 1 }, "d2"));
    expect(key(call).forEver).toBe(true);
    expect(key(call).key).not.toBe(key({ ...call, tool_use_id: "t2" }).key);
    expect(key(call).key).not.toBe(key({ ...call, hook_event_name: "PostToolUse" }).key);
    expect(key(call).key).not.toBe(key({ ...call, session_id: "s2" }).key);
  });

  test("when it is the same prompt by its id", () => {
    const prompt = { hook_event_name: "UserPromptSubmit", prompt_id: "p1", prompt: "yes" };
    expect(key(prompt, "d1")).toEqual(key(prompt, "d2"));
    expect(key(prompt).forEver).toBe(true);
    expect(key(prompt).key).not.toBe(key({ ...prompt, prompt_id: "p2" }).key);
  });

  test("when there is no id but the whole content is the same, for a short while", () => {
    expect(key({ prompt_id: "p1" }, "d1")).toEqual({ key: "s1\nStop\nd1", forEver: false });
    expect(key({}, "d1").key).not.toBe(key({}, "d2").key);
    expect(key({ hook_event_name: "UserPromptSubmit", prompt: "yes" }).forEver).toBe(false);
  });

  test("and never because fields run into each other", () => {
    const parts = fc.constantFrom("a", "b", "Stop", "PreToolUse", "t");
    fc.assert(
      fc.property(parts, parts, parts, parts, (s1, e1, s2, e2) => {
        const [one, two] = [key({ session_id: s1, hook_event_name: e1 }), key({ session_id: s2, hook_event_name: e2 })];
        expect(one.key === two.key).toBe(s1 === s2 && e1 === e2);
      }),
    );
  });
});
