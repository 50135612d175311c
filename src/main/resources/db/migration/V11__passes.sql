-- A later pass over what is home already, such as the final one after a freeze. What brings nothing takes nothing away.

create table handback.pass_asked (
    fact           uuid primary key,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    asset          text not null,
    after_attempt  int not null,
    reason         text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.pass_asked (exit_id, asset);
call handback.fact_table('handback.pass_asked', 'person');
create trigger of_group before insert on handback.pass_asked
    for each row execute function handback.of_group('operations', 'engineering');

alter table handback.retrieval_decided drop constraint retrieval_decided_decision_check;
alter table handback.retrieval_decided add constraint retrieval_decided_decision_check check (decision in ('RETRY', 'FREEZE_AND_RETRY',
    'OTHER_SOURCE', 'CONFIRM_EMPTY', 'EXCEPTION', 'DISPUTE', 'WITHDRAW', 'RESUME', 'ONE_BY_ONE', 'KEEP_EARLIER'));

-- The newest attempt, whatever it brought, and what was decided about it.
create view handback.last_attempt as
select distinct on (a.exit_id, a.asset) a.exit_id, a.asset, a.number, a.connection, a.at as begun, e.at as ended,
       case when e.outcome = 'RECEIVED' and exists (select 1 from handback.delivery_confirmed c where c.exit_id = a.exit_id and c.asset = a.asset
                and c.delivery = a.delivery and c.number = a.number and c.decision = 'CONFIRM') then 'VERIFIED' else e.outcome end as outcome,
       (select d.decision from handback.retrieval_decided d where d.exit_id = a.exit_id and d.asset = a.asset and d.number = a.number
        order by d.at desc limit 1) as decision
from handback.attempt a
left join handback.attempt_ended e on e.exit_id = a.exit_id and e.asset = a.asset and e.number = a.number
order by a.exit_id, a.asset, a.number desc;
grant select on handback.last_attempt to handback_app;

-- The newest fetched attempt that brought the asset whole and was not sent back since.
create view handback.whole_attempt as
select e.exit_id, e.asset, max(e.number) as number
from handback.attempt_ended e
where (e.outcome = 'VERIFIED' or (e.outcome = 'EMPTY' and exists (select 1 from handback.retrieval_decided d where d.exit_id = e.exit_id
           and d.asset = e.asset and d.number = e.number and d.decision = 'CONFIRM_EMPTY')))
  and e.number > coalesce((select max(o.after_attempt) from handback.asset_reopened o where o.exit_id = e.exit_id and o.asset = e.asset), 0)
  and e.number > coalesce((select max(c.number) from handback.asset_check c where c.exit_id = e.exit_id and c.asset = e.asset and c.decision = 'SEND_BACK'), 0)
group by e.exit_id, e.asset;
grant select on handback.whole_attempt to handback_app;

-- The attempt that counts: the newest; but one that brought the asset whole goes on counting while later ones brought nothing
-- (they run, were killed, or found nobody, nothing, or a closed door), or brought something that engineering decided not to keep. Such a
-- decision is about the newest attempt and covers those between.
create view handback.counting_attempt as
select l.exit_id, l.asset,
       case when w.number is null or exists (
                select 1 from handback.attempt_ended e
                where e.exit_id = l.exit_id and e.asset = l.asset and e.number > w.number
                  and e.outcome not in ('UNREACHABLE', 'GONE', 'FORBIDDEN', 'FAILED')
                  and not exists (select 1 from handback.retrieval_decided d where d.exit_id = e.exit_id and d.asset = e.asset
                                  and d.number >= e.number and d.decision = 'KEEP_EARLIER'))
            then l.number else w.number end as number
from handback.last_attempt l
left join handback.whole_attempt w on w.exit_id = l.exit_id and w.asset = l.asset;
grant select on handback.counting_attempt to handback_app;

-- as in V8, but for the attempt that counts
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
       greatest(ro.after_attempt, sb.after_attempt, rj.after_attempt) as reopened_after,
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
left join handback.delivery_received dr on dr.exit_id = r.exit_id and dr.asset = r.asset and dr.delivery = la.delivery
left join handback.delivery_confirmed dc on dc.exit_id = r.exit_id and dc.asset = r.asset and dc.delivery = la.delivery
    and dc.number = la.number
-- the same content found again carries the check forward, unless it was sent back in between
left join lateral (select c.* from handback.asset_check c
                   where c.exit_id = r.exit_id and c.asset = r.asset and c.decision = 'PASS'
                     and c.content_digest = e.content_digest
                     and c.number > coalesce(greatest(ro.after_attempt, sb.after_attempt, rj.after_attempt), 0)
                   order by c.number desc, c.at desc limit 1) ck on true
left join lateral (select d.actor from handback.retrieval_decided d
                   where d.exit_id = r.exit_id and d.asset = r.asset and d.number = la.number and d.decision = 'CONFIRM_EMPTY'
                   limit 1) ce on true
left join handback.dispute dp on dp.exit_id = r.exit_id and dp.asset = r.asset and dp.settled_at is null
-- a final pass: the newest freeze that was attested before this attempt began
left join lateral (select z.attested_by, z.since from handback.freeze_attested z
                   where z.exit_id = r.exit_id and z.connection = la.connection and z.at < la.at
                   order by z.at desc limit 1) fz on true;

-- as in V8, but with what a later pass met
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
                                     'remedy', x.remedy) end))::text
