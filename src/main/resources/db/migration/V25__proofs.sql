-- Gates over thousands of assets: what was asked of each asset anew is asked once, and what was planned anew with each call keeps its plan.

-- ---------------------------------------------------------------------------------------------------------------
-- Words of evidence

-- A function in SQL that another one calls is planned with every call, which takes ten times as long as running it. In PL/pgSQL it is
-- planned once in a session. The words stay the very same: the body becomes what is returned.
do $do$
declare
    f regprocedure;
    was text;
    changed text;
begin
    foreach f in array array['handback.evidence(text,text)', 'handback.evidence_of_return(text,text)', 'handback.destruction_evidence(text,text)', 'handback.drill_evidence(text,text)',
            'handback.attested(text,text)', 'handback.evidence_of(text,text,text)', 'handback.evidence_digest(text,text)',
            'handback.evidence_digest_of(text,text,text)', 'handback.clearance_digest(text,text)', 'handback.has_instrument(text,text,text)']::regprocedure[] loop
        was := pg_get_functiondef(f);
        changed := replace(replace(replace(was, 'LANGUAGE sql', 'LANGUAGE plpgsql'), 'AS $function$', e'AS $function$begin\nreturn ('),
            '$function$' || e'\n', e'\n); end$function$\n');
        if changed not like e'%LANGUAGE plpgsql%AS $function$begin\nreturn (%\n); end$function$%' then
            raise exception '% is not as this migration expects it', f;
        end if;
        execute changed;
    end loop;
end $do$;

-- ---------------------------------------------------------------------------------------------------------------
-- What is signed and in force

-- Final certificates that are signed, not void and not superseded. certificate_state says the same, and besides whether an unsigned one
-- is stale, for which it reads the evidence of every asset.
create view handback.final_in_force as
select c.exit_id, c.kind, c.number
from handback.certificate c
join handback.certificate_decided s on s.number = c.number and s.decision = 'SIGNED'
where c.finality = 'FINAL'
  and not exists (select 1 from handback.certificate_decided v where v.number = c.number and v.decision = 'VOID')
  and not exists (select 1 from handback.certificate l join handback.certificate_decided d on d.number = l.number and d.decision = 'SIGNED'
                  where l.supersedes = c.number);
grant select on handback.final_in_force to handback_app;
create index on handback.certificate (supersedes) where supersedes is not null;

do $do$
declare
    was text;
    changed text;
begin
    perform set_config('search_path', 'pg_catalog', true);              -- so that the text names schemas
    was := pg_get_viewdef('handback.exit_state'::regclass);
    changed := replace(replace(was, 'handback.certificate_state c_1', 'handback.final_in_force c_1'),
        ' AND (c_1.finality = ''FINAL''::text) AND (c_1.state = ''SIGNED''::text)', '');
    if position('final_in_force' in changed) = 0 or position('SIGNED' in changed) > 0 then
        raise exception 'exit_state is not as this migration expects it: %', was;
    end if;
    execute 'create or replace view handback.exit_state as ' || changed;
    perform set_config('search_path', 'handback', true);
end $do$;

-- ---------------------------------------------------------------------------------------------------------------
-- CLEAR and ORDER

create index on handback.register_row using gin (string_to_array(depends_on, ';')) where depends_on is not null;

-- Assets whose living row names this one among those they depend on.
create function handback.dependents(in_exit text, in_asset text) returns setof text
    language plpgsql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    return query select r.asset from handback.register_row r
        where r.depends_on is not null and string_to_array(r.depends_on, ';') @> array[in_asset] and r.exit_id = in_exit
          and r.version = (select max(n.version) from handback.register_row n where n.exit_id = r.exit_id and n.asset = r.asset)
        order by r.asset;
end $$;

