"""What is unusual, and what can't be said about it, in words."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.anomalies.often": (
            "{now} × {kind} in a day, {usual} on average on {days} earlier days; by chance about {chance}",
            "一天内{kind} {now} 次；此前 {days} 天平均 {usual} 次；偶然发生的概率约 {chance}",
            "一天內{kind} {now} 次；此前 {days} 天平均 {usual} 次；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.kind.earn": ("earning", "获得积分", "獲得積分"),
        "insight.anomalies.kind.redeem": ("redemption", "兑换", "兌換"),
        "insight.anomalies.much": (
            "{now} points left in a day, {usual} on average on {days} earlier days; by chance about {chance}",
            "一天内转出 {now} 积分；此前 {days} 天平均 {usual}；偶然发生的概率约 {chance}",
            "一天內轉出 {now} 積分；此前 {days} 天平均 {usual}；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.places": (
            "in {now} places in a day, {usual} on average on {days} earlier days; by chance about {chance}",
            "一天内出现在 {now} 处；此前 {days} 天平均 {usual} 处；偶然发生的概率约 {chance}",
            "一天內出現在 {now} 處；此前 {days} 天平均 {usual} 處；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.together": (
            "nothing stands out by itself, but the whole is more unusual than {share} % of all days",
            "单看各项并不突出，但整体比 {share}% 的日子更不寻常",
            "單看各項並不突出，但整體比 {share}% 的日子更不尋常",
        ),
        "insight.anomalies.drawn": (
            "What is usual was learned from {members} of {of} members, drawn evenly; everybody's last two months were looked at",
            "“寻常”的标准来自均匀抽取的 {members} 位会员（共 {of} 位）；所有会员最近两个月都已查看",
            "「尋常」的標準來自均勻抽取的 {members} 位會員（共 {of} 位）；所有會員最近兩個月都已查看",
        ),
        "insight.anomalies.place.given": (
            "store {place} gave {now} points for orders, {usual} are usual on such a weekday; by chance about {chance}",
            "门店 {place} 当天因订单发放 {now} 积分，同一星期几通常为 {usual}；偶然发生的概率约 {chance}",
            "門市 {place} 當天因訂單發放 {now} 積分，同一星期幾通常為 {usual}；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.place.returned": (
            "{now} orders of store {place} were sent back, {usual} are usual on such a weekday; by chance about {chance}",
            "门店 {place} 当天有 {now} 笔订单退货，同一星期几通常为 {usual}；偶然发生的概率约 {chance}",
            "門市 {place} 當天有 {now} 筆訂單退貨，同一星期幾通常為 {usual}；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.place.redeemed": (
            "points were used {now} times at “{place}”, {usual} are usual on such a weekday; by chance about {chance}",
            "“{place}”当天兑换积分 {now} 次，同一星期几通常为 {usual}；偶然发生的概率约 {chance}",
            "「{place}」當天兌換積分 {now} 次，同一星期幾通常為 {usual}；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.place.adjusted": (
            "points were given or taken by hand {now} times at “{place}”, {usual} are usual on such a weekday; by chance about {chance}",
            "“{place}”当天手工调整积分 {now} 次，同一星期几通常为 {usual}；偶然发生的概率约 {chance}",
            "「{place}」當天手工調整積分 {now} 次，同一星期幾通常為 {usual}；偶然發生的機率約 {chance}",
        ),
        "insight.anomalies.ring.round": (
            "{points} points came back to whoever had sent them off, over a circle of {n} members; times within {days} days: {times}",
            "{points} 积分在 {n} 位会员之间转了一圈，又回到最初送出的人手中；{days} 天内共 {times} 次",
            "{points} 積分在 {n} 位會員之間轉了一圈，又回到最初送出的人手中；{days} 天內共 {times} 次",
        ),
        "insight.anomalies.ring.over": (
            "{points} points of {origins} members came together here over go-betweens, {n} members in all, within {days} days",
            "{origins} 位会员的 {points} 积分经中间人汇集到此，共涉及 {n} 位会员，历时 {days} 天",
            "{origins} 位會員的 {points} 積分經中間人匯集到此，共涉及 {n} 位會員，歷時 {days} 天",
        ),
        "insight.anomalies.places_young": (
            "Stores and tills are compared with themselves from their {weeks}th week on",
            "门店与收银端须有 {weeks} 周记录，才能与自身以往比较",
            "門市與收銀端須有 {weeks} 週紀錄，才能與自身以往比較",
        ),
        "insight.anomalies.none": ("nothing happened: nothing can be unusual", "没有任何记录：无从判断异常", "沒有任何紀錄：無從判斷異常"),
        "insight.anomalies.shape": (
            "the rows of members and days are not whole: columns differ in length, a day stands twice, or a figure is below 0 or no number",
            "会员与日期的行不完整：各列长度不一致、同一天重复，或数字为负或不是数字",
            "會員與日期的列不完整：各欄長度不一致、同一天重複，或數字為負或不是數字",
        ),
        "insight.anomalies.nothing": ("No day of the last month looks wrong: nothing unlikely, and no points left on odd days", "最近一个月没有异常的日子：没有罕见之事，也没有积分在反常的日子流出", "最近一個月沒有異常的日子：沒有罕見之事，也沒有積分在反常的日子流出"),
        "insight.anomalies.budget": ("at least one alert a day has to be looked at, not {per_day}", "每天至少须处理 1 条预警，而不是 {per_day}", "每天至少須處理 1 條預警，而不是 {per_day}"),
    }
)
