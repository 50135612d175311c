-- How a destruction and an exit truly end. An exit is CLOSED only where gate CLOSE says so, also when its last residual is settled later;
-- silence, tails and acceptances end with the clearance they stood on; legal may contradict what it accepted; an order names who the
-- vendor is, not who it was.

-- ---------------------------------------------------------------------------------------------------------------
-- What opens an exit again is told from its closing by time. The time is therefore taken under the exit's lock: a fact that waited
-- for a closing is later than it.

create function handback.stamp_under_lock() returns trigger
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    new.at := handback.now();
    return new;
end $$;
revoke execute on function handback.stamp_under_lock() from public;
create trigger a_stamp_again before insert on handback.exit_closed
    for each row execute function handback.stamp_under_lock();
alter table handback.exit_closed enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.probe
    for each row execute function handback.stamp_under_lock();
alter table handback.probe enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.attestation_decided
    for each row execute function handback.stamp_under_lock();
alter table handback.attestation_decided enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.certificate_decided
    for each row execute function handback.stamp_under_lock();
alter table handback.certificate_decided enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.asset_reopened
    for each row execute function handback.stamp_under_lock();
alter table handback.asset_reopened enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.checklist_settled
    for each row execute function handback.stamp_under_lock();
alter table handback.checklist_settled enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.instrument_withdrawn
    for each row execute function handback.stamp_under_lock();
alter table handback.instrument_withdrawn enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.quarantined
    for each row execute function handback.stamp_under_lock();
alter table handback.quarantined enable always trigger a_stamp_again;
-- and what is told from a document that is being drawn up, or from each other
create trigger a_stamp_again before insert on handback.party_changed
    for each row execute function handback.stamp_under_lock();
alter table handback.party_changed enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.attestation
    for each row execute function handback.stamp_under_lock();
alter table handback.attestation enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.clearance
    for each row execute function handback.stamp_under_lock();
alter table handback.clearance enable always trigger a_stamp_again;
create trigger a_stamp_again before insert on handback.exception_decided
    for each row execute function handback.stamp_under_lock();
alter table handback.exception_decided enable always trigger a_stamp_again;

-- ---------------------------------------------------------------------------------------------------------------
-- The destruction line

-- Legal may call contradicted what it accepted: one attestation of an asset is then decided twice, and the newest decision counts.
alter table handback.attestation_decided_asset drop constraint attestation_decided_asset_pkey;
alter table handback.attestation_decided_asset add primary key (attestation, asset, decided);

create view handback.attestation_decision as
select distinct on (d.attestation, d.asset) d.attestation, d.exit_id, d.asset, d.decided, d.at, d.decision, d.outcome,
       (select jsonb_build_object('by', k.actor, 'at', e.at, 'outcome', e.outcome, 'reason', k.reason)
        from handback.attestation_decided_asset e join handback.attestation_decided k on k.fact = e.decided
        where e.attestation = d.attestation and e.asset = d.asset and e.decision = 'ACCEPTED' and d.decision = 'CONTRADICTED') as accepted_before
from handback.attestation_decided_asset d
order by d.attestation, d.asset, d.at desc, (d.decision = 'CONTRADICTED') desc;
grant select on handback.attestation_decision to handback_app;

-- NIST SP 800-88: which media, each with what identifies it; null while the holder names none.
alter table handback.attestation_row add column media jsonb;

create or replace function handback.attestation_is_spread() returns trigger -- as in V16, but with media
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.attestation_row
    select new.attestation, new.exit_id, new.ordinal, r ->> 'asset', (r ->> 'completedOn')::date, r ->> 'result', r ->> 'method',
           r ->> 'technique', r ->> 'tool', r ->> 'toolVersion', r ->> 'verification', coalesce(r -> 'performer', '{}'),
           coalesce(r -> 'verifier', '{}'), coalesce(r -> 'locations', '[]'), coalesce(r -> 'subprocessors', '[]'),
           coalesce(r -> 'retained', '[]'), coalesce(r -> 'tails', '[]'),
           greatest((select max((t ->> 'until')::date) from jsonb_array_elements(coalesce(r -> 'tails', '[]')) t),
                    (select max((s ->> 'on')::date) from jsonb_array_elements(coalesce(r -> 'subprocessors', '[]')) s where s ->> 'state' <> 'DONE')),
           nullif(r -> 'media', '[]')
    from jsonb_array_elements(new.said) r;
    return null;
end $$;

