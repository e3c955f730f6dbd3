-- What asking a model cost: one row for each day, purpose and model. The day's sum is held against `learning.tokensPerDay`.
create table model_call (
  day           text not null,                 -- local day, 2026-11-20
  purpose       text not null,                 -- what was asked for: refine, reflect, curate
  model         text not null,
  calls         integer not null default 0,
  failures      integer not null default 0,    -- calls that brought nothing; what they cost counts all the same
  input_tokens  integer not null default 0,
  output_tokens integer not null default 0,
  cached_tokens integer not null default 0,    -- read from the cache; not part of input_tokens
  primary key (day, purpose, model)
) strict, without rowid;

-- How calls to a service outside have gone, and whether it is left alone for a while.
create table breaker (
  service  text primary key,                   -- model
  state    text not null check (state in ('closed', 'open', 'half-open')),
  in_a_row integer not null,
  recent   text not null,                      -- how the last calls ended, oldest first: + well, - badly
  until_ms integer not null,
  opened   integer not null,
  reason   text
) strict, without rowid;

insert into job_follow_up values
  ('refine.turn', 'done', 'brief.prepare'),
  ('refine.pair', 'done', 'brief.prepare');
