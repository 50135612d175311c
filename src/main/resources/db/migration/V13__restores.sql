-- Versions in archive classes. Restoring them changes something at the holder's and costs there, which authority to retrieve
-- does not cover: engineering asks for it, legal agrees to exactly what is asked.

alter table handback.retrieval_decided drop constraint retrieval_decided_decision_check;
alter table handback.retrieval_decided add constraint retrieval_decided_decision_check check (decision in ('RETRY', 'FREEZE_AND_RETRY',
    'OTHER_SOURCE', 'CONFIRM_EMPTY', 'EXCEPTION', 'DISPUTE', 'WITHDRAW', 'RESUME', 'ONE_BY_ONE', 'KEEP_EARLIER', 'RESTORE'));

-- What the newest attempt met in archive classes, class by class.
create function handback.archived(in_exit text, in_asset text)
    returns table (number int, storage_class text, objects bigint, bytes bigint)
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select o.number, coalesce(o.storage_class, 'not told'), count(*), sum(o.size)::bigint
from handback.attempt_object o
where o.exit_id = in_exit and o.asset = in_asset and o.code = 'ARCHIVED'
  and o.number = (select l.number from handback.last_attempt l where l.exit_id = in_exit and l.asset = in_asset)
group by o.number, coalesce(o.storage_class, 'not told') $$;

create function handback.restore_has_objects() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.archived(new.exit_id, new.asset)) then
        perform handback.refuse(format('asset %s: attempt %s met nothing in an archive class, so there is nothing to restore', new.asset, new.number));
    end if;
    if exists (select 1 from handback.connection_stop k join handback.last_attempt l on l.connection = k.connection
               where l.exit_id = new.exit_id and l.asset = new.asset) then
        perform handback.refuse(format('asset %s: its connection is stopped and nothing can be asked of the holder; decide otherwise, or have legal resume it', new.asset));
    end if;
    return new;
end $$;
-- named later than fits_outcome, which takes the exit's lock and knows that the decision is about the newest attempt
create trigger fits_restore before insert on handback.retrieval_decided
    for each row when (new.decision = 'RESTORE') execute function handback.restore_has_objects();

-- Legal's word on one restore: which versions (those the attempt met archived), how fast, for how long.
create table handback.restore_decided (
    exit_id   text not null references handback.exit,
    asset     text not null,
    restore   int not null check (restore > 0),
    fact      uuid not null unique,
    actor     text not null,
    at        timestamptz not null,
    number    int not null,                             -- the attempt that met them
    decision  text not null check (decision in ('APPROVE', 'REFUSE')),
    objects   bigint not null check (objects > 0),      -- how many, how large and of which classes: counted here, not told
    bytes     bigint not null,
    classes   jsonb not null,
    tier      text check (tier in ('Bulk', 'Standard')),
    days      int check (days between 1 and 90),        -- how long the holder keeps each restored copy
    reason    text not null check (length(btrim(reason)) between 3 and 2000),
    task      text not null,
    primary key (exit_id, asset, restore),
    foreign key (exit_id, asset, number) references handback.attempt_ended,
    check ((decision = 'APPROVE') = (tier is not null and days is not null))
);
call handback.fact_table('handback.restore_decided', 'person');

create function handback.restore_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    l handback.last_attempt;
    asked_by text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.hold_memberships();
    select * into l from handback.last_attempt v where v.exit_id = new.exit_id and v.asset = new.asset;
    if l.number is distinct from new.number or l.decision is distinct from 'RESTORE' then
        perform handback.refuse(format('asset %s: nobody asked that what attempt %s met be restored; the last attempt is %s, decided on as %s', new.asset,
            new.number, l.number, coalesce(l.decision, 'nothing yet')));
    end if;
    select d.actor into asked_by from handback.retrieval_decided d where d.exit_id = new.exit_id and d.asset = new.asset
        and d.number = new.number and d.decision = 'RESTORE' order by d.at desc limit 1;
    if new.decision = 'APPROVE' and handback.identity_of(asked_by) = handback.identity_of(new.actor) then
        raise exception using errcode = 'HB002',
            message = format('%s asked for this restore (as %s); another person must agree to it', new.actor, asked_by);
    end if;
    select 1 + coalesce(max(r.restore), 0) into new.restore from handback.restore_decided r
        where r.exit_id = new.exit_id and r.asset = new.asset;
    select sum(a.objects), sum(a.bytes), jsonb_object_agg(a.storage_class, a.objects) into new.objects, new.bytes, new.classes
        from handback.archived(new.exit_id, new.asset) a;
    return new;
