-- What a hostile reading of the rules found open: days that never come, one person's word against two, places that only look alike.

-- A day without an end would keep an authority alive for ever. Every day and instant of every new row is one that can come; an old row
-- that is not cannot be changed by anybody and must not stop an upgrade.
do $$
declare
    c record;
begin
    for c in select t.relname as tab, a.attname as col, a.atttypid = 'date'::regtype as day
             from pg_class t join pg_attribute a on a.attrelid = t.oid
             where t.relnamespace = 'handback'::regnamespace and t.relkind = 'r' and t.relname <> 'flyway_schema_history'
               and a.attnum > 0 and not a.attisdropped and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
             order by t.relname, a.attnum loop
        execute format('alter table handback.%I add constraint %I check (isfinite(%I)%s) not valid', c.tab, c.tab || '_' || c.col || '_comes', c.col,
            case when c.day then format(' and %I between date ''1900-01-01'' and date ''9999-12-31''', c.col) else '' end);
    end loop;
end $$;

-- The vendor erases nothing, and nobody gives notice, before the contract begins.
alter table handback.exit add constraint exit_days_in_order check (
    contract_start is null or (coalesce(notice, contract_start) >= contract_start and coalesce(vendor_erases_at, contract_start) >= contract_start)) not valid;

create function handback.erasure_after_start() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    start date := (select x.contract_start from handback.exit x where x.exit_id = new.exit_id);
begin
    if new.vendor_erases_at < start then
        perform handback.refuse(format('expected a day of the vendor''s erasure not before the contract''s start (%s), found %s', start, new.vendor_erases_at));
    end if;
    return new;
end $$;
create trigger erasure_after_start before insert on handback.dates_moved
    for each row execute function handback.erasure_after_start();

-- "GMT+2" lies east of Greenwich for some and west of it for PostgreSQL: today would be another day than the contract's.
create function handback.place_is_known() returns trigger
    language plpgsql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from pg_timezone_names z where z.name = new.place) then
        perform handback.refuse(format('expected a time zone such as Europe/Berlin, found %s', new.place));
    end if;
    return new;
end $$;
create trigger place_is_known before insert on handback.exit
    for each row when (new.place <> 'UTC') execute function handback.place_is_known();

-- What two approved, or one refused, is decided: a later refusal by one person would put in force again what two revoked.
create function handback.exception_still_asked() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    e handback.exception_state;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into e from handback.exception_state v where v.exit_id = new.exit_id and v.asked = new.asked;
    if e.asset is distinct from new.asset then
        perform handback.refuse(format('asset %s: nothing of this kind was asked for it', new.asset));
    end if;
    if new.decision = 'REFUSED' and e.state <> 'ASKED' then
        perform handback.refuse(format('asset %s: this exception is %s already; ask for its revocation', new.asset, lower(e.state)));
    end if;
    return new;
end $$;
create trigger still_asked before insert on handback.exception_decided
    for each row execute function handback.exception_still_asked();

-- as in V5, but only what all hosts read alike is: scheme, user, default port, a host's capitals, a final .git or slash; never the
-- capitals of a path or key, nor the end of a prefix, which decides what it covers
create or replace function handback.place(locator text) returns text
    language sql immutable set search_path = pg_catalog, pg_temp as $$
select nullif(case
    when t ~* '^s3://' then 's3://' || lower(split_part(substr(t, 6), '/', 1)) || case when t ~ '^.{5}[^/]*/.' then substr(t, 5 + strpos(substr(t, 6), '/')) else '/' end
    when t ~* '^(https?|ssh)://' then (select regexp_replace(lower(r.host), ':(443|80|22)$', '') || regexp_replace(r.path, '(\.git)?/*$', '')
        from (select regexp_replace(split_part(regexp_replace(t, '^[^:]+://', ''), '/', 1), '^.*@', '') as host,
                     coalesce(substring(regexp_replace(t, '^[^:]+://', '') from '/.*$'), '') as path) r)
    else regexp_replace(lower(t), '(\.git)?/*$', '') end, '')
