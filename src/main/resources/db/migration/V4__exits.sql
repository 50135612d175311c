-- Room exits: what an exit is, on what authority we may retrieve, and the questions every gate answers.
-- Facts are inserted only; V1 made handback.fact_table, which stamps actor and time, forces the ledger entry
-- and refuses every update and delete.

-- The person of this command, refused when in none of the groups the trigger names.
create function handback.of_group() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    who text := nullif(current_setting('handback.actor', true), '');
    grp text;
begin
    perform 1 from handback.exit x where x.exit_id = to_jsonb(new) ->> 'exit_id' for update;
    perform handback.hold_memberships();
    foreach grp in array tg_argv loop
        if handback.member_of(who, grp) then
            return new;
        end if;
    end loop;
    raise exception using errcode = 'HB002',
        message = format('%s may not do this (%s): expected a member of %s', coalesce(who, 'nobody'),
            replace(tg_table_name, '_', ' '), array_to_string(tg_argv, ' or '));
end $$;

create sequence handback.exit_number;
grant usage on sequence handback.exit_number to handback_app;

create table handback.exit (
    exit_id              text primary key default 'X' || to_char(handback.now() at time zone 'UTC', 'YYYY') || '-'
                             || lpad(nextval('handback.exit_number')::text, 4, '0'),
    fact                 uuid not null unique,
    actor                text not null,
    at                   timestamptz not null,
    kind                 text not null check (kind in ('REAL', 'DRILL')),
    title                text not null check (length(title) between 1 and 200),
    profile              text not null,
    vendor_name          text not null check (length(vendor_name) between 1 and 200),
    vendor_lei           text,
    vendor_contact_name  text,
    vendor_contact_email text,
    client_name          text not null check (length(client_name) between 1 and 200),
    client_lei           text,
    contract_reference   text not null check (length(contract_reference) between 1 and 200),
    governing_law        text,
    contract_start       date,
    notice               date,
    contract_end         date not null,
    assistance_end       date,
    vendor_erases_at     date,
    place                text not null,
    trigger              text not null check (trigger in ('EXPIRY', 'CONVENIENCE', 'CAUSE', 'REGULATOR', 'INSOLVENCY')),
    check (contract_start is null or contract_start <= contract_end),
    check (notice is null or notice <= contract_end),
    check (assistance_end is null or assistance_end >= contract_end)
);
call handback.fact_table('handback.exit', 'person');
create trigger of_group before insert on handback.exit
    for each row execute function handback.of_group('operations');

create table handback.authority_proposed (
    fact        uuid primary key,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    connection  text not null,
    basis       text not null check (length(btrim(basis)) between 3 and 2000),
    until       date not null
);
create index on handback.authority_proposed (exit_id, connection);
call handback.fact_table('handback.authority_proposed', 'person');
create trigger of_group before insert on handback.authority_proposed
    for each row execute function handback.of_group('operations');

create table handback.authority_decided (
    fact        uuid primary key,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    proposal    uuid not null references handback.authority_proposed,
    decision    text not null check (decision in ('CONFIRMED', 'REFUSED', 'WITHDRAWN')),
    reason      text not null default ''
);
create index on handback.authority_decided (proposal);
call handback.fact_table('handback.authority_decided', 'person');
create trigger of_group before insert on handback.authority_decided
    for each row execute function handback.of_group('legal');

-- Who proposes does not confirm, by person; each proposal is confirmed or refused once, a confirmed one withdrawn once.
create function handback.authority_decided_once() returns trigger
    language plpgsql security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    who text := current_setting('handback.actor', true);
    p   handback.authority_proposed;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into p from handback.authority_proposed a where a.fact = new.proposal;
    if p.exit_id <> new.exit_id then
        raise exception using errcode = 'HB004', message = 'the proposal belongs to another exit';
    end if;
    if new.decision <> 'WITHDRAWN' and handback.identity_of(p.actor) = handback.identity_of(who) then
        raise exception using errcode = 'HB002',
            message = format('%s proposed the authority for connection %s and cannot also confirm or refuse it', who, p.connection);
    end if;
    if new.decision = 'WITHDRAWN' and not exists (select 1 from handback.authority_decided d
            where d.proposal = new.proposal and d.decision = 'CONFIRMED') then
        raise exception using errcode = 'HB004', message = format('the authority for connection %s is not confirmed', p.connection);
    end if;
    if exists (select 1 from handback.authority_decided d where d.proposal = new.proposal
            and (d.decision = new.decision or new.decision <> 'WITHDRAWN')) then
        raise exception using errcode = 'HB004', message = format('this authority for connection %s is decided already', p.connection);
    end if;
    return new;
end $$;
create trigger once before insert on handback.authority_decided
    for each row execute function handback.authority_decided_once();

-- The authority that counts for a connection of an exit: the newest proposal and what legal said of it.
create view handback.authority as
select distinct on (p.exit_id, p.connection) p.exit_id, p.connection, p.fact as proposal, p.basis, p.until,
       p.actor as proposed_by, p.at as proposed_at, coalesce(d.decision, 'PROPOSED') as state,
       d.actor as decided_by, d.at as decided_at, d.reason
from handback.authority_proposed p
left join lateral (select * from handback.authority_decided d where d.proposal = p.fact
                   order by (d.decision = 'WITHDRAWN') desc, d.at desc limit 1) d on true
order by p.exit_id, p.connection, p.at desc, p.fact;
grant select on handback.authority to handback_app;

-- FORBIDDEN stops the whole connection, in every exit, until legal says on what basis we may go on.
create table handback.connection_stopped (
    fact        uuid primary key,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    connection  text not null,
    asset       text not null,
    cause       text not null
);
create index on handback.connection_stopped (connection);
call handback.fact_table('handback.connection_stopped', 'system');

create table handback.connection_resumed (
    fact        uuid primary key,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    stop        uuid not null unique references handback.connection_stopped,
    basis       text not null check (length(btrim(basis)) between 3 and 2000)
);
call handback.fact_table('handback.connection_resumed', 'person');
create trigger of_group before insert on handback.connection_resumed
    for each row execute function handback.of_group('legal');

create view handback.connection_stop as
select s.* from handback.connection_stopped s
where not exists (select 1 from handback.connection_resumed r where r.stop = s.fact);
grant select on handback.connection_stop to handback_app;

-- The holder's word that nothing is written any more behind a connection; attempts begun after it was recorded are final passes.
create table handback.freeze_attested (
    fact         uuid primary key,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    connection   text not null,
    attested_by  text not null check (length(btrim(attested_by)) between 2 and 200),
    since        date not null,                         -- as the holder says
    reason       text not null check (length(btrim(reason)) between 3 and 2000)   -- the document or message that says so
);
create index on handback.freeze_attested (exit_id, connection);
call handback.fact_table('handback.freeze_attested', 'person');
create trigger of_group before insert on handback.freeze_attested
    for each row execute function handback.of_group('operations');
