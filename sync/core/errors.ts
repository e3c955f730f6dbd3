interface AppErrorOptions {
  /** What the user can do about it, as one sentence. */
  readonly hint?: string;
  /** Whether the same call may succeed later by itself. */
  readonly retry?: boolean;
  readonly cause?: unknown;
}

/** An expected failure: what failed, on what, why, and what to do. Anything else that is thrown is a bug and travels up. */
export class AppError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly retry: boolean;

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.hint = options.hint;
    this.retry = options.retry ?? false;
  }
}

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The code of a system or SQLite error (`ENOENT`, `SQLITE_CORRUPT`), or undefined. */
export const codeOf = (thrown: unknown): string | undefined => {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
};

/** Disk full, read-only or failing, too many open files, no memory; the database busy or on such a disk. Not: no permission, which stays. */
const MACHINE =
  /^(?:ENOSPC|EDQUOT|EFBIG|EROFS|EIO|EMFILE|ENFILE|ENOMEM|SQLITE_(?:FULL|IOERR|BUSY|LOCKED|CANTOPEN|READONLY|NOMEM|PROTOCOL)(?:_\w+)?)$/;

/** Whether an error is the machine's, not the program's: it says nothing about the work in hand and passes when the machine is well. */
export const isMachineTrouble = (thrown: unknown): boolean => MACHINE.test(codeOf(thrown) ?? "");
