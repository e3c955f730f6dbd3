import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface GitServer {
  readonly url: string;
  readonly close: () => void;
}

/** Splits what a CGI program writes into its header lines and the rest. */
const splitHead = (output: Buffer): { readonly head: string[]; readonly body: Buffer } => {
  const end = output.indexOf("\r\n\r\n");
  return { head: output.subarray(0, end).toString("latin1").split("\r\n"), body: output.subarray(end + 4) };
};

const serve = (folder: string, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
  const env = {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: "1",
    GIT_CONFIG_COUNT: "1", // the repositories belong to whoever runs the tests
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: "*",
    REQUEST_METHOD: request.method,
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    CONTENT_TYPE: request.headers["content-type"],
    HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
    GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
  };
  const backend = spawn("git", ["http-backend"], { env, stdio: ["pipe", "pipe", "inherit"] });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.once("close", () => {
    const { head, body } = splitHead(Buffer.concat(chunks));
    const headers = head.map((line) => line.split(/: */, 2) as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name !== "Status")));
    response.end(body);
  });
};

/** Serves the bare repositories of a folder over git's smart HTTP, on loopback. */
export const gitServer = async (folder: string): Promise<GitServer> => {
  const server = createServer((request, response) => serve(folder, request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The git server does not listen");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