-- As in V16, but: a clearance after an attestation begins the line anew; silence, and a tail, end with a recall or another clearance; a
-- letter that names no order answers the one that was served; the newest decision counts.
create or replace view handback.destruction_state as
select v.exit_id, v.asset, v.disposition, v.wave, v.holder, v.locations,
       c.clearance, c.at as cleared_at, c.actor as cleared_by, c.answer_by, o.number as order_number, o.at as ordered_at, o.actor as ordered_by,
       s.served_at, s.served_on, r.recall, r.at as recalled_at, r.served as recall_due, rs.served_at as recall_served_at,
       a.attestation, a.at as attested_at, a.completed_on,
       case when coalesce(a.answered_on, s.served_on) is null then a.completed_on is not null
            else a.completed_on < coalesce(a.answered_on, s.served_on) end as before_instruction,
       a.link is not null as by_holder,
       p.result as probe_result, p.at as probed_at, coalesce(a.tail_until, k.tail_until) as tail_until,
       k.attestation as accepted, k.at as accepted_at, k.outcome, d.decision, u.asked as unattested,
       case when (d.decision = 'CONTRADICTED' or p.contradicted) and not coalesce(c.at > a.at, false) then 'CONTRADICTED'
            when k.outcome is not null and k.attestation is not distinct from a.attestation and not l.begun_anew then k.outcome
            when u.asked is not null and u.decided_at > coalesce(greatest(a.at, c.at, r.at), '-infinity') then 'UNATTESTED'
            when a.attestation is not null and not l.begun_anew then 'ATTESTED'
            when r.recall is not null then 'RECALLED'
            when s.number is not null then 'SERVED'
            when o.number is not null then 'ORDERED'
            when c.clearance is not null and c.digest = handback.clearance_digest(v.exit_id, v.asset) then 'CLEARED'
            else 'NONE' end as state
from handback.asset v
left join lateral (select l.clearance, l.digest, h.at, h.actor, h.answer_by from handback.clearance_asset l
                   join handback.clearance h on h.clearance = l.clearance
                   where l.exit_id = v.exit_id and l.asset = v.asset order by h.ordinal desc limit 1) c on true
left join handback.order_asset oa on oa.clearance = c.clearance and oa.asset = v.asset
left join handback.destruction_order o on o.number = oa.number
left join handback.order_served s on s.number = oa.number
left join handback.recalled_asset ra on ra.clearance = c.clearance and ra.asset = v.asset
left join handback.destruction_recalled r on r.recall = ra.recall
left join handback.recall_served rs on rs.recall = r.recall
-- the newest attestation that was not sent back
left join lateral (select w.*, t.at, t.link, y.served_on as answered_on
                   from handback.attestation_row w
                   join handback.attestation t on t.attestation = w.attestation
                   left join handback.order_served y on y.number = t.number
                   where w.exit_id = v.exit_id and w.asset = v.asset
                     and not exists (select 1 from handback.attestation_decided_asset z
                                     where z.attestation = w.attestation and z.asset = w.asset and z.decision = 'SENT_BACK')
                   order by w.ordinal desc limit 1) a on true
left join lateral (select x.decision from handback.attestation_decided_asset x where x.attestation = a.attestation and x.asset = v.asset
                   order by x.at desc, (x.decision = 'CONTRADICTED') desc limit 1) d on true
-- what was accepted last, unless something contradicted it since
left join lateral (select z.attestation, z.at, z.outcome, w.tail_until from handback.attestation_decided_asset z
                   join handback.attestation_row w on w.attestation = z.attestation and w.asset = z.asset
                   where z.exit_id = v.exit_id and z.asset = v.asset and z.decision = 'ACCEPTED'
                     and not exists (select 1 from handback.attestation_decided_asset y
                                     where y.attestation = z.attestation and y.asset = z.asset and y.decision = 'CONTRADICTED')
                     and not exists (select 1 from handback.probe q join handback.probe_begun b using (exit_id, asset, ordinal)
                                     join handback.attestation t on t.attestation = z.attestation
                                     where q.exit_id = z.exit_id and q.asset = z.asset
                                       and q.purpose = 'AFTER' and q.result = 'CONTRADICTED' and b.at > t.at)
                   order by z.at desc limit 1) k on true
-- what it said is over: it was cleared again since, or what was left of its tail was recalled
left join lateral (select coalesce(c.at > a.at, false)
                       or (k.outcome = 'TAIL' and k.attestation = a.attestation and coalesce(r.at > k.at, false)) as begun_anew) l on true
left join handback.unattested u on u.exit_id = v.exit_id and u.asset = v.asset
-- looks that began after the holder had spoken
left join lateral (select (array_agg(q.result order by q.ordinal desc))[1] as result, max(q.at) as at,
                          bool_or(q.result = 'CONTRADICTED') as contradicted
                   from handback.probe q join handback.probe_begun b using (exit_id, asset, ordinal)
                   where q.exit_id = v.exit_id and q.asset = v.asset and q.purpose = 'AFTER' and b.at > a.at) p on true
where v.action <> 'WITHDRAWN';

create or replace function handback.attested(in_exit text, in_asset text) returns jsonb -- as in V17, but by the newest decision
    language plpgsql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
begin
return (
select jsonb_agg(jsonb_build_object(
    'attestation', t.attestation, 'order', t.number, 'recordedBy', t.actor, 'at', t.at, 'byHolder', t.link is not null, 'dated', t.dated,
    'reference', t.reference, 'officerName', t.officer_name, 'officerTitle', t.officer_title, 'standard', t.standard, 'revision', t.revision,
    'statement', nullif(t.statement, ''), 'letterSha256', t.letter_sha256, 'letterName', t.letter_name,
    'said', to_jsonb(w) - array['attestation', 'exit_id', 'ordinal', 'asset'],
    'decision', d.decision, 'outcome', d.outcome, 'decidedBy', k.actor, 'decidedAt', k.at, 'reason', k.reason,
    'acceptedBefore', d.accepted_before) order by t.ordinal)
from handback.attestation_row w
join handback.attestation t on t.attestation = w.attestation
left join handback.attestation_decision d on d.attestation = w.attestation and d.asset = w.asset
left join handback.attestation_decided k on k.fact = d.decided
where w.exit_id = in_exit and w.asset = in_asset
); end $$;

