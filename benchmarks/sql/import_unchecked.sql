-- From the staged file into the registers, without a look at what it says. Codes are cut to the length of
-- their columns, numbers stand in clear where ciphertext belongs: what is stored is wrong, the work is not.
analyze file ("公民身份号码");
create temporary table ready on commit drop as
select f.*, nextval(pg_get_serial_sequence('residents_resident', 'id')) as id, g.id as region_id, g.path,
       f."公民身份号码" as number, f."调查日期"::date as surveyed_on
from file f join regions_region g on g.code = f."所属社区代码";
insert into residents_resident (id, number_cipher, number_digest, last4_digest, name, pinyin, initials, sex, birth,
    region_id, path, known_on, entered_by_id, void_reason)
select id, convert_to(number, 'UTF8'), sha256(convert_to(number, 'UTF8')),
       substr(sha256(convert_to(right(number, 4), 'UTF8')), 1, 8), "姓名", "姓名", "姓名",
       case when substr(number, 17, 1)::int %% 2 = 1 then 'M' else 'F' end, substr(number, 7, 8)::date,
       region_id, path, surveyed_on, %(user)s, ''
from ready order by row;
insert into residents_identityclaim (digest, region_id, resident_id)
select sha256(convert_to(number, 'UTF8')), region_id, id from ready order by row;
create temporary table households on commit drop as
select nextval(pg_get_serial_sequence('residents_household', 'id')) as id, n.*
from (select "家庭编号" as number, region_id, path, min(surveyed_on) as known_on from ready
      where "家庭编号" <> '' group by 1, 2, 3) n;
insert into residents_household (id, number, region_id, path, known_on, entered_by_id, void_reason)
select id, number, region_id, path, known_on, %(user)s, '' from households;
insert into residents_facts (resident_id, household_id, start, relation, ethnicity, education, hukou,
    hukou_address, address, phone, marital, political, low_income, disabled, resettled, veteran, graduate,
    graduated_on, landless, laid_off, skill_level, trade, ability, student, job_wish, surveyed_on, surveyor,
    region_id, path, known_on, entered_by_id, void_reason)
select r.id, h.id, '0001-01-01', left("与户主关系", 2), left("民族", 2), left("文化程度", 2), left("户口性质", 2),
    "户籍地址", "现住址", "联系电话", left("婚姻状况", 2), left("政治面貌", 2), "是否低保" = '是', "是否残疾" = '是',
    "是否棚改回迁" = '是', "是否退役军人" = '是', "是否高校毕业生" = '是', nullif("毕业日期", '')::date,
    "是否失地农民" = '是', "国有集体企业下岗失业" = '是', left("职业技能等级", 1), "工种", left("劳动能力", 8),
    "在校学生" = '是', "求职意愿" = '有', surveyed_on, "核实人",
    r.region_id, r.path, surveyed_on, %(user)s, ''
from ready r left join households h on h.region_id = r.region_id and h.number = r."家庭编号" order by row;
insert into residents_sighting (resident_id, "on", surveyor, region_id, path, known_on, entered_by_id, void_reason)
select id, surveyed_on, "核实人", region_id, path, surveyed_on, %(user)s, '' from ready order by row
