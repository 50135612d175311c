-- Placing: what is checked is put at the client's own destination and seen there again.

create table handback.placing_asked (
    exit_id                text not null references handback.exit,
    asset                  text not null,
    ordinal                int not null check (ordinal > 0),
    fact                   uuid not null unique,
    actor                  text not null,
    at                     timestamptz not null,
    number                 int not null,                -- the attempt whose holding is placed
    content_digest         text not null,
    destination_connection text not null,
    destination            text not null,
    primary key (exit_id, asset, ordinal),
    foreign key (exit_id, asset, number) references handback.attempt_ended
);
call handback.fact_table('handback.placing_asked', 'person');
create trigger of_group before insert on handback.placing_asked
    for each row execute function handback.of_group('operations', 'engineering');

-- Seen at the destination in a listing that was asked for afterwards, over a new connection.
create table handback.placed (
    exit_id         text not null references handback.exit,
    asset           text not null,
    ordinal         int not null,
    fact            uuid not null unique,
    actor           text not null,
    at              timestamptz not null,
    listing_sha256  text not null check (listing_sha256 ~ '^[0-9a-f]{64}$'),    -- that listing, as held in the vault
    things          bigint not null check (things > 0),                         -- refs, or versions and delete markers
    seen_as         text not null,
    findings        jsonb not null default '[]',
    primary key (exit_id, asset, ordinal),
    foreign key (exit_id, asset, ordinal) references handback.placing_asked
);
call handback.fact_table('handback.placed', 'system');

create table handback.placing_failed (
    exit_id   text not null references handback.exit,
    asset     text not null,
    ordinal   int not null,
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    seen_as   text not null,
    findings  jsonb not null check (jsonb_array_length(findings) > 0),
    primary key (exit_id, asset, ordinal),
    foreign key (exit_id, asset, ordinal) references handback.placing_asked
);
call handback.fact_table('handback.placing_failed', 'system');

create view handback.placings as
select a.exit_id, a.asset, a.ordinal, a.actor as asked_by, a.at as asked_at, a.number, a.content_digest, a.destination_connection,
       a.destination, case when p.fact is not null then 'PLACED' when f.fact is not null then 'FAILED' else 'ASKED' end as state,
       coalesce(p.at, f.at) as ended_at, p.listing_sha256, p.things, coalesce(p.seen_as, f.seen_as) as seen_as,
       coalesce(p.findings, f.findings, '[]'::jsonb) as findings
from handback.placing_asked a
left join handback.placed p on p.exit_id = a.exit_id and p.asset = a.asset and p.ordinal = a.ordinal
left join handback.placing_failed f on f.exit_id = a.exit_id and f.asset = a.asset and f.ordinal = a.ordinal;
grant select on handback.placings to handback_app;

-- Who had it placed has a part in the evidence and signs nothing of it; whatever else counts as a part stays one.
do $$ begin
    execute 'create or replace view handback.took_part as ' || rtrim(pg_get_viewdef('handback.took_part'::regclass), '; ')
        || ' union select exit_id, asset, actor, ''placed'' from handback.placing_asked';
end $$;

-- as in V8, but PLACED stands between CHECKED and CERTIFIED: the content that counts, at the destination that the register names
create or replace view handback.asset_state as
select n.*, cr.number as certificate, cr.n as certificate_n, cr.finality as certificate_finality,
       case when n.action = 'WITHDRAWN' then 'WITHDRAWN'
            when n.exception_asked is not null then 'EXCEPTED'
            when n.number is null then 'REGISTERED'
            when n.number <= n.reopened_after then 'REOPENED'
            when n.outcome is null then 'COLLECTING'
            when n.outcome = 'VERIFIED' or (n.outcome = 'EMPTY' and n.emptiness_confirmed_by is not null) then
                case when n.checked_by is null then 'VERIFIED'
                     when cr.number is not null then 'CERTIFIED'
                     when pl.ordinal is not null then 'PLACED'
                     else 'CHECKED' end
            when n.outcome = 'RECEIVED' then 'RECEIVED'
            else 'NEEDS_DECISION' end as return_state,
       pl.ordinal as placed_ordinal
from handback.asset_now n
-- certified counts only for the content that was certified: another content found later must be certified anew
left join lateral (select c.* from handback.certified c
                   where c.exit_id = n.exit_id and c.asset = n.asset and c.kind = 'ASSET_RETURN'
                     and exists (select 1 from handback.certificate_asset ca where ca.number = c.number and ca.asset = c.asset
                                 and ca.evidence::jsonb ->> 'contentDigest' = n.content_digest)
                     and c.ordinal > coalesce((select max(k.ordinal) from handback.asset_reopened o
                                               join handback.certificate k on k.number = o.certificate
                                               where o.exit_id = n.exit_id and o.asset = n.asset), 0)
                   order by c.ordinal desc limit 1) cr on true
left join lateral (select max(p.ordinal) as ordinal from handback.placings p
                   where p.exit_id = n.exit_id and p.asset = n.asset and p.state = 'PLACED' and p.content_digest = n.content_digest
                     and p.destination_connection = n.destination_connection and p.destination = n.destination) pl on true;

