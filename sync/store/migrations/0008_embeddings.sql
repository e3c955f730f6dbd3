-- What a memory means, as a model of embeddings puts it: one vector for each memory, gone as soon as it is not of the memory's text.
create table memory_embedding (
  memory_id text primary key,
  model     text not null,
  vector    blob not null                      -- float32 in the machine's byte order, of length 1
) strict;
-- With the id, so that it can be told who has a vector without reading any.
create index memory_embedding_model on memory_embedding (model, memory_id);

create trigger memory_embedding_stale after update of text, state on memory
when new.text is not old.text or new.state not in ('trusted', 'proposed')
begin
  delete from memory_embedding where memory_id = old.id;
end;

create trigger memory_embedding_remove after delete on memory
begin
  delete from memory_embedding where memory_id = old.id;
end;
