-- The record of destruction evidence (certificate kind DESTRUCTION), what is left over when an exit closes (residuals), and closing.

-- ---------------------------------------------------------------------------------------------------------------
-- The destruction certificate

alter table handback.certificate_requested drop constraint certificate_requested_kind_check;
alter table handback.certificate_requested add constraint certificate_requested_kind_check
    check (kind in ('CUSTODY_RECORD', 'ASSET_RETURN', 'DESTRUCTION'));
alter table handback.certificate_requested drop constraint certificate_requested_check;
alter table handback.certificate_requested add constraint certificate_requested_check
    check (kind in ('ASSET_RETURN', 'DESTRUCTION') or finality = 'INTERIM');

-- What one attestation says of one asset, in the holder's words, and what legal made of it.
create function handback.attested(in_exit text, in_asset text) returns jsonb
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
select jsonb_agg(jsonb_build_object(
    'attestation', t.attestation, 'order', t.number, 'recordedBy', t.actor, 'at', t.at, 'byHolder', t.link is not null, 'dated', t.dated,
    'reference', t.reference, 'officerName', t.officer_name, 'officerTitle', t.officer_title, 'standard', t.standard, 'revision', t.revision,
    'statement', nullif(t.statement, ''), 'letterSha256', t.letter_sha256, 'letterName', t.letter_name,
    'said', to_jsonb(w) - array['attestation', 'exit_id', 'ordinal', 'asset'],
    'decision', d.decision, 'outcome', d.outcome, 'decidedBy', k.actor, 'decidedAt', k.at, 'reason', k.reason) order by t.ordinal)
from handback.attestation_row w
join handback.attestation t on t.attestation = w.attestation
left join handback.attestation_decided_asset d on d.attestation = w.attestation and d.asset = w.asset
left join handback.attestation_decided k on k.fact = d.decided
where w.exit_id = in_exit and w.asset = in_asset $$;

