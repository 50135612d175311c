-- The closed engine: which models run, and the one door to a token that is stuck.

-- What the release brought when it was first started: file name to SHA-256.
create table handback.models_deployed (
    fact    uuid primary key,
    actor   text not null,
    at      timestamptz not null,
    models  jsonb not null check (jsonb_typeof(models) = 'object' and models <> '{}')
);
call handback.fact_table('handback.models_deployed', 'system');

-- An administrator asks that a stuck instance tries a failed job again, or waits anew; nothing else can be asked.
create table handback.repair_proposed (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    instance  text not null check (length(instance) between 1 and 64),
    activity  text not null check (length(activity) between 1 and 255),
    kind      text not null check (kind in ('RETRY_JOB', 'WAIT_AGAIN')),
    reason    text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.repair_proposed (exit_id);
call handback.fact_table('handback.repair_proposed', 'person');
create trigger of_group before insert on handback.repair_proposed
    for each row execute function handback.of_group('administrators');

-- A second person's word; APPROVED is written in the transaction that repairs.
create table handback.repair_decided (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    proposal  uuid not null unique references handback.repair_proposed,
    decision  text not null check (decision in ('APPROVED', 'REFUSED')),
    reason    text not null check (length(btrim(reason)) between 3 and 2000)
);
create index on handback.repair_decided (exit_id);
call handback.fact_table('handback.repair_decided', 'person');
create trigger of_group before insert on handback.repair_decided
    for each row execute function handback.of_group('administrators', 'operations', 'legal');

create function handback.repair_by_a_second_person() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    p handback.repair_proposed;
    who text := current_setting('handback.actor', true);
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into p from handback.repair_proposed r where r.fact = new.proposal;
    if p.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('exit %s has no such proposal of a repair', new.exit_id));
    end if;
    if handback.identity_of(p.actor) = handback.identity_of(who) then
        raise exception using errcode = 'HB002',
            message = format('%s proposed this repair (as %s): a second person must decide on it', who, p.actor);
    end if;
    return new;
end $$;
create trigger second_person before insert on handback.repair_decided
    for each row execute function handback.repair_by_a_second_person();
revoke execute on function handback.repair_by_a_second_person() from public;

create view handback.repair as
select p.fact as proposal, p.exit_id, p.instance, p.activity, p.kind, p.reason, p.actor as proposed_by, p.at as proposed_at,
       coalesce(d.decision, 'PROPOSED') as state, d.actor as decided_by, d.at as decided_at, d.reason as answer
from handback.repair_proposed p left join handback.repair_decided d on d.proposal = p.fact;
grant select on handback.repair to handback_app;
