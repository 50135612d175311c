-- An exit that begins before anybody knows what there is: its register is provisional, drawn up from what a connection lists.

create table handback.emergency_declared (
    exit_id  text primary key references handback.exit,
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null
);
call handback.fact_table('handback.emergency_declared', 'person');
create trigger of_group before insert on handback.emergency_declared
    for each row execute function handback.of_group('operations');

-- as in V10, and whether it is an emergency
create or replace view handback.exit_state as
select x.exit_id, x.fact, x.actor, x.at, x.kind, x.title, x.profile, x.vendor_name, x.vendor_lei, x.vendor_contact_name,
       x.vendor_contact_email, x.client_name, x.client_lei, x.contract_reference, x.governing_law, x.contract_start, x.notice,
       d.contract_end, d.assistance_end, d.vendor_erases_at, x.place, x.trigger,
       case when exists (select 1 from handback.certificate_state c
                         where c.exit_id = x.exit_id and c.kind = 'ASSET_RETURN' and c.finality = 'FINAL' and c.state = 'SIGNED') then 'RETURN_FINAL'
            when exists (select 1 from handback.attempt a where a.exit_id = x.exit_id) then 'RETURNING'
            when exists (select 1 from handback.register_agreed g where g.exit_id = x.exit_id) then 'OPEN'
            else 'DRAFT' end as state,
       exists (select 1 from handback.emergency_declared e where e.exit_id = x.exit_id) as emergency
from handback.exit x
join handback.exit_dates d on d.exit_id = x.exit_id;

-- What stands against reaching out over a connection for an exit, whatever for; null where a finding of an asset names it.
create function handback.connection_findings(in_exit text, in_connection text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    a handback.authority;
    today date;
begin
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

-- as in V9, but with the connection's part by itself
create or replace function handback.gate_retrieve(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.asset;
begin
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

revoke execute on function handback.connection_findings(text, text) from public;
grant execute on function handback.connection_findings(text, text) to handback_app;
