-- Rows of residents in bx-quarterly: one integer a person by bit_or, grouped by what the columns ask for.
-- The registers carry the path of where a person lives now; people who lived here and moved since are added.
with moved as materialized (
    select f.resident_id id
    from residents_facts f join residents_resident r on r.id = f.resident_id
    where f.path >= %(lo)s and f.path < %(hi)s and (r.path < %(lo)s or r.path >= %(hi)s)
      and f.voided_at is null and f.start <= %(last)s and (f.stop is null or f.stop > %(first)s)
), jobs as materialized (
    select resident_id id, start, stop, form from employment_employment
    where voided_at is null and start <= %(last)s and (stop is null or stop > %(last)s or start >= %(first)s)
      and path >= %(lo)s and path < %(hi)s
    union all
    select resident_id, start, stop, form from moved m join employment_employment on resident_id = m.id
    where voided_at is null and start <= %(last)s and (stop is null or stop > %(last)s or start >= %(first)s)
), new_jobs as materialized (
    select j.id, j.start from jobs j
    where j.start >= %(first)s and not exists (
        select from employment_employment b where b.resident_id = j.id and b.voided_at is null
          and b.start < j.start and (b.stop is null or b.stop >= j.start))
), registered as materialized (
    select g.resident_id id, g.start, coalesce(g.stop, least(
        (select min(e.start) from employment_employment e
         where e.resident_id = g.resident_id and e.voided_at is null and e.start >= g.start),
        (select min(n.start) from employment_registration n
         where n.resident_id = g.resident_id and n.voided_at is null and n.start > g.start))) ends
    from (
        select resident_id, start, stop from employment_registration
        where voided_at is null and start <= %(last)s and path >= %(lo)s and path < %(hi)s
        union all
        select resident_id, start, stop from moved m join employment_registration on resident_id = m.id
        where voided_at is null and start <= %(last)s
    ) g
), re_jobs as materialized (
    select j.id, j.start from new_jobs j
    where exists (
        select from registered g where g.id = j.id and g.start <= j.start and (g.ends = j.start
            or g.start < j.start and (g.ends is null
                or g.ends > (j.start - interval '1 year')::date and g.ends > g.start)))
), marks as (
    select id, 1 << case form when '010' then 0 when '021' then 1 when '022' then 2 when '030' then 3 else 4 end bit
    from jobs where stop is null or stop > %(last)s
    union all select id, 32 from new_jobs
    union all select id, 64 from re_jobs
    union all select j.id, 128 from re_jobs j where exists (
        select from assistance_determination d where d.resident_id = j.id and d.voided_at is null
          and d.start <= j.start - 1 and (d.stop is null or d.stop > j.start - 1))
    union all select id, 256 from registered where ends is null or ends > %(last)s
    union all select resident_id, 512 from assistance_determination
    where voided_at is null and start <= %(last)s and (stop is null or stop > %(last)s)
      and path >= %(lo)s and path < %(hi)s
    union all select resident_id, 512 from moved m join assistance_determination on resident_id = m.id
    where voided_at is null and start <= %(last)s and (stop is null or stop > %(last)s)
), answers as (
    select id, bit_or(bit) bits from marks group by id
)
select r.sex, case when f.hukou in ('10', '11', '12') then 'urban' when f.hukou in ('20', '21', '22') then 'rural'
       else 'other' end,
       f.stop is null or f.stop > %(last)s,
       coalesce(a.bits, 0),
       r.birth <= (%(last)s::date - interval '16 years')::date
         and r.birth > (%(last)s::date - case r.sex when 'M' then interval '60 years' else interval '55 years' end)::date,
       coalesce(f.ability = 'lost', false) or coalesce(f.student, false),
       coalesce(f.laid_off, false)
         and r.birth <= (%(last)s::date - case r.sex when 'M' then interval '50 years' else interval '40 years' end)::date,
       count(*)
from residents_facts f join residents_resident r on r.id = f.resident_id left join answers a on a.id = f.resident_id
where f.path >= %(lo)s and f.path < %(hi)s and f.voided_at is null and f.start <= %(last)s
  and (f.stop is null or f.stop > %(last)s
       or f."left" and f.stop > %(first)s and f.stop <= %(last)s and not exists (
           select from residents_facts n where n.resident_id = f.resident_id and n.voided_at is null
             and n.start >= f.stop and n.start <= %(last)s))
group by 1, 2, 3, 4, 5, 6, 7
