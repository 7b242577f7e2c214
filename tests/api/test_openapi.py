"""The programme promises that its OpenAPI document is true: a generic fuzzer finds no crash, no undocumented answer and no open door."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.shop import Shop, event, order
from api.test_insight import keep_a_refresh
from regulars.engine.happening import LARGEST_NUMBER

FUZZER = Path(sys.executable).parent / "schemathesis"
EXAMPLES = 12
EXEMPT = """
[[operations]]  # no pattern says which characters Python calls printable, so a random name may rightly be refused
include-path = "/v1/segments/{name}"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422", "5xx"]

[[operations]]  # GET …/alice/profile reads the member whose reference is `alice/profile`
include-path = "/v1/members/{ref}/profile"
[operations.checks.unsupported_method]
enabled = false

[[operations]]  # GET /v1/pools/members reads the pool whose reference is `members`
include-path-regex = "^/v1/pools/[a-z]+$"
[operations.checks.unsupported_method]
enabled = false
"""


@pytest.fixture(scope="module")
def document(shop: Shop) -> dict[str, Any]:
    shop.enrol("alice")
    assert shop.post(order("alice")).status_code == 201
    keep_a_refresh(shop.dsn, "alice")
    return shop.client.get("/v1/openapi.json", headers={"authorization": ""}).json()


def test_a_generic_fuzzer_finds_nothing(shop: Shop, document: dict[str, Any], tmp_path: Path) -> None:
    schemas = document["components"]["schemas"]
    for profile in (schemas["Enrolment"]["properties"]["profile"]["properties"], schemas["Enrolling"]["properties"]["profile"]["properties"], schemas["Profile"]["properties"]):
        del profile["phone"], profile["email"]  # no pattern says which numbers a country has, so random ones are rightly refused
    contract = tmp_path / "openapi.json"
    contract.write_text(json.dumps(document))
    (tmp_path / "schemathesis.toml").write_text(EXEMPT)
    command = [FUZZER, "run", contract, "--url", shop.url, "-H", f"Authorization: Bearer {shop.key}", "--checks", "all"]
    done = subprocess.run(
        [*command, "-n", str(EXAMPLES), "--seed", "1", "--no-color"], cwd=tmp_path, capture_output=True, text=True, timeout=480
    )
    assert done.returncode == 0, done.stdout[-8_000:]
    operations = sum(len(item) for item in document["paths"].values())
    assert f"Tested: {operations}" in done.stdout, done.stdout[-2_000:]


@pytest.mark.parametrize(
    "given",
    [0, 1_000_001, 10**12, LARGEST_NUMBER, LARGEST_NUMBER + 1, 0.5, 5.0, 2e12, 1e13, 0.1234, -1, "", "1.", "01", ".5", "1.000", "1.0000", "1.0001", "9" * 12 + ".999", "8" * 13, "9" * 13, "0" * 18, "0" * 19, "1e3", " 1", "٣", True],
)
def test_a_number_of_an_event_is_read_exactly_where_its_schema_allows_it(shop: Shop, document: dict[str, Any], given: Any) -> None:
    score = document["components"]["schemas"]["Happened_survey_answered"]["properties"]["score"]
    answer = shop.quote(event("survey.answered", "alice", {"survey_id": "s1", "score": given}))
    assert (answer.status_code == 200) == Draft202012Validator(score).is_valid(given), answer.text


def test_the_document_is_openapi_3_1_and_says_what_may_be_posted(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    post = document["paths"]["/v1/events"]["post"]
    assert set(post["requestBody"]["content"]) == {
        "application/cloudevents+json",
        "application/json",
        "application/cloudevents-batch+json",
        "application/x-ndjson",
    }
    assert set(post["responses"]) >= {"200", "201", "401", "403", "404", "409", "413", "415", "422", "429", "503"}