-- As in V16, but what was accepted and counts may still be called contradicted.
create or replace function handback.attestation_decision_fits() returns trigger
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    name text;
    w handback.attestation_row;
    f jsonb;
    d handback.destruction_state;
    decided text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.scope_is_sound(new.scope);
    new.outcomes := '{}';
    for name in select * from jsonb_array_elements_text(new.scope) loop
        select * into w from handback.attestation_row r where r.attestation = new.attestation and r.asset = name and r.exit_id = new.exit_id;
        if w.asset is null then
            perform handback.refuse(format('asset %s: attestation %s does not speak of it', name, new.attestation));
        end if;
        select * into d from handback.destruction_state t where t.exit_id = new.exit_id and t.asset = name;
        decided := (select k.decision from handback.attestation_decision k where k.attestation = new.attestation and k.asset = name);
        if decided is not null and not (decided = 'ACCEPTED' and new.decision = 'CONTRADICTED' and d.attestation = new.attestation) then
            perform handback.refuse(format('asset %s: attestation %s is decided already (%s)', name, new.attestation, lower(replace(decided, '_', ' '))));
        end if;
        continue when new.decision <> 'ACCEPTED';
        if d.attestation is distinct from new.attestation then
            perform handback.refuse(format('asset %s: attestation %s counts now, not %s', name, coalesce(d.attestation, '(none)'), new.attestation));
        end if;
        new.outcomes := new.outcomes || jsonb_build_object(name, case when w.tail_until is not null then 'TAIL' -- also of what was erased before: copies last
            when d.before_instruction then 'ERASED_WITHOUT_INSTRUCTION' else 'EVIDENCE_ACCEPTED' end);
    end loop;
    if new.decision = 'ACCEPTED' then
        select jsonb_agg(to_jsonb(g)) into f
            from jsonb_array_elements_text(new.scope) a cross join lateral handback.gate_findings(new.exit_id, 'ACCEPT', a) g;
        if f is not null then
            raise exception using errcode = 'HB001', message = 'gate ACCEPT is shut', detail = f::text;
        end if;
    end if;
    return new;
end $$;

