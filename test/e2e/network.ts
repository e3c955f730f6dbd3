import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer, type Server } from "node:net";

/** Where the agent under test lives: programs are started through `wrap`, servers are opened with `listen`. */
export interface Network {
  /** Whether nothing but loopback can be reached from it. */
  readonly isolated: boolean;
  readonly wrap: (argv: readonly string[]) => readonly [string, ...string[]];
  /** A server listening on a free port of its 127.0.0.1. */
  readonly listen: () => Promise<Server>;
  readonly close: () => void;
}

// Runs inside the namespace: opens the ports there and hands the listening sockets to the tests, which stay outside.
const HOLDER = `
  const { createServer } = require("node:net");
  process.on("message", () => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => process.send("listening", server, () => server.close()));
  });
  process.on("disconnect", () => process.exit());
  process.send("ready");
`;

const listenHere = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, "127.0.0.1", () => resolve(server));
  });

const open: Network = {
  isolated: false,
  wrap: ([program = "", ...rest]) => [program, ...rest],
  listen: listenHere,
  close: () => undefined,
};

const answer = (holder: ChildProcess): Promise<Server> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new Error("The holder of the network namespace ended"));
    holder.once("exit", gone);
    holder.once("message", (_message, handle) => {
      holder.off("exit", gone);
      resolve(handle as Server);
    });
  });

/**
 * A network namespace with loopback only, so a test can't reach the internet even by mistake.
 * Where none can be made (not Linux, not allowed), the machine's own network.
 */
export const loopbackOnly = async (): Promise<Network> => {
  // Without root it takes a namespace of users too, with oneself in it: as "root" of one, Claude Code ends without a word.
  const isRoot = process.getuid?.() === 0;
  const unshare = isRoot ? ["-n"] : ["-n", "--map-current-user", "--keep-caps"];
  if (spawnSync("unshare", [...unshare, "ip", "link", "set", "lo", "up"]).status !== 0) return open;
  const script = 'ip link set lo up && exec "$0" -e "$1"';
  const holder = spawn("unshare", [...unshare, "sh", "-c", script, process.execPath, HOLDER], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await answer(holder);
  const enter = ["-t", String(holder.pid), "-n", ...(isRoot ? [] : ["-U", "--preserve-credentials"]), "--"];
  // One after the other, so that each gets the socket it asked for.
  let before: Promise<unknown> = Promise.resolve();
  return {
    isolated: true,
    wrap: (argv) => ["nsenter", ...enter, ...argv],
    listen: () => {
      const asked = before.then(() => {
        const received = answer(holder);
        holder.send("listen");
        return received;
      });
      before = asked;
      return asked;
    },
    close: () => void holder.kill("SIGKILL"),
  };
};
