"""What the events of pools are called, as titles."""

from regulars.kit.phrases import phrases

phrases(
    {
        "programme.read.event.pool.opened": ("A pool is founded", "创建积分池", "建立積分池"),
        "programme.read.event.pool.joined": ("Joins a pool", "加入积分池", "加入積分池"),
        "programme.read.event.pool.member_joined": ("A member joins", "成员加入", "成員加入"),
        "programme.read.event.pool.join_undone": ("Joining undone", "加入撤销", "加入撤銷"),
        "programme.read.event.pool.invited": ("An invitation", "邀请", "邀請"),
        "programme.read.event.pool.contributed": ("Put into the pool", "转入积分池", "轉入積分池"),
        "programme.read.event.pool.received": ("Points put in", "积分转入", "積分轉入"),
        "programme.read.event.pool.delivered": ("Arrived in the pool", "已进入积分池", "已進入積分池"),
        "programme.read.event.pool.undelivered": ("Not taken by the pool", "积分池未接收", "積分池未接收"),
        "programme.read.event.pool.redeemed": ("Spent from the pool", "使用池内积分", "使用池內積分"),
        "programme.read.event.pool.held": ("Reserved in the pool", "冻结池内积分", "凍結池內積分"),
        "programme.read.event.pool.came_back": ("Back from the pool", "从积分池归还", "從積分池歸還"),
        "programme.read.event.pool.gave_back": ("Given back", "已归还", "已歸還"),
        "programme.read.event.pool.invitation_withdrawn": ("An invitation withdrawn", "撤回邀请", "撤回邀請"),
        "programme.read.event.pool.reclaimed": ("An order came back", "成员退货", "成員退貨"),
        "programme.read.event.pool.settled": ("The pool's answer to a return", "积分池退货处理", "積分池退貨處理"),
        "programme.read.event.pool.left": ("A member leaves", "成员退出", "成員退出"),
        "programme.read.event.pool.parted": ("Out of the pool", "退出积分池", "退出積分池"),
        "programme.read.event.pool.owner_changed": ("A new owner", "移交", "移交"),
        "programme.read.event.pool.dissolved": ("Dissolved", "解散", "解散"),
        "programme.read.event.pool.closed": ("Closed", "关闭", "關閉"),
    }
)
