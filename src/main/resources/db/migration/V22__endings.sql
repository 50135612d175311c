-- What an exit is not closed without. The checklist: access ended in both directions, credentials that history shows rotated, knowledge
-- handed over. Each item is done, with who did it, when and what shows it; or it does not apply, which is legal's word.

-- An item that people add to those every exit has: one credential that was seen, one thing to be taught.
create table handback.checklist_item (
    item     text primary key,
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    ordinal  int not null,
    topic    text not null check (topic in ('CREDENTIALS', 'KNOWLEDGE')),
    asset    text,
    what     text not null check (length(btrim(what)) between 3 and 500),
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.checklist_item', 'person');
create trigger of_group before insert on handback.checklist_item
    for each row execute function handback.of_group('operations', 'engineering', 'legal');

-- What was said about an item. The newest counts; OPEN takes back what was said before. That an access has ended is access_revoked.
create table handback.checklist_settled (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    ordinal   int not null,
    item      text not null,
    result    text not null check (result in ('DONE', 'NOT_APPLICABLE', 'OPEN')),
    done_on   date,
    done_by   text check (length(btrim(done_by)) between 2 and 200),
    evidence  text not null check (length(btrim(evidence)) between 3 and 2000),    -- what shows it; or why it does not apply, or is open again
    unique (exit_id, ordinal),
    check ((result = 'DONE') = (done_on is not null and done_by is not null))
);
create index on handback.checklist_settled (exit_id, item);
call handback.fact_table('handback.checklist_settled', 'person');
create trigger of_group before insert on handback.checklist_settled
    for each row execute function handback.of_group('operations', 'engineering', 'legal');

-- Every item of every exit with what was said of it last: the vendor's access, ours over each connection of the register, credentials
-- and knowledge, and what people added. Silence leaves an item open.
create view handback.checklist as
select d.exit_id, d.item, d.topic, d.connection, d.asset, d.what, d.added_by, d.added_at,
       case when s.result in ('DONE', 'NOT_APPLICABLE') and coalesce(s.done_on, d.today) <= d.today then s.result else 'OPEN' end as state,
       s.result as said, s.done_on, s.done_by, s.evidence, s.actor as settled_by, s.at as settled_at, d.n
from (
    select x.exit_id, t.item, t.topic, t.connection, t.asset, t.what, t.n, t.added_by, t.added_at, (handback.now() at time zone x.place)::date as today
    from handback.exit x cross join lateral (
        select 'vendor-access' as item, 'VENDOR_ACCESS' as topic, null::text as connection, null::text as asset,
               'the vendor''s access to our systems has ended' as what, 1 as n, null::text as added_by, null::timestamptz as added_at
        union all
        select distinct 'our-access-' || v.connection, 'OUR_ACCESS', v.connection, null,
               format('our access over connection %s has ended, and its credentials are destroyed', v.connection), 2, null, null::timestamptz
        from handback.asset v where v.exit_id = x.exit_id and v.action <> 'WITHDRAWN' and v.connection is not null
        union all values ('credentials', 'CREDENTIALS', null, null, 'credentials that the history of our assets shows are rotated', 3, null, null::timestamptz),
               ('knowledge', 'KNOWLEDGE', null, null, 'what only the vendor''s people know is handed over', 4, null, null)
        union all
        select i.item, i.topic, null, i.asset, i.what, 4 + i.ordinal, i.actor, i.at from handback.checklist_item i where i.exit_id = x.exit_id) t) d
left join lateral (
    select * from (
        select 'DONE' as result, r.since as done_on, r.reported_by as done_by, r.document as evidence, r.actor, r.at, 0 as ordinal
        from handback.access_revoked r where r.exit_id = d.exit_id
          and (d.topic = 'VENDOR_ACCESS' and r.direction = 'VENDORS' or d.topic = 'OUR_ACCESS' and r.connection = d.connection)
        union all
        select c.result, c.done_on, c.done_by, c.evidence, c.actor, c.at, c.ordinal
        from handback.checklist_settled c where c.exit_id = d.exit_id and c.item = d.item) a
    order by a.at desc, a.ordinal desc limit 1) s on true;
grant select on handback.checklist to handback_app;

create function handback.checklist_item_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select 1 + coalesce(max(i.ordinal), 0) into new.ordinal from handback.checklist_item i where i.exit_id = new.exit_id;
    new.item := new.exit_id || '-K' || new.ordinal;
    if new.asset is not null and not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset and v.action <> 'WITHDRAWN') then
        perform handback.refuse(format('asset %s: the register of this exit has no such asset', new.asset));
    end if;
    if exists (select 1 from handback.closing k where k.exit_id = new.exit_id and k.reopened_at is null) then
        perform handback.refuse('the exit is closed: take an item back where one turns out not to be done');
    end if;
    return new;