-- The exact words a destruction certificate freezes and hashes for one asset: instruction, statement, our own looks, what is open.
-- Holds, stays and recalls stand without their reasons, since the words travel in certificates.
create function handback.destruction_evidence(in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
select jsonb_strip_nulls(jsonb_build_object(
    'exit', v.exit_id, 'asset', v.asset,
    'register', to_jsonb(v) - array['fact', 'actor', 'at', 'reason', 'action', 'exit_id', 'asset', 'agreement'],
    'returned', (select jsonb_agg(distinct c.number) from handback.certified c
                 where c.exit_id = v.exit_id and c.asset = v.asset and c.kind = 'ASSET_RETURN'),
    'state', d.state, 'tailUntil', d.tail_until,
    'counselBasis', (select jsonb_agg(jsonb_build_object('basis', b.basis, 'by', b.actor, 'at', b.at) order by b.at, b.fact)
                     from handback.counsel_basis b where b.exit_id = v.exit_id and b.scope ? v.asset),
    'clearance', (select jsonb_build_object('clearance', c.clearance, 'basis', c.basis, 'reason', c.reason, 'exclusions', nullif(c.exclusions, ''),
                                            'by', c.actor, 'at', c.at)
                  from handback.clearance c where c.clearance = d.clearance),
    'order', (select jsonb_build_object('number', o.number, 'by', o.actor, 'at', o.at, 'sealedSha256', o.sealed_sha256)
              from handback.destruction_order o where o.number = d.order_number),
    'served', (select jsonb_build_object('at', s.served_at, 'on', s.served_on, 'place', s.place, 'by', s.served_by, 'channel', s.channel,
                                         'proofSha256', s.proof_sha256)
               from handback.order_served s where s.number = d.order_number),
    'recalls', (select jsonb_agg(jsonb_build_object('recall', r.recall, 'order', r.number, 'at', r.at, 'because',
                    (select jsonb_agg(distinct f ->> 'code') from jsonb_array_elements(r.findings) f)) order by r.ordinal)
                from handback.recalled_asset a join handback.destruction_recalled r on r.recall = a.recall
                where a.exit_id = v.exit_id and a.asset = v.asset),
    'attestations', handback.attested(v.exit_id, v.asset),
    'notes', (select jsonb_agg(jsonb_build_object('code', n.code, 'detail', n.detail) order by n.code, n.detail)
              from handback.attestation_notes(d.attestation, v.asset) n where d.attestation is not null),
    'probes', (select jsonb_agg(jsonb_build_object('probe', b.ordinal, 'purpose', b.purpose, 'begunAt', b.at, 'at', p.at, 'result', p.result,
                                                   'seenAs', p.seen_as, 'locator', b.locator, 'code', p.detail ->> 'code', 'says', p.detail ->> 'says',
                                                   'notProbeable', p.detail -> 'notProbeable', 'answerSha256', p.answer_sha256) order by b.ordinal)
               from handback.probe_begun b left join handback.probe p using (exit_id, asset, ordinal)
               where b.exit_id = v.exit_id and b.asset = v.asset),
    'notObservable', (select jsonb_build_object('reason', n.not_observable_reason, 'by', n.not_observable_by, 'at', n.not_observable_at)
                      from handback.probed n where n.exit_id = v.exit_id and n.asset = v.asset and n.not_observable_at is not null),
    'exceptions', (select jsonb_agg(jsonb_build_object('purpose', e.purpose, 'reason', e.reason, 'askedBy', e.asked_by, 'approvedBy', e.approved_by,
                                                       'remedy', e.remedy) order by e.asked_at, e.asked)
                   from handback.exception_state e where e.exit_id = v.exit_id and e.asset = v.asset and e.state = 'APPROVED'),
    'dispute', (select jsonb_build_object('party', p.party, 'reason', p.reason, 'at', p.raised_at) from handback.dispute p
                where p.exit_id = v.exit_id and p.asset = v.asset and p.settled_at is null),
    'holds', (select jsonb_agg(jsonb_build_object('hold', h.hold, 'over', h.over, 'at', h.placed_at)
                               order by h.placed_at, h.hold)
              from handback.asset_hold h where h.exit_id = v.exit_id and h.asset = v.asset),
    'stays', (select jsonb_agg(jsonb_build_object('stay', s.stay, 'since', s.since, 'at', s.declared_at)
                               order by s.declared_at, s.stay)
              from handback.stay s where s.exit_id = v.exit_id and s.state = 'ACTIVE')))::text
from handback.asset v join handback.destruction_state d on d.exit_id = v.exit_id and d.asset = v.asset
where v.exit_id = in_exit and v.asset = in_asset $$;

-- The evidence of an asset that a certificate of this kind covers.
create function handback.evidence_of(in_kind text, in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select case when in_kind = 'DESTRUCTION' then handback.destruction_evidence(in_exit, in_asset) else handback.evidence(in_exit, in_asset) end $$;

create function handback.evidence_digest_of(in_kind text, in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select encode(sha256(convert_to(handback.evidence_of(in_kind, in_exit, in_asset), 'UTF8')), 'hex') $$;

create view handback.destruction_to_certify as
select v.exit_id, v.asset, v.title, v.kind, v.origin, v.disposition, v.holder, d.state,
       handback.destruction_evidence(v.exit_id, v.asset) as evidence
from handback.asset v join handback.destruction_state d on d.exit_id = v.exit_id and d.asset = v.asset;
grant select on handback.destruction_to_certify to handback_app;

-- as in V8, but of the evidence that the kind covers
create or replace view handback.certificate_state as
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
                and ca.evidence_digest is distinct from handback.evidence_digest_of(c.kind, c.exit_id, ca.asset)) then 'STALE'
            else 'DRAWN_UP' end as state
from handback.certificate c
join handback.certificate_requested q on q.request = c.request
left join handback.certificate_decided s on s.number = c.number and s.decision = 'SIGNED'
left join handback.certificate_decided b on b.number = c.number and b.decision = 'SENT_BACK'
left join handback.certificate_decided t on t.number = c.number and t.decision = 'STALE'
left join handback.certificate_decided v on v.number = c.number and v.decision = 'VOID';

-- as in V9, but of the evidence that the kind covers
create or replace function handback.certificate_asset_is_true() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    c handback.certificate;
begin
    select * into c from handback.certificate k where k.number = new.number;
    if exists (select 1 from handback.certificate_decided d where d.number = new.number) then
        perform handback.refuse(format('certificate %s is decided: its scope stays as it was', new.number));
    end if;
    if new.evidence is distinct from handback.evidence_of(c.kind, c.exit_id, new.asset) then
        perform handback.refuse(format('asset %s: the evidence changed while certificate %s was drawn up', new.asset, new.number));
    end if;
    return new;
end $$;

-- What stands against recording the destruction evidence of these assets: each done, a FINAL whole and after the last tail.
create function handback.gate_destruction_scope(in_exit text, finality text, scope text[]) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    name text;
    f handback.finding;
    d handback.destruction_state;
    to_destroy boolean;
begin
    if coalesce(cardinality(scope), 0) = 0 then
        return next ('EMPTY_SCOPE', null, 'the certificate names no asset: an empty set is not complete')::handback.finding;
        return;
    end if;
    foreach name in array scope loop
        select handback.must_be_destroyed(v.disposition) into to_destroy from handback.asset v
            where v.exit_id = in_exit and v.asset = name and v.action <> 'WITHDRAWN';
        if not coalesce(to_destroy, true) then
            return next ('NOT_TO_BE_DESTROYED', name, 'its disposition is not to be destroyed: it belongs on no destruction certificate')::handback.finding;
            continue;
        end if;
        f := handback.destruction_done(in_exit, name);
        if f is not null then
            return next f;
        end if;
    end loop;
    if finality <> 'FINAL' then
        return;
    end if;
    if (select x.kind from handback.exit x where x.exit_id = in_exit) = 'DRILL' then
        return next ('DRILL_NO_FINAL', null, 'a drill can have no FINAL certificate')::handback.finding;
    end if;
    for d in select * from handback.destruction_state t where t.exit_id = in_exit and handback.must_be_destroyed(t.disposition) order by t.asset loop
        -- also while a second attestation waits: the copies last until it is accepted
        if (d.state = 'TAIL' or d.outcome = 'TAIL' and d.state not in ('UNATTESTED', 'CONTRADICTED')) then
            return next ('TAIL_OPEN', d.asset, format('the last copy is gone by %s; a FINAL waits until the holder has attested that, too', d.tail_until))::handback.finding;
        end if;
        continue when d.asset = any (scope);
        f := handback.destruction_done(in_exit, d.asset);
        if f is not null then
            return next f;
        elsif not exists (select 1 from handback.certified c where c.exit_id = in_exit and c.asset = d.asset and c.kind = 'DESTRUCTION') then
            return next ('NOT_IN_SCOPE', d.asset, 'a FINAL covers everything that is to be destroyed: this asset is neither in its scope nor certified already')::handback.finding;
        end if;
    end loop;
end $$;

-- Who ordered, served, recorded or accepted what a destruction certificate rests on does not sign it, by person.
create view handback.took_part_in_destruction as
select exit_id, asset, o.actor, 'ordered the destruction of' as part from handback.order_asset a join handback.destruction_order o using (exit_id, number)
union
select exit_id, asset, s.actor, 'served the order for' from handback.order_asset a join handback.order_served s using (exit_id, number)
union
select exit_id, asset, t.actor, 'recorded the attestation of' from handback.attestation_row w join handback.attestation t using (exit_id, attestation)
union
select exit_id, asset, k.actor, 'accepted the evidence of' from handback.attestation_decided_asset d join handback.attestation_decided k using (exit_id, attestation)
    where k.fact = d.decided and k.decision = 'ACCEPTED'
union
select w.exit_id, w.asset, l.actor, 'gave the holder its link for' from handback.attestation_row w
    join handback.attestation t using (exit_id, attestation) join handback.attestation_link l on l.link = t.link
union
select exit_id, asset, actor, 'recorded as not observable' from handback.not_observable;

-- subject: a destruction certificate's number or request; null asks what stands against a FINAL over everything now.
create function handback.gate_sign_destruction(in_exit text, subject text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    c handback.certificate;
    q handback.certificate_requested;
    ca record;
    t record;
    scope text[];
begin
    if subject is null then
        scope := array(select v.asset from handback.asset v
                       where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and handback.must_be_destroyed(v.disposition) order by v.asset);
        if cardinality(scope) = 0 then
            return next ('NOTHING_TO_DESTROY', null, 'no asset of the register is to be destroyed')::handback.finding;
            return;
        end if;
        if not exists (select 1 from handback.clearance k where k.exit_id = in_exit)
           and not exists (select 1 from handback.attestation s where s.exit_id = in_exit)
           and not exists (select 1 from handback.unattested u where u.exit_id = in_exit) then
            return next ('DESTRUCTION_NOT_DONE', null, format('%s assets are to be destroyed, and nothing of it has begun', cardinality(scope)))::handback.finding;
            return;
        end if;
        return query select * from handback.gate_destruction_scope(in_exit, 'FINAL', scope);
        if not exists (select 1 from handback.membership m where m.grp = 'legal' and not exists (
                select 1 from handback.took_part_in_destruction p where p.exit_id = in_exit
                and handback.identity_of(p.actor) = handback.identity_of(m.person))) then
            return next ('NO_ELIGIBLE_SIGNER', null, 'nobody in legal may sign for everything: there is none, or each took part')::handback.finding;
        end if;
        return;
    end if;
    select * into q from handback.certificate_requested r where r.request = subject and r.exit_id = in_exit and r.kind = 'DESTRUCTION';
    if q.fact is not null then
        return query select * from handback.gate_destruction_scope(in_exit, q.finality, array(select jsonb_array_elements_text(q.scope)));
        return;
    end if;
    select * into c from handback.certificate k where k.number = subject and k.exit_id = in_exit and k.kind = 'DESTRUCTION';
    if c.number is null then
        return next ('NO_SUCH_CERTIFICATE', null, 'this exit has no destruction certificate ' || subject)::handback.finding;
        return;
    end if;
    if exists (select 1 from handback.certificate_decided d where d.number = subject) then
        return next ('ALREADY_DECIDED', null, format('certificate %s is decided already; draw up a new one', subject))::handback.finding;
    end if;
    for ca in select a.asset, a.evidence_digest, handback.evidence_digest_of(c.kind, in_exit, a.asset) as now
              from handback.certificate_asset a where a.number = subject order by a.ordinal loop
        if ca.evidence_digest is distinct from ca.now then
            return next ('EVIDENCE_CHANGED', ca.asset, format('drawn up with evidence %s, now %s: draw up anew', left(ca.evidence_digest, 12), left(ca.now, 12)))::handback.finding;
        end if;
        scope := scope || ca.asset;
    end loop;
    return query select * from handback.gate_destruction_scope(in_exit, c.finality, scope);
    if not handback.member_of(who, 'legal') then
        return next ('SIGNER_NOT_LEGAL', null, format('%s is no member of legal', coalesce(who, 'nobody')))::handback.finding;
    end if;
    for t in select p.asset, p.actor, string_agg(distinct p.part, ', ') as parts from handback.took_part_in_destruction p
             where p.exit_id = in_exit and p.asset = any (scope) and handback.identity_of(p.actor) = handback.identity_of(who)
             group by p.asset, p.actor order by p.asset loop
        return next ('SIGNER_TOOK_PART', t.asset, format('%s %s this asset as %s and cannot sign for it', who, t.parts, t.actor))::handback.finding;
    end loop;
end $$;

-- Each kind of certificate is signed through its own gate.
create function handback.guard_signature() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    asked text;
    f jsonb;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.hold_memberships();
    select case c.kind when 'DESTRUCTION' then 'SIGN_DESTRUCTION' else 'SIGN_RETURN' end into asked
        from handback.certificate c where c.number = new.number;
    select jsonb_agg(to_jsonb(g)) into f from handback.gate_findings(new.exit_id, coalesce(asked, 'SIGN_RETURN'), new.number) g;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate ' || coalesce(asked, 'SIGN_RETURN') || ' is shut', detail = f::text;
    end if;
    return new;
end $$;
drop trigger guard on handback.certificate_decided;
create trigger guard before insert on handback.certificate_decided
    for each row when (new.decision = 'SIGNED') execute function handback.guard_signature();

-- ---------------------------------------------------------------------------------------------------------------
-- What is left over

-- Reported: our access to the holder's system (by connection), or the vendor's access to ours, has ended.
create table handback.access_revoked (
    fact         uuid primary key,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    direction    text not null check (direction in ('OURS', 'VENDORS')),
    connection   text,
    since        date not null,
    reported_by  text not null check (length(btrim(reported_by)) between 2 and 200),
    document     text not null check (length(btrim(document)) between 3 and 200),
    check ((direction = 'OURS') = (connection is not null))
);
create index on handback.access_revoked (exit_id);
call handback.fact_table('handback.access_revoked', 'person');
create trigger of_group before insert on handback.access_revoked
    for each row execute function handback.of_group('operations');

-- What outlives the exit: a tail of copies, a dispute, a hold, an obligation such as secrecy; each with an owner and a date.
create table handback.residual_opened (
    residual  text primary key,
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    ordinal   int not null,
    kind      text not null check (kind in ('TAIL', 'DISPUTE', 'HOLD', 'OBLIGATION')),
    asset     text,
    what      text not null check (length(btrim(what)) between 3 and 2000),
    owner     text not null,
    due       date not null,
    unique (exit_id, ordinal),
    check (asset is not null or kind in ('HOLD', 'OBLIGATION'))
);
call handback.fact_table('handback.residual_opened', 'person');
create trigger of_group before insert on handback.residual_opened
    for each row execute function handback.of_group('operations', 'legal');

-- A timer reminds, it settles nothing.
create table handback.residual_reminded (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    residual  text not null references handback.residual_opened,
    n         int not null check (n > 0),
    unique (residual, n)
);
call handback.fact_table('handback.residual_reminded', 'system');

create table handback.residual_settled (
    residual  text primary key references handback.residual_opened,
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    how       text not null check (length(btrim(how)) between 3 and 2000),
    task      text
);
call handback.fact_table('handback.residual_settled', 'person');
create trigger of_group before insert on handback.residual_settled
    for each row execute function handback.of_group('operations');

create view handback.residual as
select o.residual, o.exit_id, o.ordinal, o.kind, o.asset, o.what, o.owner, o.due, o.actor as opened_by, o.at as opened_at,
       (select count(*) from handback.residual_reminded r where r.residual = o.residual)::int as reminders,
       s.actor as settled_by, s.at as settled_at, s.how,
       case when s.fact is not null then 'SETTLED'
            when o.due < (handback.now() at time zone x.place)::date then 'OVERDUE' else 'OPEN' end as state
from handback.residual_opened o
join handback.exit x on x.exit_id = o.exit_id
left join handback.residual_settled s on s.residual = o.residual;
grant select on handback.residual to handback_app;

-- Why what a residual stands for is not over; null when it is.
create function handback.residual_stands(in_exit text, in_kind text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select case in_kind
    when 'TAIL' then (select format('the holder''s copies last until %s, and it has not attested again', d.tail_until)
                      from handback.destruction_state d where d.exit_id = in_exit and d.asset = in_asset
                        and (d.state = 'TAIL' or d.outcome = 'TAIL' and d.state not in ('UNATTESTED', 'CONTRADICTED')))
    when 'DISPUTE' then (select format('contested by %s, not settled', d.party) from handback.dispute d
                         where d.exit_id = in_exit and d.asset = in_asset and d.settled_at is null limit 1)
    when 'HOLD' then (select format('hold %s is in force', h.hold) from handback.hold h
                      where h.exit_id = in_exit and h.state = 'ACTIVE' and (in_asset is null or exists (
                          select 1 from handback.asset_hold a where a.hold = h.hold and a.asset = in_asset)) order by h.placed_at limit 1)
    end $$;

create function handback.residual_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
    tail date;
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    select 1 + coalesce(max(o.ordinal), 0) into new.ordinal from handback.residual_opened o where o.exit_id = new.exit_id;
    new.residual := new.exit_id || '-S' || new.ordinal;
    if handback.identity_of(new.owner) is null then
        perform handback.refuse(format('owner: expected a known person, found %s', new.owner));
    end if;
    if new.due < (handback.now() at time zone x.place)::date then
        perform handback.refuse(format('due: expected a day to come, found %s', new.due));
    end if;
    if new.asset is not null and not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset and v.action <> 'WITHDRAWN') then
        perform handback.refuse(format('asset %s: the register of this exit has no such asset', new.asset));
    end if;
    if new.kind <> 'OBLIGATION' and handback.residual_stands(new.exit_id, new.kind, new.asset) is null then
        perform handback.refuse(format('%s%s: there is nothing of this kind open', lower(new.kind), coalesce(' of asset ' || new.asset, '')));
    end if;
    if new.kind = 'TAIL' then
        select d.tail_until into tail from handback.destruction_state d where d.exit_id = new.exit_id and d.asset = new.asset;
        if new.due < tail then
            perform handback.refuse(format('due: the tail of asset %s lasts until %s, found %s', new.asset, tail, new.due));
        end if;
    end if;
    if new.kind <> 'OBLIGATION' and exists (select 1 from handback.residual r where r.exit_id = new.exit_id and r.kind = new.kind
            and r.asset is not distinct from new.asset and r.state <> 'SETTLED') then
        perform handback.refuse(format('%s%s: it is listed already', lower(new.kind), coalesce(' of asset ' || new.asset, '')));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.residual_opened
    for each row execute function handback.residual_fits();

create function handback.residual_reminder_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.residual r where r.residual = new.residual and r.exit_id = new.exit_id and r.state <> 'SETTLED') then
        perform handback.refuse(format('residual %s is not open', new.residual));
    end if;
    select 1 + coalesce(max(r.n), 0) into new.n from handback.residual_reminded r where r.residual = new.residual;
    return new;
end $$;
create trigger fits before insert on handback.residual_reminded
    for each row execute function handback.residual_reminder_fits();

-- Settled is what facts have ended; of an obligation, whose end no fact of ours shows, what a person says.
create function handback.residual_settlement_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.residual_opened;
    why text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into r from handback.residual_opened o where o.residual = new.residual and o.exit_id = new.exit_id;
    if r.residual is null then
        perform handback.refuse(format('this exit has no residual %s', new.residual));
    end if;
    why := handback.residual_stands(r.exit_id, r.kind, r.asset);
    if why is not null then
        perform handback.refuse(format('residual %s is not over: %s', new.residual, why));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.residual_settled
    for each row execute function handback.residual_settlement_fits();

-- ---------------------------------------------------------------------------------------------------------------
-- Closing

create table handback.exit_closed (
    exit_id  text not null references handback.exit,
    ordinal  int not null check (ordinal > 0),
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    mode     text not null check (mode in ('CLOSED', 'WITH_RESIDUALS')),
    reason   text not null check (length(btrim(reason)) between 3 and 2000),
    task     text,
    primary key (exit_id, ordinal)
);
call handback.fact_table('handback.exit_closed', 'person');
create trigger of_group before insert on handback.exit_closed
    for each row execute function handback.of_group('operations');

-- The newest closing of an exit, and what has reopened it since: a look or legal's word that contradicts, a FINAL made void, an
-- asset sent back.
create view handback.closing as
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
        select o.at, format('asset %s was sent back', o.asset) from handback.asset_reopened o where o.exit_id = c.exit_id and o.at > c.at) e
    order by e.at limit 1) r on true;