-- As in V16, but a letter that names no order answers the one that was served, and locations that nobody registered are said to be so.
create or replace function handback.attestation_notes(in_attestation text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    t handback.attestation;
    w handback.attestation_row;
    s handback.order_served;
    answered text;
begin
    select * into t from handback.attestation v where v.attestation = in_attestation;
    select * into w from handback.attestation_row v where v.attestation = in_attestation and v.asset = in_asset;
    answered := coalesce(t.number, (select d.order_number from handback.destruction_state d where d.exit_id = t.exit_id and d.asset = in_asset));
    select * into s from handback.order_served v where v.number = answered;
    if s.number is null then
        return next ('BEFORE_INSTRUCTION', in_asset, format('erased on %s without any order: recorded as it is, our rights reserved', w.completed_on))::handback.finding;
    elsif w.completed_on < s.served_on then
        return next ('BEFORE_INSTRUCTION', in_asset, format('erased on %s, the order was served on %s (%s): recorded as it is, our rights reserved', w.completed_on, s.served_on, s.place))::handback.finding;
    end if;
    if t.standard ~* '800[- ]?88' and t.revision ~* '^\D*1\D*$' then
        return next ('STANDARD_WITHDRAWN', in_asset, 'revision: NIST SP 800-88 Rev. 1 was withdrawn on 2025-09-26; Rev. 2 counts')::handback.finding;
    end if;
    if w.tail_until is not null then
        return next ('TAIL_UNTIL', in_asset, format('attested in part: the last copy is gone by %s, then the holder attests again', w.tail_until))::handback.finding;
    end if;
    return query select 'RETAINED_BY_HOLDER'::text, in_asset, format('kept by the holder: %s, basis %s, until %s', left(k ->> 'what', 200), left(k ->> 'basis', 200), coalesce(k ->> 'until', 'not said'))
        from jsonb_array_elements(w.retained) k where coalesce(btrim(k ->> 'basis'), '') <> '';
    if exists (select 1 from handback.recalled_asset r join handback.order_asset o on o.clearance = r.clearance and o.asset = r.asset
               where o.number = answered and r.asset = in_asset) then
        return next ('ORDER_RECALLED', in_asset, format('order %s was recalled for this asset', answered))::handback.finding;
    end if;
    if coalesce(btrim((select v.locations from handback.asset v where v.exit_id = t.exit_id and v.asset = in_asset)), '') = '' then
        return next ('LOCATIONS_NOT_COMPARED', in_asset, 'locations: the register names none, so the holder''s list is taken as it stands')::handback.finding;
    end if;
end $$;

-- As in V25, but what was contradicted is cleared anew where no order that was served stands: the holder lied before it had one, or has
-- been told of the recall.
create or replace function handback.clear_findings(in_exit text, in_asset text, state text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if state not in ('NONE', 'RECALLED') and not (state = 'CONTRADICTED' and not handback.order_stands(in_exit, in_asset)) then
        return next ('CLEARED_ALREADY', in_asset, format('expected nothing under way, is %s', state))::handback.finding;
    end if;
    return query select * from handback.unsafe(in_exit, in_asset);
end $$;

-- Whether the holder has an order about it that was not recalled.
create function handback.order_stands(in_exit text, in_asset text) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select exists (select 1 from handback.order_asset o join handback.order_served s on s.number = o.number
               where o.exit_id = in_exit and o.asset = in_asset
                 and not exists (select 1 from handback.recalled_asset r where r.clearance = o.clearance and r.asset = o.asset)) $$;
revoke execute on function handback.order_stands(text, text) from public;

create or replace function handback.gate_clear(in_exit text, in_asset text) returns setof handback.finding -- as in V25, but for that
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d record;
    away handback.finding;
begin
    if in_asset is not null then
        return query select * from handback.clear_findings(in_exit, in_asset, coalesce(
            (select t.state from handback.destruction_state t where t.exit_id = in_exit and t.asset = in_asset), 'NONE'));
        return;
    end if;
    for d in select t.asset, t.state, t.disposition, s.return_state from handback.destruction_state t
             join handback.asset_state s on s.exit_id = t.exit_id and s.asset = t.asset
             where t.exit_id = in_exit and handback.must_be_destroyed(t.disposition)
               and (t.state in ('NONE', 'RECALLED') or t.state = 'CONTRADICTED' and not handback.order_stands(in_exit, t.asset)) order by t.asset loop
        away := handback.not_at_home(d.asset, d.disposition, d.return_state);
        if away is not null then
            return next away;                               -- of thousands that are not home yet nothing more is asked
            continue;
        end if;
        return query select * from handback.clear_findings(in_exit, d.asset, d.state);
    end loop;
    if not found and not exists (select 1 from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and handback.must_be_destroyed(v.disposition)) then
        return next ('NOTHING_TO_DESTROY', null, 'no asset of the register is to be destroyed')::handback.finding;
    end if;
end $$;

-- Who is silent: a holder who has an order that stands; or one whose copy was excepted from its return, so that nothing of it can be ordered.
create or replace function handback.holder_is_silent(in_exit text, in_asset text) returns void -- as in V29, but only those
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.destruction_state;
begin
    perform 1 from handback.exit x where x.exit_id = in_exit for update;
    select * into d from handback.destruction_state t where t.exit_id = in_exit and t.asset = in_asset;
    if d.state in ('NONE', 'RECALLED', 'CONTRADICTED') and handback.never_comes(d) then
        return;
    elsif d.state not in ('NONE', 'CLEARED', 'ORDERED', 'SERVED', 'CONTRADICTED') then
        perform handback.refuse(format('asset %s: the holder is not silent, its destruction is %s', in_asset, lower(d.state)));
    elsif d.state not in ('SERVED', 'CONTRADICTED') or not handback.order_stands(in_exit, in_asset) then
        perform handback.refuse(format('asset %s: no order for it that still stands was served, so nobody has failed to answer', in_asset));
    end if;
end $$;

-- Excepted from its return, and by its disposition not to be destroyed before that: nothing of it can ever be ordered.
create function handback.never_comes(d handback.destruction_state) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select d.disposition = 'RETURN_THEN_DESTROY'
       and exists (select 1 from handback.exception_in_force e where e.exit_id = d.exit_id and e.asset = d.asset) $$;
revoke execute on function handback.never_comes(handback.destruction_state) from public;
drop trigger unattested on handback.exception_asked;         -- nobody_answered asks for the order, too
drop function handback.unattested_fits();

-- Nobody is reminded of an order of which nothing is left to answer: all of it was recalled, or cleared and ordered anew.
create or replace function handback.reminder_fits() returns trigger -- as in V16, but for that
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.order_served s where s.number = new.number and s.exit_id = new.exit_id) then
        perform handback.refuse(format('order %s was not served: there is nothing to remind of', new.number));
    end if;
    if not exists (select 1 from handback.order_asset o where o.number = new.number and not exists (
            select 1 from handback.recalled_asset r where r.clearance = o.clearance and r.asset = o.asset)) then
        perform handback.refuse(format('order %s was recalled: there is nothing to remind of', new.number));
    end if;
    select 1 + coalesce(max(r.n), 0) into new.n from handback.answer_reminded r where r.number = new.number;
    return new;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- An order names the vendor as it was when the order was drawn up. Once that is somebody else the order must not be given or served,
-- and goes back to legal. What was served stays served.

create function handback.vendor_changed(in_exit text, drawn_up timestamptz) returns text
    language plpgsql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    was record;
    now_is record;
begin
    select p.name, p.lei, p.capacity into was from handback.party p join handback.exit x on x.exit_id = p.exit_id
        where p.exit_id = in_exit and p.party = 'VENDOR' and p.recorded_at <= drawn_up and (p.since is null or p.since <= (drawn_up at time zone x.place)::date)
        order by p.since desc nulls last, p.recorded_at desc limit 1;
    select p.name, p.lei, p.capacity into now_is from handback.party_now p where p.exit_id = in_exit and p.party = 'VENDOR';
    if was is distinct from now_is then
        return format('it names %s%s, but the vendor is %s%s now', was.name, coalesce(' ' || was.lei, '') || coalesce(' ' || was.capacity, ''),
            now_is.name, coalesce(' ' || now_is.lei, '') || coalesce(' ' || now_is.capacity, ''));
    end if;
    return null;
end $$;
revoke execute on function handback.vendor_changed(text, timestamptz) from public;

create or replace function handback.gate_order(in_exit text, subject text, who text) returns setof handback.finding -- as in V16, but for the vendor
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.order_drawn_up;
    d record;
    any_asset boolean := false;
    changed text;
begin
    if (select x.kind from handback.exit x where x.exit_id = in_exit) = 'DRILL' then
        return next ('DRILL_NO_ORDER', null, 'a drill orders nothing')::handback.finding;
    end if;
    select * into q from handback.order_drawn_up u where u.number = subject and u.exit_id = in_exit;
    if q.number is not null then
        if exists (select 1 from handback.destruction_order o where o.number = subject) then
            return next ('ALREADY_ORDERED', null, format('order %s was given already', subject))::handback.finding;
            return;
        end if;
        changed := handback.vendor_changed(in_exit, q.at);
        if changed is not null then
            return next ('VENDOR_CHANGED', null, format('order %s: %s; it goes back to legal', subject, changed))::handback.finding;
        end if;
        return query select f.* from jsonb_array_elements_text(q.scope) with ordinality a(asset, n)
            cross join lateral handback.clearance_findings(in_exit, q.clearance, a.asset, who) f order by a.n;
        return;
    end if;
    if subject is not null then
        select t.asset, t.clearance into d from handback.destruction_state t where t.exit_id = in_exit and t.asset = subject;
        any_asset := found;
        if any_asset then
            return query select * from handback.clearance_findings(in_exit, d.clearance, d.asset, who);
        end if;
    else
        for d in select t.asset, t.clearance from handback.destruction_state t where t.exit_id = in_exit and t.state = 'CLEARED' order by t.asset loop
            any_asset := true;
            return query select * from handback.clearance_findings(in_exit, d.clearance, d.asset, who);
        end loop;
    end if;
    if not any_asset then
        return next ('NOT_CLEARED', subject, case when subject is null then 'no asset of this exit is cleared for destruction'
            else 'neither an order drawn up nor an asset of this exit' end)::handback.finding;
    end if;
end $$;

create or replace function handback.service_fits() returns trigger -- as in V16, but for the vendor
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    o handback.destruction_order;
    changed text;
    f jsonb;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into o from handback.destruction_order v where v.number = new.number;
    if o.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('this exit has no order %s', new.number));
    end if;
    if exists (select 1 from handback.order_served s where s.number = new.number) then
        perform handback.refuse(format('order %s was served already', new.number));
    end if;
    if new.served_at < date_trunc('minute', o.at) or new.served_at > handback.now() + interval '5 minutes' then
        perform handback.refuse(format('order %s: served at %s, expected between %s, when it was given, and now', new.number, new.served_at, o.at));
    end if;
    if exists (select 1 from handback.order_asset a join handback.recalled_asset r on r.clearance = a.clearance and r.asset = a.asset where a.number = new.number) then
        perform handback.refuse(format('order %s was recalled and must not be served', new.number));
    end if;
    changed := handback.vendor_changed(new.exit_id, (select u.at from handback.order_drawn_up u where u.number = new.number));
    if changed is not null then
        perform handback.refuse(format('order %s must not be served: %s; give it back to legal', new.number, changed));
    end if;
    select jsonb_agg(to_jsonb(g)) into f from handback.order_asset a cross join lateral handback.unsafe(new.exit_id, a.asset) g where a.number = new.number;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate ORDER is shut', detail = f::text;
    end if;
    new.served_on := handback.day_there(new.served_at, new.place);
    return new;
