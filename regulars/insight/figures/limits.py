"""What a figure over members can't tell, told beside its rows: of nobody, of one member, of one day."""

from regulars.insight.errors import CannotSay
from regulars.insight.facts import Facts
from regulars.kit.phrases import phrases

OVER_MEMBERS = frozenset({"kpi", "returning", "second_purchase", "time_to_second", "concentration", "pareto", "retention", "purchase_steps"})
OF_GAPS = frozenset({"time_to_second", "intervals"})  # without rows where nobody came on a second day


def limits_of(facts: Facts, name: str, *, has_rows: bool) -> tuple[CannotSay, ...]:
    """The reasons; none for a shop of several members and days. Looks at two members at most, however many there are."""
    if facts.is_empty:
        return (CannotSay("insight.no_orders", as_of=facts.as_of.isoformat()),)
    (members,) = facts.one("SELECT count(*) FROM (SELECT DISTINCT member FROM purchase_days LIMIT 2)")
    if not members:
        (orders,) = facts.one("SELECT count(*) FROM orders")
        return (CannotSay("insight.no_purchases", orders=orders),)
    told: list[CannotSay] = []
    if members == 1 and name in OVER_MEMBERS:
        told.append(CannotSay("insight.one_member"))
    if facts.days == 1 and (name in OVER_MEMBERS or not has_rows):
        told.append(CannotSay("insight.one_day", day=facts.as_of.isoformat()))
    elif not has_rows and name in OF_GAPS:
        told.append(CannotSay("insight.nobody_twice"))
    return tuple(told)


phrases(
    {
        "insight.no_orders": (
            "There is no order up to {as_of}, so nothing can be said",
            "截至 {as_of} 没有可用的订单，因此无法得出任何结论",
            "截至 {as_of} 沒有可用的訂單，因此無法得出任何結論",
        ),
        "insight.no_purchases": (
            "Every order here is a return ({orders} of them): nobody can be said to have bought",
            "这里的 {orders} 张订单全部是退货：不能说有人购买过",
            "這裡的 {orders} 張訂單全部是退貨：不能說有人購買過",
        ),
        "insight.one_member": (
            "All orders are one member's: shares and rates over members mean nothing",
            "所有订单都来自同一位会员：会员之间的占比和比率没有意义",
            "所有訂單都來自同一位會員：會員之間的占比和比率沒有意義",
        ),
        "insight.one_day": (
            "All orders fall on one day ({day}): whether anybody comes back can't be said yet",
            "所有订单都在同一天（{day}）：还不能说会员是否会回来",
            "所有訂單都在同一天（{day}）：還不能說會員是否會回來",
        ),
        "insight.nobody_twice": (
            "Nobody has bought on a second day yet, so there is no time to the second purchase",
            "还没有会员在第二个日子购买，因此没有再次购买的天数",
            "還沒有會員在第二個日子購買，因此沒有再次購買的天數",
        ),
    }
)