grant select on handback.closing to handback_app;

-- none: nothing is to be destroyed or nothing has begun; done: everything is; running: the rest.
create view handback.exit_destroying as
select x.exit_id,
       case when count(d.asset) filter (where d.state <> 'NONE') = 0 then 'none'
            when count(d.asset) filter (where d.state not in ('EVIDENCE_ACCEPTED', 'TAIL', 'UNATTESTED', 'ERASED_WITHOUT_INSTRUCTION')) = 0 then 'done'
            else 'running' end as destroying
from handback.exit x
left join handback.destruction_state d on d.exit_id = x.exit_id and handback.must_be_destroyed(d.disposition)
group by x.exit_id;
grant select on handback.exit_destroying to handback_app;

-- subject: CLOSED (null asks the same, in short), when nothing may be open; or WITH_RESIDUALS, when what is open is listed as residuals.
-- Open tasks are the engine's: the command that closes asks for those.
create function handback.gate_close(in_exit text, mode text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    residuals boolean := coalesce(mode, 'CLOSED') = 'WITH_RESIDUALS';
    today date := (select (handback.now() at time zone x.place)::date from handback.exit x where x.exit_id = in_exit);
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
    return query select distinct 'ACCESS_NOT_REVOKED'::text, null::text, format('our access over connection %s is not reported as revoked', v.connection)
        from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and v.connection is not null
          and not exists (select 1 from handback.access_revoked r where r.exit_id = in_exit and r.connection = v.connection and r.since <= today);
    if not exists (select 1 from handback.access_revoked r where r.exit_id = in_exit and r.direction = 'VENDORS' and r.since <= today) then
        return next ('ACCESS_NOT_REVOKED', null, 'the vendor''s access to our systems is not reported as revoked')::handback.finding;
    end if;
    if residuals and not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.state <> 'SETTLED') then
        return next ('NO_RESIDUAL', null, 'nothing is listed as left over: close it without residuals')::handback.finding;
    elsif not residuals then
        return query select 'RESIDUAL_OPEN'::text, r.asset, format('residual %s is open: %s', r.residual, left(r.what, 200))
            from handback.residual r where r.exit_id = in_exit and r.state <> 'SETTLED' order by r.ordinal;
    end if;
