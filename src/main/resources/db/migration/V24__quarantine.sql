-- Quarantine: what was taken and should not have been is sealed at once, by one person. Legal releases it; or it is erased on the word of
-- three people, and leaves a tombstone: the only way in which bytes ever leave the vault.

-- ---------------------------------------------------------------------------------------------------------------
-- Facts

create table handback.quarantined (
    quarantine  text primary key,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    ordinal     int not null check (ordinal > 0),
    asset       text not null,
    number      int not null,                           -- the attempt whose holding is sealed, whole
    reason      text not null check (length(btrim(reason)) between 3 and 2000),
    again       text references handback.quarantined,   -- whose erased contents this attempt brought again; then the system seals it
    unique (exit_id, ordinal),
    foreign key (exit_id, asset, number) references handback.attempt_ended,
    check ((actor like 'system:%') = (again is not null))
);
create index on handback.quarantined (exit_id, asset);
call handback.fact_table('handback.quarantined', 'any');
create trigger of_group before insert on handback.quarantined
    for each row when (new.actor not like 'system:%') execute function handback.of_group('operations', 'engineering', 'legal');

create table handback.quarantine_released (
    quarantine  text primary key references handback.quarantined,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    asset       text not null,
    reason      text not null check (length(btrim(reason)) between 3 and 2000)
);
call handback.fact_table('handback.quarantine_released', 'person');
create trigger of_group before insert on handback.quarantine_released
    for each row execute function handback.of_group('legal');

create table handback.erasure_asked (
    erasure     text primary key,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    ordinal     int not null check (ordinal > 0),
    quarantine  text not null references handback.quarantined,
    asset       text not null,
    reason      text not null check (length(btrim(reason)) between 3 and 2000),
    unique (exit_id, ordinal)
);
create index on handback.erasure_asked (quarantine);
call handback.fact_table('handback.erasure_asked', 'person');
create trigger of_group before insert on handback.erasure_asked
    for each row execute function handback.of_group('operations', 'engineering', 'legal');

create table handback.erasure_decided (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    erasure   text not null references handback.erasure_asked,
    asset     text not null,
    decision  text not null check (decision in ('APPROVED', 'REFUSED')),
    reason    text not null default '' check (length(reason) <= 2000),
    check (decision = 'APPROVED' or length(btrim(reason)) >= 3)
);
create index on handback.erasure_decided (erasure);
call handback.fact_table('handback.erasure_decided', 'person');
create trigger of_group before insert on handback.erasure_decided
    for each row execute function handback.of_group('operations', 'legal');

-- The intent, before the first byte goes: exactly which contents, and which of them stay because something else holds them, too.
-- contents: [{"sha256", "bytes", "what"}], kept: [{"sha256", "bytes", "because"}].
create table handback.erasure_begun (
    erasure     text primary key references handback.erasure_asked,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    quarantine  text not null unique references handback.quarantined,
    asset       text not null,
    contents    jsonb not null,
    kept        jsonb not null
);
call handback.fact_table('handback.erasure_begun', 'system');

-- It could not begin (a hold came), or its work was given up half-way; what was begun is asked to go on, and never goes back.
create table handback.erasure_failed (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    erasure   text not null references handback.erasure_asked,
    asset     text not null,
    findings  jsonb not null check (jsonb_array_length(findings) > 0)
);
create index on handback.erasure_failed (erasure);
call handback.fact_table('handback.erasure_failed', 'system');

-- The tombstone. It says all by itself; the rule below fills it in from what was decided and begun.
create table handback.erased (
    quarantine   text primary key references handback.quarantined,
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    erasure      text not null unique references handback.erasure_begun,
    asset        text not null,
    attempts     jsonb not null,                        -- whose holdings it was
    contents     jsonb not null,
    kept         jsonb not null,
    reason       text not null,
    asked_by     text not null,
    approved_by  jsonb not null check (jsonb_array_length(approved_by) = 2)
);
call handback.fact_table('handback.erased', 'system');

-- The contents of every intent, for finding them by their digest; the facts above cover them.
create table handback.erasure_content (
    erasure  text not null references handback.erasure_begun,
    sha256   text not null collate "C",
    primary key (erasure, sha256)
);
create index on handback.erasure_content (sha256);
grant select on handback.erasure_content to handback_app;

-- ---------------------------------------------------------------------------------------------------------------
-- What they say

create view handback.quarantine as
select q.quarantine, q.exit_id, q.ordinal, q.asset, q.number, q.reason, q.again, q.actor as placed_by, q.at as placed_at,
       case when r.fact is not null then 'RELEASED' when d.fact is not null then 'ERASED' when b.fact is not null then 'ERASING' else 'ACTIVE' end as state,
       r.actor as released_by, r.at as released_at, r.reason as release_reason, b.at as erasing_at, d.at as erased_at
from handback.quarantined q
left join handback.quarantine_released r on r.quarantine = q.quarantine
left join handback.erasure_begun b on b.quarantine = q.quarantine
left join handback.erased d on d.quarantine = q.quarantine;
grant select on handback.quarantine to handback_app;

