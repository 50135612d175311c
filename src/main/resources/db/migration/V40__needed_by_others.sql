-- What another asset needs is recalled, too, once that one is no longer certified, or is only added: so far only the asset itself was
-- looked at, and the gates alone knew it, which a served order does not pass again.

-- as in V30, but what the asset depends on is looked at with it
do $do$
declare
    was text := pg_get_functiondef('handback.recall_overtaken(text,text)'::regprocedure);
    changed text := was;
begin
    changed := replace(changed, 'in_asset is null or c.asset = in_asset', 'looked_at is null or c.asset = any (looked_at)');
    changed := replace(changed, 'in_asset is null or t.asset = in_asset', 'looked_at is null or t.asset = any (looked_at)');
    changed := replace(changed, E'    next int;\n', $$    next int;
    looked_at text[] := case when in_asset is not null then array[in_asset] || coalesce((select string_to_array(r.depends_on, ';') from handback.register_row r
        where r.exit_id = in_exit and r.asset = in_asset order by r.version desc limit 1), '{}') end;
$$);
    if (length(changed) - length(replace(changed, 'any (looked_at)', ''))) / length('any (looked_at)') <> 2 or position('string_to_array' in changed) = 0 then
        raise exception 'recall_overtaken looks at assets in another way';
    end if;
    execute changed;
end $do$;

drop trigger recalls on handback.register_row;
create trigger recalls after insert on handback.register_row for each row
    when (new.action <> 'ADDED' or new.depends_on is not null) execute function handback.recall_what_is_overtaken('asset');
