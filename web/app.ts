import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { nextTurn } from "../sync/core/clock.ts";
import { AppError, isMachineTrouble } from "../sync/core/errors.ts";
import type { Log } from "../sync/core/log.ts";
import type { WebDeps } from "./deps.ts";
import { apiRoutes } from "./routes/api.ts";

const STATUS_BY_CODE: Readonly<Record<string, ContentfulStatusCode>> = {
  invalid: 400,
  "not-found": 404,
  conflict: 409,
  "store-unusable": 503,
  busy: 503,
  "learner-died": 503,
  replaced: 503,
};

/**
 * The one app behind CLI, hooks, MCP server and browser: on the unix socket without a token, on HTTP with one.
 * Errors are problem+json (RFC 9457) with the hint a person needs.
 */
export const createApp = (deps: WebDeps, log: Log): Hono => {
  const app = new Hono();
  app.get("/hook/:file", async (c) => {
    // A worker that was frozen finds requests whose hooks have given up long ago. What nobody reads must not count as told.
    // In the turn of the event loop after this one it is seen who has hung up.
    await nextTurn();
    await nextTurn();
    if (hasGone(c)) return c.body(null, 204);
    const root = c.req.header("x-cairn-root");
    // Header bytes come as Latin-1; a path may hold any UTF-8.
    const pluginRoot = root ? Buffer.from(root, "latin1").toString("utf8") : null;
    const answer = await deps.hookAnswer(c.req.param("file"), pluginRoot, () => hasGone(c));
    return answer === null ? c.body(null, 204) : c.body(answer, 200, { "content-type": "application/json" });
  });
  app.route("/api", apiRoutes(deps));
  app.notFound((c) =>
    problem("not-found", 404, `There is nothing at ${c.req.path}.`, "See `cairn help` for what there is."),
  );
  app.onError((error, c) => {
    if (error instanceof AppError) {
      return problem(error.code, STATUS_BY_CODE[error.code] ?? 500, error.message, error.hint);
    }
    if (isMachineTrouble(error)) {
      log.warn("request failed", { path: c.req.path, error: error.message });
      return problem(
        "store-unusable",
        503,
        error.message,
        "Check free space and permissions; `cairn doctor` tries what is allowed.",
      );
    }
    log.error("request failed", { path: c.req.path, error: error.message, stack: error.stack });
    return problem("internal", 500, `Something went wrong: ${error.message}`, "`cairn logs` tells more.");
  });
  return app;
};

/** Whether whoever asked has hung up; called in-process, nobody can. */
const hasGone = (c: Context): boolean => {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming !== undefined && (incoming.destroyed || incoming.socket.destroyed || incoming.socket.readableEnded);
};

const problem = (code: string, status: ContentfulStatusCode, detail: string, hint: string | undefined): Response =>
  Response.json(
    { type: "about:blank", title: code, status, detail, ...(hint === undefined ? {} : { hint }) },
    { status, headers: { "content-type": "application/problem+json" } },
  );