create view handback.erasure as
select a.erasure, a.exit_id, a.ordinal, a.quarantine, a.asset, a.reason, a.actor as asked_by, a.at as asked_at,
       d.approvals, d.approved_by, d.refused_by, d.answer, b.at as begun_at,
       coalesce(jsonb_array_length(b.contents), 0) as contents, coalesce(jsonb_array_length(b.kept), 0) as kept, e.at as erased_at,
       f.findings::text as findings,
       case when e.fact is not null then 'ERASED' when b.fact is not null then 'ERASING' when f.fact is not null then 'NOT_ERASED'
            when d.refusals > 0 then 'REFUSED' when r.fact is not null then 'OVERTAKEN' when d.approvals >= 2 then 'APPROVED' else 'ASKED' end as state
from handback.erasure_asked a
cross join lateral (select count(*) filter (where w.decision = 'APPROVED')::int as approvals, count(*) filter (where w.decision = 'REFUSED')::int as refusals,
                           string_agg(w.actor, ', ' order by w.at) filter (where w.decision = 'APPROVED') as approved_by,
                           string_agg(w.actor, ', ' order by w.at) filter (where w.decision = 'REFUSED') as refused_by,
                           max(w.reason) filter (where w.decision = 'REFUSED') as answer
                    from handback.erasure_decided w where w.erasure = a.erasure) d
left join handback.erasure_begun b on b.erasure = a.erasure
left join handback.erased e on e.erasure = a.erasure
left join handback.quarantine_released r on r.quarantine = a.quarantine
left join lateral (select l.* from handback.erasure_failed l where l.erasure = a.erasure order by l.at desc limit 1) f on true;
grant select on handback.erasure to handback_app;

-- Attempts that are sealed: the one that was named and those of the same asset that hold the same content. What was retrieved after an
-- erasure began is sealed by a quarantine of its own, or not at all.
create view handback.sealed_attempt as
select e.exit_id, e.asset, e.number, q.quarantine, q.state
from handback.quarantine q
join handback.attempt_ended s on s.exit_id = q.exit_id and s.asset = q.asset and s.number = q.number
join handback.attempt_ended e on e.exit_id = q.exit_id and e.asset = q.asset and (e.number = q.number or e.content_digest = s.content_digest)
where q.state = 'ACTIVE' or q.state in ('ERASING', 'ERASED') and e.at < q.erasing_at;
grant select on handback.sealed_attempt to handback_app;

-- Signed certificates that name what is sealed or erased: they stay signed, and whoever shows one says so.
create view handback.certificate_sealed as
select c.exit_id, c.number, c.ordinal, c.asset, s.number as attempt, s.quarantine, s.state
from handback.sealed_attempt s
join handback.certified c on c.exit_id = s.exit_id and c.asset = s.asset
join handback.certificate_asset ca on ca.number = c.number and ca.asset = c.asset
where ca.evidence::jsonb ->> 'attempt' = s.number::text;
grant select on handback.certificate_sealed to handback_app;

-- Packages that were built, or are being built, of a time when an attempt was there and not sealed: they hold what is sealed now.
create view handback.package_sealed as
select distinct p.package, p.exit_id, s.asset, s.quarantine, s.state
from handback.sealed_attempt s
join handback.attempt_ended a on a.exit_id = s.exit_id and a.asset = s.asset and a.number = s.number
join handback.ledger_entry ended on ended.fact = a.fact
join handback.quarantined q on q.quarantine = s.quarantine
join handback.ledger_entry placed on placed.fact = q.fact
join handback.package_requested p on p.exit_id = s.exit_id and p.scope ? s.asset
    and p.ledger_size > ended.seq and p.ledger_size <= placed.seq
-- but for one of a time when another quarantine, released since, sealed it: that left it out
where not exists (select 1 from handback.quarantined o
                  join handback.ledger_entry before on before.fact = o.fact and before.seq < p.ledger_size
                  join handback.quarantine_released r on r.quarantine = o.quarantine
                  join handback.ledger_entry after on after.fact = r.fact and after.seq >= p.ledger_size
                  where o.exit_id = s.exit_id and o.asset = s.asset and o.number in (s.number, q.number));
grant select on handback.package_sealed to handback_app;

-- The same of one attempt, for views that are planned for each asset: all those joins would be most of their work, and nearly no
-- asset has a quarantine.
create function handback.is_sealed(in_exit text, in_asset text, in_number int) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.quarantined q where q.exit_id = in_exit and q.asset = in_asset) then
        return false;
    end if;
    return exists (select 1 from handback.sealed_attempt s where s.exit_id = in_exit and s.asset = in_asset and s.number = in_number);
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- What is sealed counts no longer

-- as in V11, but for what is sealed
create or replace view handback.whole_attempt as
select e.exit_id, e.asset, max(e.number) as number
from handback.attempt_ended e
where (e.outcome = 'VERIFIED' or (e.outcome = 'EMPTY' and exists (select 1 from handback.retrieval_decided d where d.exit_id = e.exit_id
           and d.asset = e.asset and d.number = e.number and d.decision = 'CONFIRM_EMPTY')))
  and e.number > coalesce((select max(o.after_attempt) from handback.asset_reopened o where o.exit_id = e.exit_id and o.asset = e.asset), 0)
  and e.number > coalesce((select max(c.number) from handback.asset_check c where c.exit_id = e.exit_id and c.asset = e.asset and c.decision = 'SEND_BACK'), 0)
  and not handback.is_sealed(e.exit_id, e.asset, e.number)
group by e.exit_id, e.asset;

