-- Erasures: bytes that a copy under way relies on are left to it, since its attempt is sealed when it ends; and a tombstone names nothing
-- that came again before it was written.

create or replace function handback.erasure_left(in_erasure text) returns table (sha256 text) -- as in V24, but for a copy that is under way
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
with gone as materialized (select c.sha256 from handback.erasure_content c where c.erasure = in_erasure),
     since as (select distinct k.sha256 from handback.quarantined q
               join handback.erasure_begun b on b.erasure = in_erasure and q.at > b.at and q.again is not null
               cross join lateral handback.contents_of(q.exit_id, q.asset, q.number) k
               where not exists (select 1 from handback.erasure_begun x where x.quarantine = q.quarantine))
select g.sha256 from gone g
where not exists (select 1 from since s where s.sha256 = g.sha256)
  -- the rows of a copy go when its attempt ends, which is then sealed; one that was killed goes on from them
  and not exists (select 1 from work.bucket_object o where o.sha256 = g.sha256)
  and not exists (select 1 from handback.held_elsewhere(array(select sha256 from gone)) h where h.sha256 = g.sha256)
order by g.sha256 $$;

create or replace function handback.tombstone_fits() returns trigger -- as in V24, but it names only what is gone
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    b handback.erasure_begun;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into b from handback.erasure_begun v where v.erasure = new.erasure and v.exit_id = new.exit_id;
    if b.erasure is null then
        perform handback.refuse(format('erasure %s was not begun: nothing may be gone', new.erasure));
    end if;
    new.quarantine := b.quarantine;
    new.asset := b.asset;
    select coalesce(jsonb_agg(c order by c ->> 'sha256') filter (where l.sha256 is not null), '[]'),
           b.kept || coalesce(jsonb_agg(jsonb_build_object('sha256', c -> 'sha256', 'bytes', c -> 'bytes', 'because', 'it came meanwhile: a copy under way, or an attempt that another quarantine seals, holds it')
                                        order by c ->> 'sha256') filter (where l.sha256 is null), '[]')
        into new.contents, new.kept
        from jsonb_array_elements(b.contents) c left join handback.erasure_left(new.erasure) l on l.sha256 = c ->> 'sha256';
    select jsonb_agg(s.number order by s.number) into new.attempts from handback.sealed_attempt s where s.quarantine = b.quarantine;
    select a.reason, a.actor into new.reason, new.asked_by from handback.erasure_asked a where a.erasure = new.erasure;
    select jsonb_agg(d.actor order by d.at) into new.approved_by from handback.erasure_decided d where d.erasure = new.erasure and d.decision = 'APPROVED';
    return new;
end $$;
