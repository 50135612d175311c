-- RFC 3161 time-stamps of checkpoints. No facts: each would make the ledger longer, and want a time-stamp of its own.

create table handback.checkpoint_stamp (
    note      text        primary key,                          -- of a checkpoint
    token     bytea       not null check (length(token) > 0),   -- the TimeStampToken (CMS, DER) over the note's bytes
    authority text        not null,                             -- who was asked
    stamped   timestamptz not null check (isfinite(stamped)),                           -- as the token says
    at        timestamptz not null default handback.now() check (isfinite(at))
);
comment on table handback.checkpoint_stamp is 'The word of an authority outside this house that a checkpoint existed. Copies lie beside the checkpoints.';
call handback.keep_write_once('handback.checkpoint_stamp');
grant select, insert on handback.checkpoint_stamp to handback_app;
