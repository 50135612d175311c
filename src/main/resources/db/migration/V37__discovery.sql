-- Room retrieval: what a holder's system lists to a connection, beside the register. It takes nothing and proves no absence: the
-- list is what this credential was shown, and a fact of its own.

create table handback.discovery_asked (
    discovery   text primary key,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null check (isfinite(at)),
    exit_id     text not null references handback.exit,
    ordinal     int not null check (ordinal > 0),
    connection  text not null check (length(connection) between 1 and 200),
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.discovery_asked', 'person');
create trigger of_group before insert on handback.discovery_asked
    for each row execute function handback.of_group('operations', 'engineering');
create trigger not_reported before insert on handback.discovery_asked
    for each row execute function handback.not_once_reported();

-- The rows of a list come before the fact that ends it, in the same transaction; afterwards none is added. All text is the holder's.
create table handback.discovery_place (
    discovery  text not null references handback.discovery_asked,
    ordinal    int not null check (ordinal > 0),
    kind       text not null check (kind in ('REPOSITORY', 'WIKI', 'BUCKET')),
    locator    text not null,
    place      text generated always as (handback.place(locator)) stored,
    within     boolean not null,          -- below the connection's urls
    marks      jsonb not null check (jsonb_typeof(marks) = 'array'),
    bytes      bigint,
    refused    text,                      -- why it is no address that we would connect to
    primary key (discovery, ordinal)
);
grant select, insert on handback.discovery_place to handback_app;

create table handback.discovery_listed (
    discovery    text primary key references handback.discovery_asked,
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null check (isfinite(at)),
    exit_id      text not null references handback.exit,
    asked        text not null,           -- which system, and for what
    seen_as      text not null,
    list_sha256  text not null check (list_sha256 ~ '^[0-9a-f]{64}$'),
    list_bytes   bigint not null check (list_bytes > 0),
    places       int not null,
    in_both      int not null,
    only_theirs  int not null,
    only_ours    int not null,
    said         jsonb not null check (jsonb_typeof(said) = 'array')
);
call handback.fact_table('handback.discovery_listed', 'system');

create table handback.discovery_failed (
    discovery  text primary key references handback.discovery_asked,
    fact       uuid not null unique,
    actor      text not null,
    at         timestamptz not null check (isfinite(at)),
    exit_id    text not null references handback.exit,
    code       text not null,
    reason     text not null
);
call handback.fact_table('handback.discovery_failed', 'system');

-- Each row of a list beside the register as it is now. A host of repositories reads the capitals of a path as it likes, so they do not
-- tell two places apart here; a bucket is in the register as far as its prefixes are, by this connection alone: another store has
-- buckets of the same name.
create function handback.discovered(in_discovery text)
    returns table (ordinal int, kind text, locator text, within boolean, marks jsonb, bytes bigint, refused text, asset text, standing text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set enable_nestloop = off as $$
with asked as materialized (select * from handback.discovery_asked a where a.discovery = in_discovery),
living as materialized (
    select v.asset, v.kind = 's3-documents' as bucket, handback.place(v.locator) as place
    from handback.asset v join asked a on a.exit_id = v.exit_id
    where v.action <> 'WITHDRAWN' and v.locator is not null and (v.kind <> 's3-documents' or v.connection = a.connection)),
places as materialized (
    select case when l.bucket then 's3://' || split_part(substr(l.place, 6), '/', 1) || '/' else lower(l.place) end as place,
           min(l.asset) as asset, bool_or(not l.bucket or l.place ~ '^s3://[^/]*/$') as whole
    from living l group by 1)
select p.ordinal, p.kind, p.locator, p.within, p.marks, p.bytes, p.refused, g.asset,
       case when g.whole then 'IN_BOTH' when g.asset is not null then 'IN_PART'
            when p.refused is not null then 'ONLY_THEIRS' -- something that we would not connect to, and that is there
            when not p.within then 'OUTSIDE' when p.kind = 'WIKI' then 'MAYBE' else 'ONLY_THEIRS' end
from handback.discovery_place p left join places g on g.place = lower(p.place) and p.refused is null
where p.discovery = in_discovery $$;

-- Living assets of the connection that stand in no row of the list.
create function handback.not_discovered(in_discovery text) returns table (asset text, locator text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set enable_nestloop = off as $$
with asked as materialized (select * from handback.discovery_asked a where a.discovery = in_discovery),
listed as materialized (select lower(p.place) as place from handback.discovery_place p where p.discovery = in_discovery),
living as materialized (
    select v.asset, v.locator, case when v.kind = 's3-documents' then 's3://' || split_part(substr(handback.place(v.locator), 6), '/', 1) || '/'
                                    else lower(handback.place(v.locator)) end as place
    from handback.asset v join asked a on a.exit_id = v.exit_id and a.connection = v.connection where v.action <> 'WITHDRAWN')
select l.asset, l.locator from living l left join listed p on p.place = l.place where p.place is null $$;

create view handback.discovery_state as
select q.discovery, q.exit_id, q.ordinal, q.connection, q.actor as asked_by, q.at as asked_at,
       case when l.fact is not null then 'LISTED' when f.fact is not null then 'FAILED' else 'LISTING' end as state,
       l.asked, l.seen_as, l.list_sha256, l.list_bytes, l.places, l.in_both, l.only_theirs, l.only_ours, l.said, f.code, f.reason,
       coalesce(l.at, f.at) as ended_at
from handback.discovery_asked q
left join handback.discovery_listed l on l.discovery = q.discovery
left join handback.discovery_failed f on f.discovery = q.discovery;
grant select on handback.discovery_state to handback_app;

-- Asking the holder's system needs what retrieving needs: legal's word on the connection, no stay, no stop.
create function handback.discovery_may_begin() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    f jsonb;
    running text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select jsonb_agg(to_jsonb(g)) into f from handback.connection_findings(new.exit_id, new.connection) g;
    if f is not null then
        raise exception using errcode = 'HB001', message = format('Listing connection %s', new.connection), detail = f::text;
    end if;
    select s.discovery into running from handback.discovery_state s
        where s.exit_id = new.exit_id and s.connection = new.connection and s.state = 'LISTING';
    if running is not null then
        perform handback.refuse(format('connection %s is being listed already, as %s', new.connection, running));
    end if;
    select 1 + coalesce(max(q.ordinal), 0) into new.ordinal from handback.discovery_asked q where q.exit_id = new.exit_id;
    new.discovery := new.exit_id || '-F' || new.ordinal;
    return new;
end $$;
-- named to come after the question who asks
create trigger reaches_out before insert on handback.discovery_asked
    for each row execute function handback.discovery_may_begin();

create function handback.discovery_goes_on(in_discovery text, in_exit text) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.discovery_asked;
begin
    select * into q from handback.discovery_asked a where a.discovery = in_discovery for key share;
    if q.discovery is null or q.exit_id <> in_exit then
        perform handback.refuse(format('exit %s asked for no list %s', in_exit, in_discovery));
    end if;
    if exists (select 1 from handback.discovery_listed l where l.discovery = in_discovery)
        or exists (select 1 from handback.discovery_failed l where l.discovery = in_discovery) then
        perform handback.refuse(format('list %s has ended: nothing is added to it', in_discovery));
    end if;
end $$;

create function handback.discovery_place_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if coalesce(current_setting('handback.actor', true), '') not like 'system:%' then
        perform handback.refuse('what a holder''s system lists is written by the system that asked it');
    end if;
    perform handback.discovery_goes_on(new.discovery, a.exit_id) from handback.discovery_asked a where a.discovery = new.discovery;
    return new;
end $$;
create trigger fits before insert on handback.discovery_place
    for each row execute function handback.discovery_place_fits();

-- How many stand where is counted here, from the rows themselves.
create function handback.discovery_listed_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.discovery_goes_on(new.discovery, new.exit_id);
    select count(*), count(*) filter (where d.standing = 'IN_BOTH'), count(*) filter (where d.standing in ('ONLY_THEIRS', 'IN_PART'))
        into new.places, new.in_both, new.only_theirs from handback.discovered(new.discovery) d;
    select count(*) into new.only_ours from handback.not_discovered(new.discovery);
    return new;
end $$;
create trigger fits before insert on handback.discovery_listed
    for each row execute function handback.discovery_listed_fits();

create function handback.discovery_failed_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.discovery_goes_on(new.discovery, new.exit_id);
    return new;
end $$;
create trigger fits before insert on handback.discovery_failed
    for each row execute function handback.discovery_failed_fits();

revoke execute on function handback.discovered(text), handback.not_discovered(text), handback.discovery_may_begin(),
    handback.discovery_goes_on(text, text), handback.discovery_place_fits(), handback.discovery_listed_fits(),
    handback.discovery_failed_fits() from public;
grant execute on function handback.discovered(text), handback.not_discovered(text) to handback_app;
