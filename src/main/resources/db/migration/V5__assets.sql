-- Room assets: the register over time, and exceptions.

create table handback.register_row (
    exit_id                text not null references handback.exit,
    asset                  text not null check (asset ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    version                int not null check (version > 0),
    fact                   uuid not null unique,
    actor                  text not null,
    at                     timestamptz not null,
    action                 text not null check (action in ('ADDED', 'CORRECTED', 'WITHDRAWN')),
    reason                 text not null default '',
    title                  text not null check (length(title) between 1 and 300),
    kind                   text not null check (kind in ('git-repository', 's3-documents', 'manual')),
    origin                 text not null check (origin in ('BACKGROUND_CLIENT', 'FOREGROUND', 'BACKGROUND_VENDOR',
                               'THIRD_PARTY', 'OPEN_SOURCE', 'JOINT', 'UNDETERMINED')),
    disposition            text not null check (disposition in ('RETURN', 'RETURN_THEN_DESTROY', 'DESTROY_ONLY',
                               'ASSIGN', 'LICENSE', 'NOVATE')),
    connection             text,
    locator                text,
    exposure               text check (exposure in ('PROVIDED', 'CREATED', 'ACCESSED')),
    rights                 text,
    owner                  text,
    ownership_basis        text,
    classification         text check (classification in ('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'SECRET')),
    personal_data          boolean,
    medium                 text,
    holder                 text,
    locations              text,
    baseline               text,
    expected               text,
    expected_by            text,
    wave                   text,
    priority               int,
    destination_connection text,
    destination            text,
    depends_on             text,
    agreement              int not null,               -- the agreement that this row is part of: the next one when it was written
    primary key (exit_id, asset, version),
    -- no connection: nobody can fetch it, it comes by hand
    check (case when connection is null then kind = 'manual' or coalesce(kind = 'git-repository' and locator like 'delivery:%', false)
                else kind <> 'manual' and locator is not null and locator not like 'delivery:%' end),
    check (action = 'ADDED' or length(btrim(reason)) >= 3)
);
create index on handback.register_row (connection, exit_id);
call handback.fact_table('handback.register_row', 'person');
create trigger of_group before insert on handback.register_row
    for each row execute function handback.of_group('operations');

create table handback.register_agreed (
    exit_id  text not null references handback.exit,
    version  int not null check (version > 0),
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    assets   int not null check (assets > 0),
    digest   bytea not null,
    primary key (exit_id, version)
);
call handback.fact_table('handback.register_agreed', 'person');
create trigger of_group before insert on handback.register_agreed
    for each row execute function handback.of_group('operations');

-- One asset as the register has it now; withdrawn ones included.
create view handback.asset as
select distinct on (exit_id, asset) * from handback.register_row order by exit_id, asset, version desc;
grant select on handback.asset to handback_app;

-- Living assets that were added after the register was last agreed: nothing is retrieved of them before it is agreed anew.
create view handback.asset_not_agreed as
select v.exit_id, v.asset from handback.asset v
where v.action <> 'WITHDRAWN'
  and (select max(r.agreement) from handback.register_row r where r.exit_id = v.exit_id and r.asset = v.asset and r.action = 'ADDED')
      > coalesce((select max(g.version) from handback.register_agreed g where g.exit_id = v.exit_id), 0);
grant select on handback.asset_not_agreed to handback_app;

-- A contested asset: by whom, on what ground, until legal settles it. A flag: it is retrieved, checked and certified as what
-- it is; a FINAL wants it settled, or excepted.
create table handback.dispute_raised (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    asset    text not null,
    party    text not null check (length(btrim(party)) between 2 and 200),
    reason   text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.dispute_raised (exit_id, asset);
call handback.fact_table('handback.dispute_raised', 'person');
create trigger of_group before insert on handback.dispute_raised
    for each row execute function handback.of_group('operations', 'engineering', 'legal');

create table handback.dispute_settled (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    asset    text not null,
    raised   uuid not null unique references handback.dispute_raised,
    reason   text not null check (length(btrim(reason)) between 3 and 2000)
);
call handback.fact_table('handback.dispute_settled', 'person');
create trigger of_group before insert on handback.dispute_settled
    for each row execute function handback.of_group('legal');

-- Open or settled; at most one of an asset is open.
create view handback.dispute as
select r.fact as raised, r.exit_id, r.asset, r.party, r.reason, r.actor as raised_by, r.at as raised_at,
       s.actor as settled_by, s.at as settled_at, s.reason as settlement
from handback.dispute_raised r left join handback.dispute_settled s on s.raised = r.fact;
grant select on handback.dispute to handback_app;

-- What the vendor declares to hold of ours: lists over time, of which the newest counts, and what people said about rows.
create table handback.declaration (
    exit_id      text not null references handback.exit,
    version      int not null check (version > 0),
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null,
    declared_by  text not null check (length(btrim(declared_by)) between 2 and 200),
    declared_on  date not null,
    file_sha256  text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
    rows         int not null check (rows between 1 and 10000),
    primary key (exit_id, version)
);
call handback.fact_table('handback.declaration', 'person');
create trigger of_group before insert on handback.declaration
    for each row execute function handback.of_group('operations');

create table handback.declaration_row (
    exit_id  text not null,
    version  int not null,
    ordinal  int not null check (ordinal > 0),
    asset    text,
    title    text not null,
    locator  text,
    note     text,
    primary key (exit_id, version, ordinal),
    foreign key (exit_id, version) references handback.declaration
);
grant select, insert on handback.declaration_row to handback_app;

create table handback.declaration_answered (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    version  int not null,
    ordinal  int not null,
    asset    text,                                      -- it is this one; null: it is out of scope
    reason   text not null check (length(btrim(reason)) between 3 and 2000),
    foreign key (exit_id, version, ordinal) references handback.declaration_row
);
create index on handback.declaration_answered (exit_id, version, ordinal);
call handback.fact_table('handback.declaration_answered', 'person');
create trigger of_group before insert on handback.declaration_answered
    for each row execute function handback.of_group('operations', 'legal');

-- One place, however it is written: without a final .git, slashes, or capitals.
create function handback.place(locator text) returns text
    language sql immutable set search_path = pg_catalog, pg_temp as $$
select nullif(regexp_replace(lower(btrim(locator)), '(\.git)?/*$', ''), '') $$;

-- The newest list, row by row: matched by a person's word, by our name, or by the place. Ten thousand rows against as many
-- assets are joined as sets: row by row that would take hours, and the planner cannot know how many there are.
create function handback.declared(in_exit text)
    returns table (ordinal int, asset text, title text, locator text, note text, answer text, answered_by text, matched text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set enable_nestloop = off as $$
with living as materialized (
    select v.asset, handback.place(v.locator) as place from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN'),
places as materialized (select l.place, min(l.asset) as asset from living l where l.place is not null group by 1),
newest as materialized (
    select r.*, handback.place(r.locator) as place from handback.declaration_row r
    where r.exit_id = in_exit and r.version = (select max(d.version) from handback.declaration d where d.exit_id = in_exit)),
said as materialized (
    select distinct on (a.version, a.ordinal) a.* from handback.declaration_answered a where a.exit_id = in_exit
    order by a.version, a.ordinal, a.at desc, a.fact)
select n.ordinal, n.asset, n.title, n.locator, n.note, said.reason, said.actor,
       case when said.fact is not null then said.asset else coalesce(named.asset, places.asset) end
from newest n
left join said on said.version = n.version and said.ordinal = n.ordinal
left join living named on named.asset = n.asset
left join places on places.place = n.place $$;

-- Living assets that no row of the newest list matches; nothing while there is no list.
create function handback.only_ours(in_exit text) returns table (asset text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set enable_nestloop = off as $$
select v.asset from handback.asset v
where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and exists (select 1 from handback.declaration d where d.exit_id = in_exit)
except
select r.matched from handback.declared(in_exit) r $$;

-- An exception (purpose EXCEPT) or its revocation (purpose REVOKE): asked by one, approved by two others, one of legal.
create table handback.exception_asked (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    asset    text not null,
    purpose  text not null check (purpose in ('EXCEPT', 'REVOKE')),
    reason   text not null check (length(btrim(reason)) between 3 and 2000),
    remedy   date
);
create index on handback.exception_asked (exit_id, asset);
call handback.fact_table('handback.exception_asked', 'person');
create trigger of_group before insert on handback.exception_asked
    for each row execute function handback.of_group('operations', 'engineering', 'legal');

create table handback.exception_decided (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    asset     text not null,
    asked     uuid not null references handback.exception_asked,
    decision  text not null check (decision in ('APPROVED', 'REFUSED')),
    reason    text not null default ''
);
create index on handback.exception_decided (asked);
call handback.fact_table('handback.exception_decided', 'person');
create trigger of_group before insert on handback.exception_decided
    for each row execute function handback.of_group('operations', 'legal');

create view handback.exception_state as
select a.fact as asked, a.exit_id, a.asset, a.purpose, a.reason, a.remedy, a.actor as asked_by, a.at as asked_at,
       d.approvals, d.approved_by, d.decided_at,
       case when d.refusals > 0 then 'REFUSED' when d.approvals >= 2 then 'APPROVED' else 'ASKED' end as state
from handback.exception_asked a
cross join lateral (select count(*) filter (where d.decision = 'APPROVED') as approvals,
                           count(*) filter (where d.decision = 'REFUSED') as refusals,
                           string_agg(d.actor, ', ' order by d.at) filter (where d.decision = 'APPROVED') as approved_by,
                           max(d.at) as decided_at
                    from handback.exception_decided d where d.asked = a.fact) d;
grant select on handback.exception_state to handback_app;

-- The exception in force for an asset: the newest fully approved one, unless that was a revocation.
create view handback.exception_in_force as
select * from (select distinct on (exit_id, asset) * from handback.exception_state where state = 'APPROVED'
               order by exit_id, asset, decided_at desc, asked) newest
where purpose = 'EXCEPT';
grant select on handback.exception_in_force to handback_app;
