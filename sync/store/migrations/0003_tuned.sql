-- Memories are tuned: their confidence falls while nothing comes of them and rises when they are violated. Each time is history, too.

create table memory_history_tuned (
  id         integer primary key,
  memory_id  text not null,
  change     text not null check (change in ('added', 'reinforced', 'merged', 'superseded', 'forgotten', 'restored', 'edited', 'tuned')),
  source     text not null,                    -- unique cause (`turn:12`, `told:<id>`): the same cause never counts twice
  session_id text,
  quote      text,                             -- the user's own words or the command, redacted; stays on this machine
  why        text not null,                    -- JSON: the detector's reasons, or what was merged
  old_text   text,
  at_ms      integer not null,
  unique (memory_id, change, source)
) strict;
insert into memory_history_tuned select id, memory_id, change, source, session_id, quote, why, old_text, at_ms from memory_history;
drop table memory_history;
alter table memory_history_tuned rename to memory_history;
create index memory_history_session on memory_history (session_id) where session_id is not null;
create index memory_history_source on memory_history (source);