from handback.asset_now n
join handback.asset r on r.exit_id = n.exit_id and r.asset = n.asset
left join handback.last_attempt l on l.exit_id = n.exit_id and l.asset = n.asset
left join handback.delivery_received d on d.exit_id = n.exit_id and d.asset = n.asset and d.delivery = n.delivery
left join handback.exception_in_force x on x.exit_id = n.exit_id and x.asset = n.asset
left join handback.dispute dp on dp.exit_id = n.exit_id and dp.asset = n.asset and dp.settled_at is null
where n.exit_id = in_exit and n.asset = in_asset $$;

-- as in V8, but with what a later pass met
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
       case when l.number > s.number then l.ended end as later_ended
from handback.asset_state s
left join handback.last_attempt l on l.exit_id = s.exit_id and l.asset = s.asset
left join handback.exception_in_force x on x.exit_id = s.exit_id and x.asset = s.asset
left join handback.dispute dp on dp.exit_id = s.exit_id and dp.asset = s.asset and dp.settled_at is null
left join lateral (select max(k.at) as at from handback.fixity_checked k where k.exit_id = s.exit_id and k.asset = s.asset
                   and k.sha256 = s.holding_sha256 and k.result = 'INTACT') fx on true;

-- as in V9, but about the last attempt, also where an earlier one counts
create or replace function handback.decision_fits_outcome() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.last_attempt;
    whole int;
    who text := current_setting('handback.actor', true);
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.last_attempt v where v.exit_id = new.exit_id and v.asset = new.asset;
    if s.number is distinct from new.number then
        perform handback.refuse(format('asset %s: the decision is about attempt %s, but attempt %s is the last', new.asset, new.number, s.number));
    end if;
    if new.decision = 'CONFIRM_EMPTY' and s.outcome <> 'EMPTY' then
        perform handback.refuse(format('asset %s: only what is EMPTY can be confirmed as empty, this one is %s', new.asset, s.outcome));
    end if;
    if new.decision = 'WITHDRAW' and handback.is_held(new.exit_id, new.asset) then
        perform handback.refuse(format('asset %s: something of it is held, so it cannot be withdrawn; ask for an exception', new.asset));
    end if;
    if new.decision in ('RESUME', 'ONE_BY_ONE') and s.outcome <> 'FORBIDDEN' then
        perform handback.refuse(format('asset %s: the connection was not stopped, its outcome is %s', new.asset, s.outcome));
    end if;
    if new.decision in ('RETRY', 'FREEZE_AND_RETRY') and exists (select 1 from handback.connection_stop k where k.connection = s.connection) then
        perform handback.refuse(format('asset %s: connection %s is stopped and no try can help; decide otherwise, or have legal resume it', new.asset, s.connection));
    end if;
    select w.number into whole from handback.whole_attempt w where w.exit_id = new.exit_id and w.asset = new.asset;
    if new.decision = 'KEEP_EARLIER' and whole is null then
        perform handback.refuse(format('asset %s: no earlier attempt brought it whole, so there is none to keep', new.asset));
    end if;
    if new.decision in ('EXCEPTION', 'OTHER_SOURCE') and whole is not null then
        perform handback.refuse(format('asset %s came whole by attempt %s: keep that, or try again', new.asset, whole));
    end if;
    if s.outcome = 'VERIFIED' then
        perform handback.refuse(format('asset %s is VERIFIED: there is nothing to decide', new.asset));
    end if;
    if new.decision in ('RESUME', 'ONE_BY_ONE') and not handback.member_of(who, 'legal') then
        raise exception using errcode = 'HB002', message = format('%s is no member of legal; on a refused connection legal decides', who);
    end if;
    return new;
end $$;

-- as in V9, but under the exit's lock: it is the end of an attempt that takes a signature's ground away, no longer its beginning
create or replace function handback.outcome_fits_attempt() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if new.outcome in ('RECEIVED', 'VERIFIED') and (new.outcome = 'RECEIVED') <> (select a.delivery is not null from handback.attempt a
            where a.exit_id = new.exit_id and a.asset = new.asset and a.number = new.number) then
        perform handback.refuse(format('asset %s, attempt %s: %s', new.asset, new.number,
            case when new.outcome = 'RECEIVED' then 'what was fetched cannot end as RECEIVED'
                 else 'what came by hand is VERIFIED by a second person only' end));
    end if;
    return new;
end $$;

-- A pass is over an asset that is fetched and is home.
create function handback.pass_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.asset_state v where v.exit_id = new.exit_id and v.asset = new.asset;
    if s.connection is null then
        perform handback.refuse(format('asset %s comes by hand: another delivery brings it anew, once it is sent back', new.asset));
    end if;
    if s.return_state not in ('CHECKED', 'CERTIFIED') then
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
create trigger fits before insert on handback.pass_asked
    for each row execute function handback.pass_fits();

revoke execute on function handback.pass_fits() from public;
