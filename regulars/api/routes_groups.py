"""``/v1/insight/groups/{name}/members``: the members behind any cell of a figure, in pages. Their references, never a name."""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Path, Query, Request

from regulars.api.shapes_insight import GroupMembers, Listed
from regulars.api.signing_in import NOBODY_REAL, Needs
from regulars.insight.store.groups import MOST_LISTED, Page, Place, page_of
from regulars.insight.store.names import MOST_PERSONAS
from regulars.kit.money import text_of

BOTH = [Needs("insight:read"), Needs("members:read")]  # what the console asks of a person too: to see figures, and to see members
router = APIRouter(tags=["insight"], dependencies=[Depends(NOBODY_REAL), *BOTH])

GROUP = (
    "^(class:(high|mid|potential|churn_risk|dormant)|stage:(new|growing|active|at_risk|lapsed|won_back)|grade:[A-E]|visitor:(keen|curious|cooling|gone)"
    f"|persona:[1-{MOST_PERSONAS}]|rfm:[1-5]{{3}}|rf:[1-5]{{2}}|reason:[a-z_]{{1,30}}|price:(full_price|sometimes|often|mostly)|cohort:[0-9]{{4}}-(0[1-9]|1[0-2])(:([0-9]|[1-5][0-9]|6[0-2]))?)$"
)
CURSOR = r"^[1-9][0-9]{0,17}\.-?[0-9]{1,18}\.[1-9][0-9]{0,17}$"


@router.get("/v1/insight/groups/{name}/members", summary="The members behind a cell of a figure, those expected to bring most first")
async def read_group(
    request: Request,
    name: Annotated[str, Path(json_schema_extra={"pattern": GROUP}, description="Such as `class:high`, `grade:A`, `rfm:543`, `rf:54`, `reason:price`, `price:mostly`, `cohort:2026-03`; `cohort:2026-03:2`: of it, who came back in the second month after.")],
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    cursor: Annotated[str | None, Query(pattern=CURSOR, description="`next` of the page before, as it was. After another refresh it is refused (409 `insight.list_is_older`).")] = None,
) -> GroupMembers:
    group = unquote(name)  # routing leaves it percent-encoded
    place = Place(*(int(part) for part in cursor.split("."))) if cursor is not None else None

    def read(conn: Any) -> Page:
        return page_of(conn, group, place=place, limit=limit)

    page = await request.app.state.services.reading(read)
    last = page.refreshed
    listed = [
        Listed(
            member=one.ref, stage=one.stage or None, buys=one.told.buys, margin=None if one.told.margin is None else text_of(one.told.margin, last.exponent), **{"class": one.class_ or None}
        )
        for one in page.members
    ]  # fmt: skip
    following = ".".join(str(part) for part in page.following) if page.following is not None else None
    return GroupMembers(as_of=last.as_of.isoformat(), group=group, members=listed, next=following)
