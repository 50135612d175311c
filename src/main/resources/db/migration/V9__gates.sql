-- Gates: each rule is written once, here; screens ask, guards enforce. Empty means open.

create type handback.finding as (code text, asset text, detail text);

-- Accounts that took part in an asset's evidence and so may not sign it, by person (design: gate SIGN_RETURN).
create view handback.took_part as
select exit_id, asset, actor, 'checked' as part from handback.asset_check
union
select exit_id, asset, actor, 'confirmed as empty' from handback.retrieval_decided where decision = 'CONFIRM_EMPTY'
union
select exit_id, asset, actor, 'received' from handback.delivery_received
union
select exit_id, asset, actor, 'confirmed the delivery of' from handback.delivery_confirmed;
grant select on handback.took_part to handback_app;

create function handback.gate_retrieve(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.asset;
    a handback.authority;
    today date;
begin
    if not exists (select 1 from handback.register_agreed g where g.exit_id = in_exit) then
        return next ('REGISTER_NOT_AGREED', null, 'operations have not agreed the asset register yet')::handback.finding;
        return;
    end if;
    select (handback.now() at time zone x.place)::date into today from handback.exit x where x.exit_id = in_exit;
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
        select * into a from handback.authority h where h.exit_id = in_exit and h.connection = r.connection;
        if a.proposal is null then
            return next ('AUTHORITY_MISSING', r.asset, format('no authority is recorded for connection %s; operations propose it', r.connection))::handback.finding;
        elsif a.state = 'PROPOSED' then
            return next ('AUTHORITY_NOT_CONFIRMED', r.asset, format('the authority for connection %s waits for legal', r.connection))::handback.finding;
        elsif a.state <> 'CONFIRMED' then
            return next ('AUTHORITY_' || a.state, r.asset, format('legal: %s; connection %s', coalesce(nullif(a.reason, ''), lower(a.state)), r.connection))::handback.finding;
        elsif a.until < today then
            return next ('AUTHORITY_EXPIRED', r.asset, format('the authority for connection %s ended on %s, today is %s', r.connection, a.until, today))::handback.finding;
        end if;
        if exists (select 1 from handback.connection_stop s where s.connection = r.connection) then
            return next ('CONNECTION_STOPPED', r.asset, format('connection %s was refused by the holder and is stopped until legal says on what basis we go on', r.connection))::handback.finding;
        end if;
    end loop;
end $$;

create function handback.gate_check(in_exit text, in_asset text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
begin
    for s in select * from handback.asset_state v where v.exit_id = in_exit and (in_asset is null or v.asset = in_asset)
             order by v.asset loop
        if in_asset is null then
            if s.connection is null and s.disposition <> 'DESTROY_ONLY' and s.return_state not in ('CHECKED', 'CERTIFIED', 'EXCEPTED', 'WITHDRAWN')
               and (select count(distinct handback.identity_of(m.person)) from handback.membership m where m.grp = 'engineering') < 3 then
                return next ('NO_ELIGIBLE_CHECKER', s.asset, 'what comes by hand needs three persons of engineering: who receives it, who confirms it, who checks it')::handback.finding;
            end if;
            if s.return_state in ('REGISTERED', 'COLLECTING', 'RECEIVED', 'NEEDS_DECISION', 'REOPENED') and s.disposition <> 'DESTROY_ONLY' then
                return next ('NOT_VERIFIED', s.asset, 'state ' || s.return_state || coalesce(', outcome ' || s.outcome, ''))::handback.finding;
            end if;
            continue;
        end if;
        if s.return_state <> 'VERIFIED' then
            return next ('NOT_VERIFIED', s.asset, format('expected state VERIFIED, is %s%s', s.return_state, coalesce(', outcome ' || s.outcome, '')))::handback.finding;
        end if;
        if not handback.member_of(who, 'engineering') then
            return next ('CHECKER_NOT_ENGINEERING', s.asset, format('%s is no member of engineering', coalesce(who, 'nobody')))::handback.finding;
        end if;
        if handback.identity_of(s.emptiness_confirmed_by) = handback.identity_of(who) then
            return next ('CHECKER_CONFIRMED', s.asset, format('%s confirmed the asset as empty and cannot also check it', who))::handback.finding;
        end if;
        if handback.identity_of(who) in (handback.identity_of(s.received_by), handback.identity_of(s.confirmed_by)) then
            return next ('CHECKER_RECEIVED', s.asset, format('%s received or confirmed the delivery of this asset and cannot also check it', who))::handback.finding;
        end if;
    end loop;
    if in_asset is not null and not found then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
    end if;
end $$;

-- Is the return part of this asset done, or ready to be certified? Null when it is; otherwise why not.
create function handback.not_ready(s handback.asset_state) returns handback.finding
    language sql stable set search_path = pg_catalog, handback, pg_temp as $$
select case
    when s.return_state in ('CHECKED', 'CERTIFIED', 'EXCEPTED') then null
    when s.return_state = 'WITHDRAWN' then ('ASSET_WITHDRAWN', s.asset, 'withdrawn from the register')::handback.finding
    when s.disposition = 'DESTROY_ONLY' then null
    when s.disposition in ('ASSIGN', 'LICENSE', 'NOVATE') and s.number is null then
        ('INSTRUMENT_MISSING', s.asset, 'disposition ' || s.disposition || ' needs its instrument recorded, which this version cannot; ask for an exception')::handback.finding
    when s.return_state = 'NEEDS_DECISION' then
        ('ASSET_NEEDS_DECISION', s.asset, format('attempt %s ended %s: retry, or ask for an exception', s.number, s.outcome))::handback.finding
    when s.return_state = 'RECEIVED' then ('DELIVERY_NOT_CONFIRMED', s.asset, 'a second person of engineering has not confirmed the delivery yet')::handback.finding
    when s.return_state = 'VERIFIED' then ('ASSET_NOT_CHECKED', s.asset, 'an engineer has not checked it yet')::handback.finding
    else ('ASSET_NOT_READY', s.asset, 'expected CHECKED or EXCEPTED, is ' || s.return_state)::handback.finding end $$;

-- What stands against a FINAL over the whole register, apart from the scope given (assets certified by this signature).
create function handback.gate_final(in_exit text, scope text[]) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    f handback.finding;
    any_asset boolean := false;
begin
    if (select x.kind from handback.exit x where x.exit_id = in_exit) = 'DRILL' then
        return next ('DRILL_NO_FINAL', null, 'a drill can have no FINAL certificate')::handback.finding;
    end if;
    if not exists (select 1 from handback.register_agreed g where g.exit_id = in_exit) then
        return next ('REGISTER_NOT_AGREED', null, 'operations have not agreed the asset register yet')::handback.finding;
    end if;
    for s in select * from handback.asset_state v where v.exit_id = in_exit and v.return_state <> 'WITHDRAWN' order by v.asset loop
        any_asset := true;
        if exists (select 1 from handback.asset_not_agreed u where u.exit_id = in_exit and u.asset = s.asset) then
            return next ('ROW_NOT_AGREED', s.asset, 'added after the register was agreed: operations must agree it anew')::handback.finding;
        end if;
        f := handback.not_ready(s);
        if f is not null and not (s.asset = any (scope)) then
            return next f;
        elsif f is null and not (s.asset = any (scope)) and s.return_state <> 'CERTIFIED'
              and not exists (select 1 from handback.certified c where c.exit_id = in_exit and c.asset = s.asset and c.kind = 'ASSET_RETURN'
                              and s.return_state = 'EXCEPTED') and s.disposition <> 'DESTROY_ONLY' then
            return next ('NOT_IN_SCOPE', s.asset, 'a FINAL covers the whole register: this asset is neither in its scope nor certified already')::handback.finding;
        end if;
        if s.disputed_by is not null and s.return_state <> 'EXCEPTED' then
            return next ('DISPUTED', s.asset, format('contested by %s: legal settles it, or the asset is excepted', s.disputed_by))::handback.finding;
        end if;
        if s.origin = 'UNDETERMINED' then
            return next ('ORIGIN_UNDETERMINED', s.asset, 'a FINAL needs every origin determined: correct the register row')::handback.finding;
        end if;
    end loop;
    return query select 'DECLARED_NOT_REGISTERED'::text, null::text,
               format('the vendor declares "%s" (row %s%s): register it, name the asset that it is, or say why it is out of scope',
                      left(r.title, 100), r.ordinal, coalesce(', ' || left(r.locator, 200), ''))
        from handback.declared(in_exit) r where r.matched is null and r.answer is null order by r.ordinal;
    if not any_asset then
        return next ('EMPTY_SCOPE', null, 'the register has no asset: an empty set is not complete')::handback.finding;
    end if;
end $$;

create function handback.gate_signer(in_exit text, scope text[], who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    t record;
begin
    if not handback.member_of(who, 'legal') then
        return next ('SIGNER_NOT_LEGAL', null, format('%s is no member of legal', coalesce(who, 'nobody')))::handback.finding;
    end if;
    for t in select p.asset, p.actor, string_agg(distinct p.part, ', ') as parts from handback.took_part p
             where p.exit_id = in_exit and p.asset = any (scope) and handback.identity_of(p.actor) = handback.identity_of(who)
             group by p.asset, p.actor order by p.asset loop
        return next ('SIGNER_TOOK_PART', t.asset, format('%s %s this asset as %s and cannot sign for it', who, t.parts, t.actor))::handback.finding;
    end loop;
end $$;

-- What stands against certifying these assets as returned: each done, the vault's bytes re-read, a FINAL whole.
create function handback.gate_scope(in_exit text, kind text, finality text, scope text[]) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    name text;
    s handback.asset_state;
    f handback.finding;
    fix handback.fixity_checked;
    fixity_window interval := '24 hours';
begin
    if coalesce(cardinality(scope), 0) = 0 then
        return next ('EMPTY_SCOPE', null, 'the certificate names no asset: an empty set is not complete')::handback.finding;
        return;
    end if;
    foreach name in array scope loop
        s := null;
        select * into s from handback.asset_state v where v.exit_id = in_exit and v.asset = name;
        if s.asset is null then
            return next ('NO_SUCH_ASSET', name, 'the register of this exit has no such asset')::handback.finding;
            continue;
        end if;
        continue when kind <> 'ASSET_RETURN';
        f := handback.not_ready(s);
        if f is not null then
            return next f;
        end if;
        if s.holding_sha256 is not null and s.return_state <> 'EXCEPTED' then
            fix := null;
            select * into fix from handback.fixity_checked k
                where k.exit_id = in_exit and k.asset = name and k.sha256 = s.holding_sha256 order by k.at desc limit 1;
            if fix.fact is null or fix.at < handback.now() - fixity_window then
                return next ('FIXITY_NOT_RECENT', name, format('the vault''s bytes must have been re-read within %s; last: %s', fixity_window,
                    coalesce(fix.at::text, 'never')))::handback.finding;
            elsif fix.result <> 'INTACT' then
                return next ('FIXITY_BROKEN', name, case
                    when jsonb_array_length(fix.broken) = 0 then format('the vault''s bytes are %s: expected %s, actual %s', fix.result, fix.sha256, coalesce(fix.actual, 'nothing'))
                    else format('the vault''s bytes of %s objects were read, of these are broken: %s', fix.files, fix.broken) end)::handback.finding;
            end if;
            -- every other file of the holding: the newest reading of each counts
            return query select 'FIXITY_BROKEN'::text, name, format('%s of the vault''s files are broken: expected %s, actual %s %s', count(*),
                       min(k.sha256), min(k.result), coalesce(min(k.actual), 'nothing'))
                from (select distinct on (c.sha256) c.* from handback.fixity_checked c
                      where c.exit_id = in_exit and c.asset = name and c.number = s.number order by c.sha256, c.at desc) k
                where k.result <> 'INTACT' and k.sha256 <> s.holding_sha256
                having count(*) > 0;
        end if;
    end loop;
    if kind = 'ASSET_RETURN' and finality = 'FINAL' then
        return query select * from handback.gate_final(in_exit, scope);
    end if;
end $$;

-- subject: a certificate's number, or a request that is not drawn up yet (then without the signer); null asks what
-- stands against a FINAL of the whole register now.
create function handback.gate_sign_return(in_exit text, subject text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    c handback.certificate;
    q handback.certificate_requested;
    ca record;
    scope text[];
begin
    if subject is null then
        return query select * from handback.gate_final(in_exit, '{}') g where g.code <> 'NOT_IN_SCOPE';
        if not exists (select 1 from handback.membership m where m.grp = 'legal' and not exists (
                select 1 from handback.took_part p where p.exit_id = in_exit
                and handback.identity_of(p.actor) = handback.identity_of(m.person))) then
            return next ('NO_ELIGIBLE_SIGNER', null, 'nobody in legal may sign for the whole register: there is none, or each took part')::handback.finding;
        end if;
        return;
    end if;
    select * into q from handback.certificate_requested r where r.request = subject and r.exit_id = in_exit;
    if q.fact is not null then
        return query select * from handback.gate_scope(in_exit, q.kind, q.finality, array(select jsonb_array_elements_text(q.scope)));
        return;
    end if;
    select * into c from handback.certificate k where k.number = subject and k.exit_id = in_exit;
    if c.number is null then
        return next ('NO_SUCH_CERTIFICATE', null, 'this exit has no certificate ' || subject)::handback.finding;
        return;
    end if;
    if exists (select 1 from handback.certificate_decided d where d.number = subject) then
        return next ('ALREADY_DECIDED', null, format('certificate %s is decided already; draw up a new one', subject))::handback.finding;
    end if;
    for ca in select * from handback.certificate_asset a where a.number = subject order by a.ordinal loop
        if ca.evidence_digest is distinct from handback.evidence_digest(in_exit, ca.asset) then
            return next ('EVIDENCE_CHANGED', ca.asset, format('drawn up with evidence %s, now %s: draw up anew',
                left(ca.evidence_digest, 12), left(handback.evidence_digest(in_exit, ca.asset), 12)))::handback.finding;
        end if;
        scope := scope || ca.asset;
    end loop;
    return query select * from handback.gate_scope(in_exit, c.kind, c.finality, scope);
    return query select * from handback.gate_signer(in_exit, scope, who);
end $$;

-- subject: the fact of what was asked, or null for everything of the exit that waits.
create function handback.gate_exception(in_exit text, in_asked text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    e handback.exception_state;
    d record;
begin
    if in_asked is null then
        for e in select * from handback.exception_state v where v.exit_id = in_exit and v.state = 'ASKED' order by v.asset loop
            return next ('EXCEPTION_WAITS', e.asset, format('asked by %s, approved by %s of 2', e.asked_by, e.approvals))::handback.finding;
        end loop;
        return;
    end if;
    select * into e from handback.exception_state v where v.exit_id = in_exit and v.asked::text = in_asked;
    if e.asked is null then
        return next ('NO_SUCH_EXCEPTION', null, 'nothing of this kind was asked in this exit')::handback.finding;
        return;
    end if;
    if e.state <> 'ASKED' then
        return next ('ALREADY_DECIDED', e.asset, 'this exception is ' || lower(e.state) || ' already')::handback.finding;
    end if;
    if handback.identity_of(e.asked_by) = handback.identity_of(who) then
        return next ('ASKER_APPROVES', e.asset, format('%s asked for this exception (as %s) and cannot approve it', who, e.asked_by))::handback.finding;
    end if;
    for d in select x.actor from handback.exception_decided x where x.asked = e.asked and x.decision = 'APPROVED' loop
        if handback.identity_of(d.actor) = handback.identity_of(who) then
            return next ('APPROVED_TWICE', e.asset, format('%s approved it already (as %s); another person must', who, d.actor))::handback.finding;
        end if;
        if not handback.member_of(d.actor, 'legal') and not handback.member_of(who, 'legal') then
            return next ('LEGAL_MISSING', e.asset, 'one of the two who approve must be of legal')::handback.finding;
        end if;
    end loop;
end $$;

create function handback.gate_findings(in_exit text, gate text, subject text) returns setof handback.finding
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
        else raise exception using errcode = 'HB004', message = 'no such gate: ' || coalesce(gate, '(none)');
    end case;
end $$;

-- The last defence: the insert that records a decision asks its own gate, under the exit's lock.
-- VOLATILE, so that each statement inside sees what others committed meanwhile; arguments: gate, the column with the subject.
create function handback.guard() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    f jsonb;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception using errcode = 'HB003', message = 'guards need READ COMMITTED, this transaction is ' || current_setting('transaction_isolation');
    end if;
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.hold_memberships();
    select jsonb_agg(to_jsonb(g)) into f from handback.gate_findings(new.exit_id, tg_argv[0], to_jsonb(new) ->> tg_argv[1]) g;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate ' || tg_argv[0] || ' is shut', detail = f::text;
    end if;
    return new;
end $$;

-- For commands that ask first and record later in the same transaction: the same lock the guards take.
create function handback.lock_exit(in_exit text) returns text
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = in_exit for update;
    return in_exit;
end $$;

create trigger guard before insert on handback.attempt
    for each row execute function handback.guard('RETRIEVE', 'asset');
create trigger guard before insert on handback.delivery_received
    for each row execute function handback.guard('RETRIEVE', 'asset');
create trigger guard before insert on handback.asset_check
    for each row when (new.decision = 'PASS') execute function handback.guard('CHECK', 'asset');
create trigger guard before insert on handback.exception_decided
    for each row when (new.decision = 'APPROVED') execute function handback.guard('EXCEPTION', 'asked');
create trigger guard before insert on handback.certificate_decided
    for each row when (new.decision = 'SIGNED') execute function handback.guard('SIGN_RETURN', 'number');

-- What remains: each says in one sentence what it refuses.
create function handback.refuse(text) returns void language plpgsql as $$
begin
    raise exception using errcode = 'HB004', message = $1;
end $$;

-- A check is of the attempt that counts now; what was shown is what is recorded.
create function handback.check_is_of_what_counts() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_now;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.hold_memberships();
    if not handback.member_of(current_setting('handback.actor', true), 'engineering') then
        raise exception using errcode = 'HB002', message = format('%s is no member of engineering', current_setting('handback.actor', true));
    end if;
    select * into s from handback.asset_now v where v.exit_id = new.exit_id and v.asset = new.asset;
    if s.number is distinct from new.number or s.content_digest is distinct from new.content_digest then
        perform handback.refuse(format('asset %s: the check is of attempt %s (%s), but attempt %s (%s) counts now', new.asset,
            new.number, left(new.content_digest, 12), s.number, left(s.content_digest, 12)));
    end if;
    return new;
end $$;
create trigger of_what_counts before insert on handback.asset_check
    for each row execute function handback.check_is_of_what_counts();

-- Whether the vault may hold anything of an asset: what an attempt kept, a delivery, or what a running attempt copies.
create function handback.is_held(in_exit text, in_asset text) returns boolean
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select exists (select 1 from handback.delivery_received d where d.exit_id = in_exit and d.asset = in_asset)
    or exists (select 1 from work.bucket_object b where b.exit_id = in_exit and b.asset = in_asset and b.sha256 is not null)
    or exists (select 1 from handback.attempt a left join handback.attempt_ended e using (exit_id, asset, number)
               where a.exit_id = in_exit and a.asset = in_asset
                 and (e.bundle_sha256 is not null or e.manifest_sha256 is not null or e.held <> '[]'
                      or (e.fact is null and a.number = (select max(l.number) from handback.attempt l where l.exit_id = in_exit and l.asset = in_asset)))) $$;

-- A decision about a retrieval must fit its outcome; going on after a refusal is legal's.
create function handback.decision_fits_outcome() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_now;
    who text := current_setting('handback.actor', true);
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.asset_now v where v.exit_id = new.exit_id and v.asset = new.asset;
    if s.number is distinct from new.number then
        perform handback.refuse(format('asset %s: the decision is about attempt %s, but attempt %s counts now', new.asset, new.number, s.number));
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
    if s.outcome = 'VERIFIED' then
        perform handback.refuse(format('asset %s is VERIFIED: there is nothing to decide', new.asset));
    end if;
    if new.decision in ('RESUME', 'ONE_BY_ONE') and not handback.member_of(who, 'legal') then
        raise exception using errcode = 'HB002', message = format('%s is no member of legal; on a refused connection legal decides', who);
    end if;
    return new;
end $$;
create trigger fits_outcome before insert on handback.retrieval_decided
    for each row execute function handback.decision_fits_outcome();

-- One delivery at a time, of an asset that comes by hand and of which nothing is held that counts.
create function handback.delivery_is_due() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    last int;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.asset_state v where v.exit_id = new.exit_id and v.asset = new.asset;
    if s.connection is not null then
        perform handback.refuse(format('asset %s is fetched over connection %s and does not come by hand', new.asset, s.connection));
    end if;
    select coalesce(max(d.delivery), 0) into last from handback.delivery_received d where d.exit_id = new.exit_id and d.asset = new.asset;
    if new.delivery <> last + 1 then
        perform handback.refuse(format('asset %s: expected delivery %s, is %s (somebody else received it meanwhile)', new.asset, last + 1, new.delivery));
    end if;
    if s.return_state not in ('REGISTERED', 'REOPENED', 'NEEDS_DECISION')
       or last > coalesce((select max(a.delivery) from handback.attempt a join handback.attempt_ended e using (exit_id, asset, number)
                           where a.exit_id = new.exit_id and a.asset = new.asset), 0) then
        perform handback.refuse(format('asset %s: delivery %s is there already, state %s', new.asset, last, s.return_state));
    end if;
    if new.received_on > (select (handback.now() at time zone x.place)::date + 1 from handback.exit x where x.exit_id = new.exit_id) then
        perform handback.refuse(format('asset %s: received on %s, which is not yet', new.asset, new.received_on));
    end if;
    return new;
end $$;
create trigger is_due before insert on handback.delivery_received
    for each row execute function handback.delivery_is_due();

-- Two persons: who received it cannot confirm it, by whatever account; what was shown is what is confirmed.
create function handback.delivery_confirmation_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_now;
    who text := current_setting('handback.actor', true);
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into s from handback.asset_now v where v.exit_id = new.exit_id and v.asset = new.asset;
    if handback.identity_of(s.received_by) = handback.identity_of(who) then
        raise exception using errcode = 'HB002',
            message = format('%s received delivery %s of asset %s (as %s): a second person must confirm or reject it', who, s.delivery, new.asset, s.received_by);
    end if;
    if (s.number, s.delivery, s.content_digest) is distinct from (new.number, new.delivery, new.content_digest) or s.outcome <> 'RECEIVED' then
        perform handback.refuse(format('asset %s: confirmed is attempt %s (%s), but attempt %s (%s, %s) counts now', new.asset,
            new.number, left(new.content_digest, 12), s.number, left(s.content_digest, 12), s.outcome));
    end if;
    if new.decision = 'CONFIRM' and length(btrim(new.reason)) < 3 and exists (select 1 from handback.delivery_received d
            where d.exit_id = new.exit_id and d.asset = new.asset and d.delivery = new.delivery and d.seal = 'BROKEN') then
        perform handback.refuse(format('asset %s: the seal was broken; say why the delivery is confirmed all the same', new.asset));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.delivery_confirmed
    for each row execute function handback.delivery_confirmation_fits();

-- An attempt by hand reads the newest delivery; what ends as RECEIVED is one, and what is fetched is none.
create function handback.attempt_is_of_the_delivery() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if new.delivery is distinct from (select max(d.delivery) from handback.delivery_received d
                                      where d.exit_id = new.exit_id and d.asset = new.asset) and new.connection is null then
        perform handback.refuse(format('asset %s: delivery %s is not the newest one', new.asset, new.delivery));
    end if;
    if (new.connection is null) <> (select v.connection is null from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset) then
        perform handback.refuse(format('asset %s: %s', new.asset,
            case when new.connection is null then 'it is fetched and does not come by hand' else 'it comes by hand and is not fetched' end));
    end if;
    return new;
end $$;
create trigger of_the_delivery before insert on handback.attempt
    for each row execute function handback.attempt_is_of_the_delivery();

create function handback.outcome_fits_attempt() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if new.outcome in ('RECEIVED', 'VERIFIED') and (new.outcome = 'RECEIVED') <> (select a.delivery is not null from handback.attempt a
            where a.exit_id = new.exit_id and a.asset = new.asset and a.number = new.number) then
        perform handback.refuse(format('asset %s, attempt %s: %s', new.asset, new.number,
            case when new.outcome = 'RECEIVED' then 'what was fetched cannot end as RECEIVED'
                 else 'what came by hand is VERIFIED by a second person only' end));
    end if;
    return new;
end $$;
create trigger fits_attempt before insert on handback.attempt_ended
    for each row execute function handback.outcome_fits_attempt();

-- The register: corrected while nothing is held, withdrawn while nothing is held, versions without a gap.
create function handback.register_in_order() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.asset;
    tried boolean;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into r from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset;
    if new.version <> coalesce(r.version, 0) + 1 then
        perform handback.refuse(format('asset %s: expected version %s, is %s (somebody else changed it meanwhile)', new.asset, coalesce(r.version, 0) + 1, new.version));
    end if;
    if (new.action = 'ADDED') <> (r.asset is null or r.action = 'WITHDRAWN') then
        perform handback.refuse(format('asset %s: cannot be %s, it is %s', new.asset, lower(new.action), coalesce(lower(r.action), 'not registered')));
    end if;
    select 1 + coalesce(max(g.version), 0) into new.agreement from handback.register_agreed g where g.exit_id = new.exit_id;
    if new.action = 'ADDED' and exists (select 1 from handback.certified c where c.exit_id = new.exit_id and c.kind = 'ASSET_RETURN' and c.finality = 'FINAL') then
        perform handback.refuse(format('asset %s: the FINAL certificate over the whole register is signed; make it void before the register grows', new.asset));
    end if;
    if new.action = 'WITHDRAWN' and handback.is_held(new.exit_id, new.asset) then
        perform handback.refuse(format('asset %s: something of it is held, so it cannot be withdrawn; ask for an exception', new.asset));
    end if;
    tried := exists (select 1 from handback.attempt a where a.exit_id = new.exit_id and a.asset = new.asset)
             or exists (select 1 from handback.delivery_received d where d.exit_id = new.exit_id and d.asset = new.asset);
    if new.action = 'CORRECTED' and tried and new.disposition is distinct from r.disposition then
        perform handback.refuse(format('asset %s: something of it was retrieved already, so its disposition stays %s', new.asset, r.disposition));
    end if;
    if new.action = 'CORRECTED' and tried and (new.kind, new.connection, new.locator) is distinct from (r.kind, r.connection, r.locator)
       and coalesce((select d.decision from handback.retrieval_decided d where d.exit_id = new.exit_id and d.asset = new.asset
                     and d.number = (select max(a.number) from handback.attempt a where a.exit_id = new.exit_id and a.asset = new.asset)
                     order by d.at desc limit 1), '') <> 'OTHER_SOURCE' then
        perform handback.refuse(format('asset %s: something of it was retrieved already, so its kind, connection and locator stay, unless engineering decides on another source', new.asset));
    end if;
    if new.action = 'CORRECTED' and (new.connection, new.locator) is distinct from (r.connection, r.locator) then
        -- what a killed attempt left of the old source is nothing to go on from
        delete from work.bucket_object b where b.exit_id = new.exit_id and b.asset = new.asset;
        delete from work.bucket_listing b where b.exit_id = new.exit_id and b.asset = new.asset;
    end if;
    return new;
end $$;
create trigger in_order before insert on handback.register_row
    for each row execute function handback.register_in_order();

-- A freeze is of a connection that some asset of the exit is fetched over, and not in the future.
create function handback.freeze_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.connection = new.connection) then
        perform handback.refuse(format('no asset of this exit is fetched over connection %s', new.connection));
    end if;
    if new.since > (select (handback.now() at time zone x.place)::date + 1 from handback.exit x where x.exit_id = new.exit_id) then
        perform handback.refuse(format('connection %s: frozen since %s, which is not yet', new.connection, new.since));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.freeze_attested
    for each row execute function handback.freeze_fits();

-- One open dispute of an asset; settled is the open one of the same asset.
create function handback.dispute_in_order() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.dispute;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset and v.action <> 'WITHDRAWN') then
        perform handback.refuse(format('asset %s: the register of this exit has no such asset', new.asset));
    end if;
    select * into d from handback.dispute v where v.exit_id = new.exit_id and v.asset = new.asset and v.settled_at is null;
    if tg_table_name = 'dispute_raised' and d.raised is not null then
        perform handback.refuse(format('asset %s: it is disputed already, by %s since %s', new.asset, d.party, d.raised_at));
    end if;
    if tg_table_name = 'dispute_settled' and to_jsonb(new) ->> 'raised' is distinct from d.raised::text then
        perform handback.refuse(format('asset %s: this dispute is not open', new.asset));
    end if;
    return new;
end $$;
create trigger in_order before insert on handback.dispute_raised
    for each row execute function handback.dispute_in_order();
create trigger in_order before insert on handback.dispute_settled
    for each row execute function handback.dispute_in_order();

-- Lists are numbered without a gap and written whole; answers are about the newest one.
create function handback.declaration_in_order() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    newest handback.declaration;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into newest from handback.declaration d where d.exit_id = new.exit_id order by d.version desc limit 1;
    if tg_table_name = 'declaration' and new.version <> coalesce(newest.version, 0) + 1 then
        perform handback.refuse(format('expected declaration %s, is %s (somebody else recorded one meanwhile)', coalesce(newest.version, 0) + 1, new.version));
    end if;
    if tg_table_name = 'declaration_answered' and new.version is distinct from newest.version then
        perform handback.refuse(format('the answer is about declaration %s, but %s counts now', new.version, newest.version));
    end if;
    return new;
end $$;
create trigger in_order before insert on handback.declaration
    for each row execute function handback.declaration_in_order();
create trigger in_order before insert on handback.declaration_answered
    for each row execute function handback.declaration_in_order();

-- A list has as many rows as it was recorded with, in the same transaction: nobody adds one later.
create function handback.declaration_row_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.declaration d where d.exit_id = new.exit_id and d.version = new.version
                   and new.ordinal <= d.rows and d.xmin::text = pg_current_xact_id()::xid::text) then
        perform handback.refuse(format('declaration %s is recorded: its rows stay as they are', new.version));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.declaration_row
    for each row execute function handback.declaration_row_fits();

create function handback.register_agreement_is_true() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    n int;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select count(*) into n from handback.asset v where v.exit_id = new.exit_id and v.action <> 'WITHDRAWN';
    if n <> new.assets then
        perform handback.refuse(format('the register has %s assets, agreed were %s: look again', n, new.assets));
    end if;
    if new.version > 1 and not exists (select 1 from handback.asset_not_agreed u where u.exit_id = new.exit_id) then
        perform handback.refuse('nothing was added since the register was agreed');
    end if;
    if new.digest is distinct from handback.register_digest(new.exit_id) then
        perform handback.refuse('the register changed since it was shown: look again');
    end if;
    return new;
end $$;

-- What is agreed: every living row, in order, as bytes.
create function handback.register_digest(in_exit text) returns bytea
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp set timezone = 'UTC' as $$
select sha256(convert_to(coalesce(string_agg((to_jsonb(v) - array['fact', 'actor', 'at', 'reason', 'action', 'agreement'])::text, e'\n' order by v.asset collate "C"), ''), 'UTF8'))
from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN' $$;
create trigger is_true before insert on handback.register_agreed
    for each row execute function handback.register_agreement_is_true();

-- A certificate is drawn up from the evidence as it is at that moment, with as many assets as were requested.
create function handback.certificate_asset_is_true() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    c handback.certificate;
begin
    select * into c from handback.certificate k where k.number = new.number;
    if exists (select 1 from handback.certificate_decided d where d.number = new.number) then
        perform handback.refuse(format('certificate %s is decided: its scope stays as it was', new.number));
    end if;
    if new.evidence is distinct from handback.evidence(c.exit_id, new.asset) then
        perform handback.refuse(format('asset %s: the evidence changed while certificate %s was drawn up', new.asset, new.number));
    end if;
    return new;
end $$;
create trigger is_true before insert on handback.certificate_asset
    for each row execute function handback.certificate_asset_is_true();

-- What was shown is what is signed; only what is signed can be void; send-backs name assets of the scope.
create function handback.certificate_decision_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    c handback.certificate;
    missing int;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into c from handback.certificate k where k.number = new.number;
    if c.exit_id <> new.exit_id then
        perform handback.refuse(format('certificate %s belongs to exit %s', new.number, c.exit_id));
    end if;
    if new.decision = 'SIGNED' and new.shown_sha256 <> c.pdf_sha256 then
        perform handback.refuse(format('certificate %s: signed was SHA-256 %s, but the frozen document has %s', new.number, new.shown_sha256, c.pdf_sha256));
    end if;
    if new.decision = 'SIGNED' then
        select jsonb_array_length(q.scope) - (select count(*) from handback.certificate_asset a where a.number = new.number)
            into missing from handback.certificate_requested q where q.request = c.request;
        if missing <> 0 then
            perform handback.refuse(format('certificate %s lacks %s assets of its scope', new.number, missing));
        end if;
    end if;
    if (new.decision = 'VOID') <> exists (select 1 from handback.certificate_decided d where d.number = new.number) then
        perform handback.refuse(format('certificate %s: %s', new.number,
            case when new.decision = 'VOID' then 'only a signed certificate can be made void' else 'it is decided already' end));
    end if;
    if new.decision = 'VOID' and not exists (select 1 from handback.certificate_decided d where d.number = new.number and d.decision = 'SIGNED') then
        perform handback.refuse(format('certificate %s: only a signed certificate can be made void', new.number));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.certificate_decided
    for each row execute function handback.certificate_decision_fits();

-- Functions are executable by everybody unless taken away: what the application calls itself is granted by name.
revoke execute on all functions in schema handback from public;
grant execute on function handback.gate_findings(text, text, text), handback.lock_exit(text), handback.evidence(text, text),
    handback.evidence_digest(text, text), handback.register_digest(text), handback.fact_body(text, record), handback.now(),
    handback.identity_of(text), handback.member_of(text, text), handback.named(text), handback.place(text), handback.declared(text), handback.only_ours(text) to handback_app;
