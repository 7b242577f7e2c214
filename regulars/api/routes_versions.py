"""``/v1/programs``: its versions, what a new one would do, and applying, withdrawing and rolling back, as ``regulars program`` does."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from regulars.api.acting import check_in_shop, check_person_may, person_of
from regulars.api.keys import Key
from regulars.api.routes_approvals import Approval
from regulars.api.shapes import Shape
from regulars.api.signing_in import Needs
from regulars.approvals import queries, versions
from regulars.backtest.plan_report import report_of
from regulars.backtest.planning import plan
from regulars.journal.errors import NoProgram
from regulars.journal.programs import Version, versions_of
from regulars.journal.versioning import line_of
from regulars.kit.lengths import length_of
from regulars.kit.periods import instant

router = APIRouter(tags=["programs"])
LONGEST_DOCUMENT = 200_000


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Candidate(_Sent):
    document: str = Field(min_length=1, max_length=LONGEST_DOCUMENT, description="The programme as YAML.")
    begins: AwareDatetime | None = Field(None, alias="from", description="When it begins to count (by default now).")


class ToPlan(Candidate):
    replay: str | None = Field(None, max_length=40, description="Decide so much of the past again under both: 1 year, 6 months, 90 days.")


class ToApply(Candidate):
    reason: str = Field("", max_length=500, description="Why, for whoever has to approve it.")


class Why(_Sent):
    reason: str = Field(min_length=1, max_length=500, description="Why; kept with the version.")


class ToWithdraw(Why):
    version: int = Field(ge=1, le=2**31 - 1)


class ProgramVersion(Shape):
    version: int
    kind: Literal["applied", "rollback", "withdrawal"]
    about: int | None = Field(description="Of a rollback: whose document counts again; of a withdrawal: which version never counts.")
    in_force_from: str | None = Field(description="Null: covers all earlier time.")
    applied_at: str
    applied_by: str
    reason: str
    status: Literal["past", "in_force", "scheduled", "withdrawn", "replaced"]


class ProgramVersions(Shape):
    versions: list[ProgramVersion]


class Changed(Shape):
    waiting: bool = Field(description="True: it waits for a second person, as `request` says.")
    version: int | None = Field(default=None, description="The version that was made; a document sent again gives the one it is already.")
    request: Approval | None = None


_WAITS: dict[int | str, dict[str, Any]] = {202: {"model": Changed, "description": "It waits for a second person."}}


@router.get("/v1/programs", summary="Every version of the programme", description="Needs the scope `programs:read`.", dependencies=[Needs("programs:read", "programs:write")])
async def read_versions(request: Request) -> ProgramVersions:
    at = instant(request.app.state.now_us())
    placed = line_of(await request.app.state.services.reading(versions_of), at)
    return ProgramVersions(
        versions=[
            ProgramVersion(
                version=one.version.version, kind=one.version.kind, about=one.version.about, status=one.status,  # type: ignore[arg-type]
                in_force_from=one.version.in_force_from.isoformat() if one.version.in_force_from else None,
                applied_at=one.version.applied_at.isoformat(), applied_by=one.version.applied_by, reason=one.version.reason,
            )
            for one in placed
        ]
    )  # fmt: skip


@router.post(
    "/v1/programs/plan",
    summary="What a new version would change",
    description="In words, on the real members, and with `replay` on what they did: nothing is written. Takes as long as the shop is large. Needs the scope `programs:write`.",
    dependencies=[Needs("programs:write")],
)
async def plan_change(request: Request, sent: ToPlan, lang: Literal["en", "zh-Hans", "zh-Hant"] = "en") -> dict[str, Any]:
    at = instant(request.app.state.now_us())
    replay = length_of(sent.replay) if sent.replay else None

    def work(conn: Any) -> dict[str, Any]:
        return report_of(plan(conn, sent.document, at=at, starts=sent.begins, replay=replay), lang)

    return await request.app.state.services.reading(work)  # type: ignore[no-any-return]


@router.post(
    "/v1/programs",
    summary="Apply a document as the next version",
    description="At once, or as a request where the programme wants a second person (202). The key acts for an owner or manager. Needs the scope `programs:write`.",
    status_code=201,
    responses=_WAITS,
)
async def apply(request: Request, response: Response, sent: ToApply, key: Annotated[Key, Needs("programs:write")]) -> Changed:
    return await _change(
        request, response, key, lambda conn, by, at: versions.apply_or_ask(conn, sent.document, by=by, at=at, in_force_from=sent.begins, reason=sent.reason)
    )


@router.post(
    "/v1/programs/rollback",
    summary="Have the version before the present one again",
    description="As applying: where the programme wants a second person, this waits for one too. Needs the scope `programs:write`.",
    status_code=201,
    responses=_WAITS,
)
async def roll_back(request: Request, response: Response, sent: Why, key: Annotated[Key, Needs("programs:write")]) -> Changed:
    return await _change(request, response, key, lambda conn, by, at: versions.roll_back_or_ask(conn, by=by, at=at, reason=sent.reason))


@router.post(
    "/v1/programs/withdraw",
    summary="Take back a version that does not count yet",
    description="Likewise. Needs the scope `programs:write`.",
    status_code=201,
    responses=_WAITS,
)
async def withdraw(request: Request, response: Response, sent: ToWithdraw, key: Annotated[Key, Needs("programs:write")]) -> Changed:
    return await _change(request, response, key, lambda conn, by, at: versions.withdraw_or_ask(conn, sent.version, by=by, at=at, reason=sent.reason))


async def _change(request: Request, response: Response, key: Key, act: Any) -> Changed:
    check_in_shop(request)
    person, at = person_of(key), instant(request.app.state.now_us())

    def work(conn: Any) -> Version | queries.Request:
        if not versions_of(conn):
            raise NoProgram()
        check_person_may(conn, person, "change_programme")
        return act(conn, person, at)  # type: ignore[no-any-return]

    done = await request.app.state.services.reading(work)
    if isinstance(done, queries.Request):
        response.status_code = 202
        return Changed(waiting=True, request=Approval(**done.told(at)))
    return Changed(waiting=False, version=done.version)