-- as in V11, but what is sealed overtakes nothing
create or replace view handback.counting_attempt as
select l.exit_id, l.asset,
       case when w.number is null or exists (
                select 1 from handback.attempt_ended e
                where e.exit_id = l.exit_id and e.asset = l.asset and e.number > w.number
                  and e.outcome not in ('UNREACHABLE', 'GONE', 'FORBIDDEN', 'FAILED')
                  and not handback.is_sealed(e.exit_id, e.asset, e.number)
                  and not exists (select 1 from handback.retrieval_decided d where d.exit_id = e.exit_id and d.asset = e.asset
                                  and d.number >= e.number and d.decision = 'KEEP_EARLIER'))
            then l.number else w.number end as number
from handback.last_attempt l
left join handback.whole_attempt w on w.exit_id = l.exit_id and w.asset = l.asset;

-- as in V11, but an asset of which nothing counts but what is sealed is reopened
create or replace view handback.asset_now as
select r.*, la.number, la.at as attempt_started, la.delivery,
       -- what came by hand counts as whole only by a second person's word
       case when e.outcome = 'RECEIVED' and dc.decision = 'CONFIRM' then 'VERIFIED' else e.outcome end as outcome,
       e.content_digest, e.manifest_sha256, e.bundle_sha256, e.bundle_bytes, e.swhid, e.head, e.refs, e.objects, e.bytes,
       e.lfs_objects, e.lfs_bytes, e.files, e.old_commits, e.new_commits, e.versions, e.markers, e.uploads, e.old_versions,
       e.new_versions, e.split_basis, e.seen_as, e.seen_at,
       coalesce(e.bundle_sha256, case when e.versions > 0 or e.files > 0 then e.manifest_sha256 end) as holding_sha256,
       coalesce(e.findings, '[]'::jsonb) as findings, e.at as attempt_ended, e.actor as retrieved_by,
       x.asked as exception_asked, ck.decision as check_decision, ck.actor as checked_by, ck.at as checked_at, ck.note as check_note,
       ce.actor as emptiness_confirmed_by,
       dr.actor as received_by, dr.received_on, dr.medium as delivered_on,
       case when dc.decision = 'CONFIRM' then dc.actor end as confirmed_by, case when dc.decision = 'CONFIRM' then dc.at end as confirmed_at,
       greatest(ro.after_attempt, sb.after_attempt, rj.after_attempt, se.after_attempt) as reopened_after,
       dp.party as disputed_by, fz.attested_by as frozen_by, fz.since as frozen_since
from handback.asset r
left join handback.counting_attempt k on k.exit_id = r.exit_id and k.asset = r.asset
left join handback.attempt la on la.exit_id = r.exit_id and la.asset = r.asset and la.number = k.number
left join handback.attempt_ended e on e.exit_id = r.exit_id and e.asset = r.asset and e.number = la.number
left join handback.exception_in_force x on x.exit_id = r.exit_id and x.asset = r.asset
left join lateral (select max(o.after_attempt) as after_attempt from handback.asset_reopened o
                   where o.exit_id = r.exit_id and o.asset = r.asset) ro on true
left join lateral (select max(s.number) as after_attempt from handback.asset_check s
                   where s.exit_id = r.exit_id and s.asset = r.asset and s.decision = 'SEND_BACK') sb on true
left join lateral (select max(d.number) as after_attempt from handback.delivery_confirmed d
                   where d.exit_id = r.exit_id and d.asset = r.asset and d.decision = 'REJECT') rj on true
left join lateral (select la.number as after_attempt where handback.is_sealed(r.exit_id, r.asset, la.number)) se on true
left join handback.delivery_received dr on dr.exit_id = r.exit_id and dr.asset = r.asset and dr.delivery = la.delivery
left join handback.delivery_confirmed dc on dc.exit_id = r.exit_id and dc.asset = r.asset and dc.delivery = la.delivery
    and dc.number = la.number
-- the same content found again carries the check forward, unless it was sent back in between
left join lateral (select c.* from handback.asset_check c
                   where c.exit_id = r.exit_id and c.asset = r.asset and c.decision = 'PASS'
                     and c.content_digest = e.content_digest
                     and c.number > coalesce(greatest(ro.after_attempt, sb.after_attempt, rj.after_attempt, se.after_attempt), 0)
                   order by c.number desc, c.at desc limit 1) ck on true
left join lateral (select d.actor from handback.retrieval_decided d
                   where d.exit_id = r.exit_id and d.asset = r.asset and d.number = la.number and d.decision = 'CONFIRM_EMPTY'
                   limit 1) ce on true
left join handback.dispute dp on dp.exit_id = r.exit_id and dp.asset = r.asset and dp.settled_at is null
-- a final pass: the newest freeze that was attested before this attempt began
left join lateral (select z.attested_by, z.since from handback.freeze_attested z
                   where z.exit_id = r.exit_id and z.connection = la.connection and z.at < la.at
                   order by z.at desc limit 1) fz on true;

-- as in V22, but what is sealed later reopens the exit, too
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
        where w.exit_id = c.exit_id and w.at > c.at
        union all
        select q.at, format('attempt %s of asset %s was sealed', q.number, q.asset) from handback.quarantined q
        where q.exit_id = c.exit_id and q.at > c.at) e
    order by e.at limit 1) r on true;

-- ---------------------------------------------------------------------------------------------------------------
-- Contents, and what else holds them

