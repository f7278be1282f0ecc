"""Which province a city lies in, and where each province stands on a schematic map."""

from __future__ import annotations

import re

_CITIES = """
北京: 海淀 朝阳 亦庄 顺义 怀柔 昌平 通州 大兴 丰台 石景山 中关村
天津: 滨海新区
上海: 浦东 张江 徐汇 临港 长宁 静安 闵行 嘉定
重庆: 两江新区
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
台湾: 台北 高雄
"""
# Names that are words of their own count as places only with 市, 省 or the like after them.
_WORDS = "朝阳 大兴 中山 海东 山南 文山 安康 红河 大理 黄山 白山 保山 吉安 中卫 阿里 北海 通化"

# Column and row of each province on a grid that keeps neighbours near each other.
TILES = {
    "新疆": (0, 1), "西藏": (1, 4), "青海": (2, 3), "甘肃": (3, 2), "宁夏": (4, 2),
    "内蒙古": (5, 1), "黑龙江": (9, 0), "吉林": (9, 1), "辽宁": (8, 1), "北京": (7, 1),
    "天津": (8, 2), "河北": (7, 2), "山西": (6, 2), "山东": (8, 3), "陕西": (5, 3), "河南": (7, 3),
    "四川": (4, 4), "重庆": (5, 4), "湖北": (6, 4), "安徽": (7, 4), "江苏": (8, 4), "上海": (9, 4),
    "云南": (4, 6), "贵州": (5, 5), "湖南": (6, 5), "江西": (7, 5), "浙江": (8, 5), "福建": (8, 6),
    "广西": (5, 6), "广东": (6, 6), "海南": (6, 7), "台湾": (9, 6), "香港": (7, 7), "澳门": (7, 6),
}  # fmt: skip


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _CITIES.strip().splitlines():
        province, _, cities = line.partition(":")
        table[province] = province
        table.update(dict.fromkeys(cities.split(), province))
    return table


PROVINCES = _table()
_NAMES = sorted(PROVINCES, key=len, reverse=True)
_SUFFIX = r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|特别行政区|省|市|新区|区|县|州)"
PLACE = re.compile(
    rf"(?P<outer>(?:{'|'.join(name for name in _NAMES)})){_SUFFIX}?"
    rf"(?P<inner>[\u4e00-\u9fff]{{2,4}}?(?:市|区|县|新区|开发区|高新区|街道|镇))?"
)


def province_of(place: str) -> str:
    """Return the province that a place lies in, "" where its name does not tell."""
    return next((PROVINCES[name] for name in _NAMES if place.startswith(name)), "")


def is_word(place: str) -> bool:
    """Whether a name is also an ordinary word, so that it needs 市 or the like to be a place."""
    return place in _WORDS.split()
