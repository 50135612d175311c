-- Roles and schemas of Handback. The embedded PostgreSQL runs this at every start; on your own PostgreSQL (15 or later)
-- an administrator runs it once, connected to Handback's database:  psql -d handback -f roles.sql
-- and then gives both roles a password (\password handback_owner, \password handback_app). It may be repeated.
do $$ begin
    if not exists (select from pg_roles where rolname = 'handback_owner') then
        create role handback_owner login;  -- owns and migrates; the running application never uses it
    end if;
    if not exists (select from pg_roles where rolname = 'handback_app') then
        create role handback_app login;    -- the running application: adds facts, changes none
    end if;
end $$;

create schema if not exists handback authorization handback_owner;  -- the domain: facts, ledger, gates
create schema if not exists work authorization handback_owner;      -- long work: queue, progress
create schema if not exists engine authorization handback_app;      -- Camunda makes its own tables
grant usage on schema handback, work to handback_app;               -- tables are granted one by one in the migrations

-- Camunda's DDL is unqualified and must land in its own schema.
alter role handback_app set search_path = engine;
alter role handback_owner set search_path = handback;

-- Nobody may place a table or function of the same name before ours.
revoke all on schema public from public;
do $$ begin
    execute format('revoke temporary, create on database %I from public', current_database());
    execute format('grant connect on database %I to handback_owner, handback_app', current_database());
end $$;