from (select btrim(locator) as t) v $$;

-- as in V5, but a row that bears our name and lies at another address is not ours before a person says so, and a person's word that
-- names what was withdrawn is none
create or replace function handback.declared(in_exit text)
    returns table (ordinal int, asset text, title text, locator text, note text, answer text, answered_by text, matched text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set enable_nestloop = off as $$
with living as materialized (
    select v.asset, handback.place(v.locator) as place, v.locator ~* '^(https?|ssh|s3)://' as address
    from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN'),
places as materialized (select l.place, min(l.asset) as asset from living l where l.place is not null group by 1),
newest as materialized (
    select r.*, handback.place(r.locator) as place, r.locator ~* '^\s*(https?|ssh|s3)://' as address from handback.declaration_row r
    where r.exit_id = in_exit and r.version = (select max(d.version) from handback.declaration d where d.exit_id = in_exit)),
said as materialized (
    select * from (select distinct on (a.version, a.ordinal) a.* from handback.declaration_answered a where a.exit_id = in_exit
                   order by a.version, a.ordinal, a.at desc, a.fact) newest
    where newest.asset is null or newest.asset in (select l.asset from living l))
select n.ordinal, n.asset, n.title, n.locator, n.note, said.reason, said.actor,
       case when said.fact is not null then said.asset
            when named.address and n.address and named.place <> n.place then places.asset
            else coalesce(named.asset, places.asset) end
from newest n
left join said on said.version = n.version and said.ordinal = n.ordinal
left join living named on named.asset = n.asset
left join places on places.place = n.place $$;

-- Nobody declared anything tomorrow.
create function handback.declaration_is_of_the_past() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if new.declared_on > (select (handback.now() at time zone x.place)::date + 1 from handback.exit x where x.exit_id = new.exit_id) then
        perform handback.refuse(format('declared on %s, which is not yet', new.declared_on));
    end if;
    return new;
end $$;
create trigger of_the_past before insert on handback.declaration
    for each row execute function handback.declaration_is_of_the_past();

-- as in V9, but also what was uploaded and waits to be received
create or replace function handback.is_held(in_exit text, in_asset text) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select exists (select 1 from handback.delivery_received d where d.exit_id = in_exit and d.asset = in_asset)
    or exists (select 1 from work.delivery_upload u where u.exit_id = in_exit and u.asset = in_asset)
    or exists (select 1 from work.bucket_object b where b.exit_id = in_exit and b.asset = in_asset and b.sha256 is not null)
    or exists (select 1 from handback.attempt a left join handback.attempt_ended e using (exit_id, asset, number)
               where a.exit_id = in_exit and a.asset = in_asset
                 and (e.bundle_sha256 is not null or e.manifest_sha256 is not null or e.held <> '[]'
                      or (e.fact is null and a.number = (select max(l.number) from handback.attempt l where l.exit_id = in_exit and l.asset = in_asset)))) $$;

revoke execute on function handback.erasure_after_start(), handback.place_is_known(), handback.declaration_is_of_the_past(), handback.exception_still_asked() from public;

-- Whether what was expected was stated by the vendor: as "vendor", by a name or address it ever had in this exit, or by whoever holds the asset.
create function handback.said_by_vendor(in_exit text, in_asset text) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select exists (
    select 1 from handback.asset v
    cross join lateral (select 'vendor' as said union all select v.holder
                        union all select unnest(array[p.name, p.contact_name, p.contact_email]) from handback.party p
                        where p.exit_id = v.exit_id and p.party = 'VENDOR') w
    where v.exit_id = in_exit and v.asset = in_asset
      and lower(regexp_replace(normalize(v.expected_by, NFKC), '[^[:alnum:]]+', '', 'g')) = lower(regexp_replace(normalize(w.said, NFKC), '[^[:alnum:]]+', '', 'g'))) $$;
revoke execute on function handback.said_by_vendor(text, text) from public;
grant execute on function handback.said_by_vendor(text, text) to handback_app;
