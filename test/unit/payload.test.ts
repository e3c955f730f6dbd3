import { describe, expect, test } from "vitest";
import { readPayload } from "../../agent/ingest/payload.ts";
import { PAYLOAD_KINDS, payloadText } from "../support/payloads.ts";

const PARTICULARS = { sessionId: "0b6f2c1e-8a4d-4f3b-9c57-2d1e6a7b8c90", dir: "/home/u/shop", prompt: 1, call: 3 };

const sample = (kind: (typeof PAYLOAD_KINDS)[number]): Record<string, unknown> =>
  JSON.parse(payloadText(kind, PARTICULARS, 3_072));

describe("a hook payload", () => {
  test.each(PAYLOAD_KINDS)("%s is read whole", (kind) => {
    expect(readPayload(sample(kind))).toMatchObject(sample(kind));
  });

  test("is read with nothing but a session and a name", () => {
    expect(readPayload({ session_id: "s", hook_event_name: "Stop" })).toMatchObject({ session_id: "s" });
  });

  test("keeps fields that nobody knows yet", () => {
    expect(readPayload({ ...sample("Stop"), from_the_future: [1] })).toMatchObject({ from_the_future: [1] });
  });

  test("counts a field of an unexpected type as absent", () => {
    expect(readPayload({ ...sample("UserPromptSubmit"), prompt: 7 })?.prompt).toBeNull();
  });

  test.each([null, 1, "text", [], {}, { session_id: "s" }, { session_id: "", hook_event_name: "Stop" }])(
    "is not made of %j",
    (value) => {
      expect(readPayload(value)).toBeNull();
    },
  );
});