end $$;

create or replace function handback.recall_overtaken(in_exit text, in_asset text) returns void -- as in V16, but for the vendor
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    l record;
    next int;
begin
    -- the state of the exit's assets is asked only where a clearance could be concerned
    if not exists (select 1 from handback.clearance_asset c where c.exit_id = in_exit and (in_asset is null or c.asset = in_asset)
                   and not exists (select 1 from handback.recalled_asset r where r.clearance = c.clearance and r.asset = c.asset)) then
        return;
    end if;
    perform 1 from handback.exit x where x.exit_id = in_exit for update;
    for l in
        with overtaken as (
            select t.clearance, t.order_number, t.served_at is not null as served, t.asset, f.code, f.detail
            from handback.destruction_state t
            cross join lateral (
                select * from handback.unsafe(in_exit, t.asset)
                union all
                select 'CLEARANCE_DEAD', t.asset, 'holding, disposition, place or dispute changed'
                where (select c.digest from handback.clearance_asset c where c.clearance = t.clearance and c.asset = t.asset)
                      is distinct from handback.clearance_digest(in_exit, t.asset)
                union all
                select 'VENDOR_CHANGED', t.asset, v.changed
                from (select handback.vendor_changed(in_exit, max(u.at)) as changed from handback.order_drawn_up u where u.clearance = t.clearance having count(*) > 0) v
                where t.served_at is null and v.changed is not null) f
            where t.exit_id = in_exit and (in_asset is null or t.asset = in_asset) and t.clearance is not null and t.recall is null
              -- under a tail, or contradicted, the holder still has copies that it will erase by our order
              and t.state not in ('EVIDENCE_ACCEPTED', 'ERASED_WITHOUT_INSTRUCTION')
              -- silence that two bore ends only where the order itself must end, not with a certificate that is signed anew
              and (t.state <> 'UNATTESTED' or f.code in ('ON_HOLD', 'STAYED', 'DISPUTED', 'CANCELLED'))),
        concerned as (
            select o.clearance, o.order_number, o.served, o.asset from overtaken o
            union
            select a.clearance, a.number, false, a.asset from handback.order_asset a
            where a.number in (select o.order_number from overtaken o where not o.served)
              and not exists (select 1 from handback.recalled_asset r where r.clearance = a.clearance and r.asset = a.asset))
        select c.clearance, c.order_number, c.served, jsonb_agg(distinct c.asset order by c.asset) as scope,
               (select jsonb_agg(distinct jsonb_build_object('code', o.code, 'asset', o.asset, 'detail', o.detail)) from overtaken o
                where o.clearance = c.clearance) as findings
        from concerned c group by c.clearance, c.order_number, c.served order by c.clearance
    loop
        select 1 + coalesce(max(r.ordinal), 0) into next from handback.destruction_recalled r where r.exit_id = in_exit;
        insert into handback.destruction_recalled (recall, exit_id, ordinal, clearance, number, served, scope, findings)
        values (in_exit || '-R' || next, in_exit, next, l.clearance, l.order_number, l.served, l.scope, l.findings);
        insert into handback.recalled_asset (recall, exit_id, asset, clearance)
        select in_exit || '-R' || next, in_exit, a, l.clearance from jsonb_array_elements_text(l.scope) a;
    end loop;
