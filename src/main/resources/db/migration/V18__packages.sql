-- Room packages: hand-over packages asked for, built, or not built.

-- What a package holds is settled here: the scope, and the ledger up to this checkpoint. Whoever builds it, whenever, on
-- whichever node, gets the same bytes.
create table handback.package_requested (
    package      text primary key,
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    ordinal      int not null check (ordinal > 0),
    scope        jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) > 0),
    everything   boolean not null,                      -- the whole register was asked for, not a list of names
    ledger_size  bigint not null check (ledger_size > 0),
    checkpoint   text not null,
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.package_requested', 'person');
create trigger of_group before insert on handback.package_requested
    for each row execute function handback.of_group('operations', 'legal');

create table handback.package_built (
    package  text primary key references handback.package_requested,
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    sha256   text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes    bigint not null check (bytes > 0),
    files    bigint not null check (files >= 0),        -- of the payload
    scope    jsonb not null,
    ledger_size  bigint not null
);
call handback.fact_table('handback.package_built', 'system');

-- It could not be built: the vault is full, or bytes of it are damaged. Nothing half-built is kept; it can be tried again.
create table handback.package_failed (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    package  text not null references handback.package_requested,
    reason   text not null
);
create index on handback.package_failed (package);
call handback.fact_table('handback.package_failed', 'system');

create view handback.package_state as
select q.package, q.exit_id, q.ordinal, q.scope, q.everything, q.ledger_size, q.checkpoint, q.actor as requested_by, q.at as requested_at,
       b.sha256, b.bytes, b.files, b.at as built_at,
       case when b.fact is null then f.reason end as failure,
       -- nothing of the exit has changed since, packages aside: another one of the same scope would have the same bytes
       not exists (select 1 from handback.ledger_entry e where e.exit_id = q.exit_id and e.seq >= q.ledger_size
                   and e.fact_table not in ('package_requested', 'package_built', 'package_failed')) as current
from handback.package_requested q
left join handback.package_built b on b.package = q.package
left join lateral (select l.reason from handback.package_failed l where l.package = q.package order by l.at desc limit 1) f on true;
grant select on handback.package_state to handback_app;