end $$;

create trigger guard before insert on handback.exit_closed
    for each row execute function handback.guard('CLOSE', 'mode');

create function handback.closing_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    select 1 + coalesce(max(c.ordinal), 0) into new.ordinal from handback.exit_closed c where c.exit_id = new.exit_id;
    return new;
end $$;
create trigger fits before insert on handback.exit_closed
    for each row execute function handback.closing_fits();

-- What is closed is not cancelled any more.
create function handback.not_cancelled_once_closed() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if exists (select 1 from handback.closing c where c.exit_id = new.exit_id and c.reopened_at is null) then
        perform handback.refuse('the exit is closed and cannot be cancelled');
    end if;
    return new;
end $$;
create trigger not_closed before insert on handback.exit_cancelled
    for each row execute function handback.not_cancelled_once_closed();

-- as in V14, but with the states of a closed exit
create or replace view handback.exit_state as
select x.exit_id, x.fact, x.actor, x.at, x.kind, x.title, x.profile, v.name as vendor_name, v.lei as vendor_lei,
       v.contact_name as vendor_contact_name, v.contact_email as vendor_contact_email, c.name as client_name, c.lei as client_lei,
       x.contract_reference, x.governing_law, x.contract_start, x.notice,
       d.contract_end, d.assistance_end, d.vendor_erases_at, x.place,
       coalesce((select t.trigger from handback.trigger_changed t where t.exit_id = x.exit_id order by t.at desc limit 1), x.trigger) as trigger,
       case when exists (select 1 from handback.exit_cancelled k where k.exit_id = x.exit_id) then 'CANCELLED'
            when k.reopened_at is not null then 'REOPENED'
            when k.mode = 'WITH_RESIDUALS' and exists (select 1 from handback.residual r where r.exit_id = x.exit_id and r.state <> 'SETTLED') then 'CLOSED_WITH_RESIDUALS'
            when k.mode is not null then 'CLOSED'
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
join handback.party_now c on c.exit_id = x.exit_id and c.party = 'CLIENT'
left join handback.closing k on k.exit_id = x.exit_id;