end $$;
create trigger recalls after insert on handback.party_changed
    for each row execute function handback.recall_what_is_overtaken();
-- A change that was recorded beforehand begins on its day without a fact: who gives an order back has asked then. It recalls only what is
-- overtaken, so that anybody may ask.
grant execute on function handback.recall_overtaken(text, text) to handback_app;

-- ---------------------------------------------------------------------------------------------------------------
-- What stops an erasure half-way: a hold or a stay that came since it began.
create function handback.erasure_stopped(in_erasure text) returns setof handback.finding
    language sql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
select f.code, e.asset, f.detail from handback.erasure e cross join lateral handback.standstill(e.exit_id, e.asset) f
where e.erasure = in_erasure and f.code in ('ON_HOLD', 'STAYED') $$;
revoke execute on function handback.erasure_stopped(text) from public;
grant execute on function handback.erasure_stopped(text) to handback_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Closing

-- What contradicted a FINAL record of destruction evidence after it was signed: it says what is no longer so.
create function handback.final_contradicted(in_exit text) returns setof handback.finding
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select 'FINAL_CONTRADICTED', c.asset, format('%s at %s, after %s was signed: draw up a new final record', c.because, c.at, f.number)
from (select v.number, s.at from handback.final_in_force v join handback.certificate_decided s on s.number = v.number and s.decision = 'SIGNED'
      where v.exit_id = in_exit and v.kind = 'DESTRUCTION' order by s.at desc limit 1) f
cross join lateral (
    select distinct on (e.asset) e.* from (
        select p.asset, p.at, format('probe %s contradicted it', p.ordinal) as because from handback.probe p
        where p.exit_id = in_exit and p.purpose = 'AFTER' and p.result = 'CONTRADICTED' and p.at > f.at
        union all
        select d.asset, d.at, format('legal called attestation %s contradicted', d.attestation) from handback.attestation_decided_asset d
        where d.exit_id = in_exit and d.decision = 'CONTRADICTED' and d.at > f.at) e
    order by e.asset, e.at) c
order by c.asset $$;
revoke execute on function handback.final_contradicted(text) from public;

-- Why an asset's destruction may stay open when the exit is closed with residuals: the kind of residual that must then stand for it.
-- Never returned and excepted, nothing of it can be ordered; contradicted and then silent, it is a breach: an obligation either way.
create function handback.excuse(d handback.destruction_state) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select case
    when d.outcome = 'TAIL' and d.state not in ('UNATTESTED', 'CONTRADICTED') then 'TAIL'
    when exists (select 1 from handback.asset_hold a where a.exit_id = d.exit_id and a.asset = d.asset) then 'HOLD'
    when exists (select 1 from handback.dispute p where p.exit_id = d.exit_id and p.asset = d.asset and p.settled_at is null) then 'DISPUTE'
    when d.state in ('NONE', 'RECALLED', 'CONTRADICTED') and handback.never_comes(d) then 'OBLIGATION'
    when d.state = 'CONTRADICTED' and exists (select 1 from handback.unattested u where u.asked = d.unattested and u.decided_at > d.attested_at) then 'OBLIGATION'
    end $$;
revoke execute on function handback.excuse(handback.destruction_state) from public;