-- Every content the vault holds of one attempt. Nothing has no content that could be anybody's: the empty one is left out.
create function handback.contents_of(in_exit text, in_asset text, in_number int) returns table (sha256 text, bytes bigint)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select c.sha256, max(c.bytes) from (
    select h ->> 'sha256', (h ->> 'bytes')::bigint from handback.attempt_ended e cross join jsonb_array_elements(e.held) h
    where e.exit_id = in_exit and e.asset = in_asset and e.number = in_number
    union all select v.sha256, v.bytes from handback.attempt_ended e
    cross join lateral (values (e.bundle_sha256, e.bundle_bytes), (e.manifest_sha256, null::bigint)) v(sha256, bytes)
    where e.exit_id = in_exit and e.asset = in_asset and e.number = in_number
    union all select l.oid, l.size from handback.attempt_lfs l
    where l.exit_id = in_exit and l.asset = in_asset and l.number = in_number and l.held
    union all select o.sha256, o.size from handback.attempt_object o
    where o.exit_id = in_exit and o.asset = in_asset and o.number = in_number
    union all select f.sha256, f.bytes from handback.attempt_file f
    where f.exit_id = in_exit and f.asset = in_asset and f.number = in_number) c(sha256, bytes)
where c.sha256 is not null and c.sha256 <> 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
group by c.sha256 $$;

