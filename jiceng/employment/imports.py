"""Import and export of jobs and of unemployment registrations (contracts, section 3)."""

from __future__ import annotations

from jiceng.core.importing import Check, Ledger, LookUp, RegisterWriter, Source, Spells
from jiceng.core.importing import columns as kinds
from jiceng.employers.imports import KNOWN_EMPLOYERS, credit_code
from jiceng.employment import choices
from jiceng.employment.models import Employment, Registration
from jiceng.regions.imports import code_of_a_region
from jiceng.residents.imports import PERSON, PERSON_ON_FILE, person

PUBLIC_POST = choices.EmploymentForm.PUBLIC_POST.value
STARTED, ENDED, PUBLIC_POST_HEADER = "就业日期", "终止日期", "是否公益性岗位"
REGISTERED, CANCELLED = "失业登记日期", "注销日期"

EMPLOYMENT = Ledger(
    code="employment",
    title="就业",
    columns=(
        person(),
        kinds.code(choices.EMPLOYMENT_FORM, "form", "就业形式", required=True),
        kinds.event_day("start", STARTED, required=True),
        credit_code(),
        kinds.text(Employment, "employer_name"),
        kinds.text(Employment, "occupation"),
        kinds.event_day("contract_start", "合同起始日期"),
        kinds.any_day("contract_stop", "合同终止日期"),
        kinds.amount("monthly_income", "月收入"),
        kinds.flag("public_post", PUBLIC_POST_HEADER, stored=f"t.form = '{PUBLIC_POST}'"),
        kinds.last_day("last", ENDED),
        kinds.text(Employment, "end_reason"),
        code_of_a_region("workplace_code", "工作地社区代码"),
    ),
    key=("number_digest", "start"),
    key_header=STARTED,
    look_up=LookUp(
        beyond=KNOWN_EMPLOYERS,
        joins=f"{PERSON.joins} left join import_employers e on e.credit_code = s.credit_code",
        finds={**PERSON.finds, "employer_id": "e.id"},
    ),
    checks=(
        *PERSON_ON_FILE,
        Check(ENDED, "w.last < w.start", "不能早于就业日期"),
        Check("合同终止日期", "w.contract_stop < w.contract_start", "不能早于合同起始日期"),
        Check(
            PUBLIC_POST_HEADER,
            f"w.public_post <> (w.form = '{PUBLIC_POST}')",
            "应与就业形式一致：就业形式为公益性岗位时为是，否则为否",
        ),
    ),
    writer=RegisterWriter(
        model=Employment,
        key={"resident_id": "w.resident_id", "start": "w.start"},
        values={
            "stop": "w.last + 1",
            "employer_id": "w.employer_id",
            **{
                name: f"w.{name}"
                for name in (
                    "form",
                    "credit_code",
                    "employer_name",
                    "occupation",
                    "contract_start",
                    "contract_stop",
                    "monthly_income",
                    "end_reason",
                    "workplace_code",
                )
            },
        },
        own_day="w.start",
        follows={"employer_id": "credit_code"},
        spells=Spells(STARTED, ("resident_id",), "就业时间"),
    ),
    source=Source(
        tables="employment_employment t join residents_resident r on r.id = t.resident_id",
        path="t.path",
        where="t.voided_at is null and t.start <= %(on)s",
        order="t.path, t.resident_id, t.start",
    ),
)

UNEMPLOYMENT = Ledger(
    code="unemployment",
    title="失业登记",
    columns=(
        person(),
        kinds.event_day("start", REGISTERED, required=True),
        kinds.event_day("unemployed_on", "失业日期"),
        kinds.code(choices.UNEMPLOYMENT_REASON, "reason", "失业原因"),
        kinds.code(choices.UNEMPLOYED_CATEGORY, "category", "失业人员类别"),
        kinds.text(Registration, "former_employer"),
        kinds.text(Registration, "job_wish"),
        kinds.text(Registration, "training_wish"),
        kinds.event_day("stop", CANCELLED),
        kinds.code(choices.CANCEL_REASON, "cancel_reason", "注销原因"),
    ),
    key=("number_digest", "start"),
    key_header=REGISTERED,
    look_up=PERSON,
    checks=(*PERSON_ON_FILE, Check(CANCELLED, "w.stop < w.start", "不能早于失业登记日期")),
    writer=RegisterWriter(
        model=Registration,
        key={"resident_id": "w.resident_id", "start": "w.start"},
        values={
            name: f"w.{name}"
            for name in (
                "stop",
                "unemployed_on",
                "reason",
                "category",
                "former_employer",
                "job_wish",
                "training_wish",
                "cancel_reason",
            )
        },
        own_day="w.start",
        spells=Spells(REGISTERED, ("resident_id",), "失业登记时间", only_ended=True),
    ),
    source=Source(
        tables="employment_registration t join residents_resident r on r.id = t.resident_id",
        path="t.path",
        where="t.voided_at is null and t.start <= %(on)s",
        order="t.path, t.resident_id, t.start",
    ),
)