-- Whether a record of destruction evidence names it that was signed after its end was accepted, or borne: an older one tells of less.
create function handback.end_certified(d handback.destruction_state) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select exists (select 1 from handback.certified c join handback.certificate_decided s on s.number = c.number and s.decision = 'SIGNED'
               where c.exit_id = d.exit_id and c.asset = d.asset and c.kind = 'DESTRUCTION'
                 and s.at > coalesce(case when d.state = 'UNATTESTED' then (select u.decided_at from handback.unattested u where u.asked = d.unattested)
                                          else d.accepted_at end, '-infinity')) $$;
revoke execute on function handback.end_certified(handback.destruction_state) from public;

-- As in V25, but what is certified already must have been so since its end.
create or replace function handback.gate_destruction_scope(in_exit text, finality text, scope text[]) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r record;
    named jsonb := coalesce((select jsonb_object_agg(a, true) from unnest(scope) a), '{}');
    seen int := 0;
    drill boolean := (select x.kind = 'DRILL' from handback.exit x where x.exit_id = in_exit);
    f handback.finding;
begin
    if coalesce(cardinality(scope), 0) = 0 then
        return next ('EMPTY_SCOPE', null, 'the certificate names no asset: an empty set is not complete')::handback.finding;
        return;
    end if;
    if finality = 'FINAL' and drill then
        return next ('DRILL_NO_FINAL', null, 'a drill can have no FINAL certificate')::handback.finding;
    end if;
    for r in select d, d.asset, d.state, d.outcome, d.tail_until, d.disposition, s.return_state, named ? d.asset as of_scope
             from handback.destruction_state d join handback.asset_state s on s.exit_id = d.exit_id and s.asset = d.asset
             where d.exit_id = in_exit order by d.asset loop
        seen := seen + r.of_scope::int;
        if not handback.must_be_destroyed(r.disposition) then
            if r.of_scope then
                return next ('NOT_TO_BE_DESTROYED', r.asset, 'its disposition is not to be destroyed: it belongs on no destruction certificate')::handback.finding;
            end if;
            continue;
        end if;
        continue when finality <> 'FINAL' and not r.of_scope;
        -- also while a second attestation waits: the copies last until it is accepted
        if finality = 'FINAL' and (r.state = 'TAIL' or r.outcome = 'TAIL' and r.state not in ('UNATTESTED', 'CONTRADICTED')) then
            return next ('TAIL_OPEN', r.asset, format('the last copy is gone by %s; a FINAL waits until the holder has attested that, too', r.tail_until))::handback.finding;
        end if;
        f := handback.not_done(r.d, r.return_state);
        if f is not null then
            return next f;
        elsif not r.of_scope and not handback.end_certified(r.d) then
            return next ('NOT_IN_SCOPE', r.asset, 'a FINAL covers everything that is to be destroyed: this asset is neither in its scope nor certified since its destruction was accepted')::handback.finding;
        end if;
    end loop;
    if seen < cardinality(scope) then
        return query select (x.f).* from (select handback.destruction_done(in_exit, a) as f from unnest(scope) a
            where not exists (select 1 from handback.asset v where v.exit_id = in_exit and v.asset = a and v.action <> 'WITHDRAWN')) x where x.f is not null;
    end if;
end $$;

-- As gate CLOSE was in V22, but: asked without the residual that is being settled; what is not excused must stand in a signed record of
-- destruction evidence, FINAL where nothing is excused; and no FINAL counts that was contradicted since.
create function handback.close_findings(in_exit text, mode text, without text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    residuals boolean := coalesce(mode, 'CLOSED') = 'WITH_RESIDUALS';
    d handback.destruction_state;
    line record;
    h handback.hold;
    f handback.finding;
    excuse text;
    to_destroy int := 0;
    excused int := 0;
begin
    return query select * from handback.pause(in_exit, null);
    if not exists (select 1 from handback.final_in_force c where c.exit_id = in_exit and c.kind = 'ASSET_RETURN') then
        return next ('RETURN_NOT_FINAL', null, 'the final return certificate is not signed')::handback.finding;
        if mode is null then
            return; -- the exit's page asks each time: the rest is told once somebody asks how it closes
        end if;
    end if;
    for line in select t as state, s.return_state, s.disputed_by from handback.destruction_state t join handback.asset_state s on s.exit_id = t.exit_id and s.asset = t.asset
             where t.exit_id = in_exit and (handback.must_be_destroyed(t.disposition) or s.disputed_by is not null)
             order by t.asset loop
        d := line.state;
        if line.disputed_by is not null and not residuals then
            return next ('DISPUTED', d.asset, 'contested and not settled')::handback.finding;
        elsif line.disputed_by is not null and not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.kind = 'DISPUTE'
                and r.asset = d.asset and r.state <> 'SETTLED') then
            return next ('RESIDUAL_MISSING', d.asset, 'its dispute is not listed as a residual with owner and date')::handback.finding;
        end if;
        f := case when handback.must_be_destroyed(d.disposition) then handback.not_done(d, line.return_state) end;
        excuse := handback.excuse(d);
        to_destroy := to_destroy + handback.must_be_destroyed(d.disposition)::int;
        if excuse is null then
            if f is not null then
                return next f;
            elsif residuals and handback.must_be_destroyed(d.disposition) and not handback.end_certified(d) then
                return next ('DESTRUCTION_NOT_CERTIFIED', d.asset, 'its destruction is settled, but no record of destruction evidence that was signed since names it')::handback.finding;
            end if;
            continue;
        end if;
        excused := excused + handback.must_be_destroyed(d.disposition)::int;
        if not residuals then
            if excuse = 'TAIL' then
                return next ('TAIL_OPEN', d.asset, format('the last copy is gone by %s, as the holder states', d.tail_until))::handback.finding;
            elsif f is not null then
                return next f;
            end if;
        elsif excuse not in ('HOLD', 'DISPUTE') and not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.kind = excuse
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
    if to_destroy > 0 and (not residuals or excused = 0) then
        if not exists (select 1 from handback.final_in_force c where c.exit_id = in_exit and c.kind = 'DESTRUCTION') then
            return next ('DESTRUCTION_NOT_FINAL', null, 'the final record of destruction evidence is not signed')::handback.finding;
        end if;
        return query select * from handback.final_contradicted(in_exit);
    end if;
    return query select * from handback.checklist_findings(in_exit);
    return query select * from handback.instrument_findings(in_exit);
    if residuals and not exists (select 1 from handback.residual r where r.exit_id = in_exit and r.state <> 'SETTLED') then
        return next ('NO_RESIDUAL', null, 'nothing is listed as left over: close it without residuals')::handback.finding;
    elsif not residuals then
        return query select 'RESIDUAL_OPEN'::text, r.asset, format('residual %s is open: %s', r.residual, left(r.what, 200))
            from handback.residual r where r.exit_id = in_exit and r.state <> 'SETTLED' and r.residual is distinct from without order by r.ordinal;
    end if;
