"""Every reason and refusal about pools in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        # ---- a member's side
        "pool.joined": ("Asked for a place in a pool", "申请加入积分池", "申請加入積分池"),
        "pool.join_undone": ("The pool gave no place: {why}", "未能加入积分池：{why}", "未能加入積分池：{why}"),
        "pool.gave": ("{points} points go into the pool; they keep their last usable day", "{points} 积分转入积分池，有效期不变", "{points} 積分轉入積分池，有效期不變"),
        "pool.delivered": ("The {points} points have arrived in the pool", "{points} 积分已进入积分池", "{points} 積分已進入積分池"),
        "pool.undelivered": ("The pool did not take the {points} points ({why}); they came back", "积分池未接收 {points} 积分（{why}），已退回", "積分池未接收 {points} 積分（{why}），已退回"),
        "pool.asked": ("{points} of these points had been put into the pool: they are asked back from there first", "其中 {points} 积分已转入积分池，将先从池中收回", "其中 {points} 積分已轉入積分池，將先從池中收回"),
        "pool.took_back": ("{points} points came back out of the pool for the return", "因退货从积分池收回 {points} 积分", "因退貨從積分池收回 {points} 積分"),
        "pool.left": ("Left the pool with {points} points of one's own", "退出积分池，带回自己的 {points} 积分", "退出積分池，帶回自己的 {points} 積分"),
        "pool.expelled": ("Taken out of the pool, with {points} points of one's own", "被移出积分池，带回自己的 {points} 积分", "被移出積分池，帶回自己的 {points} 積分"),
        "pool.dissolved_for": ("The pool was dissolved: {points} points of one's own came back", "积分池已解散，带回自己的 {points} 积分", "積分池已解散，帶回自己的 {points} 積分"),
        "pool.merged": ("Left the pool before becoming part of another member, with {points} points", "合并前退出积分池，带回 {points} 积分", "合併前退出積分池，帶回 {points} 積分"),
        # ---- the pool's side
        "pool.opened": ("The pool was founded", "积分池已创建", "積分池已建立"),
        "pool.invited": ("A member was invited; the invitation stands until the end of {until}", "已邀请一位会员，邀请有效期至 {until}", "已邀請一位會員，邀請有效期至 {until}"),
        "pool.member_joined": ("A member joined: {members} of {most}", "一位会员加入：{members}/{most}", "一位會員加入：{members}/{most}"),
        "pool.received": ("{points} points were put in; they keep their last usable day", "转入 {points} 积分，有效期不变", "轉入 {points} 積分，有效期不變"),
        "pool.redeemed": ("{points} points were spent: {own} of the spender's own, {others} of others", "使用 {points} 积分：本人 {own}，他人 {others}", "使用 {points} 積分：本人 {own}，他人 {others}"),
        "pool.reclaimed": ("A member returned an order: {points} points that had been put in went back", "一位成员退货：退回已转入的 {points} 积分", "一位成員退貨：退回已轉入的 {points} 積分"),
        "pool.member_left": ("A member left, with {points} points of their own", "一位成员退出，带走自己的 {points} 积分", "一位成員退出，帶走自己的 {points} 積分"),
        "pool.member_expelled": ("A member was taken out, with {points} points of their own", "一位成员被移出，带走自己的 {points} 积分", "一位成員被移出，帶走自己的 {points} 積分"),
        "pool.member_dissolved_for": ("A member took back {points} points: the pool is dissolved", "解散：一位成员取回 {points} 积分", "解散：一位成員取回 {points} 積分"),
        "pool.member_merged": ("A member became part of another and left, with {points} points", "一位成员因合并退出，带走 {points} 积分", "一位成員因合併退出，帶走 {points} 積分"),
        "pool.owner_changed": ("The pool belongs to another member now", "积分池已移交给另一成员", "積分池已移交給另一成員"),
        "pool.dissolved": ("The pool is dissolved: everybody takes back what is left of their own", "积分池已解散，各成员取回自己的剩余积分", "積分池已解散，各成員取回自己的剩餘積分"),
        "pool.closed": ("Nobody is in the pool any more", "积分池已无成员", "積分池已無成員"),
        # ---- what is refused
        "pool.not_offered": ("The programme has no such pools", "本会员计划不提供此类积分池", "本會員計劃不提供此類積分池"),
        "pool.ref_taken": ("“{ref}” is the reference of a member or pool already: give the pool another", "编号“{ref}”已被使用，请换一个", "編號「{ref}」已被使用，請換一個"),
        "pool.no_member": ("“{ref}” is a pool: read it under /v1/pools", "“{ref}”是积分池，请通过 /v1/pools 查询", "「{ref}」是積分池，請透過 /v1/pools 查詢"),
        "pool.unknown": ("There is no pool “{ref}”", "积分池“{ref}”不存在", "積分池「{ref}」不存在"),
        "pool.not_a_member": ("This is a pool: its members earn, give and join, not the pool itself", "这是积分池，不能像会员一样累积、转赠或合并", "這是積分池，不能像會員一樣累積、轉贈或合併"),
        "pool.not_a_pool": ("This is a member, not a pool", "这是会员，不是积分池", "這是會員，不是積分池"),
        "pool.in_one": ("The member is in a pool already: nobody is in two", "该会员已在积分池中，不能同时加入两个", "該會員已在積分池中，不能同時加入兩個"),
        "pool.not_in_it": ("The member is not in the pool", "该会员不在积分池中", "該會員不在積分池中"),
        "pool.not_invited": ("The member has no invitation that still stands", "该会员没有有效的邀请", "該會員沒有有效的邀請"),
        "pool.full": ("The pool is full: at most {most} members", "积分池已满：最多 {most} 位成员", "積分池已滿：最多 {most} 位成員"),
        "pool.not_the_owner": ("Only the pool's owner may do this", "仅积分池创建者可以操作", "僅積分池建立者可以操作"),
        "pool.owner_stays": ("The owner can't leave: hand the pool over or dissolve it first", "创建者不能退出，请先移交或解散积分池", "建立者不能退出，請先移交或解散積分池"),
        "pool.owner_spends": ("Only the pool's owner spends from it", "仅积分池创建者可以使用积分", "僅積分池建立者可以使用積分"),
        "pool.over_limit": ("Only {left} points may still be spent from the pool (limit: {detail}); {points} were asked for", "积分池使用额度（{detail}）仅剩 {left} 积分，本次为 {points}", "積分池使用額度（{detail}）僅剩 {left} 積分，本次為 {points}"),
        "pool.too_soon_to_leave": ("Nobody leaves so soon after joining: from {from} on", "加入时间过短，{from} 起方可退出", "加入時間過短，{from} 起方可退出"),
        "pool.too_soon_again": ("So soon after leaving a pool nobody is in another: from {from} on", "退出时间过短，{from} 起方可加入其他积分池", "退出時間過短，{from} 起方可加入其他積分池"),
        "pool.is_dissolved": ("The pool is dissolved", "积分池已解散", "積分池已解散"),
        "merge.in_pool": ("The member who would become part of the other is in a pool: let them leave it first", "被并入的会员在积分池中，请先退出", "被併入的會員在積分池中，請先退出"),
        "merge.pool": ("A pool is no member and becomes part of nobody", "积分池不是会员，不能合并", "積分池不是會員，不能合併"),
    }
)  # fmt: skip
