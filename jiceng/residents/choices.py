"""Code lists of a person's facts and of visits, each with the standard it follows."""

from __future__ import annotations

from django.db.models import TextChoices

from jiceng.core.codes import CodeList

DECLINED = "拒答"  # asked, and not answered


class HouseholdRelation(TextChoices):
    """与户主关系, first digit of GB/T 4761."""

    HEAD = "0", "户主"
    SPOUSE = "1", "配偶"
    SON = "2", "子"
    DAUGHTER = "3", "女"
    GRANDCHILD = "4", "孙子女"
    PARENT = "5", "父母"
    GRANDPARENT = "6", "祖父母"
    SIBLING = "7", "兄弟姐妹"
    OTHER = "8", "其他"


class Ethnicity(TextChoices):
    """民族, GB/T 3304."""

    HAN = "01", "汉族"
    MONGOL = "02", "蒙古族"
    HUI = "03", "回族"
    TIBETAN = "04", "藏族"
    UYGUR = "05", "维吾尔族"
    MIAO = "06", "苗族"
    YI = "07", "彝族"
    ZHUANG = "08", "壮族"
    BOUYEI = "09", "布依族"
    KOREAN = "10", "朝鲜族"
    MANCHU = "11", "满族"
    DONG = "12", "侗族"
    YAO = "13", "瑶族"
    BAI = "14", "白族"
    TUJIA = "15", "土家族"
    HANI = "16", "哈尼族"
    KAZAK = "17", "哈萨克族"
    DAI = "18", "傣族"
    LI = "19", "黎族"
    LISU = "20", "傈僳族"
    VA = "21", "佤族"
    SHE = "22", "畲族"
    GAOSHAN = "23", "高山族"
    LAHU = "24", "拉祜族"
    SUI = "25", "水族"
    DONGXIANG = "26", "东乡族"
    NAXI = "27", "纳西族"
    JINGPO = "28", "景颇族"
    KIRGIZ = "29", "柯尔克孜族"
    TU = "30", "土族"
    DAUR = "31", "达斡尔族"
    MULAO = "32", "仫佬族"
    QIANG = "33", "羌族"
    BLANG = "34", "布朗族"
    SALAR = "35", "撒拉族"
    MAONAN = "36", "毛南族"
    GELAO = "37", "仡佬族"
    XIBE = "38", "锡伯族"
    ACHANG = "39", "阿昌族"
    PUMI = "40", "普米族"
    TAJIK = "41", "塔吉克族"
    NU = "42", "怒族"
    UZBEK = "43", "乌孜别克族"
    RUSSIAN = "44", "俄罗斯族"
    EWENKI = "45", "鄂温克族"
    DEANG = "46", "德昂族"
    BONAN = "47", "保安族"
    YUGUR = "48", "裕固族"
    GIN = "49", "京族"
    TATAR = "50", "塔塔尔族"
    DERUNG = "51", "独龙族"
    OROQEN = "52", "鄂伦春族"
    HEZHEN = "53", "赫哲族"
    MONBA = "54", "门巴族"
    LHOBA = "55", "珞巴族"
    JINO = "56", "基诺族"
    OTHER = "97", "其他"
    NATURALISED = "98", "外国血统中国籍"


class Education(TextChoices):
    """文化程度, GB/T 4658-2006."""

    POSTGRADUATE = "10", "研究生"
    DOCTOR = "11", "博士"
    MASTER = "14", "硕士"
    BACHELOR = "20", "大学本科"
    COLLEGE = "30", "大学专科"
    VOCATIONAL = "40", "中等职业"
    TECHNICAL = "41", "中等专科"
    VOCATIONAL_HIGH = "44", "职业高中"
    SKILLED_WORKERS = "47", "技工学校"
    HIGH = "60", "普通高中"
    HIGH_FINISHED = "61", "普通高中毕业"
    MIDDLE = "70", "初级中学"
    MIDDLE_FINISHED = "71", "初级中学毕业"
    PRIMARY = "80", "小学"
    PRIMARY_FINISHED = "81", "小学毕业"
    OTHER = "90", "其他"


class HukouKind(TextChoices):
    """户口性质, AAC009 of the labour ministry."""

    NON_FARM = "10", "非农业户口"
    NON_FARM_LOCAL = "11", "本地非农业户口"
    NON_FARM_OUTSIDE = "12", "外地非农业户口"
    FARM = "20", "农业户口"
    FARM_LOCAL = "21", "本地农业户口"
    FARM_OUTSIDE = "22", "外地农业户口"
    COMPATRIOT = "30", "台港澳人员"
    FOREIGN = "40", "外籍人员"
    RESIDENT = "50", "居民户口"


URBAN = (HukouKind.NON_FARM, HukouKind.NON_FARM_LOCAL, HukouKind.NON_FARM_OUTSIDE)
RURAL = (HukouKind.FARM, HukouKind.FARM_LOCAL, HukouKind.FARM_OUTSIDE)


