-- What came of a memory that a session knew: one row for each turn in which the agent kept to it or went against it, and for each
-- time the user had to say it again.
create table outcome (
  memory_id  text not null,
  turn_id    integer not null,
  verdict    text not null check (verdict in ('obeyed', 'violated', 'recorrected')),
  session_id text not null,
  evidence   text not null,                    -- the command, the line or the words that show it, redacted; stays on this machine
  at_ms      integer not null,
  primary key (memory_id, turn_id, verdict)
) strict, without rowid;
create index outcome_at on outcome (at_ms);
create index outcome_session on outcome (session_id);