end $$;
create trigger fits before insert on handback.checklist_item
    for each row execute function handback.checklist_item_fits();

create function handback.checklist_settled_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
    c handback.checklist;
    who text := current_setting('handback.actor', true);
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    select 1 + coalesce(max(s.ordinal), 0) into new.ordinal from handback.checklist_settled s where s.exit_id = new.exit_id;
    select * into c from handback.checklist v where v.exit_id = new.exit_id and v.item = new.item;
    if c.item is null then
        perform handback.refuse(format('the checklist of this exit has no item %s', new.item));
    end if;
    if new.result = 'DONE' and c.topic in ('VENDOR_ACCESS', 'OUR_ACCESS') then
        perform handback.refuse(format('item %s: that an access has ended is recorded with its day, who reports it and the document', new.item));
    end if;
    if new.done_on > (handback.now() at time zone x.place)::date then
        perform handback.refuse(format('item %s: expected a day that has come, found %s', new.item, new.done_on));
    end if;
    if new.result = 'OPEN' and coalesce(c.said, 'OPEN') = 'OPEN' then
        perform handback.refuse(format('item %s is open', new.item));
    end if;
    if new.result = 'NOT_APPLICABLE' and not handback.member_of(who, 'legal') then
        raise exception using errcode = 'HB002', message = format('%s is no member of legal; that item %s does not apply is legal''s word', who, new.item);
    end if;
    return new;
end $$;
create trigger fits before insert on handback.checklist_settled
    for each row execute function handback.checklist_settled_fits();

-- What has ended has ended: a day to come is no evidence.
create function handback.access_has_ended() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    if new.since > (handback.now() at time zone x.place)::date then
        perform handback.refuse(format('since: expected a day that has come, found %s', new.since));
    end if;
    return new;
end $$;
create trigger has_ended before insert on handback.access_revoked
    for each row execute function handback.access_has_ended();

-- What of the checklist stands against closing: every item that is open.
create function handback.checklist_findings(in_exit text) returns setof handback.finding
    language sql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
select case c.topic when 'VENDOR_ACCESS' then 'ACCESS_NOT_REVOKED' when 'OUR_ACCESS' then 'ACCESS_NOT_REVOKED' else 'CHECKLIST_OPEN' end, c.asset,
       case c.topic when 'VENDOR_ACCESS' then 'the vendor''s access to our systems is not reported as revoked'
                    when 'OUR_ACCESS' then format('our access over connection %s is not reported as revoked', c.connection)
                    else format('item %s is not settled: %s', c.item, c.what) end
from handback.checklist c where c.exit_id = in_exit and c.state = 'OPEN' order by c.n, c.item $$;

