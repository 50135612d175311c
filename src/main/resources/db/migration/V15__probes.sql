-- Room destruction, probes: our own look whether anything of an asset still answers at its holder. A look reads only. What it
-- does not find proves nothing unless the same credential found it at the same address before: that is the control.

-- A look is counted before anything is asked, so that one which was killed stays listed.
create table handback.probe_begun (
    exit_id     text not null references handback.exit,
    asset       text not null,
    ordinal     int not null check (ordinal > 0),
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    purpose     text not null check (purpose in ('CONTROL', 'AFTER')),
    connection  text not null,
    locator     text not null,
    primary key (exit_id, asset, ordinal),
    unique (exit_id, asset, ordinal, purpose)
);
call handback.fact_table('handback.probe_begun', 'system');

-- detail: {"code", "says", "looks": [{"locator", "result", "code", "says", "observed"}], "notProbeable": [..]}; the result of the
-- row is the worst of its looks. answer_sha256: what was asked and answered, word for word, in the vault.
create table handback.probe (
    fact           uuid primary key,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    asset          text not null,
    ordinal        int not null,
    purpose        text not null,
    result         text not null check (result in ('ANSWERS', 'NOT_OBSERVED', 'INDETERMINATE', 'CONTRADICTED')),
    locator        text not null,
    seen_as        text not null,                       -- the user name shown to the holder's system; never a secret
    detail         jsonb not null check (jsonb_typeof(detail) = 'object'),
    answer_sha256  text check (answer_sha256 ~ '^[0-9a-f]{64}$'),   -- null when nothing was asked, or nothing came back
    unique (exit_id, asset, ordinal),
    foreign key (exit_id, asset, ordinal, purpose) references handback.probe_begun (exit_id, asset, ordinal, purpose),
    check (purpose = 'CONTROL' and result <> 'CONTRADICTED' or purpose = 'AFTER' and result <> 'ANSWERS'),
    -- what answers, and what no longer answers, is kept as it was said
    check (result = 'INDETERMINATE' or answer_sha256 is not null)
);
create index on handback.probe (exit_id, asset, at);
call handback.fact_table('handback.probe', 'system');