-- as in V16, but with the gates of destruction certificates and of closing
create or replace function handback.gate_findings(in_exit text, gate text, subject text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    who text := nullif(current_setting('handback.actor', true), '');
begin
    if not exists (select 1 from handback.exit x where x.exit_id = in_exit) then
        return next ('NO_SUCH_EXIT', null, 'there is no exit ' || coalesce(in_exit, '(none)'))::handback.finding;
        return;
    end if;
    case gate
        when 'RETRIEVE' then return query select * from handback.gate_retrieve(in_exit, subject);
        when 'CHECK' then return query select * from handback.gate_check(in_exit, subject, who);
        when 'SIGN_RETURN' then return query select * from handback.gate_sign_return(in_exit, subject, who);
        when 'SIGN_CUSTODY_RECORD' then
            if subject is null then
                return query select * from handback.gate_sign_return(in_exit, subject, who) g where g.code = 'NO_ELIGIBLE_SIGNER';
            else
                return query select * from handback.gate_sign_return(in_exit, subject, who);
            end if;
        when 'EXCEPTION' then return query select * from handback.gate_exception(in_exit, subject, who);
        when 'CLEAR' then return query select * from handback.gate_clear(in_exit, subject);
        when 'ORDER' then return query select * from handback.gate_order(in_exit, subject, who);
        when 'ACCEPT' then return query select * from handback.gate_accept(in_exit, subject, who);
        when 'SIGN_DESTRUCTION' then return query select * from handback.gate_sign_destruction(in_exit, subject, who);
        when 'CLOSE' then return query select * from handback.gate_close(in_exit, subject);
        else raise exception using errcode = 'HB004', message = 'no such gate: ' || coalesce(gate, '(none)');
    end case;
end $$;

revoke execute on function handback.attested(text, text), handback.destruction_evidence(text, text), handback.evidence_of(text, text, text),
    handback.evidence_digest_of(text, text, text), handback.gate_destruction_scope(text, text, text[]),
    handback.gate_sign_destruction(text, text, text), handback.guard_signature(), handback.residual_stands(text, text, text),
    handback.residual_fits(), handback.residual_reminder_fits(), handback.residual_settlement_fits(), handback.gate_close(text, text),
    handback.closing_fits(), handback.not_cancelled_once_closed() from public;
grant execute on function handback.destruction_evidence(text, text), handback.evidence_of(text, text, text),
    handback.evidence_digest_of(text, text, text) to handback_app;
