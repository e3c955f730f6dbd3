import { describe, expect, test } from "vitest";
import { type EmbeddingsProblem, ollamaEmbeddings, wordedFor } from "../../agent/model/embeddings.ts";
import type { Breaker } from "../../sync/core/breaker.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import type { SearchHit, Status } from "../../web/deps.ts";
import { createTestClock } from "../support/clock.ts";
import { converse } from "../support/conversation.ts";
import { type EmbeddingsStub, embeddingsStub } from "../support/embeddings-stub.ts";
import { type Answer, openMachine, type TestMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";
import { until } from "../support/worker-home.ts";

const never = new AbortController().signal;
const MODEL = "stub-model";
const settings = (url: string, more: object = {}) => ({ recall: { embeddings: { model: MODEL, url, ...more } } });

const idsIn = (answer: Answer | null): string[] =>
  answer?.hookSpecificOutput?.additionalContext.match(/(?<=\[)ctx-[a-z0-9]+/g) ?? [];

const CAR = { id: "ctx-car", text: "Repair the vehicle in the workshop" };
const BREAD = { id: "ctx-bread", text: "Loaf goes in before nine" };
/** Means the same as CAR, and shares no word with it. */
const ABOUT_CARS = "fix my car, garage";

interface World {
  readonly machine: TestMachine;
  readonly stub: EmbeddingsStub;
  readonly prompt: (text: string) => string;
}

/** A machine with these memories and a session that has its brief already. */
const world = async (config: (url: string) => unknown, ...memories: Partial<CountedMemory>[]): Promise<World> => {
  const stub = await embeddingsStub();
  const machine = openMachine({ config: config(stub.url) });
  const session = converse(machine, scratchDir());
  await machine.ask(session.start());
  await machine.work();
  for (const memory of memories) machine.store.memories.add(someMemory(memory));
  await machine.clock.pass(60_000);
  return { machine, stub, prompt: session.prompt };
};

const embedded = async (...memories: Partial<CountedMemory>[]): Promise<World> => {
  const made = await world(settings, ...memories);
  made.machine.lookForVectors();
  await made.machine.work();
  return made;
};

const breakerOf = ({ machine }: World): Breaker => machine.store.breakers.of("embeddings");
const countsOf = ({ machine }: World) => machine.store.embeddings.counts(MODEL);
const healthOf = async ({ machine }: World) => {
  const { health } = (await (await machine.request("/api/status?fresh=true")).json()) as Status;
  return health.find(({ component }) => component === "embeddings");
};

describe("by default", () => {
  test("nobody is asked for anything, and recall is by words alone", async () => {
    const made = await world(() => ({}), CAR, BREAD);
    const { machine, stub, prompt } = made;
    expect(machine.lookForVectors()).toBe(false);
    await machine.work();
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual([]);
    expect(idsIn(await machine.ask(prompt("where is the workshop?")))).toEqual(["ctx-car"]);
    expect(stub.requests).toEqual([]);
    expect(await healthOf(made)).toMatchObject({ ok: true, message: "none: recalls by words alone" });
  });
});

describe("with an endpoint", () => {
  test("a memory is found by its meaning where no word is shared, once", async () => {
    const made = await embedded(CAR, BREAD);
    const { machine, prompt } = made;
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual(["ctx-car"]);
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual([]);
    expect(await healthOf(made)).toMatchObject({
      ok: true,
      message: "stub-model: 2 of 2 memories are found by meaning, too",
    });
  });

  test("what has nothing to do with a prompt is not found, and a command is not looked at", async () => {
    const { machine, prompt, stub } = await embedded(CAR, BREAD);
    const before = stub.requests.length;
    expect(idsIn(await machine.ask(prompt("write a haiku")))).toEqual([]);
    expect(stub.requests).toHaveLength(before + 1);
    expect(await machine.ask(prompt("/clear fix my car garage"))).toBeNull();
    expect(stub.requests).toHaveLength(before + 1);
  });

  test("one memory among many is found, and none of another project", async () => {
    const others = Array.from({ length: 450 }, (_, n) => ({
      id: `ctx-n${n}`,
      text: `Loaf ${n}`,
      confidence: n < 225 ? 0.9 : 0.6,
    }));
    // In the middle of those that are looked through, the surest first.
    const { machine, prompt } = await embedded(...others, { ...CAR, confidence: 0.8 });
    const elsewhere = { id: "ctx-else", text: "Mend an automobile, workshop", projectId: "elsewhere" };
    machine.store.projects.add({ id: "elsewhere", key: "/else", name: "else", remote: null, nowMs: 1 });
    machine.store.memories.add(someMemory(elsewhere));
    machine.lookForVectors();
    await machine.work();
    expect(machine.store.embeddings.counts(MODEL)).toEqual({ memories: 452, embedded: 452 });
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual(["ctx-car"]);
    const response = await machine.request(`/api/search?q=${encodeURIComponent(ABOUT_CARS)}`);
    const { hits } = (await response.json()) as { hits: SearchHit[] };
    expect(hits.map(({ memory }) => memory.id).sort()).toEqual(["ctx-car", "ctx-else"]);
  });

  test("a search finds by meaning, too", async () => {
    const { machine } = await embedded(CAR, BREAD);
    const response = await machine.request(`/api/search?q=${encodeURIComponent(ABOUT_CARS)}`);
    const { hits } = (await response.json()) as { hits: SearchHit[] };
    expect(hits.map(({ memory }) => memory.id)).toEqual(["ctx-car"]);
  });

  test("a place without vectors is not asked for", async () => {
    const { machine, stub, prompt } = await world(settings, CAR);
    await machine.ask(prompt(ABOUT_CARS));
    expect(stub.requests).toEqual([]);
  });
});

describe("the vectors of memories", () => {
  test("are made in batches of 32 until none is missing, each asked for once", async () => {
    const many = Array.from({ length: 70 }, (_, n) => ({ id: `ctx-n${n}`, text: `Rule number ${n}` }));
    const made = await embedded(...many);
    expect(made.stub.requests.map(({ path, input }) => [path, input.length])).toEqual([
      ["/api/embed", 32],
      ["/api/embed", 32],
      ["/api/embed", 6],
    ]);
    expect(countsOf(made)).toEqual({ memories: 70, embedded: 70 });
    expect(made.machine.lookForVectors()).toBe(false);
  });

  test("go with the memory, and are made anew when its text or the model changes", async () => {
    const made = await embedded(CAR, BREAD);
    const { machine, stub } = made;
    const { memories } = machine.store;
    memories.save({ ...someMemory(CAR), confidence: 0.7 });
    expect(countsOf(made).embedded).toBe(2);
    memories.save(someMemory({ ...CAR, text: "Another text" }));
    memories.save(someMemory({ ...BREAD, state: "forgotten" }));
    expect(countsOf(made)).toEqual({ memories: 1, embedded: 0 });
    machine.lookForVectors();
    await machine.work();
    expect(stub.requests.at(-1)?.input).toEqual(["Another text"]);
    machine.configure({ recall: { embeddings: { model: "other", url: stub.url } } });
    machine.lookForVectors();
    await machine.work();
    expect(stub.requests.at(-1)).toMatchObject({ model: "other", input: ["Another text"] });
    expect(countsOf(made).embedded).toBe(0);
  });

  test("are not kept of a text that has changed while they were made", async () => {
    const { machine } = await world(settings, CAR);
    const kept = machine.store.embeddings.save({
      memoryId: "ctx-car",
      text: "What it said before",
      model: MODEL,
      vector: Float32Array.of(1),
    });
    expect(kept).toBe(false);
  });

  test("wait for an endpoint that is away, and no job dies of it", async () => {
    const made = await world(settings, CAR);
    const { machine, stub } = made;
    await stub.leave();
    machine.lookForVectors();
    for (let n = 0; n < 10; n++) {
      await machine.work();
      await machine.clock.pass(900_000);
    }
    expect(machine.store.jobs.counts()).toMatchObject({ ready: 1, dead: 0 });
    expect(machine.lookForVectors()).toBe(false);
  });

  test("wait for an endpoint that is slow as well, however little time a job has", async () => {
    const made = await world((url) => ({ ...settings(url), queue: { jobTimeoutS: 1 } }), CAR);
    const { machine, stub } = made;
    stub.does("never");
    machine.lookForVectors();
    const worked = machine.work();
    await until(() => stub.requests.length === 1);
    await machine.clock.pass(1_000);
    await worked;
    expect(breakerOf(made).inARow).toBe(1);
    const [job] = machine.store.jobs.list("ready", 9);
    expect(job).toMatchObject({ kind: "embed.memories", life: { attempts: 0 } });
  });

  test("of what is private are not asked of another machine", async () => {
    // Not this machine's by its name; nothing is sent there, so that nobody has to be.
    const elsewhere = () => settings("http://embeddings.invalid:1", { anywhere: true });
    const { machine } = await world(elsewhere, { ...CAR, isPrivate: true });
    expect(machine.lookForVectors()).toBe(false);
    machine.store.memories.add(someMemory(BREAD));
    expect(machine.lookForVectors()).toBe(true);
  });
});

describe("a prompt", () => {
  test("does not wait for a slow endpoint longer than 150 ms, whose answer counts all the same", async () => {
    const made = await embedded(CAR, BREAD);
    const { machine, stub, prompt } = made;
    stub.does("never");
    const asked = machine.ask(prompt(`${ABOUT_CARS}, or the loaf`));
    await until(() => machine.clock.sleeping().includes(150));
    await machine.clock.pass(150);
    expect(idsIn(await asked)).toEqual(["ctx-bread"]);
    const requests = stub.requests.length;
    // One at a time: the first question is still under way.
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual([]);
    expect(stub.requests).toHaveLength(requests);
    await machine.clock.pass(10_000);
    await until(() => breakerOf(made).inARow === 1);
  });

  test("whose hook has given up meanwhile is given nothing, and it is owed to the next", async () => {
    const { machine, stub, prompt } = await embedded(CAR);
    stub.does("never");
    const incoming = { destroyed: false, socket: { destroyed: false, readableEnded: false } };
    const asked = machine.request(`/hook/${prompt("the workshop")}`, {}, { incoming });
    await until(() => machine.clock.sleeping().includes(150));
    incoming.destroyed = true;
    await machine.clock.pass(150);
    expect((await asked).status).toBe(204);
    expect(idsIn(await machine.ask(prompt("the workshop")))).toEqual(["ctx-car"]);
  });

  test("that has waited already is given less time, and at last none", async () => {
    const { machine, stub, prompt } = await embedded(CAR);
    stub.does("never");
    const file = prompt(ABOUT_CARS);
    await machine.clock.pass(101);
    const asked = machine.ask(file);
    await until(() => machine.clock.sleeping().some((ms) => ms > 90 && ms <= 110));
    await machine.clock.pass(10_000);
    await asked;
    const late = prompt(ABOUT_CARS);
    await machine.clock.pass(250);
    const requests = stub.requests.length;
    await machine.ask(late);
    expect(stub.requests).toHaveLength(requests);
  });

  test("asks nobody while the endpoint rests, and has it tried again when it has rested", async () => {
    const made = await embedded(CAR);
    const { machine, stub, prompt } = made;
    stub.does({ status: 500 });
    for (let n = 0; n < 3; n++) expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual([]);
    expect(breakerOf(made).state).toBe("open");
    expect(await healthOf(made)).toMatchObject({ ok: false, message: expect.stringContaining("500") });
    const requests = stub.requests.length;
    await machine.ask(prompt(ABOUT_CARS));
    expect(stub.requests).toHaveLength(requests);
    stub.does("vectors");
    await machine.clock.pass(60_000);
    // Tried with this prompt, which does not wait for it.
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual([]);
    await until(() => breakerOf(made).state === "closed");
    expect(idsIn(await machine.ask(prompt(ABOUT_CARS)))).toEqual(["ctx-car"]);
  });

  test("is answered by words when nobody is there, or garbage comes", async () => {
    const { machine, stub, prompt } = await embedded(CAR, BREAD);
    stub.does({ says: "<html>" });
    expect(idsIn(await machine.ask(prompt(`${ABOUT_CARS}, or the loaf`)))).toEqual(["ctx-bread"]);
    await stub.leave();
    expect(idsIn(await machine.ask(prompt("the workshop")))).toEqual(["ctx-car"]);
  });
});

describe("an answer", () => {
  const ask = async (says: string, texts = ["a", "b"]) => {
    const stub = await embeddingsStub();
    stub.does({ says });
    const embed = ollamaEmbeddings({ url: stub.url, model: MODEL, timeoutMs: 1_000 }, createTestClock());
    return embed(texts, "document", never);
  };

  test.each([
    ["no JSON", "<html>"],
    ["another form", '{"embedding":[1,2]}'],
    ["fewer vectors than texts", '{"embeddings":[[1,2]]}'],
    ["vectors of several lengths", '{"embeddings":[[1,2],[1,2,3]]}'],
    ["what is no number", '{"embeddings":[[1,null],[1,2]]}'],
    ["numbers without end", '{"embeddings":[[1e308,1e308],[1,2]]}'],
    ["vectors of nothing", '{"embeddings":[[0,0],[1,2]]}'],
    ["empty vectors", '{"embeddings":[[],[]]}'],
  ])("of %s is none", async (_, says) => {
    expect(await ask(says)).toMatchObject({ kind: "malformed" });
  });

  test("is made of length 1", async () => {
    expect(await ask('{"embeddings":[[3,4],[0,2]]}')).toEqual([Float32Array.of(0.6, 0.8), Float32Array.of(0, 1)]);
  });
});

describe("an endpoint", () => {
  const problemWith = async (does: Parameters<EmbeddingsStub["does"]>[0]): Promise<EmbeddingsProblem> => {
    const stub = await embeddingsStub();
    stub.does(does);
    const clock = createTestClock();
    const embed = ollamaEmbeddings({ url: stub.url, model: MODEL, timeoutMs: 1_000 }, clock);
    const asked = embed(["a"], "query", never);
    if (does === "never") {
      await until(() => stub.requests.length > 0);
      await clock.pass(1_000);
    }
    const found = await asked;
    if (Array.isArray(found)) throw new Error("it gave vectors");
    return found;
  };

  test("that does not know the model, is slow or refuses says so, with what to do", async () => {
    expect(await problemWith({ status: 404 })).toMatchObject({
      kind: "rejected",
      hint: expect.stringContaining("pull"),
    });
    expect(await problemWith({ status: 400 })).toMatchObject({ kind: "rejected" });
    expect(await problemWith("never")).toMatchObject({ kind: "timeout" });
  });

  test("is not followed to another place", async () => {
    const other = await embeddingsStub();
    const headers = { location: `${other.url}/api/embed` };
    expect(await problemWith({ status: 307, headers })).toMatchObject({ kind: "offline" });
    expect(other.requests).toEqual([]);
  });

  test("is told what a text is for, where its model was trained for that", () => {
    expect(wordedFor("nomic-embed-text:latest", "query", "x")).toBe("search_query: x");
    expect(wordedFor("nomic-embed-text", "document", "x")).toBe("search_document: x");
    expect(wordedFor(MODEL, "query", "x")).toBe("x");
  });
});
