"""Names of countries, provinces and cities: which a text speaks of, where they lie."""

from __future__ import annotations

import re

_COUNTRIES = """
中国 美国 英国 法国 德国 日本 韩国 朝鲜 印度 俄罗斯 加拿大 澳大利亚 新西兰 巴西 墨西哥 阿根廷
智利 南非 埃及 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 芬兰 丹麦 冰岛 爱尔兰 奥地利
波兰 捷克 匈牙利 希腊 土耳其 以色列 沙特 阿联酋 卡塔尔 伊朗 伊拉克 巴基斯坦 孟加拉国 斯里兰卡
泰国 越南 老挝 柬埔寨 缅甸 马来西亚 新加坡 印度尼西亚 印尼 菲律宾 蒙古国 哈萨克斯坦
乌兹别克斯坦 乌克兰 白俄罗斯 尼日利亚 肯尼亚 埃塞俄比亚 欧盟 欧洲 非洲 东盟 北美 拉美
"""
# The cities of each province; after | what lies there and is not looked for in running text.
_BY_PROVINCE = """
北京: | 海淀 朝阳 亦庄 顺义 怀柔 昌平 通州 大兴 丰台 石景山 中关村
天津: | 滨海新区
上海: 浦东 | 张江 徐汇 临港 长宁 静安 闵行 嘉定
重庆: | 两江新区
河北: 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安
山西: 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古: 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布
辽宁: 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛
吉林: 长春 四平 辽源 通化 白山 松原 白城 延边
黑龙江: 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化
江苏: 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江: 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽: 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建: 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
江西: 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东: 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
河南: 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店
河南: 济源
湖北: 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
湖南: 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东: 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆
广东: 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
广西: 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海南: 海口 三亚 三沙 儋州
四川: 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山
四川: 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山
贵州: 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南
云南: 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆
西藏: 拉萨 日喀则 昌都 林芝 山南 那曲 阿里
陕西: 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
甘肃: 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南
青海: 西宁 海东
宁夏: 银川 石嘴山 吴忠 固原 中卫
新疆: 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 喀什 和田 伊犁 塔城 阿勒泰 石河子
香港:
澳门:
台湾: | 台北 高雄
"""
# Words in which, or at whose end, the characters of a name stand without naming it: 其中|卫生.
_WORDS = """
其中 集中 重大 伟大 远大 隆重 均衡 平衡 经济 医保 社保 环保 确保 担保 巩固 关怀 贯通 擅长 国内 境内
基金 推广 奥运 长治久安 文山会海 真金白银 复合肥 民安康 孙中山 长白山 峨眉山 新墨西哥 古希腊 北海道
阿里[巴云] 北美食 拱北海 河源头 躲西藏 来宾(?!市) [以西]南(?=通道|非洲) 创新(?=乡|余) 平安(?=顺利)
日常(?=德育) [加扩放增最广]大同(?!市) 大理[论想念石工] 大连[锁接片续] 大庆[典祝] 天水[库利]
[制认坚规确稳固法嘉]定西(?!市) [方合]法国家 [欧南]美国[家际] 三明[确治] 四平[方台米] 内江[河湖]
和田[园间] 新乡[村贤] 新余额 运城[际乡] 日照[时强] [形变建]成都市 [近今昨]日本[市省县区院局]
[加以]上海[上域关洋] [出入陆]海口 海东[南北部] [东沿黄]海南[部偏] [江河湖山][东南西北][路岸侧](?!径)
[里士]兰州 [里华苏]达州 [罗兰]德州
"""
_NONE = frozenset({"中国", ""})  # what is found but names no other place; "" stands for a word
_FOREIGN = frozenset(_COUNTRIES.split()) - _NONE
_REGIONS = frozenset(["京津冀", "长三角", "珠三角", "粤港澳", "欧洲", "非洲", "北美", "拉美"])
_ROWS = [row.partition(":") for row in _BY_PROVINCE.strip().splitlines()]
_CITIES = frozenset(name for *_, places in _ROWS for name in places.partition("|")[0].split())
# The province in which each place of this country lies, a province itself included.
PROVINCES = {
    name: province
    for province, _, places in _ROWS
    for name in (province, *places.replace("|", " ").split())
}
_LEVELS = (
    _CITIES | {"北京", "天津", "上海", "重庆"},
    frozenset(PROVINCES.values()),
    frozenset(_COUNTRIES.split()) - _REGIONS,
)
_NAMES = sorted(_REGIONS.union(*_LEVELS), key=len, reverse=True)
_NAMED = re.compile(f"{'|'.join(_WORDS.split())}|({'|'.join(_NAMES)})")
_AT_HOME = re.compile("我国|中国|全国|国内|本国")
_LOCAL = re.compile(r"[全我本][市省县区](?!域)|省会|省定")


def is_abroad(question: str, text: str) -> bool:
    """Whether a question about this country meets a text about another one."""
    if not _AT_HOME.search(question) or _AT_HOME.search(text):
        return False
    return not _FOREIGN.isdisjoint(_NAMED.findall(text))


def is_national(question: str) -> bool:
    """Whether a question asks about the country as a whole and names no place in it."""
    return bool(_AT_HOME.search(question)) and not find_places(question)


def is_local(text: str) -> bool:
    """Whether a text tells of one province or city: by its name, or as 全市."""
    return bool(_LOCAL.search(text)) or bool(find_places(text))


def find_places(text: str) -> list[str]:
    """Return the known places a text names, in reading order, each once; 中国 is left out.

    Nearly every sentence of the corpus is about China, so its name tells nothing apart.
    """
    return [name for name in dict.fromkeys(_NAMED.findall(text)) if name not in _NONE]


def is_elsewhere(question: str, text: str) -> bool:
    """Whether a question about a city, province or country meets a text about others only.

    Only places of one level are held against each other: what is said of a province may
    well be meant of its capital.
    """
    asked, told = set(find_places(question)), set(find_places(text))
    if asked & told:
        return False
    return any(asked & level and told & level for level in _LEVELS)
