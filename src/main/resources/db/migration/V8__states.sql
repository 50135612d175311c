-- What the facts say now: states are views, never columns.

-- Everything that counts for one asset: its latest attempt, the checks of it, what reopened it.
create view handback.asset_now as
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
left join lateral (select a.number, a.at, a.delivery, a.connection from handback.attempt a
                   where a.exit_id = r.exit_id and a.asset = r.asset order by a.number desc limit 1) la on true
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
grant select on handback.asset_now to handback_app;

-- The exact words a certificate freezes and hashes for one asset (design: evidence digest).
create function handback.evidence(in_exit text, in_asset text) returns text
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
left join handback.delivery_received d on d.exit_id = n.exit_id and d.asset = n.asset and d.delivery = n.delivery
left join handback.exception_in_force x on x.exit_id = n.exit_id and x.asset = n.asset
left join handback.dispute dp on dp.exit_id = n.exit_id and dp.asset = n.asset and dp.settled_at is null
where n.exit_id = in_exit and n.asset = in_asset $$;

create function handback.evidence_digest(in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select encode(sha256(convert_to(handback.evidence(in_exit, in_asset), 'UTF8')), 'hex') $$;

-- DRAWN_UP -> SIGNED -> SUPERSEDED | VOID; DRAWN_UP -> STALE | SENT_BACK. A signed certificate never becomes unsigned.
create view handback.certificate_state as
select c.*, q.scope, q.actor as requested_by, s.at as signed_at, s.actor as signed_by, s.shown_sha256, s.sealed_sha256, s.intent,
       coalesce(v.reason, s.reason, b.reason, t.reason) as reason,
       case when v.fact is not null then 'VOID'
            when s.fact is not null and exists (
                select 1 from handback.certificate l join handback.certificate_decided d on d.number = l.number and d.decision = 'SIGNED'
                where l.supersedes = c.number) then 'SUPERSEDED'
            when s.fact is not null then 'SIGNED'
            when b.fact is not null then 'SENT_BACK'
            when t.fact is not null or exists (
                select 1 from handback.certificate_asset ca where ca.number = c.number
                and ca.evidence_digest is distinct from handback.evidence_digest(c.exit_id, ca.asset)) then 'STALE'
            else 'DRAWN_UP' end as state
from handback.certificate c
join handback.certificate_requested q on q.request = c.request
left join handback.certificate_decided s on s.number = c.number and s.decision = 'SIGNED'
left join handback.certificate_decided b on b.number = c.number and b.decision = 'SENT_BACK'
left join handback.certificate_decided t on t.number = c.number and t.decision = 'STALE'
left join handback.certificate_decided v on v.number = c.number and v.decision = 'VOID';
grant select on handback.certificate_state to handback_app;

-- Signed and not void certificates that list an asset, newest first.
create view handback.certified as
select c.exit_id, ca.asset, c.number, c.ordinal, c.kind, c.finality, c.n, ca.evidence_digest
from handback.certificate_asset ca
join handback.certificate c on c.number = ca.number
join handback.certificate_decided s on s.number = c.number and s.decision = 'SIGNED'
where not exists (select 1 from handback.certificate_decided v where v.number = c.number and v.decision = 'VOID');
grant select on handback.certified to handback_app;

create view handback.asset_state as
select n.*, cr.number as certificate, cr.n as certificate_n, cr.finality as certificate_finality,
       case when n.action = 'WITHDRAWN' then 'WITHDRAWN'
            when n.exception_asked is not null then 'EXCEPTED'
            when n.number is null then 'REGISTERED'
            when n.number <= n.reopened_after then 'REOPENED'
            when n.outcome is null then 'COLLECTING'
            when n.outcome = 'VERIFIED' or (n.outcome = 'EMPTY' and n.emptiness_confirmed_by is not null) then
                case when n.checked_by is null then 'VERIFIED'
                     when cr.number is not null then 'CERTIFIED'
                     else 'CHECKED' end
            when n.outcome = 'RECEIVED' then 'RECEIVED'
            else 'NEEDS_DECISION' end as return_state
from handback.asset_now n
-- certified counts only for the content that was certified: another content found later must be certified anew
left join lateral (select c.* from handback.certified c
                   where c.exit_id = n.exit_id and c.asset = n.asset and c.kind = 'ASSET_RETURN'
                     and exists (select 1 from handback.certificate_asset ca where ca.number = c.number and ca.asset = c.asset
                                 and ca.evidence::jsonb ->> 'contentDigest' = n.content_digest)
                     and c.ordinal > coalesce((select max(k.ordinal) from handback.asset_reopened o
                                               join handback.certificate k on k.number = o.certificate
                                               where o.exit_id = n.exit_id and o.asset = n.asset), 0)
                   order by c.ordinal desc limit 1) cr on true;
grant select on handback.asset_state to handback_app;

create view handback.exit_state as
select x.*,
       case when exists (select 1 from handback.certificate_state c
                         where c.exit_id = x.exit_id and c.kind = 'ASSET_RETURN' and c.finality = 'FINAL' and c.state = 'SIGNED') then 'RETURN_FINAL'
            when exists (select 1 from handback.attempt a where a.exit_id = x.exit_id) then 'RETURNING'
            when exists (select 1 from handback.register_agreed g where g.exit_id = x.exit_id) then 'OPEN'
            else 'DRAFT' end as state
from handback.exit x;
grant select on handback.exit_state to handback_app;

create function handback.named(account text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select p.name || ' (' || p.id || ')' from handback.person p where p.id = account $$;

-- What a certificate says about each asset, with the words it freezes.
create view handback.to_certify as
select s.exit_id, s.asset, s.title, s.kind, s.origin, s.rights, s.disposition, s.connection, s.locator, s.baseline, s.expected, s.expected_by,
       s.return_state, s.number, s.outcome, s.content_digest, s.bundle_sha256, s.swhid, s.refs, s.objects, s.bytes,
       s.lfs_objects, s.lfs_bytes, s.files, s.old_commits, s.new_commits, s.versions, s.markers, s.uploads, s.old_versions,
       s.new_versions, s.manifest_sha256, s.split_basis, s.seen_as, s.seen_at, s.retrieved_by, s.attempt_ended, s.checked_by, s.checked_at,
       s.findings::text as findings, s.exception_asked is not null as excepted, x.reason as exception_reason, x.asked_by, x.approved_by,
       x.remedy, s.delivered_on, s.received_on, handback.named(s.received_by) as received_by, handback.named(s.confirmed_by) as confirmed_by, s.confirmed_at,
       fx.at as fixity_at, handback.evidence(s.exit_id, s.asset) as evidence,
       s.disputed_by, dp.reason as dispute_reason, dp.raised_at as disputed_at, s.frozen_by, s.frozen_since
from handback.asset_state s
left join handback.exception_in_force x on x.exit_id = s.exit_id and x.asset = s.asset
left join handback.dispute dp on dp.exit_id = s.exit_id and dp.asset = s.asset and dp.settled_at is null
left join lateral (select max(k.at) as at from handback.fixity_checked k where k.exit_id = s.exit_id and k.asset = s.asset
                   and k.sha256 = s.holding_sha256 and k.result = 'INTACT') fx on true;
grant select on handback.to_certify to handback_app;