class Marital(TextChoices):
    """婚姻状况, GB/T 2261.2."""

    SINGLE = "10", "未婚"
    MARRIED = "20", "已婚"
    MARRIED_FIRST = "21", "初婚"
    MARRIED_AGAIN = "22", "再婚"
    MARRIED_BACK = "23", "复婚"
    WIDOWED = "30", "丧偶"
    DIVORCED = "40", "离婚"
    UNSTATED = "90", "未说明"


class Political(TextChoices):
    """政治面貌, GB/T 4762."""

    PARTY = "01", "中共党员"
    PROBATIONARY = "02", "预备党员"
    LEAGUE = "03", "共青团员"
    REVOLUTIONARY_COMMITTEE = "04", "民革"
    DEMOCRATIC_LEAGUE = "05", "民盟"
    CONSTRUCTION = "06", "民建"
    PROMOTION = "07", "民进"
    PEASANTS_WORKERS = "08", "农工党"
    ZHIGONG = "09", "致公党"
    JIUSAN = "10", "九三"
    TAIWAN_LEAGUE = "11", "台盟"
    INDEPENDENT = "12", "无党派"
    MASSES = "13", "群众"


class SkillLevel(TextChoices):
    """职业技能等级: the five national levels, and none."""

    SENIOR_TECHNICIAN = "1", "一级(高级技师)"
    TECHNICIAN = "2", "二级(技师)"
    SENIOR = "3", "三级(高级)"
    INTERMEDIATE = "4", "四级(中级)"
    JUNIOR = "5", "五级(初级)"
    NONE = "0", "无"


class LabourAbility(TextChoices):
    """劳动能力."""

    NORMAL = "normal", "正常"
    PARTIAL = "partial", "部分丧失"
    LOST = "lost", "丧失"


class DepartureKind(TextChoices):
    """Why a resident is no longer here, when not by a move within the deployment."""

    DIED = "died", "死亡"
    LEFT = "left", "迁离"


class VisitWay(TextChoices):
    """方式 of a visit."""

    HOME = "home", "上门"
    PHONE = "phone", "电话"
    WINDOW = "window", "窗口"
    REMOTE = "remote", "远程"


class VisitReason(TextChoices):
    """事由 of a visit; one visit may have several."""

    AFTER_EMPLOYMENT = "after_employment", "就业后回访"
    ASSISTANCE = "assistance", "援助走访"
    SURVEY = "survey", "入户调查"
    RETIREE = "retiree", "退休走访"


class VisitOutcome(TextChoices):
    """走访结果; blank counts as met."""

    MET = "met", "见面"
    TALKED = "talked", "通话"
    NOT_IN = "not_in", "未遇"
    REFUSED = "refused", "拒访"
    DEAD_NUMBER = "dead_number", "空号"


MET = (VisitOutcome.MET, VisitOutcome.TALKED, "")


def _without_zu() -> dict[str, str]:
    """Names of peoples as often written, 满 for 满族."""
    short = {label.removesuffix("族"): code for code, label in Ethnicity.choices if label.endswith("族")}
    return short | {"维族": "05", "哈族": "17", "其他族": "97", "外国血统": "98", "入籍": "98"}


