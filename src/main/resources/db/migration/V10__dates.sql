-- Dates: the profile an exit was opened with, the end that is moved, the alarms before it.

-- The profile's terms as they were when the exit was opened: a file that is edited later changes no exit that is open.
create table handback.exit_profile (
    exit_id  text primary key references handback.exit,
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    profile  text not null,
    sha256   text not null check (sha256 ~ '^[0-9a-f]{64}$'),        -- of the profile's file
    terms    jsonb not null,                                         -- dueDays, alarmDays, fixityHours
    check ((terms ->> 'fixityHours')::int between 1 and 168)
);
call handback.fact_table('handback.exit_profile', 'person');
create trigger of_group before insert on handback.exit_profile
    for each row execute function handback.of_group('operations');

-- A dated decision: all three days as they are from then on; null means there is no such day.
create table handback.dates_moved (
    fact              uuid primary key,
    actor             text not null,
    at                timestamptz not null,
    exit_id           text not null references handback.exit,
    contract_end      date not null,
    assistance_end    date,
    vendor_erases_at  date,
    document          text not null check (length(btrim(document)) between 3 and 200),   -- the amendment or letter that says so
    reason            text not null check (length(btrim(reason)) between 3 and 2000),
    check (assistance_end is null or assistance_end >= contract_end)
);
create index on handback.dates_moved (exit_id, at);
call handback.fact_table('handback.dates_moved', 'person');
create trigger of_group before insert on handback.dates_moved
    for each row execute function handback.of_group('operations', 'legal');

create view handback.exit_dates as
select x.exit_id, x.place,
       case when m.fact is null then x.contract_end else m.contract_end end as contract_end,
       case when m.fact is null then x.assistance_end else m.assistance_end end as assistance_end,
       case when m.fact is null then x.vendor_erases_at else m.vendor_erases_at end as vendor_erases_at
from handback.exit x
left join lateral (select * from handback.dates_moved v where v.exit_id = x.exit_id order by v.at desc limit 1) m on true;
grant select on handback.exit_dates to handback_app;

create function handback.dates_fit() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    x handback.exit;
    d handback.exit_dates;
begin
    select * into x from handback.exit v where v.exit_id = new.exit_id for update;
    select * into d from handback.exit_dates v where v.exit_id = new.exit_id;
    if (new.contract_end, new.assistance_end, new.vendor_erases_at) is not distinct from (d.contract_end, d.assistance_end, d.vendor_erases_at) then
        perform handback.refuse('the dates are these already: nothing is moved');
    end if;
    if new.contract_end < greatest(x.contract_start, x.notice) then
        perform handback.refuse(format('expected a contract end not before its start or notice (%s), found %s', greatest(x.contract_start, x.notice), new.contract_end));
    end if;
    return new;
end $$;
create trigger fit before insert on handback.dates_moved
    for each row execute function handback.dates_fit();

-- A day of the contract is near: as many days before it as the profile says. A timer escalates, it never decides.
create table handback.deadline_alarm (
    fact         uuid primary key,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    deadline     text not null check (deadline in ('CONTRACT_END', 'ASSISTANCE_END', 'VENDOR_ERASES_AT')),
    day          date not null,
    days_before  int not null check (days_before >= 0),
    unique (exit_id, deadline, day, days_before)
);
call handback.fact_table('handback.deadline_alarm', 'system');

-- What operations say is done about the alarms raised so far.
create table handback.deadline_answered (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    answer   text not null check (length(btrim(answer)) between 3 and 2000)
);
create index on handback.deadline_answered (exit_id, at);
call handback.fact_table('handback.deadline_answered', 'person');
create trigger of_group before insert on handback.deadline_answered
    for each row execute function handback.of_group('operations');

-- Each day of an exit that is set, how far it is, and the alarm that is due: the latest of the profile's that has come.
create view handback.deadline as
select d.exit_id, v.deadline, v.day, v.day - t.today as days_left,
       (select min(a.days::int) from jsonb_array_elements_text(coalesce(p.terms -> 'alarmDays' -> v.deadline, '[]') || '[0]') a(days)
        where v.day - a.days::int <= t.today) as alarm_due
from handback.exit_dates d
cross join lateral (select (handback.now() at time zone d.place)::date as today) t
cross join lateral (values ('CONTRACT_END', d.contract_end), ('ASSISTANCE_END', d.assistance_end),
                           ('VENDOR_ERASES_AT', d.vendor_erases_at)) v(deadline, day)
left join handback.exit_profile p on p.exit_id = d.exit_id
where v.day is not null;
grant select on handback.deadline to handback_app;

-- An alarm is of a day as it is set now, and has come.
create function handback.alarm_is_true() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from handback.deadline d where d.exit_id = new.exit_id and d.deadline = new.deadline and d.day = new.day
                   and d.alarm_due = new.days_before) then
        perform handback.refuse(format('no alarm %s days before %s (%s) is due', new.days_before, new.deadline, new.day));
    end if;
    return new;
end $$;
create trigger is_true before insert on handback.deadline_alarm
    for each row execute function handback.alarm_is_true();

-- How long ago the vault's bytes may have been read when a certificate is signed.
create function handback.fixity_window(in_exit text) returns interval
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select make_interval(hours => coalesce((select (p.terms ->> 'fixityHours')::int from handback.exit_profile p where p.exit_id = in_exit), 24)) $$;

-- as in V9, but for the window
create or replace function handback.gate_scope(in_exit text, kind text, finality text, scope text[]) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    name text;
    s handback.asset_state;
    f handback.finding;
    fix handback.fixity_checked;
    fixity_window interval := handback.fixity_window(in_exit);
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

-- as in V8, but with the days as they are now
create or replace view handback.exit_state as
select x.exit_id, x.fact, x.actor, x.at, x.kind, x.title, x.profile, x.vendor_name, x.vendor_lei, x.vendor_contact_name,
       x.vendor_contact_email, x.client_name, x.client_lei, x.contract_reference, x.governing_law, x.contract_start, x.notice,
       d.contract_end, d.assistance_end, d.vendor_erases_at, x.place, x.trigger,
       case when exists (select 1 from handback.certificate_state c
                         where c.exit_id = x.exit_id and c.kind = 'ASSET_RETURN' and c.finality = 'FINAL' and c.state = 'SIGNED') then 'RETURN_FINAL'
            when exists (select 1 from handback.attempt a where a.exit_id = x.exit_id) then 'RETURNING'
            when exists (select 1 from handback.register_agreed g where g.exit_id = x.exit_id) then 'OPEN'
            else 'DRAFT' end as state
from handback.exit x
join handback.exit_dates d on d.exit_id = x.exit_id;

revoke execute on function handback.dates_fit(), handback.alarm_is_true(), handback.fixity_window(text) from public;