-- Every rule that lists CHECKED and CERTIFIED as "checked at least" means what lies between, too.
do $$
declare
    f regprocedure;
    changed int := 0;
begin
    for f in select p.oid::regprocedure from pg_proc p
             where p.pronamespace = 'handback'::regnamespace and p.prosrc like '%''CHECKED'', ''CERTIFIED''%' loop
        execute replace(pg_get_functiondef(f), '''CHECKED'', ''CERTIFIED''', '''CHECKED'', ''PLACED'', ''CERTIFIED''');
        changed := changed + 1;
    end loop;
    if changed < 3 then
        raise exception 'expected at least the rules of checks, of readiness and of passes, found %', changed;
    end if;
    -- the evidence of an asset is what it was, and where it was placed; what it was keeps its words
    execute replace(pg_get_functiondef('handback.evidence(text,text)'::regprocedure), 'handback.evidence(', 'handback.evidence_of_return(');
end $$;
revoke execute on function handback.evidence_of_return(text, text) from public;

create or replace function handback.evidence(in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
select case when s.placed_ordinal is null then handback.evidence_of_return(in_exit, in_asset)
       else (handback.evidence_of_return(in_exit, in_asset)::jsonb || jsonb_build_object('placed', jsonb_build_object(
                'ordinal', p.ordinal, 'connection', p.destination_connection, 'destination', p.destination, 'contentDigest', p.content_digest,
                'listingSha256', p.listing_sha256, 'things', p.things, 'seenAs', p.seen_as, 'askedBy', p.asked_by, 'at', p.ended_at,
                'findings', p.findings)))::text end
from handback.asset_state s
left join handback.placings p on p.exit_id = s.exit_id and p.asset = s.asset and p.ordinal = s.placed_ordinal
where s.exit_id = in_exit and s.asset = in_asset $$;

-- Placed is what is checked, one at a time, at the destination of the register; the rule fills in what it is about.
create function handback.placing_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    last handback.placings;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.asset_state v where v.exit_id = new.exit_id and v.asset = new.asset;
    if s.asset is null then
        perform handback.refuse(format('asset %s: the register of this exit has no such asset', new.asset));
    end if;
    if s.return_state not in ('CHECKED', 'CERTIFIED') then
        perform handback.refuse(format('asset %s: expected CHECKED or CERTIFIED, is %s; placed is what was checked, once', new.asset, s.return_state));
    end if;
    if s.destination_connection is null or s.destination is null then
        perform handback.refuse(format('asset %s: the register names no destination; correct destination_connection and destination of its row', new.asset));
    end if;
    if s.destination_connection = s.connection then
        perform handback.refuse(format('asset %s: %s is where it came from; it is placed over another connection', new.asset, s.connection));
    end if;
    if s.placed_ordinal is not null then
        perform handback.refuse(format('asset %s: the same content is placed at %s already', new.asset, s.destination));
    end if;
    if s.holding_sha256 is null then
        perform handback.refuse(format('asset %s: nothing of it is held, so there is nothing to place', new.asset));
    end if;
    if exists (select 1 from handback.last_attempt l where l.exit_id = new.exit_id and l.asset = new.asset
               and (l.ended is null or exists (select 1 from handback.pass_asked p where p.exit_id = l.exit_id and p.asset = l.asset
                                               and p.after_attempt = l.number))) then
        perform handback.refuse(format('asset %s: it is retrieved once more; place it when that has ended', new.asset));
    end if;
    select * into last from handback.placings p where p.exit_id = new.exit_id and p.asset = new.asset order by p.ordinal desc limit 1;
    if last.state = 'ASKED' then
        perform handback.refuse(format('asset %s: placing %s is on its way already', new.asset, last.ordinal));
    end if;
    new.ordinal := coalesce(last.ordinal, 0) + 1;
    new.number := s.number;
    new.content_digest := s.content_digest;
    new.destination_connection := s.destination_connection;
    new.destination := s.destination;
    return new;
end $$;
create trigger fits before insert on handback.placing_asked
    for each row execute function handback.placing_fits();

-- A placing ends once.
create function handback.placing_ends_once() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if exists (select 1 from handback.placings p where p.exit_id = new.exit_id and p.asset = new.asset and p.ordinal = new.ordinal and p.state <> 'ASKED') then
        perform handback.refuse(format('asset %s: placing %s has ended already', new.asset, new.ordinal));
    end if;
    return new;
end $$;
create trigger ends_once before insert on handback.placed
    for each row execute function handback.placing_ends_once();
create trigger ends_once before insert on handback.placing_failed
    for each row execute function handback.placing_ends_once();

-- One long step at a time: the asset's return would do only one of the two.
create function handback.pass_waits_for_placing() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if exists (select 1 from handback.placings p where p.exit_id = new.exit_id and p.asset = new.asset and p.state = 'ASKED') then
        perform handback.refuse(format('asset %s: it is being placed; retrieve it again when that has ended', new.asset));
    end if;
    return new;
end $$;
create trigger waits_for_placing before insert on handback.pass_asked
    for each row execute function handback.pass_waits_for_placing();

revoke execute on function handback.placing_fits(), handback.placing_ends_once(), handback.pass_waits_for_placing() from public;
