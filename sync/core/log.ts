/** What a log line carries beside its message; kept flat so that `cairn logs` can show it in one line. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log. Never a secret, never a payload: what is logged may be pasted into a bug report. */
export interface Log {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}

const nothing = () => undefined;
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