-- as in V16, but asks about dependents only, not about the whole register
create or replace function handback.unsafe(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    d handback.asset_state;
    away handback.finding;
    name text;
    broken record;
begin
    select * into s from handback.asset_state v where v.exit_id = in_exit and v.asset = in_asset;
    if s.asset is null then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
        return;
    end if;
    if s.return_state = 'WITHDRAWN' then
        return next ('ASSET_WITHDRAWN', in_asset, 'withdrawn from the register: ' || s.reason)::handback.finding;
        return;
    end if;
    if not handback.must_be_destroyed(s.disposition) then
        return next ('NOT_TO_BE_DESTROYED', in_asset, format('disposition %s: nothing of it is destroyed', s.disposition))::handback.finding;
    end if;
    if exists (select 1 from handback.asset_not_agreed u where u.exit_id = in_exit and u.asset = in_asset) then
        return next ('ROW_NOT_AGREED', in_asset, 'added after the register was agreed: operations must agree it anew')::handback.finding;
    end if;
    away := handback.not_at_home(in_asset, s.disposition, s.return_state);
    if away is not null then
        return next away;
    end if;
    if s.origin = 'UNDETERMINED' then
        return next ('ORIGIN_UNDETERMINED', in_asset, 'nobody destroys what nobody knows whose it is: correct the register row')::handback.finding;
    end if;
    if s.disputed_by is not null then
        return next ('DISPUTED', in_asset, format('contested by %s: legal settles it first', s.disputed_by))::handback.finding;
    end if;
    if (s.disposition = 'DESTROY_ONLY' or s.origin in ('BACKGROUND_VENDOR', 'THIRD_PARTY', 'JOINT'))
       and not exists (select 1 from handback.counsel_basis b where b.exit_id = in_exit and b.scope ? in_asset) then
        return next ('COUNSEL_BASIS_MISSING', in_asset, format('disposition %s, origin %s: legal records the basis on which it may be destroyed', s.disposition, s.origin))::handback.finding;
    end if;
    select count(*) as files, min(k.result) as result into broken
        from (select distinct on (c.sha256) c.* from handback.fixity_checked c
              where c.exit_id = in_exit and c.asset = in_asset and c.number = s.number order by c.sha256, c.at desc) k where k.result <> 'INTACT';
    if broken.files > 0 then
        return next ('FIXITY_BROKEN', in_asset, format('the vault''s own copy is %s when last read: the holder''s may be the only whole one', broken.result))::handback.finding;
    end if;
    for name in select * from handback.dependents(in_exit, in_asset) loop
        select * into d from handback.asset_state v where v.exit_id = in_exit and v.asset = name;
        if d.return_state not in ('CERTIFIED', 'WITHDRAWN') and d.disposition <> 'DESTROY_ONLY' then
            return next ('DEPENDENT_NOT_CERTIFIED', in_asset, format('%s depends on it and is %s, expected CERTIFIED', name, d.return_state))::handback.finding;
        end if;
    end loop;
    return query select f.code, coalesce(f.asset, in_asset), f.detail from handback.standstill(in_exit, in_asset) f;
end $$;

-- One asset's question at gate CLEAR.
create function handback.clear_findings(in_exit text, in_asset text, state text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if state not in ('NONE', 'RECALLED') then
        return next ('CLEARED_ALREADY', in_asset, format('expected nothing under way, is %s', state))::handback.finding;
    end if;
    return query select * from handback.unsafe(in_exit, in_asset);
end $$;

-- as in V16, but one asset is asked about by a query of its own, whose plan is kept
create or replace function handback.gate_clear(in_exit text, in_asset text) returns setof handback.finding
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
             where t.exit_id = in_exit and handback.must_be_destroyed(t.disposition) and t.state in ('NONE', 'RECALLED') order by t.asset loop
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

-- as in V16, but one asset is asked about by a query of its own, whose plan is kept
create or replace function handback.gate_order(in_exit text, subject text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.order_drawn_up;
    d record;
    any_asset boolean := false;
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

-- ---------------------------------------------------------------------------------------------------------------
-- RETRIEVE

-- as in V14, but each connection is asked about once, not with each asset behind it
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
    if in_asset is null then
        return query
            with stopped as materialized (
                select c.connection, f.code, f.detail, f.n
                from (select distinct v.connection from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and v.connection is not null) c
                cross join lateral handback.connection_findings(in_exit, c.connection) with ordinality f(code, asset, detail, n))
            select coalesce(u.code, s.code), v.asset, coalesce(u.detail, s.detail)
            from handback.asset v
            left join (select n.asset, 'ROW_NOT_AGREED' as code, 'added after the register was agreed: operations must agree it anew' as detail
                       from handback.asset_not_agreed n where n.exit_id = in_exit) u on u.asset = v.asset
            left join stopped s on s.connection = v.connection and u.asset is null and v.disposition <> 'DESTROY_ONLY'
            where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and coalesce(u.code, s.code) is not null
            order by v.asset, s.n;
        return;
    end if;
    select * into r from handback.asset v where v.exit_id = in_exit and v.asset = in_asset;
    if r.asset is null then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
    elsif r.action = 'WITHDRAWN' then
        return next ('ASSET_WITHDRAWN', r.asset, 'withdrawn from the register: ' || r.reason)::handback.finding;
    elsif exists (select 1 from handback.asset_not_agreed u where u.exit_id = in_exit and u.asset = in_asset) then
        return next ('ROW_NOT_AGREED', r.asset, 'added after the register was agreed: operations must agree it anew')::handback.finding;
    elsif r.connection is not null and r.disposition <> 'DESTROY_ONLY' then
        return query select f.code, r.asset, f.detail from handback.connection_findings(in_exit, r.connection) f;
    end if;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- ACCEPT

-- One asset's question at gate ACCEPT.
create function handback.accept_findings(in_exit text, d handback.destruction_state, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if d.attestation is null then
        return next ('NOT_ATTESTED', d.asset, format('the holder has not attested it; its state is %s', d.state))::handback.finding;
        return;
    end if;
    if d.accepted is not distinct from d.attestation and d.state <> 'CONTRADICTED' then
        return next ('ALREADY_DECIDED', d.asset, format('attestation %s is accepted already: %s', d.attestation, d.outcome))::handback.finding;
        return;
    end if;
    if not exists (select 1 from handback.exception_state e where e.exit_id = in_exit and e.asset = d.asset and e.purpose = 'GAPS'
                   and e.state = 'APPROVED' and (select q.attestation from handback.exception_asked q where q.fact = e.asked) = d.attestation) then
        return query select * from handback.attestation_gaps(d.attestation, d.asset);
    else -- two may bear a letter that says too little, not one that says the contrary or speaks of something else
        return query select * from handback.attestation_gaps(d.attestation, d.asset) g
            where g.code in ('NOT_ERASED', 'NOT_REGISTERED', 'NOT_ATTESTED', 'OUTSIDE_ORDER');
    end if;
    if d.state = 'CONTRADICTED' then
        return next ('PROBE_CONTRADICTS', d.asset, format('something of it answers, or legal called attestation %s contradicted: the holder must attest anew', d.attestation))::handback.finding;
    elsif d.probe_result is null and not exists (select 1 from handback.not_observable n where n.exit_id = in_exit and n.asset = d.asset) then
        return next ('NOT_PROBED', d.asset, format('nobody looked since attestation %s; or legal records why nothing can be observed', d.attestation))::handback.finding;
    end if;
    if handback.identity_of((select coalesce(l.actor, t.actor) from handback.attestation t
            left join handback.attestation_link l on l.link = t.link where t.attestation = d.attestation)) = handback.identity_of(who) then
        return next ('ACCEPTER_RECORDED', d.asset, format('%s recorded attestation %s, or gave the holder its link, and cannot accept it', who, d.attestation))::handback.finding;
    end if;
    return query select f.code, coalesce(f.asset, d.asset), f.detail from handback.standstill(in_exit, d.asset) f;
end $$;

-- as in V16, but one asset is asked about by a query of its own, whose plan is kept
create or replace function handback.gate_accept(in_exit text, in_asset text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.destruction_state;
begin
    if in_asset is not null then
        select * into d from handback.destruction_state t where t.exit_id = in_exit and t.asset = in_asset;
        if d.asset is null then
            return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
        else
            return query select * from handback.accept_findings(in_exit, d, who);
        end if;
        return;
    end if;
    for d in select * from handback.destruction_state t where t.exit_id = in_exit and handback.must_be_destroyed(t.disposition)
             and t.state not in ('EVIDENCE_ACCEPTED', 'TAIL', 'UNATTESTED', 'ERASED_WITHOUT_INSTRUCTION') order by t.asset loop
        return query select * from handback.accept_findings(in_exit, d, who);
    end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- SIGN_DESTRUCTION and CLOSE

-- Whether the destruction of what stands so is done, by its disposition: the rule of destruction_done, for one or for thousands.
create function handback.not_done(d handback.destruction_state, returned text) returns handback.finding
    language plpgsql stable set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not handback.must_be_destroyed(d.disposition) then
        return null;
    end if;
    if d.state = 'CONTRADICTED' then
        return ('DESTRUCTION_CONTRADICTED', d.asset, 'something of it still answers, or legal called the attestation contradicted')::handback.finding;
    end if;
    if d.state not in ('EVIDENCE_ACCEPTED', 'TAIL', 'UNATTESTED', 'ERASED_WITHOUT_INSTRUCTION') and coalesce(d.outcome, '') <> 'TAIL' then
        return ('DESTRUCTION_NOT_DONE', d.asset, format('expected accepted evidence, a tail or an exception, is %s', d.state))::handback.finding;
    end if;
    if d.disposition = 'RETURN_THEN_DESTROY' and returned not in ('CERTIFIED', 'EXCEPTED') then
        return ('NOT_CERTIFIED', d.asset, format('destroyed, but its return is %s', returned))::handback.finding;
    end if;
    return null;
end $$;

-- as in V16, by the rule above
create or replace function handback.destruction_done(in_exit text, in_asset text) returns handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.destruction_state;
begin
    select * into d from handback.destruction_state t where t.exit_id = in_exit and t.asset = in_asset;
    if d.asset is null then
        if exists (select 1 from handback.asset v where v.exit_id = in_exit and v.asset = in_asset) then
            return null;
        end if;
        return ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
    end if;
    return handback.not_done(d, (select s.return_state from handback.asset_state s where s.exit_id = in_exit and s.asset = in_asset));
end $$;

-- as in V17, but the register is read once
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
        elsif not r.of_scope and not exists (select 1 from handback.certified c where c.exit_id = in_exit and c.asset = r.asset and c.kind = 'DESTRUCTION') then
            return next ('NOT_IN_SCOPE', r.asset, 'a FINAL covers everything that is to be destroyed: this asset is neither in its scope nor certified already')::handback.finding;
        end if;
    end loop;
    if seen < cardinality(scope) then
        return query select (x.f).* from (select handback.destruction_done(in_exit, a) as f from unnest(scope) a
            where not exists (select 1 from handback.asset v where v.exit_id = in_exit and v.asset = a and v.action <> 'WITHDRAWN')) x where x.f is not null;
    end if;
end $$;

-- Gate CLOSE asks the rule above and what is signed by the view above.
do $do$
declare
    was text := pg_get_functiondef('handback.gate_close(text,text)'::regprocedure);
    changed text := was;
    part text[];
begin
    foreach part slice 1 in array array[
            array['from handback.certificate_state c where c.exit_id = in_exit and c.kind = ''ASSET_RETURN''
                   and c.finality = ''FINAL'' and c.state = ''SIGNED'')', 'from handback.final_in_force c where c.exit_id = in_exit and c.kind = ''ASSET_RETURN'')'],
            array['from handback.certificate_state c
            where c.exit_id = in_exit and c.kind = ''DESTRUCTION'' and c.finality = ''FINAL'' and c.state = ''SIGNED'')',
                  'from handback.final_in_force c
            where c.exit_id = in_exit and c.kind = ''DESTRUCTION'')'],
            array['    d handback.destruction_state;
', '    d handback.destruction_state;
    line record;
'],
            array['for d in select * from handback.destruction_state t where t.exit_id = in_exit and (handback.must_be_destroyed(t.disposition)
                 or exists (select 1 from handback.dispute p where p.exit_id = in_exit and p.asset = t.asset and p.settled_at is null))
             order by t.asset loop',
                  'for line in select t as state, s.return_state from handback.destruction_state t join handback.asset_state s on s.exit_id = t.exit_id and s.asset = t.asset
             where t.exit_id = in_exit and (handback.must_be_destroyed(t.disposition) or s.disputed_by is not null)
             order by t.asset loop
        d := line.state;'],
            array['handback.destruction_done(in_exit, d.asset)', 'handback.not_done(d, line.return_state)']] loop
        if position(part[1] in changed) = 0 then
            raise exception 'gate_close is not as this migration expects it: %', part[1];
        end if;
        changed := replace(changed, part[1], part[2]);
    end loop;
    execute changed;
end $do$;

revoke execute on function handback.dependents(text, text), handback.clear_findings(text, text, text),
    handback.accept_findings(text, handback.destruction_state, text), handback.not_done(handback.destruction_state, text) from public;

-- ---------------------------------------------------------------------------------------------------------------
-- Recalls as documents

-- The sealed word to a holder that an order it has is recalled: bound to the sealed order by its digest, with what is to be done and by
-- when. It never says why a hold was placed.
create table handback.recall_notice (
    recall               text primary key references handback.destruction_recalled,
    fact                 uuid not null unique,
    actor                text not null,
    at                   timestamptz not null,
    exit_id              text not null references handback.exit,
    addressee            text not null check (length(addressee) between 1 and 600),
    order_sealed_sha256  text not null check (order_sealed_sha256 ~ '^[0-9a-f]{64}$'),
    confirm_by           date not null,
    pdf_sha256           text not null check (pdf_sha256 ~ '^[0-9a-f]{64}$'),        -- as it was drawn
    facts_sha256         text not null check (facts_sha256 ~ '^[0-9a-f]{64}$'),      -- the same as JSON
    sealed_sha256        text not null check (sealed_sha256 ~ '^[0-9a-f]{64}$')      -- as the vault holds it
);
call handback.fact_table('handback.recall_notice', 'system');

-- Of a recall of its exit that a holder must be told of, and of the very order that it recalls.
create function handback.recall_notice_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.destruction_recalled;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into r from handback.destruction_recalled v where v.recall = new.recall;
    if r.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('this exit has no recall %s', new.recall));
    end if;
    if not r.served then
        perform handback.refuse(format('recall %s: the order was never served, so nobody has to be told', new.recall));
    end if;
    if not exists (select 1 from handback.destruction_order o where o.number = r.number and o.sealed_sha256 = new.order_sealed_sha256) then
        perform handback.refuse(format('recall %s: order %s was not sealed as %s', new.recall, r.number, new.order_sealed_sha256));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.recall_notice
    for each row execute function handback.recall_notice_fits();

-- Service of a recall is service of its document; a call beforehand is a note of that service.
create function handback.recall_is_sealed() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.recall_notice n where n.recall = new.recall) then
        perform handback.refuse(format('the document of recall %s is not sealed yet: call the holder now, and serve the document as soon as it is there', new.recall));
    end if;
    return new;
end $$;
create trigger sealed before insert on handback.recall_served
    for each row execute function handback.recall_is_sealed();

revoke execute on function handback.recall_notice_fits(), handback.recall_is_sealed() from public;