-- What would go with a quarantine: the holdings it seals, and the packages that were built with them inside.
create function handback.to_erase(in_quarantine text) returns table (sha256 text, bytes bigint, what text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select c.sha256, max(c.bytes), min(c.what) from (
    select k.sha256, k.bytes, 'holding' as what from handback.sealed_attempt s
    cross join lateral handback.contents_of(s.exit_id, s.asset, s.number) k where s.quarantine = in_quarantine
    union all
    select b.sha256, b.bytes, 'package ' || b.package from handback.package_sealed p
    join handback.package_built b on b.package = p.package where p.quarantine = in_quarantine) c
group by c.sha256 $$;

-- Columns that name a document which the vault may hold, also those that later migrations add.
create view handback.document_column as
select c.relname::text as table_name, a.attname::text as column_name
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'handback'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attname like '%sha256'
  and c.relname not in ('attempt_ended', 'attempt_object', 'attempt_file', 'fixity_checked', 'erasure_content', 'package_built')
  and a.attname not in ('token_sha256', 'shown_sha256', 'photo_sha256'); -- a photo is one of the files of its delivery
grant select on handback.document_column to handback_app;

-- Which of these contents something else holds, and what: another attempt that is not sealed, one that is on its way, or a document.
create function handback.held_elsewhere(digests text[]) returns table (sha256 text, because text)
    language plpgsql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
#variable_conflict use_column
declare
    d handback.document_column;
begin
    return query
    with attempts as (
        select e.exit_id, e.asset, e.number, h ->> 'sha256' as sha256 from handback.attempt_ended e cross join jsonb_array_elements(e.held) h
        where h ->> 'sha256' = any (digests)
        union all select e.exit_id, e.asset, e.number, v.sha256 from handback.attempt_ended e
        cross join lateral (values (e.bundle_sha256), (e.manifest_sha256)) v(sha256) where v.sha256 = any (digests)
        union all select l.exit_id, l.asset, l.number, l.oid from handback.attempt_lfs l where l.held and l.oid = any (digests)
        union all select o.exit_id, o.asset, o.number, o.sha256 from handback.attempt_object o where o.sha256 = any (digests)
        union all select f.exit_id, f.asset, f.number, f.sha256 from handback.attempt_file f where f.sha256 = any (digests))
    select a.sha256, format('asset %s of exit %s, attempt %s', a.asset, a.exit_id, a.number) from attempts a
    where not exists (select 1 from handback.sealed_attempt s where s.exit_id = a.exit_id and s.asset = a.asset and s.number = a.number)
    union all select u.sha256, format('a delivery of asset %s of exit %s', u.asset, u.exit_id) from work.delivery_upload u where u.sha256 = any (digests)
        and not exists (select 1 from handback.attempt t join handback.sealed_attempt s on s.exit_id = t.exit_id and s.asset = t.asset and s.number = t.number
                        where t.exit_id = u.exit_id and t.asset = u.asset and t.delivery = u.delivery);
    for d in select * from handback.document_column loop
        return query execute format('select distinct v.%1$I::text, ''a document of an exit''::text from handback.%2$I v where v.%1$I = any ($1)',
                                    d.column_name, d.table_name) using digests;
    end loop;
end $$;

-- Which of these contents another quarantine seals of an asset that may not lose it: one under a hold, or of an exit under a stay.
create function handback.withheld(digests text[], in_quarantine text) returns table (sha256 text, because text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select k.sha256, format('asset %s of exit %s, attempt %s, sealed and under a hold or a stay', s.asset, s.exit_id, s.number)
from handback.sealed_attempt s
cross join lateral handback.contents_of(s.exit_id, s.asset, s.number) k
where s.quarantine <> in_quarantine and k.sha256 = any (digests)
  and (exists (select 1 from handback.asset_hold h where h.exit_id = s.exit_id and h.asset = s.asset)
       or exists (select 1 from handback.stay y where y.exit_id = s.exit_id and y.state = 'ACTIVE')) $$;

-- Which contents of an erasure must not be in the vault now: all of its intent, but for what was retrieved since, which a quarantine of
-- its own seals, or legal released.
create function handback.erasure_left(in_erasure text) returns table (sha256 text)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
with gone as materialized (select c.sha256 from handback.erasure_content c where c.erasure = in_erasure),
     since as (select distinct k.sha256 from handback.quarantined q
               join handback.erasure_begun b on b.erasure = in_erasure and q.at > b.at and q.again is not null
               cross join lateral handback.contents_of(q.exit_id, q.asset, q.number) k
               where not exists (select 1 from handback.erasure_begun x where x.quarantine = q.quarantine))
select g.sha256 from gone g
where not exists (select 1 from since s where s.sha256 = g.sha256)
  and not exists (select 1 from handback.held_elsewhere(array(select sha256 from gone)) h where h.sha256 = g.sha256)
order by g.sha256 $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Rules

create function handback.quarantined_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    sealed text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select s.quarantine into sealed from handback.sealed_attempt s where s.exit_id = new.exit_id and s.asset = new.asset and s.number = new.number
        and (new.again is null or s.state = 'ACTIVE');
    if sealed is not null then
        perform handback.refuse(format('asset %s: attempt %s is sealed already, by quarantine %s', new.asset, new.number, sealed));
    end if;
    if new.again is not null and not exists (select 1 from handback.erasure_begun b join handback.erasure_content g on g.erasure = b.erasure
            join handback.contents_of(new.exit_id, new.asset, new.number) k on k.sha256 = g.sha256 where b.quarantine = new.again) then
        perform handback.refuse(format('asset %s: attempt %s brought nothing that was erased with quarantine %s', new.asset, new.number, new.again));
    end if;
    select 1 + coalesce(max(q.ordinal), 0) into new.ordinal from handback.quarantined q where q.exit_id = new.exit_id;
    new.quarantine := new.exit_id || '-Q' || new.ordinal;
    return new;
end $$;
create trigger fits before insert on handback.quarantined
    for each row execute function handback.quarantined_fits();
create trigger recalls after insert on handback.quarantined
    for each row execute function handback.recall_what_is_overtaken('asset');

-- What an erasure took is not brought back in silence: the attempt that brings it again is sealed in its own transaction. The lock orders
-- it with every erasure that begins: either that sees this attempt, or this attempt sees that erasure.
create function handback.attempt_meets_erasures() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform pg_advisory_xact_lock_shared(hashtext('handback.erasure'));
    return new;
end $$;
create trigger meets_erasures before insert on handback.attempt_ended
    for each row execute function handback.attempt_meets_erasures();

create function handback.erased_came_again() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    came record;
begin
    if not exists (select 1 from handback.erasure_content) then
        return null;
    end if;
    select b.quarantine, count(*) as contents into came from handback.contents_of(new.exit_id, new.asset, new.number) k
        join handback.erasure_content g on g.sha256 = k.sha256 join handback.erasure_begun b on b.erasure = g.erasure
        -- legal's release of the same content in this asset lasts
        where not exists (select 1 from handback.quarantined q join handback.quarantine_released r on r.quarantine = q.quarantine
                          cross join lateral handback.contents_of(q.exit_id, q.asset, q.number) o
                          where q.exit_id = new.exit_id and q.asset = new.asset and q.again is not null and o.sha256 = k.sha256)
        group by b.quarantine order by 2 desc, 1 limit 1;
    if came.quarantine is not null and not exists (select 1 from handback.sealed_attempt s
            where s.exit_id = new.exit_id and s.asset = new.asset and s.number = new.number and s.state = 'ACTIVE') then
        insert into handback.quarantined (exit_id, asset, number, reason, again)
        values (new.exit_id, new.asset, new.number, format('it brought %s contents again that were erased with quarantine %s', came.contents, came.quarantine), came.quarantine);
    end if;
    return null;
end $$;
create constraint trigger erased_came_again after insert on handback.attempt_ended deferrable initially deferred
    for each row execute function handback.erased_came_again();

-- Released is what is sealed and whose bytes are there, by another person of legal than sealed it.
create function handback.quarantine_release_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.quarantine;
    gone text;
    who text := current_setting('handback.actor', true);
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into q from handback.quarantine v where v.quarantine = new.quarantine;
    if q.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('exit %s has no quarantine %s', new.exit_id, new.quarantine));
    end if;
    if q.state <> 'ACTIVE' then
        perform handback.refuse(format('quarantine %s: expected ACTIVE, is %s', new.quarantine, q.state));
    end if;
    if handback.identity_of(q.placed_by) = handback.identity_of(who) then
        raise exception using errcode = 'HB002', message = format('%s sealed it (as %s): another person of legal must release it', who, q.placed_by);
    end if;
    select min(b.quarantine) into gone from handback.sealed_attempt s
        join handback.attempt_ended e on e.exit_id = s.exit_id and e.asset = s.asset and e.number = s.number
        cross join lateral handback.contents_of(s.exit_id, s.asset, s.number) k
        join handback.erasure_content g on g.sha256 = k.sha256
        join handback.erasure_begun b on b.erasure = g.erasure and b.at > e.at
        where s.quarantine = new.quarantine
          and not exists (select 1 from handback.sealed_attempt z where z.exit_id = s.exit_id and z.asset = s.asset and z.number = s.number
                          and z.state in ('ERASING', 'ERASED'));
    if gone is not null then
        perform handback.refuse(format('quarantine %s: bytes of it were erased with quarantine %s; it stays sealed', new.quarantine, gone));
    end if;
    new.asset := q.asset;
    return new;
end $$;
create trigger fits before insert on handback.quarantine_released
    for each row execute function handback.quarantine_release_fits();

-- What forbids erasing what a quarantine seals, whoever asks: a hold, a stay, and whoever is reading it.
create function handback.erase_findings(in_quarantine text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.quarantine;
begin
    select * into q from handback.quarantine v where v.quarantine = in_quarantine;
    if q.state <> 'ACTIVE' then
        return next ('QUARANTINE_OVER', q.asset, format('quarantine %s: expected ACTIVE, is %s', in_quarantine, q.state))::handback.finding;
    end if;
    return query select f.code, q.asset, f.detail from handback.standstill(q.exit_id, q.asset) f where f.code in ('ON_HOLD', 'STAYED');
    return query select 'BEING_PLACED'::text, q.asset, 'it is being placed at home: wait until that has ended'
        from handback.placings p join handback.sealed_attempt s on s.exit_id = p.exit_id and s.asset = p.asset and s.number = p.number
        where s.quarantine = in_quarantine and p.state = 'ASKED' limit 1;
    return query select 'BEING_PACKED'::text, q.asset, format('package %s is being built of a time before the quarantine: wait until that has ended', p.package)
        from handback.package_sealed p where p.quarantine = in_quarantine
          and not exists (select 1 from handback.package_built b where b.package = p.package)
          and (not exists (select 1 from handback.package_failed f where f.package = p.package)
               or exists (select 1 from work.progress w where w.step = 'package' and w.key = 'package/' || p.package
                          and w.state in ('FILED', 'RUNNING', 'WAITING'))) order by p.package; -- also one that failed and is tried again
end $$;

create function handback.erasure_asked_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.quarantine;
    f handback.finding;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into q from handback.quarantine v where v.quarantine = new.quarantine;
    if q.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('exit %s has no quarantine %s', new.exit_id, new.quarantine));
    end if;
    select * into f from handback.erase_findings(new.quarantine) limit 1;
    if f.code is not null then
        perform handback.refuse(format('asset %s: %s', q.asset, f.detail));
    end if;
    if exists (select 1 from handback.erasure e where e.quarantine = new.quarantine and e.state in ('ASKED', 'APPROVED')) then
        perform handback.refuse(format('quarantine %s: its erasure is asked for already', new.quarantine));
    end if;
    select 1 + coalesce(max(a.ordinal), 0) into new.ordinal from handback.erasure_asked a where a.exit_id = new.exit_id;
    new.erasure := new.exit_id || '-E' || new.ordinal;
    new.asset := q.asset;
    return new;
end $$;
create trigger fits before insert on handback.erasure_asked
    for each row execute function handback.erasure_asked_fits();

-- subject: the erasure somebody would approve now; null for everything of the exit that waits.
create function handback.gate_erase(in_exit text, in_erasure text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    e handback.erasure;
    d record;
begin
    if in_erasure is null then
        return query select 'ERASURE_WAITS'::text, v.asset, format('erasure %s: asked by %s, approved by %s of 2', v.erasure, v.asked_by, v.approvals)
            from handback.erasure v where v.exit_id = in_exit and v.state = 'ASKED' order by v.ordinal;
        return;
    end if;
    select * into e from handback.erasure v where v.exit_id = in_exit and v.erasure = in_erasure;
    if e.erasure is null then
        return next ('NO_SUCH_ERASURE', null, 'no erasure of this number was asked for in this exit')::handback.finding;
        return;
    end if;
    if e.state <> 'ASKED' then
        return next ('ALREADY_DECIDED', e.asset, format('erasure %s is %s', e.erasure, lower(e.state)))::handback.finding;
    end if;
    if handback.identity_of(e.asked_by) = handback.identity_of(who) then
        return next ('ASKER_APPROVES', e.asset, format('%s asked for this erasure (as %s) and cannot approve it', who, e.asked_by))::handback.finding;
    end if;
    for d in select x.actor from handback.erasure_decided x where x.erasure = e.erasure and x.decision = 'APPROVED' loop
        if handback.identity_of(d.actor) = handback.identity_of(who) then
            return next ('APPROVED_TWICE', e.asset, format('%s approved it already (as %s); another person must', who, d.actor))::handback.finding;
        end if;
        if not handback.member_of(d.actor, 'legal') and not handback.member_of(who, 'legal') then
            return next ('LEGAL_MISSING', e.asset, 'one of the two who approve must be of legal')::handback.finding;
        end if;
    end loop;
    return query select * from handback.erase_findings(e.quarantine) f where e.state = 'ASKED';
end $$;

create function handback.erasure_decided_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    e handback.erasure;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into e from handback.erasure v where v.erasure = new.erasure;
    if e.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('exit %s has no erasure %s', new.exit_id, new.erasure));
    end if;
    if e.state <> 'ASKED' then
        perform handback.refuse(format('erasure %s: expected ASKED, is %s', new.erasure, e.state));
    end if;
    new.asset := e.asset;
    return new;
end $$;
create trigger fits before insert on handback.erasure_decided
    for each row execute function handback.erasure_decided_fits();
create trigger guard before insert on handback.erasure_decided
    for each row when (new.decision = 'APPROVED') execute function handback.guard('ERASE', 'erasure');

-- The system begins only what two approved and nothing forbids now; which contents go is settled here, once.
create function handback.erasure_is_begun() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    e handback.erasure;
    f jsonb;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform pg_advisory_xact_lock(hashtext('handback.erasure'));
    select * into e from handback.erasure v where v.erasure = new.erasure and v.exit_id = new.exit_id;
    if e.state is distinct from 'APPROVED' then
        perform handback.refuse(format('erasure %s: expected APPROVED, is %s', new.erasure, coalesce(e.state, 'unknown')));
    end if;
    select jsonb_agg(to_jsonb(g)) into f from handback.erase_findings(e.quarantine) g;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate ERASE is shut', detail = f::text;
    end if;
    new.quarantine := e.quarantine;
    new.asset := e.asset;
    with wanted as materialized (select * from handback.to_erase(e.quarantine)),
         elsewhere as materialized (select k.sha256, min(k.because) as because
                                    from (select * from handback.held_elsewhere(array(select w.sha256 from wanted w))
                                          union all select * from handback.withheld(array(select w.sha256 from wanted w), e.quarantine)) k
                                    group by k.sha256)
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sha256', w.sha256, 'bytes', w.bytes, 'what', w.what)) order by w.sha256) filter (where h.sha256 is null), '[]'),
           coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sha256', w.sha256, 'bytes', w.bytes, 'because', h.because)) order by w.sha256) filter (where h.sha256 is not null), '[]')
        into new.contents, new.kept
        from wanted w left join elsewhere h on h.sha256 = w.sha256;
    return new;
end $$;
create trigger fits before insert on handback.erasure_begun
    for each row execute function handback.erasure_is_begun();

create function handback.erasure_is_spread() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.erasure_content (erasure, sha256) select new.erasure, c ->> 'sha256' from jsonb_array_elements(new.contents) c;
    return null;
end $$;
create trigger is_spread after insert on handback.erasure_begun
    for each row execute function handback.erasure_is_spread();

create function handback.erasure_failed_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    e handback.erasure;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into e from handback.erasure v where v.erasure = new.erasure and v.exit_id = new.exit_id;
    if coalesce(e.state, '') not in ('APPROVED', 'ERASING', 'OVERTAKEN') then
        perform handback.refuse(format('erasure %s: expected APPROVED or ERASING, is %s', new.erasure, coalesce(e.state, 'unknown')));
    end if;
    new.asset := e.asset;
    return new;
end $$;
create trigger fits before insert on handback.erasure_failed
    for each row execute function handback.erasure_failed_fits();

create function handback.tombstone_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    b handback.erasure_begun;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into b from handback.erasure_begun v where v.erasure = new.erasure and v.exit_id = new.exit_id;
    if b.erasure is null then
        perform handback.refuse(format('erasure %s was not begun: nothing may be gone', new.erasure));
    end if;
    new.quarantine := b.quarantine;
    new.asset := b.asset;
    new.contents := b.contents;
    new.kept := b.kept;
    select jsonb_agg(s.number order by s.number) into new.attempts from handback.sealed_attempt s where s.quarantine = b.quarantine;
    select a.reason, a.actor into new.reason, new.asked_by from handback.erasure_asked a where a.erasure = new.erasure;
    select jsonb_agg(d.actor order by d.at) into new.approved_by from handback.erasure_decided d where d.erasure = new.erasure and d.decision = 'APPROVED';
    return new;
end $$;
create trigger fits before insert on handback.erased
    for each row execute function handback.tombstone_fits();

-- What is sealed is not placed; the gate of checks forbids it already, this says why.
create function handback.not_placed_while_sealed() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    sealed text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select min(s.quarantine) into sealed from handback.counting_attempt n
        join handback.sealed_attempt s on s.exit_id = n.exit_id and s.asset = n.asset and s.number = n.number
        where n.exit_id = new.exit_id and n.asset = new.asset;
    if sealed is not null then
        perform handback.refuse(format('asset %s: quarantine %s seals it', new.asset, sealed));
    end if;
    return new;
end $$;
create trigger a_not_sealed before insert on handback.placing_asked
    for each row execute function handback.not_placed_while_sealed();

-- as in V11, but also over what is sealed: that is retrieved again only when somebody asks for it, having seen to what went wrong
create or replace function handback.pass_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    sealed boolean;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.asset_state v where v.exit_id = new.exit_id and v.asset = new.asset;
    sealed := exists (select 1 from handback.last_attempt l join handback.sealed_attempt k using (exit_id, asset, number)
                      where l.exit_id = new.exit_id and l.asset = new.asset) and s.return_state not in ('EXCEPTED', 'WITHDRAWN');
    if s.connection is null and not sealed then
        perform handback.refuse(format('asset %s comes by hand: another delivery brings it anew, once it is sent back', new.asset));
    end if;
    if s.return_state not in ('CHECKED', 'PLACED', 'CERTIFIED') and not sealed then
        perform handback.refuse(format('asset %s: expected CHECKED or CERTIFIED, is %s; a pass is over what is home', new.asset, s.return_state));
    end if;
    if exists (select 1 from handback.last_attempt l where l.exit_id = new.exit_id and l.asset = new.asset and l.ended is null) then
        perform handback.refuse(format('asset %s: a pass is on its way already', new.asset));
    end if;
    if exists (select 1 from handback.pass_asked p join handback.last_attempt l using (exit_id, asset)
               where p.exit_id = new.exit_id and p.asset = new.asset and p.after_attempt = l.number) then
        perform handback.refuse(format('asset %s: a pass is asked for already', new.asset));
    end if;
    new.after_attempt := (select l.number from handback.last_attempt l where l.exit_id = new.exit_id and l.asset = new.asset);
    return new;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Gates

-- The assets a gate is asked about; null for the whole register.
create function handback.quarantine_scope(in_exit text, gate text, subject text) returns text[]
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select case when subject is null or gate in ('CLOSE', 'DRILL_REPORT') then null
            when gate in ('RETRIEVE', 'CHECK', 'CLEAR') then array[subject]
            else (select case when r.kind = 'ASSET_RETURN' and r.finality = 'FINAL' then null else array(select jsonb_array_elements_text(r.scope)) end
                  from handback.certificate_requested r
                  where r.exit_id = in_exit and (r.request = subject or r.request = (select c.request from handback.certificate c where c.number = subject))) end $$;

-- What a quarantine says at a gate. Nothing is checked, certified or cleared whose only content is sealed or erased, unless it is
-- excepted; nothing is retrieved again unasked; an exit is not closed over what nobody decided on.
create function handback.gate_quarantine(in_exit text, gate text, subject text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    scope text[];
begin
    if gate not in ('RETRIEVE', 'CHECK', 'SIGN_RETURN', 'SIGN_CUSTODY_RECORD', 'DRILL_REPORT', 'CLEAR', 'CLOSE')
       or gate = 'SIGN_CUSTODY_RECORD' and subject is null
       or not exists (select 1 from handback.quarantined q where q.exit_id = in_exit) then
        return;
    end if;
    scope := handback.quarantine_scope(in_exit, gate, subject);
    if gate = 'RETRIEVE' then
        return query select 'QUARANTINED'::text, l.asset, format('quarantine %s seals attempt %s: see to what went wrong, then ask for another retrieval', s.quarantine, s.number)
            from handback.last_attempt l join handback.sealed_attempt s using (exit_id, asset, number)
            join handback.asset_now n on n.exit_id = l.exit_id and n.asset = l.asset and n.exception_asked is null and n.action <> 'WITHDRAWN'
            where l.exit_id = in_exit and (scope is null or l.asset = any (scope))
              and not exists (select 1 from handback.pass_asked p where p.exit_id = in_exit and p.asset = l.asset and p.after_attempt = l.number)
            order by l.asset;
        return;
    end if;
    return query select case s.state when 'ACTIVE' then 'QUARANTINED' else 'CONTENT_ERASED' end, n.asset,
            format(case s.state when 'ACTIVE' then 'quarantine %s seals attempt %s: legal releases it, or it is retrieved again without what should not be there, or excepted'
                                else 'with quarantine %s what attempt %s brought was erased: retrieve it again without what should not be there, or have it excepted' end, s.quarantine, s.number)
        from handback.asset_now n join handback.sealed_attempt s on s.exit_id = n.exit_id and s.asset = n.asset and s.number = n.number
        where n.exit_id = in_exit and n.exception_asked is null and n.action <> 'WITHDRAWN' and (scope is null or n.asset = any (scope))
          and not (gate = 'CLEAR' and subject is null)
        order by n.asset;
    if gate = 'CLOSE' then
        return query select 'QUARANTINE_OPEN'::text, q.asset, format('quarantine %s is %s: legal releases it, or it is erased', q.quarantine, lower(q.state))
            from handback.quarantine q where q.exit_id = in_exit and q.state in ('ACTIVE', 'ERASING')
              -- what a hold forbids to erase is kept under it, and the hold is listed as a residual
              and not (subject = 'WITH_RESIDUALS' and exists (select 1 from handback.asset_hold h where h.exit_id = in_exit and h.asset = q.asset))
            order by q.ordinal;
        return query select 'CERTIFICATE_NAMES_SEALED'::text, k.asset, format('certificate %s names attempt %s, which quarantine %s seals: have another one signed', k.number, k.attempt, k.quarantine)
            from handback.certificate_sealed k where k.exit_id = in_exit
              and not exists (select 1 from handback.certified l where l.exit_id = in_exit and l.asset = k.asset and l.ordinal > k.ordinal)
            order by k.ordinal, k.asset;
    end if;
end $$;

do $$
declare
    changed text := pg_get_functiondef('handback.gate_findings(text,text,text)'::regprocedure);
    wanted text := replace(replace(changed, 'when ''CLOSE'' then', 'when ''ERASE'' then return query select * from handback.gate_erase(in_exit, subject, who);
        when ''CLOSE'' then'), 'end case;', 'end case;
    return query select * from handback.gate_quarantine(in_exit, gate, subject);');
begin
    execute wanted;
    changed := pg_get_functiondef('handback.gate_findings(text,text,text)'::regprocedure);
    if position('gate_erase' in changed) = 0 or position('gate_quarantine' in changed) = 0 then
        raise exception 'the gates are not as this migration expects them';
    end if;
end $$;

revoke execute on function handback.contents_of(text, text, int), handback.to_erase(text), handback.held_elsewhere(text[]), handback.quarantined_fits(),
    handback.attempt_meets_erasures(), handback.erased_came_again(), handback.quarantine_release_fits(), handback.erase_findings(text),
    handback.erasure_asked_fits(), handback.gate_erase(text, text, text), handback.erasure_decided_fits(), handback.erasure_is_begun(),
    handback.erasure_is_spread(), handback.erasure_failed_fits(), handback.tombstone_fits(), handback.not_placed_while_sealed(),
    handback.quarantine_scope(text, text, text), handback.gate_quarantine(text, text, text) from public;
revoke execute on function handback.erasure_left(text), handback.withheld(text[], text), handback.is_sealed(text, text, int) from public;
grant execute on function handback.contents_of(text, text, int), handback.erasure_left(text), handback.is_sealed(text, text, int) to handback_app;
