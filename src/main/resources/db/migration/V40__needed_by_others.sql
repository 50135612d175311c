-- What another asset needs is recalled, too, once that one is no longer certified, or is only added: so far only the asset itself was
-- looked at, and the gates alone knew it, which a served order does not pass again.

-- What is not safe at home itself still needs what it depends on.
create function handback.still_needs(d handback.asset_state) returns boolean language sql immutable
set search_path to pg_catalog, handback, pg_temp as $$
select d.return_state not in ('CERTIFIED', 'WITHDRAWN') and d.disposition <> 'DESTROY_ONLY' $$;
revoke all on function handback.still_needs(handback.asset_state) from public;

do $do$
declare
    was text := pg_get_functiondef('handback.unsafe(text,text)'::regprocedure);
    changed text := replace(was, $$d.return_state not in ('CERTIFIED', 'WITHDRAWN') and d.disposition <> 'DESTROY_ONLY'$$, 'handback.still_needs(d)');
begin
    if changed = was then
        raise exception 'unsafe asks for dependents in another way';
    end if;
    execute changed;
end $do$;

-- as in V30, but what the asset still needs is looked at with it
do $do$
declare
    was text := pg_get_functiondef('handback.recall_overtaken(text,text)'::regprocedure);
    changed text := was;
begin
    changed := replace(changed, 'in_asset is null or c.asset = in_asset', 'looked_at is null or c.asset = any (looked_at)');
    changed := replace(changed, 'in_asset is null or t.asset = in_asset', 'looked_at is null or t.asset = any (looked_at)');
    changed := replace(changed, E'    next int;\n', $$    next int;
    looked_at text[] := case when in_asset is not null then array[in_asset] || coalesce((select string_to_array(r.depends_on, ';') from handback.register_row r
        join handback.asset_state s on s.exit_id = r.exit_id and s.asset = r.asset
        where r.exit_id = in_exit and r.asset = in_asset and r.depends_on is not null and r.version = s.version and handback.still_needs(s)), '{}') end;
$$);
    if (length(changed) - length(replace(changed, 'any (looked_at)', ''))) / length('any (looked_at)') <> 2 or position('string_to_array' in changed) = 0 then
        raise exception 'recall_overtaken looks at assets in another way';
    end if;
    execute changed;
end $do$;

drop trigger recalls on handback.register_row;
create trigger recalls after insert on handback.register_row for each row
    when (new.action <> 'ADDED' or new.depends_on is not null) execute function handback.recall_what_is_overtaken('asset');
