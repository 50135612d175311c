-- Room people: who logs in at the company's own provider (OpenID Connect). Inserted only, as persons and passwords are.

create table handback.person_subject (
    issuer  text        not null check (issuer <> ''),
    subject text        not null check (subject <> ''),
    person  text        not null unique references handback.person,
    actor   text        not null default coalesce(nullif(current_setting('handback.actor', true), ''), 'system:start'),
    at      timestamptz not null default clock_timestamp(),
    primary key (issuer, subject)
);
comment on table handback.person_subject is 'the account of whom the provider names by this subject; such an account has no password';

-- Nobody gets two ways in: a password would walk round the provider, and whatever it asks beside a password.
create function handback.one_way_in() returns trigger
    language plpgsql
    set search_path = pg_catalog, handback, pg_temp
as $$
begin
    if exists (select from handback.person_subject s where s.person = new.person)
       or tg_table_name = 'person_subject' and exists (select from handback.password w where w.person = new.person) then
        raise exception using errcode = 'HB004', message = new.person || ' has a way to log in already; nobody has two';
    end if;
    return new;
end
$$;
create trigger one_way_in before insert on handback.password for each row execute function handback.one_way_in();
create trigger one_way_in before insert on handback.person_subject for each row execute function handback.one_way_in();

grant select on handback.person_subject to handback_app;
grant insert (issuer, subject, person) on handback.person_subject to handback_app;
