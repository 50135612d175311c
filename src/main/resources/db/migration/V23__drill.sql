-- A drill: the same rehearsed, which commands nobody and ends with its report (certificate kind DRILL_REPORT).

alter table handback.certificate_requested drop constraint certificate_requested_kind_check;
alter table handback.certificate_requested add constraint certificate_requested_kind_check
    check (kind in ('CUSTODY_RECORD', 'ASSET_RETURN', 'DESTRUCTION', 'DRILL_REPORT'));

-- The signed report of a drill that nobody made void: the drill is over.
create view handback.drill_reported as
select c.exit_id, c.number, s.actor as signed_by, s.at as signed_at
from handback.certificate c
join handback.certificate_decided s on s.number = c.number and s.decision = 'SIGNED'
where c.kind = 'DRILL_REPORT'
  and not exists (select 1 from handback.certificate_decided v where v.number = c.number and v.decision = 'VOID');
grant select on handback.drill_reported to handback_app;

-- ---------------------------------------------------------------------------------------------------------------
-- What a report freezes of an asset: the words of its return, and when its steps were taken. Later steps stand in those words.

create function handback.drill_evidence(in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
select (handback.evidence(n.exit_id, n.asset)::jsonb || jsonb_build_object('measured', jsonb_strip_nulls(jsonb_build_object(
    'agreedAt', (select min(g.at) from handback.register_agreed g where g.exit_id = n.exit_id
                 and g.at >= (select min(r.at) from handback.register_row r where r.exit_id = n.exit_id and r.asset = n.asset)),
    'authorisedAt', (select min(d.at) from handback.authority_proposed p join handback.authority_decided d on d.proposal = p.fact
                     where p.exit_id = n.exit_id and p.connection = n.connection and d.decision = 'CONFIRMED'),
    -- the first time that this content came: a repeat which found the same took nothing longer
    'retrievedAt', coalesce((select min(e.at) from handback.attempt_ended e
                             where e.exit_id = n.exit_id and e.asset = n.asset and e.content_digest = n.content_digest), n.attempt_ended)))))::text
from handback.asset_now n where n.exit_id = in_exit and n.asset = in_asset $$;

-- as in V17, but of a drill's report, too
create or replace function handback.evidence_of(in_kind text, in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select case in_kind when 'DESTRUCTION' then handback.destruction_evidence(in_exit, in_asset)
                    when 'DRILL_REPORT' then handback.drill_evidence(in_exit, in_asset)
                    else handback.evidence(in_exit, in_asset) end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Gate DRILL_REPORT

-- Every asset of the register has an outcome: it was tried to its end, or excepted, or there is nothing to retrieve of it.
create function handback.drill_outcomes(in_exit text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    l handback.last_attempt;
    any_asset boolean := false;
begin
    for s in select * from handback.asset_state v where v.exit_id = in_exit and v.return_state <> 'WITHDRAWN' order by v.asset loop
        any_asset := true;
        if exists (select 1 from handback.asset_not_agreed u where u.exit_id = in_exit and u.asset = s.asset) then
            return next ('ROW_NOT_AGREED', s.asset, 'added after the register was agreed: operations must agree it anew')::handback.finding;
        end if;
        l := null;
        select * into l from handback.last_attempt a where a.exit_id = in_exit and a.asset = s.asset;
        continue when s.return_state = 'EXCEPTED'
            or l.number is null and s.disposition not in ('RETURN', 'RETURN_THEN_DESTROY');
        if l.number is null then
            return next ('NO_OUTCOME', s.asset, 'nobody tried to retrieve it: retrieve it, or have it excepted')::handback.finding;
        elsif l.outcome is null then
            return next ('NO_OUTCOME', s.asset, format('attempt %s is not ended', l.number))::handback.finding;
        end if;
    end loop;
    if not any_asset then
        return next ('EMPTY_SCOPE', null, 'the register has no asset: nothing was rehearsed')::handback.finding;
    end if;
end $$;

-- subject: a report's number or request; null asks what stands against a report now.
create function handback.gate_drill_report(in_exit text, subject text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    c handback.certificate;
    ca record;
    scope text[];
    reported handback.drill_reported;
begin
    if (select x.kind from handback.exit x where x.exit_id = in_exit) <> 'DRILL' then
        return next ('NOT_A_DRILL', null, 'only a drill ends with a drill report')::handback.finding;
        return;
    end if;
    select * into reported from handback.drill_reported r where r.exit_id = in_exit;
    if reported.number is not null then
        return next ('REPORTED_ALREADY', null, format('report %s was signed by %s at %s', reported.number, reported.signed_by, reported.signed_at))::handback.finding;
        return;
    end if;
    if not exists (select 1 from handback.register_agreed g where g.exit_id = in_exit) then
        return next ('REGISTER_NOT_AGREED', null, 'operations have not agreed the asset register yet')::handback.finding;
        return;
    end if;
    return query select * from handback.drill_outcomes(in_exit);
    if subject is null then
        if not exists (select 1 from handback.membership m where m.grp = 'legal' and not exists (
                select 1 from handback.took_part p where p.exit_id = in_exit
                and handback.identity_of(p.actor) = handback.identity_of(m.person))) then
            return next ('NO_ELIGIBLE_SIGNER', null, 'nobody in legal may sign for the whole register: there is none, or each took part')::handback.finding;
        end if;
        return;
    end if;
    select array(select jsonb_array_elements_text(q.scope)) into scope from handback.certificate_requested q
        where q.request = subject and q.exit_id = in_exit and q.kind = 'DRILL_REPORT';
    if scope is null then
        select * into c from handback.certificate k where k.number = subject and k.exit_id = in_exit and k.kind = 'DRILL_REPORT';
        if c.number is null then
            return next ('NO_SUCH_CERTIFICATE', null, 'this drill has no report ' || subject)::handback.finding;
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
    end if;
    return query select 'NOT_IN_SCOPE'::text, v.asset, 'a report covers the whole register: choose no scope'
        from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and v.asset <> all (coalesce(scope, '{}')) order by v.asset;
    if c.number is not null then
        return query select * from handback.gate_signer(in_exit, scope, who);
    end if;
end $$;

-- Two functions and a view learn of the report by their newest text, whichever migration wrote that.
do $$
declare
    changed text;
begin
    changed := pg_get_functiondef('handback.gate_findings(text,text,text)'::regprocedure);
    execute replace(changed, 'when ''CLOSE'' then',
        'when ''DRILL_REPORT'' then return query select * from handback.gate_drill_report(in_exit, subject, who);
        when ''CLOSE'' then');
    changed := pg_get_functiondef('handback.guard_signature()'::regprocedure);
    execute replace(changed, 'when ''DESTRUCTION'' then ''SIGN_DESTRUCTION''',
        'when ''DESTRUCTION'' then ''SIGN_DESTRUCTION'' when ''DRILL_REPORT'' then ''DRILL_REPORT''');
    changed := rtrim(pg_get_viewdef('handback.exit_state'::regclass), '; ');
    execute 'create or replace view handback.exit_state as ' || replace(changed, 'THEN ''CANCELLED''::text',
        'THEN ''CANCELLED''::text WHEN (EXISTS ( SELECT 1 FROM handback.drill_reported r WHERE r.exit_id = x.exit_id)) THEN ''REPORTED''::text');
    if position('gate_drill_report' in pg_get_functiondef('handback.gate_findings(text,text,text)'::regprocedure)) = 0
       or position('DRILL_REPORT' in pg_get_functiondef('handback.guard_signature()'::regprocedure)) = 0
       or position('REPORTED' in pg_get_viewdef('handback.exit_state'::regclass)) = 0 then
        raise exception 'the gates, the guard of signatures or the states of an exit are not as this migration expects them';
    end if;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- What a drill never writes

-- A drill commands no holder, whoever asks: no order and no paper of one, nothing served, no link, no statement taken.
create function handback.drill_commands_nobody() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if (select x.kind from handback.exit x where x.exit_id = new.exit_id) = 'DRILL' then
        perform handback.refuse(format('a drill commands no holder: %s is for real exits only', tg_argv[0]));
    end if;
    return new;
end $$;
create trigger commands_nobody before insert on handback.order_drawn_up
    for each row execute function handback.drill_commands_nobody('a destruction order');
create trigger commands_nobody before insert on handback.order_served
    for each row execute function handback.drill_commands_nobody('the service of an order');
create trigger commands_nobody before insert on handback.recall_served
    for each row execute function handback.drill_commands_nobody('the service of a recall');
create trigger commands_nobody before insert on handback.attestation_link
    for each row execute function handback.drill_commands_nobody('a link for the holder');
create trigger commands_nobody before insert on handback.attestation
    for each row execute function handback.drill_commands_nobody('the statement of a holder');

-- No FINAL and no record of destruction evidence of a drill, and no drill report of anything else: refused when it is asked for.
create function handback.kind_fits_exit() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    drill boolean := (select x.kind = 'DRILL' from handback.exit x where x.exit_id = new.exit_id);
begin
    if drill and new.finality = 'FINAL' then
        perform handback.refuse('a drill can have no FINAL certificate');
    elsif drill and new.kind = 'DESTRUCTION' then
        perform handback.refuse('a drill destroys nothing and can have no record of destruction evidence');
    elsif not drill and new.kind = 'DRILL_REPORT' then
        perform handback.refuse('only a drill ends with a drill report');
    end if;
    return new;
end $$;
create trigger kind_fits before insert on handback.certificate_requested
    for each row execute function handback.kind_fits_exit();

-- A certificate is of the kind that was asked for: otherwise it would pass another gate than the one of its kind.
create function handback.certificate_as_requested() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.certificate_requested q where q.request = new.request and q.exit_id = new.exit_id
                   and q.kind = new.kind and q.finality = new.finality) then
        perform handback.refuse(format('certificate %s: request %s of exit %s asks for no %s %s', new.number, new.request, new.exit_id, new.kind, new.finality));
    end if;
    return new;
end $$;
create trigger as_requested before insert on handback.certificate
    for each row execute function handback.certificate_as_requested();

-- Once its report is signed a drill is over: nothing is decided, asked for or begun in it any more. What was begun may end,
-- its vault is read, its packages are built, a refused connection is decided on (it stops every exit), the report can be void.
create function handback.not_once_reported() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id and x.kind = 'DRILL' for update;
    if found and exists (select 1 from handback.drill_reported r where r.exit_id = new.exit_id) then
        perform handback.refuse(format('exit %s is a drill whose report is signed: nothing is written in it any more', new.exit_id));
    end if;
    return new;
end $$;
-- as in V14, but a drill that is reported reaches out to nobody any more: what was filed before asks its gate and ends
create or replace function handback.pause(in_exit text, in_asset text) returns setof handback.finding
    language sql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
select * from handback.standstill(in_exit, in_asset) f where f.code <> 'ON_HOLD'
union all
select 'REPORTED_ALREADY', in_asset, format('report %s was signed by %s at %s', r.number, r.signed_by, r.signed_at)
from handback.drill_reported r where r.exit_id = in_exit $$;

do $$
declare
    name text;
begin
    foreach name in array array['register_row', 'register_agreed', 'authority_proposed', 'authority_decided', 'declaration', 'declaration_answered',
            'dispute_raised', 'exception_asked', 'exception_decided', 'delivery_received', 'delivery_confirmed', 'attempt', 'asset_check',
            'retrieval_decided', 'asset_reopened', 'freeze_attested', 'emergency_declared', 'pass_asked', 'restore_decided', 'placing_asked',
            'certificate_requested', 'certificate', 'dates_moved', 'deadline_answered', 'hold_placed', 'stay_declared', 'party_changed',
            'trigger_changed', 'exit_cancelled', 'counsel_basis', 'destruction_begun', 'clearance', 'probe_begun', 'not_observable',
            'access_revoked', 'residual_opened', 'checklist_item', 'checklist_settled', 'instrument_recorded', 'instrument_withdrawn'] loop
        execute format('create trigger not_reported before insert on handback.%I for each row execute function handback.not_once_reported()', name);
    end loop;
end $$;

revoke execute on function handback.drill_evidence(text, text), handback.drill_outcomes(text), handback.gate_drill_report(text, text, text),
    handback.drill_commands_nobody(), handback.kind_fits_exit(), handback.certificate_as_requested(), handback.not_once_reported() from public;
grant execute on function handback.drill_evidence(text, text) to handback_app;