-- Legal's word that nothing of an asset can be observed by us, and why.
create table handback.not_observable (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    asset    text not null,
    reason   text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.not_observable (exit_id, asset);
call handback.fact_table('handback.not_observable', 'person');
create trigger of_group before insert on handback.not_observable
    for each row execute function handback.of_group('legal');

-- When this credential last found something of the asset at this address: by a control, or while it was retrieved; null is never.
create function handback.answered_before(in_exit text, in_asset text, in_locator text, in_seen_as text) returns timestamptz
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select max(s.at) from (
    select p.at from handback.probe p
    where p.exit_id = in_exit and p.asset = in_asset and p.purpose = 'CONTROL' and p.seen_as = in_seen_as
      and (p.result = 'ANSWERS' and p.locator = in_locator
           or exists (select 1 from jsonb_array_elements(coalesce(p.detail -> 'looks', '[]')) l
                      where l ->> 'locator' = in_locator and l ->> 'result' = 'ANSWERS'))
    union all
    select e.at from handback.attempt_ended e join handback.attempt a using (exit_id, asset, number)
    where e.exit_id = in_exit and e.asset = in_asset and a.locator = in_locator and e.seen_as = in_seen_as
      and e.outcome in ('VERIFIED', 'PARTIAL', 'MOVING')) s $$;

-- What stands against a look: it is an access to the holder's system, on the same basis as retrieval. A hold does not forbid it.
create function handback.gate_probe(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.asset;
begin
    select * into r from handback.asset v where v.exit_id = in_exit and v.asset = in_asset;
    if r.asset is null then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
    elsif r.action = 'WITHDRAWN' then
        return next ('ASSET_WITHDRAWN', in_asset, 'withdrawn from the register: ' || r.reason)::handback.finding;
    elsif r.connection is null then
        return next ('NOTHING_TO_PROBE', in_asset, 'it comes by hand: no system of the holder can be asked; legal records that nothing can be observed')::handback.finding;
    else
        return query select f.code, in_asset, f.detail from handback.connection_findings(in_exit, r.connection) f;
    end if;
end $$;

create function handback.probe_may_begin() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    f jsonb;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select jsonb_agg(to_jsonb(g)) into f from handback.gate_probe(new.exit_id, new.asset) g;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate PROBE is shut', detail = f::text;
    end if;
    if (new.connection, new.locator) is distinct from (select (v.connection, v.locator) from handback.asset v
            where v.exit_id = new.exit_id and v.asset = new.asset) then
        perform handback.refuse(format('asset %s: the register has another connection or locator', new.asset));
    end if;
    if new.ordinal <> (select 1 + coalesce(max(p.ordinal), 0) from handback.probe_begun p where p.exit_id = new.exit_id and p.asset = new.asset) then
        perform handback.refuse(format('asset %s: probe %s is not the next one', new.asset, new.ordinal));
    end if;
    return new;
end $$;
create trigger may_begin before insert on handback.probe_begun
    for each row execute function handback.probe_may_begin();

-- Absence is claimed only where the same credential saw it there before.
create function handback.probe_is_true() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    place text;
begin
    -- serial with who accepts, signs and closes: after a result that came first, they see it
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    new.at := handback.now();
    if new.purpose = 'CONTROL' or new.result <> 'NOT_OBSERVED' then
        return new;
    end if;
    for place in select new.locator union select l ->> 'locator' from jsonb_array_elements(coalesce(new.detail -> 'looks', '[]')) l loop
        if handback.answered_before(new.exit_id, new.asset, place, new.seen_as) is null then
            perform handback.refuse(format('asset %s: %s never found anything at %s, so that nothing is found now is INDETERMINATE', new.asset, new.seen_as, place));
        end if;
    end loop;
    return new;
end $$;
create trigger is_true before insert on handback.probe
    for each row execute function handback.probe_is_true();

-- Nobody calls unobservable what was just observed.
create function handback.not_observable_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    p handback.probe;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset and v.action <> 'WITHDRAWN') then
        perform handback.refuse(format('asset %s: the register of this exit has no such asset', new.asset));
    end if;
    select * into p from handback.probe v where v.exit_id = new.exit_id and v.asset = new.asset and v.purpose = 'AFTER'
        order by v.ordinal desc limit 1;
    if p.result = 'CONTRADICTED' then
        perform handback.refuse(format('asset %s: probe %s observed it at %s', new.asset, p.ordinal, p.locator));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.not_observable
    for each row execute function handback.not_observable_fits();

-- The newest look after destruction, the newest one before it, and whether legal says that nothing can be observed.
create view handback.probed as
select v.exit_id, v.asset, c.ordinal as control, c.at as control_at, c.result as control_result,
       p.ordinal, p.at, p.result, p.locator, p.seen_as, p.detail, p.answer_sha256,
       n.at as not_observable_at, n.actor as not_observable_by, n.reason as not_observable_reason
from handback.asset v
left join lateral (select * from handback.probe k where k.exit_id = v.exit_id and k.asset = v.asset and k.purpose = 'CONTROL'
                   order by k.ordinal desc limit 1) c on true
left join lateral (select * from handback.probe k where k.exit_id = v.exit_id and k.asset = v.asset and k.purpose = 'AFTER'
                   order by k.ordinal desc limit 1) p on true
left join lateral (select * from handback.not_observable k where k.exit_id = v.exit_id and k.asset = v.asset
                   order by k.at desc limit 1) n on true;
grant select on handback.probed to handback_app;

revoke execute on function handback.answered_before(text, text, text, text), handback.gate_probe(text, text), handback.probe_may_begin(),
    handback.probe_is_true(), handback.not_observable_fits() from public;
grant execute on function handback.answered_before(text, text, text, text), handback.gate_probe(text, text) to handback_app;
