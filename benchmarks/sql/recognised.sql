-- Recognised households: recognised on the last day; handled in the span, by whether a member is employed.
select household_id, bool_or(stop is null or stop > %(last)s), exists (
    select from residents_facts f join employment_employment e on e.resident_id = f.resident_id
    where f.household_id = c.household_id and f.voided_at is null and f.start <= %(last)s
      and (f.stop is null or f.stop > %(last)s)
      and e.voided_at is null and e.start <= %(last)s and (e.stop is null or e.stop > %(last)s))
from assistance_recognition c
where voided_at is null and path >= %(lo)s and path < %(hi)s and start <= %(last)s
  and (stop is null or stop >= %(first)s or start >= %(first)s)
group by household_id
