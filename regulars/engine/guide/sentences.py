"""What the guide says beside the rules' own words, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "guide.title": ("{name}: how it works", "{name}：会员指南", "{name}：會員指南"),
        "guide.lead": (
            "This page is written from the rules that count today. Every example is computed by the same programme that computes your points.",
            "本页由现行规则自动生成，所有示例均由计算您积分的同一程序算出。",
            "本頁由現行規則自動產生，所有範例均由計算您積分的同一程式算出。",
        ),
        "guide.colophon": ("As of {day}", "截至 {day}", "截至 {day}"),
        "guide.colophon_version": ("As of {day}, version {version} of the rules", "截至 {day}，规则第 {version} 版", "截至 {day}，規則第 {version} 版"),
        "guide.example": ("For example", "举例", "舉例"),
        "guide.because": ("because", "原因", "原因"),
        "guide.levels": ("The levels at a glance", "等级一览", "等級一覽"),
        "guide.table.level": ("Level", "等级", "等級"),
        "guide.table.reach": ("To reach it", "升级门槛", "升級門檻"),
        "guide.table.keep": ("To keep it", "保级门槛", "保級門檻"),
        "guide.table.multiplier": ("Points", "积分倍率", "積分倍率"),
        "guide.table.earns": ("An order of {amount} earns", "消费 {amount} 可得", "消費 {amount} 可得"),
        "guide.from_start": ("from the first day", "入会即享", "入會即享"),
        "guide.points": ("{points} points", "{points} 分", "{points} 分"),
        "guide.points_in": ("{points} points ({wallet})", "{points} 分（{wallet}）", "{points} 分（{wallet}）"),
        "guide.nothing": ("no points", "不得积分", "不得積分"),
        "guide.and": (" and ", "、", "、"),
        "guide.comma": (", ", "、", "、"),
        "guide.order": ("An order of {amount}", "一笔 {amount} 的订单", "一筆 {amount} 的訂單"),
        "guide.order_of": ("An order of {amount} ({things})", "一笔 {amount} 的订单（{things}）", "一筆 {amount} 的訂單（{things}）"),
        "guide.event": ("Once: {event}", "一次{event}", "一次{event}"),
        "guide.returned": ("{what}, given back in full", "{what}，之后全部退货", "{what}，之後全部退貨"),
        "guide.details": (", {details}", "，{details}", "，{details}"),
        "guide.as_tier": ("as {tier}", "身为{tier}", "身為{tier}"),
        "guide.on_day": ("on {weekday}, {day}", "{day}（{weekday}）", "{day}（{weekday}）"),
        "guide.at_hour": ("at {hour}", "{hour}", "{hour}"),
        "guide.birthday": ("on your birthday", "生日当天", "生日當天"),
        "guide.birthday_month": ("in the month of your birthday", "生日当月", "生日當月"),
        "guide.at_place": ("at {place}", "在 {place}", "在 {place}"),
        "guide.weekday.1": ("Monday", "周一", "週一"),
        "guide.weekday.2": ("Tuesday", "周二", "週二"),
        "guide.weekday.3": ("Wednesday", "周三", "週三"),
        "guide.weekday.4": ("Thursday", "周四", "週四"),
        "guide.weekday.5": ("Friday", "周五", "週五"),
        "guide.weekday.6": ("Saturday", "周六", "週六"),
        "guide.weekday.7": ("Sunday", "周日", "週日"),
    }
)
