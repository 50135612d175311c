-- What stands still, and who the parties are from a day on: holds, stays, cancelled exits, changed parties and triggers.
-- Whoever writes one of these facts holds the exit's row: an order, an attempt or a signature comes wholly before or wholly after it.

create sequence handback.hold_number;
create sequence handback.stay_number;
grant usage on sequence handback.hold_number, handback.stay_number to handback_app;

-- Nothing of this may be destroyed: the whole exit, one asset, or what one holder or one place has.
create table handback.hold_placed (
    hold      text primary key default 'H-' || nextval('handback.hold_number'),
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    asset     text,
    holder    text check (length(btrim(holder)) between 2 and 200),
    location  text check (length(btrim(location)) between 2 and 200),
    reason    text not null check (length(btrim(reason)) between 3 and 2000),
    document  text not null check (length(btrim(document)) between 3 and 200),       -- the letter, order or matter it rests on
    check (num_nonnulls(asset, holder, location) <= 1)
);
create index on handback.hold_placed (exit_id);
call handback.fact_table('handback.hold_placed', 'person');
create trigger of_group before insert on handback.hold_placed
    for each row execute function handback.of_group('operations', 'legal');

create table handback.hold_lifted (
    hold     text primary key references handback.hold_placed,
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    reason   text not null check (length(btrim(reason)) between 3 and 2000)
);
call handback.fact_table('handback.hold_lifted', 'person');
create trigger of_group before insert on handback.hold_lifted
    for each row execute function handback.of_group('legal');

create view handback.hold as
select p.hold, p.exit_id, p.asset, p.holder, p.location, p.reason, p.actor as placed_by, p.at as placed_at,
       l.actor as lifted_by, l.at as lifted_at, case when l.fact is null then 'ACTIVE' else 'LIFTED' end as state,
       p.document, l.reason as lift_reason
from handback.hold_placed p left join handback.hold_lifted l on l.hold = p.hold;
grant select on handback.hold to handback_app;

