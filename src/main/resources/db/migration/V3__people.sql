-- Room people: who may act. Everything is inserted only; what counts now is a view. Memberships are facts on the ledger.
-- Column grants, not table grants: nobody but the database says who wrote a row and when.

create table handback.person (
    id           text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    identity_key text        not null check (identity_key <> ''),
    name         text        not null check (name <> ''),
    email        text        not null,
    actor        text        not null default coalesce(nullif(current_setting('handback.actor', true), ''), 'system:start'),
    at           timestamptz not null default clock_timestamp()
);
comment on column handback.person.identity_key is 'two accounts with one key are one human being';

create table handback.password (
    id          bigint generated always as identity primary key,
    person      text        not null references handback.person,
    hash        text        not null,
    must_change boolean     not null,
    set_at      timestamptz not null default clock_timestamp(),
    actor       text        not null default coalesce(nullif(current_setting('handback.actor', true), ''), 'system:start')
);
create index password_of_person on handback.password (person, id);
comment on table handback.password is 'Argon2id hashes; the latest of a person wins; never on the ledger';

create table handback.membership_change (
    id      bigint generated always as identity primary key,
    person  text    not null references handback.person,
    grp     text    not null check (grp in ('operations', 'engineering', 'legal', 'auditors', 'administrators')),
    granted boolean not null
);
create index membership_change_of_person on handback.membership_change (person, grp, id);

create view handback.membership as
select person, grp
from (select distinct on (person, grp) person, grp, granted
      from handback.membership_change
      order by person, grp, id desc) latest
where granted;

-- The human being behind an actor; null for system actors and for strangers.
create function handback.identity_of(actor text) returns text
    language sql stable
    set search_path = pg_catalog, handback, pg_temp
as $$ select p.identity_key from handback.person p where p.id = identity_of.actor $$;

-- Asked for the account itself: a second account does not lend its groups to the first.
create function handback.member_of(actor text, grp text) returns boolean
    language sql stable
    set search_path = pg_catalog, handback, pg_temp
as $$ select exists (select from handback.membership m where m.person = member_of.actor and m.grp = member_of.grp) $$;

-- Until this transaction ends nobody gives the actor a group or takes one away: a membership's foreign key waits for the
-- person's row. Without it, who has just left a group could still act for it. Lock the exit first.
create function handback.hold_memberships() returns void
    language plpgsql volatile set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.person p where p.id = current_setting('handback.actor', true) for update;
end $$;

-- Nobody gives rights to themselves, whatever the page lets them click, not even through a second account.
create function handback.membership_is_given_by_somebody_else() returns trigger
    language plpgsql
    set search_path = pg_catalog, handback, pg_temp
as $$
begin
    if new.granted and handback.identity_of(new.actor) = handback.identity_of(new.person) then
        raise exception using errcode = 'HB001', message = 'OWN_MEMBERSHIP',
            detail = jsonb_build_array(jsonb_build_object('code', 'OWN_MEMBERSHIP', 'asset', null, 'detail',
                new.actor || ' cannot put ' || new.person || ' into ' || new.grp || ': both are the same person'))::text;
    end if;
    return new;
end
$$;
-- Who could decide what, and when, belongs to the evidence.
call handback.fact_table('handback.membership_change', 'any');
create trigger given_by_somebody_else before insert on handback.membership_change
    for each row execute function handback.membership_is_given_by_somebody_else();

grant select on handback.person, handback.password, handback.membership to handback_app;
grant insert (id, identity_key, name, email) on handback.person to handback_app;
grant insert (person, hash, must_change) on handback.password to handback_app;
grant execute on function handback.identity_of(text), handback.member_of(text, text) to handback_app;