-- as in V17, but with the checklist in the place of access alone, and with instruments
create or replace function handback.gate_close(in_exit text, mode text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    residuals boolean := coalesce(mode, 'CLOSED') = 'WITH_RESIDUALS';
    k handback.closing;
    d handback.destruction_state;
    h handback.hold;
    f handback.finding;
    excuse text;
    to_destroy int := 0;
    excused int := 0;
begin
    if coalesce(mode, 'CLOSED') not in ('CLOSED', 'WITH_RESIDUALS') then
        return next ('NO_SUCH_CLOSING', null, format('expected CLOSED or WITH_RESIDUALS, found %s', mode))::handback.finding;
        return;
    end if;
    if (select x.kind from handback.exit x where x.exit_id = in_exit) = 'DRILL' then
        return next ('DRILL_NOT_CLOSED', null, 'a drill ends with its report and closes no contract')::handback.finding;
        return;
    end if;
    select * into k from handback.closing c where c.exit_id = in_exit;
    if k.exit_id is not null and k.reopened_at is null then
        return next ('CLOSED_ALREADY', null, format('closed by %s at %s', k.closed_by, k.closed_at))::handback.finding;
        return;
    end if;
    return query select * from handback.pause(in_exit, null);
    if not exists (select 1 from handback.certificate_state c where c.exit_id = in_exit and c.kind = 'ASSET_RETURN'
                   and c.finality = 'FINAL' and c.state = 'SIGNED') then
        return next ('RETURN_NOT_FINAL', null, 'the final return certificate is not signed')::handback.finding;
        if mode is null then
            return; -- the exit's page asks each time: the rest is told once somebody asks how it closes
        end if;
    end if;
    for d in select * from handback.destruction_state t where t.exit_id = in_exit and (handback.must_be_destroyed(t.disposition)
                 or exists (select 1 from handback.dispute p where p.exit_id = in_exit and p.asset = t.asset and p.settled_at is null))
             order by t.asset loop
        excuse := case when (d.state = 'TAIL' or d.outcome = 'TAIL' and d.state not in ('UNATTESTED', 'CONTRADICTED')) then 'TAIL'
                       when exists (select 1 from handback.asset_hold a where a.exit_id = in_exit and a.asset = d.asset) then 'HOLD'
                       when exists (select 1 from handback.dispute p where p.exit_id = in_exit and p.asset = d.asset and p.settled_at is null) then 'DISPUTE' end;
        f := case when handback.must_be_destroyed(d.disposition) then handback.destruction_done(in_exit, d.asset) end;
        to_destroy := to_destroy + handback.must_be_destroyed(d.disposition)::int;
        if excuse is null then
            if f is not null then
                return next f;
            end if;
            continue;
        end if;
        excused := excused + handback.must_be_destroyed(d.disposition)::int;
        if not residuals and excuse = 'TAIL' then
            return next ('TAIL_OPEN', d.asset, format('the last copy is gone by %s, as the holder states', d.tail_until))::handback.finding;
        elsif not residuals and excuse = 'DISPUTE' then
            return next ('DISPUTED', d.asset, 'contested and not settled')::handback.finding;
        elsif residuals and excuse <> 'HOLD' and not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.kind = excuse
                and r.asset = d.asset and r.state <> 'SETTLED') then
            return next ('RESIDUAL_MISSING', d.asset, format('its %s is not listed as a residual with owner and date', lower(excuse)))::handback.finding;
        end if;
    end loop;
    for h in select * from handback.hold v where v.exit_id = in_exit and v.state = 'ACTIVE' order by v.placed_at loop
        if not residuals then
            return next ('ON_HOLD', h.asset, format('hold %s: %s', h.hold, h.reason))::handback.finding;
        elsif not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.kind = 'HOLD' and r.state <> 'SETTLED'
                          and (r.asset is null or r.asset = h.asset)) then
            return next ('RESIDUAL_MISSING', h.asset, format('hold %s is not listed as a residual with owner and date', h.hold))::handback.finding;
        end if;
    end loop;
    if to_destroy > 0 and (not residuals or excused = 0) and not exists (select 1 from handback.certificate_state c
            where c.exit_id = in_exit and c.kind = 'DESTRUCTION' and c.finality = 'FINAL' and c.state = 'SIGNED') then
        return next ('DESTRUCTION_NOT_FINAL', null, 'the final record of destruction evidence is not signed')::handback.finding;
    end if;
    return query select * from handback.checklist_findings(in_exit);
    return query select * from handback.instrument_findings(in_exit);
    if residuals and not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.state <> 'SETTLED') then
        return next ('NO_RESIDUAL', null, 'nothing is listed as left over: close it without residuals')::handback.finding;
    elsif not residuals then
        return query select 'RESIDUAL_OPEN'::text, r.asset, format('residual %s is open: %s', r.residual, left(r.what, 200))
            from handback.residual r where r.exit_id = in_exit and r.state <> 'SETTLED' order by r.ordinal;
    end if;