# The second digit of GB/T 4761 is not kept. In-laws of the next generation (28, 38) are neither 子 nor 女.
HOUSEHOLD_RELATION = CodeList(
    HouseholdRelation,
    {f"0{place}": "0" for place in range(1, 4)}
    | {f"{group}{place}": str(group) for group in range(1, 8) for place in range(10)}
    | {str(code): "8" for code in (28, 38, *range(80, 100))}
    | dict.fromkeys(["本人", "本人/户主", "户主本人"], "0")
    | dict.fromkeys(["夫", "妻", "丈夫", "妻子", "夫妻", "爱人"], "1")
    | dict.fromkeys(["儿子", "长子", "次子", "三子", "独生子", "养子", "继子", "养子或继子"], "2")
    | dict.fromkeys(["女儿", "长女", "次女", "三女", "独生女", "养女", "继女", "养女或继女"], "3")
    | dict.fromkeys(["孙", "孙子", "孙女", "外孙", "外孙子", "外孙女", "外孙子女", "孙子、孙女"], "4")
    | dict.fromkeys(["父", "母", "父亲", "母亲", "公公", "婆婆", "岳父", "岳母", "继父", "继母"], "5")
    | dict.fromkeys(["祖父", "祖母", "爷爷", "奶奶", "外祖父", "外祖母", "外公", "外婆", "外祖父母"], "6")
    | dict.fromkeys(["兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹"], "7")
    | dict.fromkeys(["儿媳", "女婿", "其他亲属", "非亲属", "其它"], "8"),
)
ETHNICITY = CodeList(Ethnicity, _without_zu() | {"其它": "97"})
EDUCATION = CodeList(
    Education,
    dict.fromkeys(["研究生教育", "研究生及以上"], "10")
    | dict.fromkeys(["博士研究生", "博士研究生毕业"], "11")
    | dict.fromkeys(["硕士研究生", "硕士研究生毕业"], "14")
    | dict.fromkeys(["本科", "大学", "大学本科毕业", "大学本科教育", "21"], "20")
    | dict.fromkeys(["大专", "专科", "大学专科和专科学校", "大学专科毕业", "大学专科教育", "31"], "30")
    | dict.fromkeys(["中等专业学校或中等技术学校", "中等职业教育", "中职"], "40")
    | dict.fromkeys(["中专", "中等专业学校", "中等技术学校", "中等专科毕业"], "41")
    | dict.fromkeys(["职高", "职业高中毕业"], "44")
    | dict.fromkeys(["技校", "技工学校毕业", "50"], "47")
    | dict.fromkeys(["高中", "普通高级中学", "普通高级中学教育"], "60")
    | {"高中毕业": "61", "初中毕业": "71"}
    | dict.fromkeys(["初中", "初级中学教育"], "70")
    | {"小学教育": "80"}
    | dict.fromkeys(["文盲", "半文盲", "文盲或半文盲", "文盲半文盲", "其它"], "90"),
)
HUKOU = CodeList(
    HukouKind,
    dict.fromkeys(["非农", "非农业", "城镇", "城镇户口", "城市", "非农业户口(城镇)", "非农户口"], "10")
    | dict.fromkeys(["本地非农业", "本地非农", "本地城镇", "本地非农业户口(本地城镇)"], "11")
    | dict.fromkeys(["外地非农业", "外地非农", "外地城镇", "外地非农业户口(外地城镇)"], "12")
    | dict.fromkeys(["农业", "农村", "农村户口", "农业户口(农村)", "农户"], "20")
    | dict.fromkeys(["本地农业", "本地农村", "本地农业户口(本地农村)"], "21")
    | dict.fromkeys(["外地农业", "外地农村", "外地农业户口(外地农村)"], "22")
    | dict.fromkeys(["台港澳", "港澳台", "港澳台侨", "港澳台人员", "台港澳侨", "31", "32", "33", "34"], "30")
    | dict.fromkeys(["外籍", "外国人", "外国籍", "41", "42"], "40")
    | dict.fromkeys(["居民", "居民家庭户口", "居民户"], "50"),
)
MARITAL = CodeList(
    Marital,
    {"有配偶": "20", "结婚": "20", "丧偶未再婚": "30", "离异": "40", "未说明的婚姻状况": "90", "不详": "90"},
)
POLITICAL = CodeList(
    Political,
    {"党员": "01", "中国共产党党员": "01", "中共预备党员": "02", "团员": "03", "共青团": "03"}
    | {"民革党员": "04", "民盟盟员": "05", "民建会员": "06", "民进会员": "07", "农工党党员": "08"}
    | {"致公党党员": "09", "九三学社": "10", "九三学社社员": "10", "台盟盟员": "11"}
    | {"无党派人士": "12", "无党派民主人士": "12", "普通公民": "13", "一般群众": "13"},
)
SKILL_LEVEL = CodeList(
    SkillLevel,
    dict.fromkeys(["一级", "高级技师", "国家职业资格一级", "一级/高级技师", "壹级"], "1")
    | dict.fromkeys(["二级", "技师", "国家职业资格二级", "二级/技师", "贰级"], "2")
    | dict.fromkeys(["三级", "高级", "高级工", "国家职业资格三级", "三级(高级工)", "三级/高级工"], "3")
    | dict.fromkeys(["四级", "中级", "中级工", "国家职业资格四级", "四级(中级工)", "四级/中级工"], "4")
    | dict.fromkeys(["五级", "初级", "初级工", "国家职业资格五级", "五级(初级工)", "五级/初级工"], "5")
    | dict.fromkeys(["无等级", "没有", "无技能等级"], "0"),
)
LABOUR_ABILITY = CodeList(
    LabourAbility,
    dict.fromkeys(["有", "有劳动能力", "完全", "具备", "健全", "未丧失"], "normal")
    | dict.fromkeys(["部分", "部分丧失劳动能力", "部分劳动能力", "有部分劳动能力"], "partial")
    | dict.fromkeys(["无", "无劳动能力", "丧失劳动能力", "完全丧失", "完全丧失劳动能力", "全部丧失"], "lost"),
)
VISIT_WAY = CodeList(
    VisitWay,
    dict.fromkeys(["入户", "上门走访", "上门回访", "入户走访"], "home")
    | dict.fromkeys(["电话回访", "打电话", "电话访问"], "phone")
    | {"来访": "window", "网络": "remote", "视频": "remote", "微信": "remote"},
)
VISIT_REASON = CodeList(VisitReason, {"回访": "after_employment", "就业回访": "after_employment"})
VISIT_OUTCOME = CodeList(VisitOutcome, {"已见面": "met", "已通话": "talked", "不在家": "not_in"})
