-- Zero-employment households found: from the few open registrations to their people, households and members.
with registered as materialized (
    select g.resident_id id
    from employment_registration g
    where g.voided_at is null and g.start <= %(last)s and coalesce(g.stop, least(
        (select min(e.start) from employment_employment e
         where e.resident_id = g.resident_id and e.voided_at is null and e.start >= g.start),
        (select min(n.start) from employment_registration n
         where n.resident_id = g.resident_id and n.voided_at is null and n.start > g.start)),
        'infinity') > %(last)s
      and g.path >= %(lo)s and g.path < %(hi)s
    union
    select g.resident_id
    from residents_facts f join residents_resident r on r.id = f.resident_id
    join employment_registration g on g.resident_id = r.id
    where f.path >= %(lo)s and f.path < %(hi)s and (r.path < %(lo)s or r.path >= %(hi)s)
      and f.voided_at is null and f.start <= %(last)s and (f.stop is null or f.stop > %(last)s)
      and g.voided_at is null and g.start <= %(last)s and coalesce(g.stop, least(
        (select min(e.start) from employment_employment e
         where e.resident_id = g.resident_id and e.voided_at is null and e.start >= g.start),
        (select min(n.start) from employment_registration n
         where n.resident_id = g.resident_id and n.voided_at is null and n.start > g.start)),
        'infinity') > %(last)s
), counting as materialized (
    select distinct f.household_id id
    from registered g
    join residents_facts f on f.resident_id = g.id and f.voided_at is null
      and f.start <= %(last)s and (f.stop is null or f.stop > %(last)s)
    join residents_resident r on r.id = g.id
    where f.path >= %(lo)s and f.path < %(hi)s and f.household_id is not null
      and r.birth <= (%(last)s::date - interval '16 years')::date
      and r.birth > (%(last)s::date - case r.sex when 'M' then interval '60 years' else interval '55 years' end)::date
      and not coalesce(f.ability = 'lost', false) and not coalesce(f.student, false) and coalesce(f.job_wish, true)
      and not exists (select from employment_employment e where e.resident_id = g.id
          and e.voided_at is null and e.start <= %(last)s and (e.stop is null or e.stop > %(last)s))
)
select id from counting c where not exists (
    select from residents_facts f join employment_employment e on e.resident_id = f.resident_id
    where f.household_id = c.id and f.voided_at is null and f.start <= %(last)s
      and (f.stop is null or f.stop > %(last)s)
      and e.voided_at is null and e.start <= %(last)s and (e.stop is null or e.stop > %(last)s))