end $$;

revoke execute on function handback.checklist_item_fits(), handback.checklist_settled_fits(), handback.access_has_ended(),
    handback.checklist_findings(text) from public;

-- ---------------------------------------------------------------------------------------------------------------
-- Instruments: what makes an ASSIGN, LICENSE or NOVATE done

-- A written, signed instrument as legal recorded it; the document lies unaltered in the vault. A promise to assign is recorded as what it
-- is, and counts for nothing. assets: [{"asset", "commit"}], the schedule; commit where the instrument names one.
create table handback.instrument_recorded (
    instrument       text primary key,
    fact             uuid not null unique,
    actor            text not null,
    at               timestamptz not null,
    exit_id          text not null references handback.exit,
    ordinal          int not null,
    type             text not null check (type in ('ASSIGNMENT', 'EXCLUSIVE_LICENCE', 'LICENCE', 'NOVATION')),
    operative        text not null check (operative in ('PRESENT', 'PROMISE')),
    parties          text not null check (length(btrim(parties)) between 3 and 1000),
    signed_by        text not null check (length(btrim(signed_by)) between 2 and 500),
    executed_on      date not null,
    jurisdiction     text not null check (length(btrim(jurisdiction)) between 2 and 100),
    assets           jsonb not null check (jsonb_typeof(assets) = 'array' and jsonb_array_length(assets) between 1 and 1000),
    document_sha256  text not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    document_name    text not null check (length(document_name) between 1 and 255),
    document_bytes   bigint not null check (document_bytes > 0),
    supersedes       text unique references handback.instrument_recorded,
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.instrument_recorded', 'person');
create trigger of_group before insert on handback.instrument_recorded
    for each row execute function handback.of_group('legal');

create table handback.instrument_withdrawn (
    instrument  text primary key references handback.instrument_recorded,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    reason      text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.instrument_withdrawn (exit_id);
call handback.fact_table('handback.instrument_withdrawn', 'person');
create trigger of_group before insert on handback.instrument_withdrawn
    for each row execute function handback.of_group('legal');

create view handback.instrument as
select r.instrument, r.exit_id, r.ordinal, r.type, r.operative, r.parties, r.signed_by, r.executed_on, r.jurisdiction, r.assets::text as assets,
       r.document_sha256, r.document_name, r.document_bytes, r.supersedes, r.actor as recorded_by, r.at as recorded_at, w.reason as withdrawn_because,
       case when w.fact is not null then 'WITHDRAWN' when n.fact is not null then 'SUPERSEDED'
            when r.operative = 'PROMISE' then 'PROMISE_ONLY' else 'IN_FORCE' end as state
from handback.instrument_recorded r
left join handback.instrument_withdrawn w on w.instrument = r.instrument
left join handback.instrument_recorded n on n.supersedes = r.instrument;
grant select on handback.instrument to handback_app;

-- Where copyright cannot be assigned (Germany), an exclusive licence takes its place.
create function handback.instrument_suits(type text, disposition text) returns boolean
    language sql immutable set search_path = pg_catalog, pg_temp as $$
select case disposition when 'ASSIGN' then type in ('ASSIGNMENT', 'EXCLUSIVE_LICENCE')
                        when 'LICENSE' then type in ('LICENCE', 'EXCLUSIVE_LICENCE')
                        when 'NOVATE' then type = 'NOVATION' else false end $$;

-- Whether an instrument in force covers the asset, by the disposition that its row has now.
create function handback.has_instrument(in_exit text, in_asset text, in_disposition text) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select exists (select 1 from handback.instrument i, jsonb_array_elements(i.assets::jsonb) a
               where i.exit_id = in_exit and i.state = 'IN_FORCE' and a ->> 'asset' = in_asset
                 and handback.instrument_suits(i.type, in_disposition)) $$;

-- Living assets that need an instrument and have none; an exception stands in its place.
create view handback.instrument_missing as
select s.exit_id, s.asset, s.title, s.disposition from handback.asset_state s
where s.disposition in ('ASSIGN', 'LICENSE', 'NOVATE') and s.return_state not in ('WITHDRAWN', 'EXCEPTED')
  and not handback.has_instrument(s.exit_id, s.asset, s.disposition);
grant select on handback.instrument_missing to handback_app;

create function handback.instrument_findings(in_exit text) returns setof handback.finding
    language sql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
select 'INSTRUMENT_MISSING', m.asset, format('disposition %s: legal has recorded no instrument in force that suits it', m.disposition)
from handback.instrument_missing m where m.exit_id = in_exit order by m.asset $$;

create function handback.instrument_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
    a jsonb;
    v handback.asset;
begin
    select * into x from handback.exit e where e.exit_id = new.exit_id for update;
    select 1 + coalesce(max(i.ordinal), 0) into new.ordinal from handback.instrument_recorded i where i.exit_id = new.exit_id;
    new.instrument := new.exit_id || '-I' || new.ordinal;
    if new.executed_on > (handback.now() at time zone x.place)::date then
        perform handback.refuse(format('executedOn: expected a day that has come, found %s', new.executed_on));
    end if;
    if (select count(*) <> count(distinct e ->> 'asset') from jsonb_array_elements(new.assets) e) then
        perform handback.refuse('assets: expected each asset once');
    end if;
    for a in select * from jsonb_array_elements(new.assets) loop
        v := null;
        select * into v from handback.asset r where r.exit_id = new.exit_id and r.asset = a ->> 'asset' and r.action <> 'WITHDRAWN';
        if v.asset is null then
            perform handback.refuse(format('asset %s: the register of this exit has no such asset', coalesce(a ->> 'asset', '(none)')));
        end if;
        if not handback.instrument_suits(new.type, v.disposition) then
            perform handback.refuse(format('asset %s: disposition %s is not done by an instrument of type %s', v.asset, v.disposition, new.type));
        end if;
        if a ->> 'commit' is not null and a ->> 'commit' !~ '^([0-9a-f]{40}|[0-9a-f]{64})$' then
            perform handback.refuse(format('asset %s: expected a commit id of 40 or 64 hexadecimal digits, found %s', v.asset, left(a ->> 'commit', 80)));
        end if;
    end loop;
    if new.supersedes is not null and not exists (select 1 from handback.instrument i where i.instrument = new.supersedes and i.exit_id = new.exit_id
            and i.state in ('IN_FORCE', 'PROMISE_ONLY')) then
        perform handback.refuse(format('supersedes: this exit has no instrument %s in force', new.supersedes));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.instrument_recorded
    for each row execute function handback.instrument_fits();

create function handback.instrument_withdrawal_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.instrument i where i.instrument = new.instrument and i.exit_id = new.exit_id
                   and i.state in ('IN_FORCE', 'PROMISE_ONLY')) then
        perform handback.refuse(format('this exit has no instrument %s in force', new.instrument));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.instrument_withdrawn
    for each row execute function handback.instrument_withdrawal_fits();

-- as in V17, but an item of the checklist that is taken back, or an instrument that is withdrawn, reopens the exit, too
create or replace view handback.closing as
select c.exit_id, c.ordinal, c.mode, c.reason, c.actor as closed_by, c.at as closed_at, r.at as reopened_at, r.because as reopened_by
from (select distinct on (k.exit_id) k.* from handback.exit_closed k order by k.exit_id, k.ordinal desc) c
left join lateral (
    select * from (
        select p.at, format('probe %s contradicts the destruction of asset %s', p.ordinal, p.asset) as because from handback.probe p
        where p.exit_id = c.exit_id and p.purpose = 'AFTER' and p.result = 'CONTRADICTED' and p.at > c.at
        union all
        select d.at, format('legal called attestation %s contradicted', d.attestation) from handback.attestation_decided d
        where d.exit_id = c.exit_id and d.decision = 'CONTRADICTED' and d.at > c.at
        union all
        select d.at, format('certificate %s was made void', d.number) from handback.certificate_decided d
        join handback.certificate k on k.number = d.number
        where d.exit_id = c.exit_id and d.decision = 'VOID' and k.finality = 'FINAL' and d.at > c.at
        union all
        select o.at, format('asset %s was sent back', o.asset) from handback.asset_reopened o where o.exit_id = c.exit_id and o.at > c.at
        union all
        select s.at, format('item %s of the checklist is open again', s.item) from handback.checklist_settled s
        where s.exit_id = c.exit_id and s.result = 'OPEN' and s.at > c.at
        union all
        select w.at, format('instrument %s was withdrawn', w.instrument) from handback.instrument_withdrawn w
        where w.exit_id = c.exit_id and w.at > c.at) e
    order by e.at limit 1) r on true;

-- Of a manual asset, such as a patent or a contract, nothing need arrive: its instrument is all there is.
create function handback.done_by_instrument(s handback.asset_state) returns boolean
    language sql stable set search_path = pg_catalog, handback, pg_temp as $$
select s.kind = 'manual' and s.number is null and handback.has_instrument(s.exit_id, s.asset, s.disposition) $$;

-- as in V9 and V21, but with instruments
create or replace function handback.not_ready(s handback.asset_state) returns handback.finding
    language sql stable set search_path = pg_catalog, handback, pg_temp as $$
select case
    when s.return_state in ('CHECKED', 'PLACED', 'CERTIFIED', 'EXCEPTED') then null
    when s.return_state = 'WITHDRAWN' then ('ASSET_WITHDRAWN', s.asset, 'withdrawn from the register')::handback.finding
    when s.disposition = 'DESTROY_ONLY' or handback.done_by_instrument(s) then null
    when s.disposition in ('ASSIGN', 'LICENSE', 'NOVATE') and s.kind = 'manual' and s.number is null then
        ('INSTRUMENT_MISSING', s.asset, format('disposition %s: nothing has arrived, and legal has recorded no instrument in force that suits it', s.disposition))::handback.finding
    when s.return_state = 'NEEDS_DECISION' then
        ('ASSET_NEEDS_DECISION', s.asset, format('attempt %s ended %s: retry, or ask for an exception', s.number, s.outcome))::handback.finding
    when s.return_state = 'RECEIVED' then ('DELIVERY_NOT_CONFIRMED', s.asset, 'a second person of engineering has not confirmed the delivery yet')::handback.finding
    when s.return_state = 'VERIFIED' then ('ASSET_NOT_CHECKED', s.asset, 'an engineer has not checked it yet')::handback.finding
    else ('ASSET_NOT_READY', s.asset, 'expected CHECKED or EXCEPTED, is ' || s.return_state)::handback.finding end $$;

-- A FINAL wants every instrument, also of what is home: one line more in its gate. What the gate names of an asset of which nothing has
-- arrived is not named twice. And what its instrument makes done waits for no check.
do $do$
declare
    was text := pg_get_functiondef('handback.gate_final(text,text[])'::regprocedure);
    changed text := replace(was, '    if not any_asset then', $$    return query select i.* from handback.instrument_findings(in_exit) i join handback.asset_state v on v.exit_id = in_exit and v.asset = i.asset
        where (handback.not_ready(v)).code is distinct from 'INSTRUMENT_MISSING';
    if not any_asset then$$);
begin
    if changed = was then
        raise exception 'gate_final has no place for instruments';
    end if;
    execute changed;
    was := pg_get_functiondef('handback.gate_check(text,text,text)'::regprocedure);
    changed := replace(was, $$s.disposition <> 'DESTROY_ONLY'$$, $$s.disposition <> 'DESTROY_ONLY' and not handback.done_by_instrument(s)$$);
    if changed = was then
        raise exception 'gate_check has no place for instruments';
    end if;
    execute changed;
end $do$;

revoke execute on function handback.instrument_findings(text), handback.instrument_fits(), handback.instrument_withdrawal_fits(),
    handback.done_by_instrument(handback.asset_state), handback.has_instrument(text, text, text), handback.instrument_suits(text, text) from public;
-- asked by views and queries, and so with the rights of whoever reads
grant execute on function handback.has_instrument(text, text, text), handback.done_by_instrument(handback.asset_state) to handback_app;