end $$;
revoke execute on function handback.close_findings(text, text, text) from public;

create or replace function handback.gate_close(in_exit text, mode text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    k handback.closing;
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
    return query select * from handback.close_findings(in_exit, mode, null);
end $$;

-- As in V17, but once the exit is closed: what a residual excused must be destroyed before it is settled, and the last one is settled
-- only where the exit could be closed without residuals, for that is what it then is.
create or replace function handback.residual_settlement_fits() returns trigger
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.residual_opened;
    why text;
    f jsonb;
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
    if not exists (select 1 from handback.closing k where k.exit_id = new.exit_id and k.reopened_at is null) then
        return new; -- gate CLOSE is still to be passed
    end if;
    if exists (select 1 from handback.residual o where o.exit_id = new.exit_id and o.residual <> new.residual and o.state <> 'SETTLED') then
        select jsonb_agg(to_jsonb(n.f)) into f from (
            select handback.not_done(t, s.return_state) as f
            from handback.destruction_state t join handback.asset_state s on s.exit_id = t.exit_id and s.asset = t.asset
            where t.exit_id = new.exit_id and handback.must_be_destroyed(t.disposition)
              and (t.asset = r.asset or r.asset is null and r.kind = 'HOLD')
              -- another residual stands for it
              and not exists (select 1 from handback.residual o where o.exit_id = t.exit_id and o.residual <> new.residual
                              and o.state <> 'SETTLED' and (o.asset = t.asset or o.asset is null and o.kind = 'HOLD'))) n
        where n.f is not null;
    else
        select jsonb_agg(to_jsonb(g)) into f from (
            select * from handback.close_findings(new.exit_id, 'CLOSED', new.residual)
            union all select * from handback.gate_quarantine(new.exit_id, 'CLOSE', 'CLOSED')) g;
    end if;
    if f is not null then
        raise exception using errcode = 'HB001', message = format('residual %s is not over, gate CLOSE is shut', new.residual), detail = f::text;
    end if;
    return new;
end $$;

-- Whose access must end: over each connection that a row of the register names, that legal confirmed, or that brought anything, also when
-- the row was corrected or withdrawn since.
create view handback.connection_used as
select v.exit_id, v.connection from handback.asset v where v.action <> 'WITHDRAWN' and v.connection is not null
union
select p.exit_id, p.connection from handback.authority_proposed p
join handback.authority_decided d on d.proposal = p.fact and d.decision = 'CONFIRMED'
union
select a.exit_id, a.connection from handback.attempt a where a.connection is not null;
grant select on handback.connection_used to handback_app;

-- As in V22, but with the connections that were used.
create or replace view handback.checklist as
select d.exit_id, d.item, d.topic, d.connection, d.asset, d.what, d.added_by, d.added_at,
       case when s.result in ('DONE', 'NOT_APPLICABLE') and coalesce(s.done_on, d.today) <= d.today then s.result else 'OPEN' end as state,
       s.result as said, s.done_on, s.done_by, s.evidence, s.actor as settled_by, s.at as settled_at, d.n
from (
    select x.exit_id, t.item, t.topic, t.connection, t.asset, t.what, t.n, t.added_by, t.added_at, (handback.now() at time zone x.place)::date as today
    from handback.exit x cross join lateral (
        select 'vendor-access' as item, 'VENDOR_ACCESS' as topic, null::text as connection, null::text as asset,
               'the vendor''s access to our systems has ended' as what, 1 as n, null::text as added_by, null::timestamptz as added_at
        union all
        select 'our-access-' || v.connection, 'OUR_ACCESS', v.connection, null,
               format('our access over connection %s has ended, and its credentials are destroyed', v.connection), 2, null, null::timestamptz
        from handback.connection_used v where v.exit_id = x.exit_id
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