end $$;
create trigger fits before insert on handback.restore_decided
    for each row execute function handback.restore_fits();
create trigger of_group before insert on handback.restore_decided
    for each row execute function handback.of_group('legal');
-- nothing is asked of a holder whom we may not ask
create trigger guard before insert on handback.restore_decided
    for each row when (new.decision = 'APPROVE') execute function handback.guard('RETRIEVE', 'asset');

-- What the holder made of it, as often as that changed. A restore that is over is not looked at again.
create table handback.restore_seen (
    exit_id      text not null references handback.exit,
    asset        text not null,
    restore      int not null,
    look         int not null check (look > 0),
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null,
    ready        bigint not null,                       -- readable now
    waiting      bigint not null,                       -- asked for, or about to be
    failed       bigint not null,                       -- not readable by this restore
    ready_until  timestamptz,                           -- when the first restored copy goes; null: none is known to
    over         boolean not null,
    findings     jsonb not null,
    seen_as      text,
    primary key (exit_id, asset, restore, look),
    foreign key (exit_id, asset, restore) references handback.restore_decided,
    check (least(ready, waiting, failed) >= 0)
);
call handback.fact_table('handback.restore_seen', 'system');

create function handback.look_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.restore_decided;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into d from handback.restore_decided r where r.exit_id = new.exit_id and r.asset = new.asset and r.restore = new.restore;
    if d.decision is distinct from 'APPROVE' then
        perform handback.refuse(format('asset %s: restore %s was not approved, so nothing can be seen of it', new.asset, new.restore));
    end if;
    if new.ready + new.waiting + new.failed <> d.objects then
        perform handback.refuse(format('asset %s: restore %s is of %s versions, this look tells of %s', new.asset, new.restore, d.objects,
            new.ready + new.waiting + new.failed));
    end if;
    if exists (select 1 from handback.restore_seen s where s.exit_id = new.exit_id and s.asset = new.asset and s.restore = new.restore and s.over) then
        perform handback.refuse(format('asset %s: restore %s is over', new.asset, new.restore));
    end if;
    select 1 + coalesce(max(s.look), 0) into new.look from handback.restore_seen s
        where s.exit_id = new.exit_id and s.asset = new.asset and s.restore = new.restore;
    return new;
end $$;
create trigger fits before insert on handback.restore_seen
    for each row execute function handback.look_fits();

-- Every restore with what was last seen of it.
create view handback.restore as
select d.exit_id, d.asset, d.restore, d.number, d.decision, d.actor as decided_by, d.at as decided_at, d.objects, d.bytes, d.classes,
       d.tier, d.days, d.reason, s.at as seen_at, s.ready, s.waiting, s.failed, s.ready_until, coalesce(s.over, false) as over,
       coalesce(s.findings, '[]'::jsonb) as findings,
       case when d.decision = 'REFUSE' then 'REFUSED'
            when exists (select 1 from handback.attempt_ended e where e.exit_id = d.exit_id and e.asset = d.asset and e.number > d.number) then 'RETRIEVED'
            when s.look is null then 'APPROVED'
            when not s.over then 'WAITING'
            when s.ready = 0 then 'FAILED'
            when s.ready_until < handback.now() then 'LAPSED'
            else 'READY' end as state
from handback.restore_decided d
left join lateral (select * from handback.restore_seen v where v.exit_id = d.exit_id and v.asset = d.asset and v.restore = d.restore
                   order by v.look desc limit 1) s on true;
grant select on handback.restore to handback_app;

-- The versions of the newest restore of an asset, while they are asked for. No fact: what a killed run left is where the
-- next one goes on.
create table work.restore_object (
    exit_id        text not null,
    asset          text not null,
    restore        int not null,
    key            bytea not null,
    version_id     text not null collate "C",
    etag           text not null collate "C",
    size           bigint not null,
    storage_class  text,
    state          text not null check (state in ('TO_ASK', 'ASKED', 'READY', 'FAILED')),
    asked_at       timestamptz,
    until          timestamptz,
    code           text,
    detail         text,
    primary key (exit_id, asset, restore, key, version_id, etag)
);
grant select, insert, update, delete on work.restore_object to handback_app;

revoke execute on function handback.archived(text, text), handback.restore_has_objects(), handback.restore_fits(), handback.look_fits() from public;
grant execute on function handback.archived(text, text) to handback_app;