-- Insolvency or a court: declared with what is known, at once; lifted only on a document that says whose, over what, of when.
create table handback.stay_declared (
    stay      text primary key default 'S-' || nextval('handback.stay_number'),
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    document  text check (length(document) <= 200),
    issuer    text check (length(issuer) <= 200),
    scope     text check (length(scope) <= 2000),
    since     date,
    reason    text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.stay_declared (exit_id);
call handback.fact_table('handback.stay_declared', 'person');
create trigger of_group before insert on handback.stay_declared
    for each row execute function handback.of_group('operations', 'legal');

create table handback.stay_lifted (
    stay      text primary key references handback.stay_declared,
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    document  text not null check (length(btrim(document)) between 3 and 200),
    issuer    text not null check (length(btrim(issuer)) between 2 and 200),
    scope     text not null check (length(btrim(scope)) between 3 and 2000),
    dated     date not null,
    reason    text not null check (length(btrim(reason)) between 3 and 2000)
);
call handback.fact_table('handback.stay_lifted', 'person');
create trigger of_group before insert on handback.stay_lifted
    for each row execute function handback.of_group('legal');

create view handback.stay as
select d.stay, d.exit_id, d.document, d.issuer, d.scope, d.since, d.reason, d.actor as declared_by, d.at as declared_at,
       l.actor as lifted_by, l.at as lifted_at, case when l.fact is null then 'ACTIVE' else 'LIFTED' end as state,
       l.document as lift_document, l.issuer as lift_issuer, l.scope as lift_scope, l.dated as lift_dated, l.reason as lift_reason
from handback.stay_declared d left join handback.stay_lifted l on l.stay = d.stay;
grant select on handback.stay to handback_app;

-- The end of an exit that is not finished. What is home stays, and is certified on a custody record; nothing goes on.
create table handback.exit_cancelled (
    exit_id   text primary key references handback.exit,
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    reason    text not null check (length(btrim(reason)) between 3 and 2000),
    document  text not null check (length(btrim(document)) between 3 and 200)
);
call handback.fact_table('handback.exit_cancelled', 'person');
create trigger of_group before insert on handback.exit_cancelled
    for each row execute function handback.of_group('legal');

-- Who a party is from a day on: an administrator instead of the vendor, another contact, a successor.
create table handback.party_changed (
    fact           uuid primary key,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    party          text not null check (party in ('VENDOR', 'CLIENT')),
    since          date not null,
    name           text not null check (length(btrim(name)) between 1 and 200),
    lei            text check (length(lei) <= 20),
    contact_name   text check (length(contact_name) <= 200),
    contact_email  text check (length(contact_email) <= 200),
    capacity       text check (length(capacity) <= 300),               -- such as: as administrator, without personal liability
    document       text not null check (length(btrim(document)) between 3 and 200),
    reason         text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.party_changed (exit_id, party, since);
call handback.fact_table('handback.party_changed', 'person');
create trigger of_group before insert on handback.party_changed
    for each row execute function handback.of_group('operations', 'legal');

create table handback.trigger_changed (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    trigger   text not null check (trigger in ('EXPIRY', 'CONVENIENCE', 'CAUSE', 'REGULATOR', 'INSOLVENCY')),
    since     date not null,
    document  text not null check (length(btrim(document)) between 3 and 200),
    reason    text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.trigger_changed (exit_id, at);
call handback.fact_table('handback.trigger_changed', 'person');
create trigger of_group before insert on handback.trigger_changed
    for each row execute function handback.of_group('operations', 'legal');

-- Every party over time, the exit's own words first (without a day).
create view handback.party as
select x.exit_id, p.party, null::date as since, p.name, p.lei, p.contact_name, p.contact_email, null::text as capacity,
       null::text as document, null::text as reason, x.actor as recorded_by, x.at as recorded_at
from handback.exit x
cross join lateral (values ('VENDOR', x.vendor_name, x.vendor_lei, x.vendor_contact_name, x.vendor_contact_email),
                           ('CLIENT', x.client_name, x.client_lei, null, null)) p(party, name, lei, contact_name, contact_email)
union all
select c.exit_id, c.party, c.since, c.name, c.lei, c.contact_name, c.contact_email, c.capacity, c.document, c.reason, c.actor, c.at
from handback.party_changed c;
grant select on handback.party to handback_app;

-- Who each party is today, at the place of the exit; a day that comes needs no further act.
create view handback.party_now as
select distinct on (p.exit_id, p.party) p.*
from handback.party p join handback.exit x on x.exit_id = p.exit_id
where p.since is null or p.since <= (handback.now() at time zone x.place)::date
order by p.exit_id, p.party, p.since desc nulls last, p.recorded_at desc;
grant select on handback.party_now to handback_app;

-- Does what a row says cover what is held? Lists are compared part by part, either within the other, and a row that says
-- nothing is covered: not knowing where copies lie is no ground to have them destroyed.
create function handback.covers(said text, held text) returns boolean
    language sql immutable set search_path = pg_catalog, pg_temp as $$
select coalesce(btrim(said), '') = '' or exists (
    select 1 from regexp_split_to_table(lower(said), '\s*[;,|\n]\s*') part
    where btrim(part) <> '' and (strpos(regexp_replace(btrim(part), '\s+', ' ', 'g'), regexp_replace(lower(btrim(held)), '\s+', ' ', 'g')) > 0
          or strpos(regexp_replace(lower(btrim(held)), '\s+', ' ', 'g'), regexp_replace(btrim(part), '\s+', ' ', 'g')) > 0)) $$;

-- Which active hold holds which asset.
create view handback.asset_hold as
select a.exit_id, a.asset, h.hold, h.reason, h.document, h.placed_by, h.placed_at, h.holder, h.location,
       case when h.asset is not null then 'asset' when h.holder is not null then 'holder ' || h.holder
            when h.location is not null then 'location ' || h.location else 'exit' end as over
from handback.asset a
join handback.hold h on h.exit_id = a.exit_id and h.state = 'ACTIVE'
    and case when h.asset is not null then h.asset = a.asset
             when h.holder is not null then handback.covers(a.holder, h.holder)
             when h.location is not null then handback.covers(a.locations, h.location) else true end;
grant select on handback.asset_hold to handback_app;

-- Everything that forbids clearing, ordering or accepting destruction: of one asset, or of anything in the exit (null). A hold over a
-- holder or place that no row names holds no single asset that says where it is, but always the exit.
create function handback.standstill(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    return query select 'CANCELLED'::text, in_asset, format('the exit was cancelled by %s: %s', c.actor, c.reason)
        from handback.exit_cancelled c where c.exit_id = in_exit;
    return query select 'STAYED'::text, in_asset, format('stay %s since %s: %s; legal lifts it on its document', s.stay,
            coalesce(s.since::text, 'a day not known'), s.reason)
        from handback.stay s where s.exit_id = in_exit and s.state = 'ACTIVE' order by s.declared_at;
    if in_asset is null then
        return query select 'ON_HOLD'::text, h.asset, format('hold %s over %s: %s', h.hold, case when h.asset is not null then 'the asset'
                when h.holder is not null then 'holder ' || h.holder when h.location is not null then 'location ' || h.location
                else 'the exit' end, h.reason)
            from handback.hold h where h.exit_id = in_exit and h.state = 'ACTIVE' order by h.placed_at;
        return;
    end if;
    return query select 'ON_HOLD'::text, h.asset, format('hold %s over %s: %s', h.hold,
            case when h.over in ('asset', 'exit') then 'the ' || h.over else h.over end, h.reason)
        from handback.asset_hold h where h.exit_id = in_exit and h.asset = in_asset order by h.placed_at;
end $$;

-- The part of a standstill that forbids reaching out to a holder: a hold does not, what is held may well be brought home.
create function handback.pause(in_exit text, in_asset text) returns setof handback.finding
    language sql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
select * from handback.standstill(in_exit, in_asset) f where f.code <> 'ON_HOLD' $$;

-- A hold names an asset of the register.
create function handback.hold_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if new.asset is not null and not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset) then
        perform handback.refuse(format('asset %s: the register of this exit has no such asset', new.asset));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.hold_placed
    for each row execute function handback.hold_fits();

-- Lifted is an active hold of this exit, once; by another person than opened the exit, by whatever account.
create function handback.hold_lift_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    h handback.hold;
    x handback.exit;
    who text := current_setting('handback.actor', true);
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    select * into h from handback.hold v where v.hold = new.hold and v.exit_id = new.exit_id;
    if h.hold is null then
        perform handback.refuse(format('this exit has no hold %s', new.hold));
    end if;
    if h.state <> 'ACTIVE' then
        perform handback.refuse(format('hold %s was lifted already, by %s at %s', new.hold, h.lifted_by, h.lifted_at));
    end if;
    if handback.identity_of(x.actor) = handback.identity_of(who) then
        raise exception using errcode = 'HB002',
            message = format('%s opened this exit (as %s) and cannot lift a hold of it: another person of legal must', who, x.actor);
    end if;
    return new;
end $$;
create trigger fits before insert on handback.hold_lifted
    for each row execute function handback.hold_lift_fits();

create function handback.stay_lift_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.stay;
    x handback.exit;
    missing text;
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    select * into s from handback.stay v where v.stay = new.stay and v.exit_id = new.exit_id;
    if s.stay is null then
        perform handback.refuse(format('this exit has no stay %s', new.stay));
    end if;
    if s.state <> 'ACTIVE' then
        perform handback.refuse(format('stay %s was lifted already, by %s at %s', new.stay, s.lifted_by, s.lifted_at));
    end if;
    missing := concat_ws(', ', case when coalesce(btrim(new.document), '') = '' then 'document' end,
                         case when coalesce(btrim(new.issuer), '') = '' then 'issuer' end,
                         case when coalesce(btrim(new.scope), '') = '' then 'scope' end, case when new.dated is null then 'date' end);
    if missing <> '' then
        perform handback.refuse(format('stay %s is lifted on a document: its %s is missing', new.stay, missing));
    end if;
    if new.dated > (handback.now() at time zone x.place)::date + 1 then
        perform handback.refuse(format('stay %s: the document is dated %s, which is not yet', new.stay, new.dated));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.stay_lifted
    for each row execute function handback.stay_lift_fits();

create function handback.cancel_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if exists (select 1 from handback.exit_cancelled c where c.exit_id = new.exit_id) then
        perform handback.refuse('the exit is cancelled already');
    end if;
    return new;
end $$;
create trigger fits before insert on handback.exit_cancelled
    for each row execute function handback.cancel_fits();

create function handback.trigger_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    if new.trigger = (select s.trigger from handback.exit_state s where s.exit_id = new.exit_id) then
        perform handback.refuse(format('the trigger is %s already', new.trigger));
    end if;
    if new.since > (handback.now() at time zone x.place)::date + 1 then
        perform handback.refuse(format('%s since %s, which is not yet', new.trigger, new.since));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.trigger_changed
    for each row execute function handback.trigger_fits();

-- Insolvency stays the exit in the same transaction: nobody can say the one and forget the other.
create function handback.insolvency_stays() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.stay_declared (exit_id, document, since, reason)
    values (new.exit_id, new.document, new.since, 'insolvency: ' || left(new.reason, 1900));
    return new;
end $$;
create trigger stays after insert on handback.trigger_changed
    for each row when (new.trigger = 'INSOLVENCY') execute function handback.insolvency_stays();

create function handback.opened_insolvent() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.stay_declared (exit_id, reason) values (new.exit_id, 'insolvency: the exit was opened because of it');
    return null;
end $$;
create trigger stays after insert on handback.exit
    for each row when (new.trigger = 'INSOLVENCY') execute function handback.opened_insolvent();

-- A FINAL of an exit that was cancelled would say of an end what it did not reach; a custody record says what is held.
create function handback.no_final_once_cancelled() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if new.finality = 'FINAL' and exists (select 1 from handback.exit_cancelled c where c.exit_id = new.exit_id) then
        perform handback.refuse('the exit is cancelled: it can have no FINAL certificate; ask for a custody record or an interim one');
    end if;
    return new;
end $$;
create trigger not_cancelled before insert on handback.certificate_requested
    for each row execute function handback.no_final_once_cancelled();

-- as in V12, but with the standstill, the trigger and the parties of today
create or replace view handback.exit_state as
select x.exit_id, x.fact, x.actor, x.at, x.kind, x.title, x.profile, v.name as vendor_name, v.lei as vendor_lei,
       v.contact_name as vendor_contact_name, v.contact_email as vendor_contact_email, c.name as client_name, c.lei as client_lei,
       x.contract_reference, x.governing_law, x.contract_start, x.notice,
       d.contract_end, d.assistance_end, d.vendor_erases_at, x.place,
       coalesce((select t.trigger from handback.trigger_changed t where t.exit_id = x.exit_id order by t.at desc limit 1), x.trigger) as trigger,
       case when exists (select 1 from handback.exit_cancelled k where k.exit_id = x.exit_id) then 'CANCELLED'
            when exists (select 1 from handback.stay s where s.exit_id = x.exit_id and s.state = 'ACTIVE') then 'SUSPENDED'
            when exists (select 1 from handback.certificate_state c
                         where c.exit_id = x.exit_id and c.kind = 'ASSET_RETURN' and c.finality = 'FINAL' and c.state = 'SIGNED') then 'RETURN_FINAL'
            when exists (select 1 from handback.attempt a where a.exit_id = x.exit_id) then 'RETURNING'
            when exists (select 1 from handback.register_agreed g where g.exit_id = x.exit_id) then 'OPEN'
            else 'DRAFT' end as state,
       exists (select 1 from handback.emergency_declared e where e.exit_id = x.exit_id) as emergency,
       v.capacity as vendor_capacity, c.capacity as client_capacity
from handback.exit x
join handback.exit_dates d on d.exit_id = x.exit_id
join handback.party_now v on v.exit_id = x.exit_id and v.party = 'VENDOR'
join handback.party_now c on c.exit_id = x.exit_id and c.party = 'CLIENT';

-- as in V12, but a stay or an end forbids reaching out, whatever the authority
create or replace function handback.connection_findings(in_exit text, in_connection text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    a handback.authority;
    today date;
begin
    return query select * from handback.pause(in_exit, null);
    if found then
        return;
    end if;
    select (handback.now() at time zone x.place)::date into today from handback.exit x where x.exit_id = in_exit;
    select * into a from handback.authority h where h.exit_id = in_exit and h.connection = in_connection;
    if a.proposal is null then
        return next ('AUTHORITY_MISSING', null, format('no authority is recorded for connection %s; operations propose it', in_connection))::handback.finding;
    elsif a.state = 'PROPOSED' then
        return next ('AUTHORITY_NOT_CONFIRMED', null, format('the authority for connection %s waits for legal', in_connection))::handback.finding;
    elsif a.state <> 'CONFIRMED' then
        return next ('AUTHORITY_' || a.state, null, format('legal: %s; connection %s', coalesce(nullif(a.reason, ''), lower(a.state)), in_connection))::handback.finding;
    elsif a.until < today then
        return next ('AUTHORITY_EXPIRED', null, format('the authority for connection %s ended on %s, today is %s', in_connection, a.until, today))::handback.finding;
    end if;
    if exists (select 1 from handback.connection_stop s where s.connection = in_connection) then
        return next ('CONNECTION_STOPPED', null, format('connection %s was refused by the holder and is stopped until legal says on what basis we go on', in_connection))::handback.finding;
    end if;
end $$;

-- as in V12, but for what pauses the exit: also what comes by hand is not taken under a stay
create or replace function handback.gate_retrieve(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.asset;
begin
    return query select * from handback.pause(in_exit, in_asset);
    if found then
        return;
    end if;
    if not exists (select 1 from handback.register_agreed g where g.exit_id = in_exit) then
        return next ('REGISTER_NOT_AGREED', null, 'operations have not agreed the asset register yet')::handback.finding;
        return;
    end if;
    if in_asset is not null and not exists (select 1 from handback.asset v where v.exit_id = in_exit and v.asset = in_asset) then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
        return;
    end if;
    for r in select * from handback.asset v where v.exit_id = in_exit and (in_asset is null or v.asset = in_asset)
             order by v.asset loop
        if r.action = 'WITHDRAWN' then
            if in_asset is not null then
                return next ('ASSET_WITHDRAWN', r.asset, 'withdrawn from the register: ' || r.reason)::handback.finding;
            end if;
            continue;
        end if;
        if exists (select 1 from handback.asset_not_agreed u where u.exit_id = in_exit and u.asset = r.asset) then
            return next ('ROW_NOT_AGREED', r.asset, 'added after the register was agreed: operations must agree it anew')::handback.finding;
            continue;
        end if;
        if r.connection is null or r.disposition = 'DESTROY_ONLY' then
            continue;
        end if;
        return query select f.code, r.asset, f.detail from handback.connection_findings(in_exit, r.connection) f;
    end loop;
end $$;

-- as in V11, but with the holds and stays in force, without their reasons, since the words travel in certificates: an unsigned certificate that does not name them goes stale, a signed one is history
create or replace function handback.evidence(in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
select jsonb_strip_nulls(jsonb_build_object(
    'exit', n.exit_id, 'asset', n.asset,
    'register', to_jsonb(r) - array['fact', 'actor', 'at', 'reason', 'action', 'exit_id', 'asset', 'agreement'],
    'withdrawn', r.action = 'WITHDRAWN',
    'attempt', n.number, 'outcome', n.outcome, 'contentDigest', n.content_digest, 'manifestSha256', n.manifest_sha256,
    'bundleSha256', n.bundle_sha256, 'bundleBytes', n.bundle_bytes, 'swhid', n.swhid, 'refs', n.refs, 'objects', n.objects,
    'lfsObjects', n.lfs_objects, 'lfsBytes', n.lfs_bytes,
    'oldCommits', n.old_commits, 'newCommits', n.new_commits, 'versions', n.versions, 'markers', n.markers,
    'uploads', n.uploads, 'oldVersions', n.old_versions, 'newVersions', n.new_versions, 'splitBasis', n.split_basis, 'seenAs', n.seen_as,
    'seenAt', n.seen_at, 'findings', n.findings, 'reopenedAfter', n.reopened_after,
    'emptinessConfirmedBy', n.emptiness_confirmed_by,
    'files', n.files,
    'delivery', case when d.delivery is not null
                then jsonb_build_object('number', d.delivery, 'receivedBy', d.actor, 'at', d.at, 'receivedOn', d.received_on, 'medium', d.medium,
                                        'courier', d.courier, 'sealNumber', d.seal_number, 'seal', d.seal, 'condition', d.condition,
                                        'photoSha256', d.photo_sha256, 'statedDigest', d.stated_digest, 'note', d.note,
                                        'confirmedBy', n.confirmed_by, 'confirmedAt', n.confirmed_at) end,
    'laterPass', case when l.number > n.number and l.outcome is not null
                 then jsonb_build_object('attempt', l.number, 'outcome', l.outcome, 'endedAt', l.ended) end,
    'freeze', case when n.frozen_by is not null then jsonb_build_object('attestedBy', n.frozen_by, 'since', n.frozen_since) end,
    'dispute', case when dp.raised is not null
               then jsonb_build_object('party', dp.party, 'reason', dp.reason, 'raisedBy', dp.raised_by, 'at', dp.raised_at) end,
    'check', case when n.checked_by is not null
             then jsonb_build_object('by', n.checked_by, 'at', n.checked_at, 'note', n.check_note) end,
    'exception', case when x.asked is not null
             then jsonb_build_object('asked', x.asked, 'reason', x.reason, 'askedBy', x.asked_by, 'approvedBy', x.approved_by,
                                     'remedy', x.remedy) end,
    'holds', (select jsonb_agg(jsonb_build_object('hold', h.hold, 'over', h.over, 'at', h.placed_at) order by h.placed_at, h.hold)
              from handback.asset_hold h where h.exit_id = n.exit_id and h.asset = n.asset),
    'stays', (select jsonb_agg(jsonb_build_object('stay', s.stay, 'since', s.since, 'at', s.declared_at) order by s.declared_at, s.stay)
              from handback.stay s where s.exit_id = n.exit_id and s.state = 'ACTIVE')))::text
from handback.asset_now n
join handback.asset r on r.exit_id = n.exit_id and r.asset = n.asset
left join handback.last_attempt l on l.exit_id = n.exit_id and l.asset = n.asset
left join handback.delivery_received d on d.exit_id = n.exit_id and d.asset = n.asset and d.delivery = n.delivery
left join handback.exception_in_force x on x.exit_id = n.exit_id and x.asset = n.asset
left join handback.dispute dp on dp.exit_id = n.exit_id and dp.asset = n.asset and dp.settled_at is null
where n.exit_id = in_exit and n.asset = in_asset $$;

-- as in V11, but with the holds in force
create or replace view handback.to_certify as
select s.exit_id, s.asset, s.title, s.kind, s.origin, s.rights, s.disposition, s.connection, s.locator, s.baseline, s.expected, s.expected_by,
       s.return_state, s.number, s.outcome, s.content_digest, s.bundle_sha256, s.swhid, s.refs, s.objects, s.bytes,
       s.lfs_objects, s.lfs_bytes, s.files, s.old_commits, s.new_commits, s.versions, s.markers, s.uploads, s.old_versions,
       s.new_versions, s.manifest_sha256, s.split_basis, s.seen_as, s.seen_at, s.retrieved_by, s.attempt_ended, s.checked_by, s.checked_at,
       s.findings::text as findings, s.exception_asked is not null as excepted, x.reason as exception_reason, x.asked_by, x.approved_by,
       x.remedy, s.delivered_on, s.received_on, handback.named(s.received_by) as received_by, handback.named(s.confirmed_by) as confirmed_by, s.confirmed_at,
       fx.at as fixity_at, handback.evidence(s.exit_id, s.asset) as evidence,
       s.disputed_by, dp.reason as dispute_reason, dp.raised_at as disputed_at, s.frozen_by, s.frozen_since,
       case when l.number > s.number then l.number end as later_attempt, case when l.number > s.number then l.outcome end as later_outcome,
       case when l.number > s.number then l.ended end as later_ended,
       (select jsonb_agg(jsonb_build_object('hold', h.hold, 'over', h.over, 'placedAt', h.placed_at) order by h.placed_at, h.hold)
        from handback.asset_hold h where h.exit_id = s.exit_id and h.asset = s.asset)::text as holds
from handback.asset_state s
left join handback.last_attempt l on l.exit_id = s.exit_id and l.asset = s.asset
left join handback.exception_in_force x on x.exit_id = s.exit_id and x.asset = s.asset
left join handback.dispute dp on dp.exit_id = s.exit_id and dp.asset = s.asset and dp.settled_at is null
left join lateral (select max(k.at) as at from handback.fixity_checked k where k.exit_id = s.exit_id and k.asset = s.asset
                   and k.sha256 = s.holding_sha256 and k.result = 'INTACT') fx on true;

revoke execute on function handback.covers(text, text), handback.standstill(text, text), handback.pause(text, text), handback.hold_fits(),
    handback.hold_lift_fits(), handback.stay_lift_fits(), handback.cancel_fits(), handback.trigger_fits(), handback.insolvency_stays(), handback.opened_insolvent(),
    handback.no_final_once_cancelled() from public;
-- covers is asked by a view, and so with the rights of whoever reads it
grant execute on function handback.standstill(text, text), handback.pause(text, text), handback.covers(text, text) to handback_app;

-- The instruction to keep, for whom a hold concerns: a document of its own, sealed and in the vault; and that it reached them.
create table handback.preserve_notice (
    hold           text primary key references handback.hold_placed,
    fact           uuid not null unique,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    addressee      text not null check (length(addressee) between 1 and 600),
    pdf_sha256     text not null check (pdf_sha256 ~ '^[0-9a-f]{64}$'),        -- as it was drawn
    sealed_sha256  text not null check (sealed_sha256 ~ '^[0-9a-f]{64}$')      -- as the vault holds it
);
call handback.fact_table('handback.preserve_notice', 'system');

create table handback.preserve_notice_served (
    hold       text primary key references handback.preserve_notice,
    fact       uuid not null unique,
    actor      text not null,
    at         timestamptz not null,
    exit_id    text not null references handback.exit,
    served_on  date not null,
    served_to  text not null check (length(btrim(served_to)) between 2 and 200),
    channel    text not null check (length(btrim(channel)) between 2 and 200)   -- courier and number, e-mail, portal
);
call handback.fact_table('handback.preserve_notice_served', 'person');
create trigger of_group before insert on handback.preserve_notice_served
    for each row execute function handback.of_group('operations', 'legal');

-- A drill commands nobody; a notice is of a hold of its exit, and is served once it is, on a day that has come.
create function handback.notice_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    if x.kind = 'DRILL' then
        perform handback.refuse('a drill gives no notice to a holder');
    end if;
    if not exists (select 1 from handback.hold h where h.hold = new.hold and h.exit_id = new.exit_id) then
        perform handback.refuse(format('this exit has no hold %s', new.hold));
    end if;
    if tg_table_name = 'preserve_notice_served' then
        if not exists (select 1 from handback.preserve_notice n where n.hold = new.hold) then
            perform handback.refuse(format('the preserve notice of hold %s is not sealed yet', new.hold));
        end if;
        if exists (select 1 from handback.preserve_notice_served s where s.hold = new.hold) then
            perform handback.refuse(format('the preserve notice of hold %s is served already', new.hold));
        end if;
        if (to_jsonb(new) ->> 'served_on')::date > (handback.now() at time zone x.place)::date + 1 then
            perform handback.refuse(format('served on %s, which is not yet', to_jsonb(new) ->> 'served_on'));
        end if;
    end if;
    return new;
end $$;
create trigger fits before insert on handback.preserve_notice
    for each row execute function handback.notice_fits();
create trigger fits before insert on handback.preserve_notice_served
    for each row execute function handback.notice_fits();

create view handback.notice as
select n.hold, n.exit_id, n.addressee, n.pdf_sha256, n.sealed_sha256, n.at as sealed_at,
       s.served_on, s.served_to, s.channel, s.actor as served_by, s.at as served_at
from handback.preserve_notice n left join handback.preserve_notice_served s on s.hold = n.hold;
grant select on handback.notice to handback_app;

-- A FINAL that was asked for before the exit was cancelled is not signed after it either.
create function handback.no_final_signed_once_cancelled() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if exists (select 1 from handback.exit_cancelled c where c.exit_id = new.exit_id)
       and exists (select 1 from handback.certificate k where k.number = new.number and k.finality = 'FINAL') then
        perform handback.refuse('the exit is cancelled: it can have no FINAL certificate');
    end if;
    return new;
end $$;
create trigger not_cancelled before insert on handback.certificate_decided
    for each row when (new.decision = 'SIGNED') execute function handback.no_final_signed_once_cancelled();

revoke execute on function handback.notice_fits(), handback.no_final_signed_once_cancelled() from public;

-- as in V9, but only where something is fetched: what was received before a stay lies with us, and reading it takes nothing from anybody
drop trigger guard on handback.attempt;
create trigger guard before insert on handback.attempt
    for each row when (new.delivery is null) execute function handback.guard('RETRIEVE', 'asset');
